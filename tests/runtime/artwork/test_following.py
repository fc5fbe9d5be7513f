"""Published artwork survives what the apps do to their videos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.demo.app.commands import CommandQueue
from arrtui.runtime.artwork import follow_job, following
from tests.demo.files.neighbours import VIDEOS
from tests.runtime.artwork.survival import ArtHome, art_home


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app and arrtui wait less."""
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    monkeypatch.setattr(following, "SETTLE", 0.01)
    monkeypatch.setattr(follow_job, "SETTLE", 0.01)
    monkeypatch.setattr(follow_job, "BUSY_PAUSE", 0.01)


@pytest.fixture
def film(tmp_path: Path) -> Iterator[ArtHome]:
    """A film."""
    with art_home(tmp_path, "radarr") as home:
        yield home


@pytest.fixture
def series(tmp_path: Path) -> Iterator[ArtHome]:
    """A series with one episode's file."""
    with art_home(tmp_path, "sonarr") as home:
        yield home


def base(video: str) -> str:
    """Return a video's path without extension."""
    return video.rpartition(".")[0]


@pytest.mark.parametrize("seen_by", ["event", "backup"])
async def test_artwork_is_back_after_an_upgrade_and_a_rename(film: ArtHome, seen_by: str) -> None:
    see = film.hear if seen_by == "event" else film.back_up
    await film.back_up()
    await film.publish(poster=b"poster", fanart=b"fanart")
    old = base(VIDEOS["radarr"])
    assert film.images() == {f"{old}-poster.jpg": b"poster", f"{old}-fanart.jpg": b"fanart"}
    film.title.rescan()
    new = base(film.title.import_better())
    assert film.images() == {}
    await see()
    assert film.images() == {f"{new}-poster.jpg": b"poster", f"{new}-fanart.jpg": b"fanart"}
    assert {(row.base, row.lost_at) for row in film.placements().values()} == {(new, None)}
    (event,) = await film.events("artwork_restored")
    assert (event.facts["lost"], event.facts["restored"]) == (2, 2)
    film.title.rescan()
    film.title.configure("naming", {"renameMovies": True})
    film.title.command(name="RenameMovie", movieIds=[film.title.title_id])
    await see()
    (video,) = film.title.files()
    assert film.images() == {f"{base(video)}-poster.jpg": b"poster", f"{base(video)}-fanart.jpg": b"fanart"}
    assert set(film.placements()) == set(film.images())
    assert not (film.folder / ".arrtui").exists()
