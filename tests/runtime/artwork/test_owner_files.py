"""What the owner had beside a video comes back under its own name, whatever runs in between."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.demo.files.neighbours import VIDEOS
from tests.runtime.artwork.survival import ArtHome, art_home

pytestmark = pytest.mark.usefixtures("hurry")

OLD = VIDEOS["radarr"].removesuffix(".mkv")
NFO = "<movie><title>Mine</title></movie>"


def picture(number: int, kind: str = "PNG") -> bytes:
    """Return a small image that differs with a number."""
    buffer = BytesIO()
    Image.new("RGB", (40, 60), (number * 40 % 256, number, 9)).save(buffer, kind)
    return buffer.getvalue()


OWN = {
    "poster.jpg": picture(1),
    "BASE-fanart.jpg": picture(2),
    "BASE-clearart.gif": picture(3, "GIF"),
    "extrafanart/fanart1.jpg": picture(4),
    ".actors/Ann_Bo.jpg": picture(5),
}


def named(base: str) -> dict[str, bytes]:
    """Return the owner's images beside a film."""
    return {name.replace("BASE", base): content for name, content in sorted(OWN.items())}


@pytest.fixture
def film(tmp_path: Path) -> Iterator[ArtHome]:
    """A film with images of its owner."""
    with art_home(tmp_path, "radarr") as home:
        put(home, named(OLD))
        yield home


def put(home: ArtHome, files: dict[str, bytes]) -> None:
    """Write files into a title's folder."""
    for name, content in files.items():
        path = home.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


async def settle(home: ArtHome) -> None:
    """Read the app and the folder, as arrtui does every day."""
    await home.back_up()
    await home.scan()
    home.title.rescan()


def upgrade(home: ArtHome, number: int = 0) -> str:
    """Have the app import a better film of another name; return its base."""
    home.title.rescan()
    if number:
        (video,) = home.title.files()
        (home.folder / video).rename(home.folder / f"Amber Signal (1990) cut {number}.mkv")
        home.title.rescan()
        return f"Amber Signal (1990) cut {number}"
    return home.title.import_better().removesuffix(".mkv")


def rename(home: ArtHome) -> str:
    """Have the app rename the film; return its base."""
    home.title.rescan()
    home.title.configure("naming", {"renameMovies": True})
    home.title.command(name="RenameMovie", movieIds=[home.title.title_id])
    (video,) = home.title.files()
    return video.removesuffix(".mkv")


@pytest.mark.parametrize("seen_by", ["event", "backup"])
@pytest.mark.parametrize("scans", [0, 1, 2])
async def test_a_scan_between_an_upgrade_and_the_look_loses_nothing(
    film: ArtHome, scans: int, seen_by: str
) -> None:
    await settle(film)
    new = upgrade(film)
    assert "poster.jpg" not in film.images()
    for _ in range(scans):
        await film.scan()
    await (film.hear() if seen_by == "event" else film.back_up())
    assert film.images() == named(new) and film.placements() == {}
    await film.hear()
    assert film.taken() == []


@pytest.mark.parametrize("scans", [False, True])
async def test_an_upgrade_of_the_same_name_loses_nothing(film: ArtHome, scans: bool) -> None:
    await settle(film)
    better = film.folder.parent / "better.mkv"
    better.write_bytes(b"x" * 5000)
    for name in ("poster.jpg", f"{OLD}-fanart.jpg", f"{OLD}-clearart.gif"):
        (film.folder / name).unlink()
    better.rename(film.folder / f"{OLD}.mkv")
    film.title.rescan()
    if scans:
        await film.scan()
    await film.back_up()
    assert film.images() == named(OLD)


async def test_two_upgrades_in_a_row_lose_nothing(film: ArtHome) -> None:
    await settle(film)
    upgrade(film)
    await film.hear()
    new = upgrade(film, 2)
    await film.hear()
    assert film.images() == named(new) and film.taken() == []


@pytest.mark.parametrize("scans", [False, True])
async def test_a_rename_and_an_upgrade_before_any_look_lose_nothing(film: ArtHome, scans: bool) -> None:
    await settle(film)
    rename(film)
    if scans:
        await film.scan()
    new = upgrade(film, 3)
    if scans:
        await film.scan()
    await film.hear()
    assert list(film.images()) == list(named(new))
    assert film.images() == named(new) and film.taken() == []


async def test_a_scan_while_the_app_is_at_work_loses_nothing(film: ArtHome) -> None:
    await settle(film)
    new = upgrade(film)
    put(film, named(OLD))  # the app has not deleted them yet
    await film.scan()
    for name in ("poster.jpg", f"{OLD}-fanart.jpg", f"{OLD}-clearart.gif"):
        (film.folder / name).unlink()
    await film.hear()
    assert film.images() == named(new) and film.taken() == []


async def test_a_title_that_is_deleted_and_added_again_has_what_it_had(film: ArtHome) -> None:
    await settle(film)
    (film.folder.parent / "Another (1990)").mkdir()
    film.title.api("DELETE", f"movie/{film.title.title_id}?deleteFiles=true")
    film.title.api.settle()
    assert not film.folder.exists()
    await film.hear()
    await film.work(await film.services.backup.back_up([film.name], accept_shrink=True))
    await film.scan()
    film.folder.mkdir()
    (film.folder / VIDEOS["radarr"]).write_bytes(b"x" * 4000)
    film.title.add("a/Amber Signal (1990)")
    await film.back_up()
    assert film.images() == named(OLD)


async def test_what_the_owner_removes_after_an_upgrade_stays_removed(film: ArtHome) -> None:
    await settle(film)
    new = upgrade(film)
    await film.hear()
    (film.folder / "poster.jpg").unlink()
    await film.hear()
    await film.back_up()
    await film.scan()
    assert film.images() == {name: content for name, content in named(new).items() if name != "poster.jpg"}


async def test_an_nfo_that_was_scanned_away_comes_back_and_is_read(film: ArtHome) -> None:
    (film.folder / f"{OLD}.nfo").write_text(NFO)
    await settle(film)
    new = upgrade(film)
    await film.scan()
    await film.hear()
    assert (film.folder / f"{new}.nfo").read_text() == NFO
    newer = upgrade(film, 4)
    await film.hear()
    assert (film.folder / f"{newer}.nfo").read_text() == NFO and not (film.folder / f"{new}.nfo").exists()
