"""Our own trailers follow their films: through upgrades and renames, and never over another file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from arrtui.core.trailers import TrailerDownload
from arrtui.features.trailers import following
from arrtui.features.trailers.following import follow, followed, presence

OLD, NEW = "Film (1999) [WEBDL-720p].mkv", "Film (1999) [Bluray-1080p].mkv"
LONG = f"{'x' * 248}.mkv"


def download(
    path: str = "Film (1999) [WEBDL-720p]-trailer.mp4", film: str = OLD, number: int = 1
) -> TrailerDownload:
    return TrailerDownload(
        id=number,
        external_id="603",
        source="app",
        address="a",
        made_at=1.0,
        relative_path=path,
        film=film,
        size=7,
        mtime_ns=5_000_000_000,
    )


@pytest.mark.parametrize(
    ("path", "film", "films", "becomes"),
    [
        ("Film (1999) [WEBDL-720p]-trailer.mp4", OLD, [NEW], "Film (1999) [Bluray-1080p]-trailer.mp4"),
        ("Film (1999) [WEBDL-720p]-trailer.mp4", OLD, [OLD, NEW], ""),
        ("Film (1999) [WEBDL-720p]-trailer.mp4", OLD, [], ""),
        ("Film (1999) [WEBDL-720p]-trailer.mp4", OLD, [NEW, "Film (1999) - Cut.mkv"], ""),
        ("movie-trailer.mp4", OLD, [NEW], "movie-trailer.mp4"),
        ("a-trailer.mp4", "a.mkv", [f"Disc/{NEW}"], "Disc/Film (1999) [Bluray-1080p]-trailer.mp4"),
        ("trailers/a-trailer.mp4", "a.mkv", [NEW], "trailers/Film (1999) [Bluray-1080p]-trailer.mp4"),
        ("trailers/a.mp4", "", [NEW], ""),
        ("a-trailer.mp4", "a.mkv", [LONG], "movie-trailer.mp4"),
    ],
)
def test_a_trailer_takes_the_name_of_the_only_film_without_one(
    path: str, film: str, films: list[str], becomes: str
) -> None:
    moved = followed([download(path, film)], films)
    assert [one.relative_path for one in moved] == ([becomes] if becomes else [])
    assert all(one.film in films for one in moved)


def test_of_several_films_each_keeps_its_trailer() -> None:
    cut = "Film (1999) - Cut.mkv"
    two = [download(), download("Film (1999) - Cut-trailer.mp4", cut, 2)]
    (moved,) = followed(two, [cut, NEW])
    assert (moved.id, moved.film) == (1, NEW)
    gone = replace(two[0], gone_at=2.0)
    assert followed([gone, two[1]], [cut, NEW]) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A title's folder after an upgrade."""
    (tmp_path / NEW).write_bytes(b"film")
    put(tmp_path / download().relative_path)
    return tmp_path


def put(path: Path, content: bytes = b"trailer") -> None:
    path.write_bytes(content)
    os.utime(path, ns=(5_000_000_000, 5_000_000_000))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_trailer_is_renamed_with_its_film(folder: Path) -> None:
    outcome = follow(folder, [download()], [NEW])
    assert [one.relative_path for one in outcome.changed] == ["Film (1999) [Bluray-1080p]-trailer.mp4"]
    assert names(folder) == {NEW, "Film (1999) [Bluray-1080p]-trailer.mp4"}
    assert follow(folder, outcome.changed, [NEW]).changed == []


@pytest.mark.parametrize("why", ["new film away", "old film there", "not ours", "name taken", "not allowed"])
def test_a_trailer_stays_as_it_is(folder: Path, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "new film away":
        (folder / NEW).unlink()
    elif why == "old film there":
        (folder / OLD).write_bytes(b"old")
    elif why == "not ours":
        put(folder / download().relative_path, b"another")
        os.utime(folder / download().relative_path, (9, 9))
    elif why == "name taken":
        put(folder / "Film (1999) [Bluray-1080p]-trailer.mp4", b"foreign")
    else:

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(following, "move_aside", refuse)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    outcome = follow(folder, [download()], [NEW])
    assert outcome.changed == [] and len(outcome.notes) == (why in ("name taken", "not allowed"))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("cut", ["before it was stored", "between two names"])
def test_a_renaming_that_was_cut_off_is_finished(folder: Path, cut: str) -> None:
    target = folder / "Film (1999) [Bluray-1080p]-trailer.mp4"
    os.link(folder / download().relative_path, target)
    if cut == "before it was stored":
        (folder / download().relative_path).unlink()
    assert len(follow(folder, [download()], [NEW]).changed) == 1
    assert names(folder) == {NEW, target.name}


def test_what_has_gone_is_noted_and_what_is_back_too(folder: Path) -> None:
    assert presence(folder, [download()], 9.0) == []
    (gone,) = presence(folder, [download("other-trailer.mp4")], 9.0)
    assert gone.gone_at == 9.0 and presence(folder, [gone], 10.0) == []
    (back,) = presence(folder, [replace(download(), gone_at=8.0)], 9.0)
    assert back.gone_at is None
