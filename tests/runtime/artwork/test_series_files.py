"""What belongs to a series, its seasons, actors and sets survives what the apps do to videos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.files.neighbours import VIDEOS
from tests.runtime.artwork.survival import ArtHome, art_home
from tests.runtime.artwork.test_owner_files import picture, put, rename, settle, upgrade

pytestmark = pytest.mark.usefixtures("hurry")

OF_SERIES = {
    "poster.jpg": picture(1),
    "season01-poster.jpg": picture(2),
    "season-specials-poster.jpg": picture(3),
    "clearlogo.png": picture(4),
}
BESIDE = {
    "Season 01/landscape.jpg": picture(5),
    f"{VIDEOS['sonarr'].removesuffix('.mkv')}-thumb.jpg": picture(6),
}
SHOW = "<tvshow><title>Mine</title></tvshow>"


@pytest.fixture
def series(tmp_path: Path) -> Iterator[ArtHome]:
    """A series with one episode's file, and images and an NFO of its owner."""
    with art_home(tmp_path, "sonarr") as home:
        put(home, OF_SERIES | BESIDE)
        (home.folder / "tvshow.nfo").write_text(SHOW)
        yield home


def rename_episodes(home: ArtHome) -> str:
    """Have the app rename the episode; return its base."""
    home.title.configure("naming", {"renameEpisodes": True})
    ids = list(home.title.files().values())
    home.title.command(name="RenameFiles", seriesId=home.title.title_id, files=ids)
    (video,) = home.title.files()
    return video.removesuffix(".mkv")


def delete_episode(home: ArtHome) -> None:
    """Have the app delete the episode's file."""
    ((_, number),) = home.title.files().items()
    home.title.api("DELETE", f"episodefile/{number}")
    home.title.api.settle()


@pytest.mark.parametrize("scans", [False, True])
@pytest.mark.parametrize("how", ["upgrade", "rename", "delete"])
async def test_art_of_a_series_and_beside_an_episode_is_there_after_whatever_sonarr_does(
    series: ArtHome, how: str, scans: bool
) -> None:
    await settle(series)
    if how == "upgrade":
        new = upgrade(series)
    elif how == "rename":
        new = rename_episodes(series)
    else:
        delete_episode(series)
        if scans:
            await series.scan()
        await series.hear()
        assert series.images() == dict(sorted(OF_SERIES.items()))
        new = upgrade(series)
    if scans:
        await series.scan()
    await series.hear()
    thumb = f"{new}-thumb.jpg"
    beside = {thumb: picture(6), "Season 01/landscape.jpg": picture(5)}
    assert series.images() == dict(sorted((OF_SERIES | beside).items()))
    assert (series.folder / "tvshow.nfo").read_text() == SHOW and series.taken() == []


@pytest.mark.parametrize("how", ["upgrade", "rename"])
async def test_pictures_of_actors_and_sets_need_no_repair(tmp_path: Path, how: str) -> None:
    sets = tmp_path / "sets"
    sets.mkdir()
    with art_home(tmp_path, "radarr", f'actors = true\nsets_folder = "{sets}"') as film:
        await film.back_up()
        film.choose("actor:Ann Bo", b"ann")
        film.choose("set:poster", b"set")
        await film.publish(poster=b"poster")
        published = {path for path in film.placements() if "poster.jpg" not in path or path.startswith("/")}
        before = {path: (film.folder / path).stat().st_mtime_ns for path in published}
        assert ".actors/Ann_Bo.jpg" in published
        new = upgrade(film) if how == "upgrade" else rename(film)
        assert {path: (film.folder / path).stat().st_mtime_ns for path in published} == before
        await film.hear()
        assert set(film.images()) == {".actors/Ann_Bo.jpg", f"{new}-poster.jpg"}
        assert {path: (film.folder / path).stat().st_mtime_ns for path in published} == before
        assert all(row.lost_at is None for row in film.placements().values())
