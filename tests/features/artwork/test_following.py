"""Which of the owner's images an app took or misnamed, and where they belong now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from arrtui.core.apps import APPS, App, Kind
from arrtui.core.artwork import ArtFile, ArtFolder, Asset, AssetOrigin, FileClass, Placement
from arrtui.core.taken_files import TakenFile
from arrtui.features.artwork.following import (
    OwnerImage,
    belonging,
    bring_back,
    is_out_of_place,
    lost,
    renewed,
    taken_files,
    with_own,
)
from arrtui.features.artwork.naming import base_of
from arrtui.features.artwork.nfo_keeping import sources_of
from arrtui.media.art_cache import ArtCache
from arrtui.media.art_placing import PlacingRules

RADARR, SONARR = APPS[Kind.RADARR], APPS[Kind.SONARR]
OLD, NEW = "Film (2000) a.mkv", "Film (2000) b.mkv"


class Facts(NamedTuple):
    """A file on the disk."""

    size: int = 6
    mtime_ns: int = 1
    is_plain: bool = True
    changed_ns: int = 0


def folder(*images: str, videos: tuple[str, ...] = (OLD,), path: str = "/m/Film (2000)") -> ArtFolder:
    """Return a folder as it was scanned."""
    files = [ArtFile(video, FileClass.VIDEO, 9, 1) for video in videos]
    files += [ArtFile(image, FileClass.IMAGE, 6, 1, "poster", f"{image:0>64}"[-64:]) for image in images]
    return ArtFolder(external_id="1", path=path, files=tuple(files))


def placement(path: str, base: str = "", **fields: object) -> Placement:
    """Return a published file."""
    facts = {"size": 6, "mtime_ns": 1, "placed_at": 1.0} | fields
    return Placement(external_id="1", relative_path=path, slot="poster", sha256="a" * 64, base=base, **facts)  # type: ignore[arg-type]


def follow(
    app: App,
    scanned: ArtFolder,
    videos: Sequence[str],
    files: Collection[str],
    placed: Sequence[Placement] = (),
    earlier: Sequence[TakenFile] = (),
) -> list[OwnerImage]:
    """Return what went of a scanned folder with the videos that are gone, and where it belongs now."""
    noted = taken_files(app, scanned, dict.fromkeys([*files, *videos]), placed, earlier, 1.0)
    known = {file.relative_path for file in scanned.files}
    images = belonging(app, [*earlier, *noted], known, videos, files)
    return [image for image in images if image.target not in files]


def test_an_image_follows_the_film_that_took_the_place_of_another() -> None:
    found = follow(RADARR, folder("poster.jpg", "Film (2000) a-fanart.jpg"), [NEW], [])
    assert {(image.taken.relative_path, image.target) for image in found} == {
        ("poster.jpg", "poster.jpg"),
        ("Film (2000) a-fanart.jpg", "Film (2000) b-fanart.jpg"),
    }


@pytest.mark.parametrize(
    ("videos", "published", "files"),
    [
        ([OLD], (), ()),  # the film is there: whoever removed the image meant it
        ([], (), ()),  # no film took its place
        ([NEW, "Film (2000) c.mkv"], (), ()),  # nobody knows which
        ([NEW], ("poster.jpg",), ()),  # arrtui's own
        ([NEW], (), ("poster.jpg",)),  # it is there
        ([NEW], (), (OLD,)),  # a video that the app does not hold is still there
    ],
)
def test_nothing_follows_where_the_app_did_not_take_it(
    videos: list[str], published: tuple[str, ...], files: tuple[str, ...]
) -> None:
    placed = [placement(path) for path in published]
    assert follow(RADARR, folder("poster.jpg"), videos, files, placed) == []


def test_a_film_of_the_same_name_and_another_size_is_another_one() -> None:
    scanned = folder("poster.jpg", "Film (2000) a-fanart.jpg", "clearlogo.png")
    assert taken_files(RADARR, scanned, {OLD: 9}, (), (), 1.0) == []
    noted = taken_files(RADARR, scanned, {OLD: 10, "clearlogo.png": 6}, (), (), 1.0)
    found = belonging(RADARR, noted, (), [OLD], {OLD, "clearlogo.png"})
    assert {image.target for image in found} == {"poster.jpg", "Film (2000) a-fanart.jpg", "clearlogo.png"}


def test_of_a_folder_that_went_as_a_whole_everything_follows() -> None:
    scanned = folder("poster.jpg", ".actors/A_B.jpg", "extrafanart/fanart1.jpg")
    assert len(follow(RADARR, scanned, [NEW], [NEW])) == 3
    (image,) = follow(RADARR, scanned, [NEW], [NEW, ".actors/A_B.jpg"])
    assert image.target == "poster.jpg"


def test_a_copy_that_the_app_renamed_is_known_by_its_name() -> None:
    (image,) = follow(RADARR, folder("poster.jpg"), [NEW], ["Film (2000) b.jpg"])
    assert (image.target, image.copies) == ("poster.jpg", ("Film (2000) b.jpg",))


def test_a_renamed_copy_that_a_scan_found_is_no_image_of_its_own() -> None:
    before = taken_files(RADARR, folder("poster.jpg"), {NEW: None}, (), (), 1.0)
    sha256 = before[0].sha256
    copy = ArtFile("Film (2000) b.jpg", FileClass.IMAGE, 6, 1, "poster", sha256)
    scanned = replace(folder(videos=(NEW,)), files=(*folder(videos=(NEW,)).files, copy))
    (image,) = follow(RADARR, scanned, ["Film (2000) c.mkv"], [], (), before)
    assert image.target == "poster.jpg"


def test_what_was_noted_twice_of_one_place_is_brought_there_once() -> None:
    first = taken_files(RADARR, folder("Film (2000) a-poster.jpg"), {NEW: None}, (), (), 1.0)
    scanned = folder("Film (2000) b-poster.jpg", videos=(NEW,))
    second = taken_files(RADARR, scanned, {"Film (2000) c.mkv": 9}, (), first, 2.0)
    (image,) = belonging(RADARR, [*first, *second], (), ["Film (2000) c.mkv"], ())
    assert (image.taken, image.older, image.target) == (*second, tuple(first), "Film (2000) c-poster.jpg")


def test_thumbs_follow_their_episode_and_the_art_of_a_series_needs_no_repair() -> None:
    videos = ("Season 01/S - S01E01 a.mkv", "Season 01/S - S01E02 a.mkv")
    scanned = folder(
        "Season 01/S - S01E01 a-thumb.jpg", "poster.jpg", "clearlogo.png", videos=videos, path="/t/S"
    )
    (image,) = follow(SONARR, scanned, ["Season 1/S - S01E01 b.mkv", videos[1]], [videos[1]])
    assert image.target == "Season 1/S - S01E01 b-thumb.jpg"


def test_a_scanned_folder_is_renewed_by_what_is_known_of_it() -> None:
    scanned = folder("poster.jpg", "Film (2000) a-fanart.jpg", "logo.png", "Film (2000) a-banner.jpg")
    noted = taken_files(RADARR, scanned, {NEW: None}, (), (), 1.0)
    placed = [placement("Film (2000) a-banner.jpg")]
    files = {NEW: Facts(9), "logo.png": Facts()}
    kept = renewed(
        scanned, [file for file in noted if file.relative_path != "logo.png"], placed, [NEW], files, 5.0
    )
    assert [file.relative_path for file in kept.files] == [NEW, "logo.png"] and kept.read_at == 5.0
    (image,) = belonging(RADARR, noted[:1], (), [NEW], ())
    back = with_own(kept, image, Facts(6, 7))
    assert ArtFile(image.target, FileClass.IMAGE, 6, 7, "poster", noted[0].sha256) in back.files


_NAMES = st.text(alphabet="ab.-/ S01E2posterfanart\u202e\n<>", min_size=1, max_size=24)


@given(st.lists(_NAMES, max_size=8, unique=True), st.lists(_NAMES, max_size=4, unique=True), st.booleans())
def test_no_image_is_brought_to_a_name_that_is_taken(
    images: list[str], files: list[str], series: bool
) -> None:
    old, new = ("S01E02 a.mkv", "x S01E02.mkv") if series else (OLD, NEW)
    found = follow(SONARR if series else RADARR, folder(*images, videos=(old,)), [new], files)
    assert len({image.target for image in found}) == len(found)
    assert all(image.taken.relative_path in images for image in found)
    assert not {copy for image in found for copy in image.copies} & {image.target for image in found}


def test_what_is_lost_or_begun_or_beside_another_film_is_out_of_place() -> None:
    own = placement("Film (2000) a-poster.jpg", "Film (2000) a")
    there = {own.relative_path: Facts()}
    assert not is_out_of_place([own], there, [base_of(OLD)])
    assert is_out_of_place([own], there, [base_of(NEW)])
    assert lost([own], {}, str) == [own] == lost([own], {own.relative_path: Facts(size=7)}, str)
    assert is_out_of_place([placement("poster.jpg", placed_at=0.0)], {"poster.jpg": Facts()}, [base_of(OLD)])
    assert lost([placement("/sets/S/poster.jpg")], {}, str) == []


def test_another_change_time_has_the_content_decide() -> None:
    own = replace(placement("Film (2000) a-poster.jpg", "Film (2000) a"), changed_ns=5)
    same, touched = {own.relative_path: Facts(changed_ns=5)}, {own.relative_path: Facts(changed_ns=6)}
    assert lost([own], same, str) == [] == lost([own], touched, lambda _: own.sha256)
    assert lost([own], touched, lambda _: "another") == [own]
    bases = [base_of(OLD)]
    assert not is_out_of_place([own], same, bases) and is_out_of_place([own], touched, bases)


@pytest.fixture
def cache(tmp_path: Path) -> ArtCache:
    """A cache with one image."""
    made = ArtCache(tmp_path / "cache", 10**9)
    made.add(b"poster", ".jpg")
    return made


def assets_of(cache: ArtCache) -> dict[str, Asset]:
    """Return what is in a cache."""
    return {
        file.sha256: Asset(
            sha256=file.sha256,
            extension=file.extension,
            size=file.size,
            origin=AssetOrigin.OWNER,
            added_at=1.0,
        )
        for file in cache.files()
    }


def image(path: str, sha256: str, *copies: str) -> OwnerImage:
    """Return an image that belongs where it was."""
    return OwnerImage(
        TakenFile(external_id="1", relative_path=path, sha256=sha256, noted_at=1.0), path, copies
    )


def bring(title: Path, cache: ArtCache, *images: OwnerImage) -> tuple[int, list[str]]:
    """Bring images back into a folder."""
    sources = sources_of(assets_of(cache).values(), cache)
    restored, errors = bring_back(title, images, sources, PlacingRules(), None, lambda: None)
    return len(restored), errors


def test_a_renamed_copy_is_renamed_back_only_where_it_is_the_image(tmp_path: Path, cache: ArtCache) -> None:
    (sha256,) = assets_of(cache)
    title = tmp_path / "title"
    title.mkdir()
    (title / "b.jpg").write_bytes(b"poster")
    inode = (title / "b.jpg").stat().st_ino
    assert bring(title, cache, image("poster.jpg", sha256, "b.jpg")) == (1, [])
    assert (title / "poster.jpg").stat().st_ino == inode and not (title / "b.jpg").exists()
    (title / "c.jpg").write_bytes(b"other!")
    assert bring(title, cache, image("x.jpg", sha256, "c.jpg")) == (1, [])
    assert (title / "c.jpg").read_bytes() == b"other!" and (title / "x.jpg").read_bytes() == b"poster"


def test_what_cannot_be_brought_back_is_a_sentence_and_nothing_is_replaced(
    tmp_path: Path, cache: ArtCache
) -> None:
    (sha256,) = assets_of(cache)
    title = tmp_path / "title"
    title.mkdir()
    (title / "poster.jpg").write_bytes(b"taken")
    restored, errors = bring(title, cache, image("poster.jpg", sha256))
    assert (restored, len(errors)) == (0, 1) and "poster.jpg" in errors[0]
    assert (title / "poster.jpg").read_bytes() == b"taken" and not (title / ".arrtui").exists()
    assert bring(title, cache, image("y.jpg", "0" * 64)) == (0, [])
    assert bring(title, cache, image("gone/z.jpg", sha256)) == (0, [])
