"""The recycle bin on disk: nothing is lost, nothing is replaced, whichever step fails."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from arrtui.media import moving, recycle
from arrtui.media.moving import move_aside
from arrtui.media.recycle import FileGoneError, RecycleBin, RecycleError

DAY = 1_790_000_000.0
"""2026-09-21."""
CONTENT = b"trailer" * 1000


class Place:
    """A title's folder with a trailer, and a bin."""

    def __init__(self, folder: Path, bin_folder: Path | None = None) -> None:
        self.bin = RecycleBin(bin_folder or folder / "bin", 3 * len(CONTENT))
        self.title = folder / "movies" / "Film (1999)"
        self.title.mkdir(parents=True)
        self.trailer = self.write()

    def write(self, content: bytes = CONTENT) -> Path:
        path = self.title / "Film (1999)-trailer.mp4"
        path.write_bytes(content)
        os.utime(path, (DAY, DAY))
        return path

    def remove(self) -> Path:
        place = self.bin.place_for(self.trailer, "radarr.main", "Film (1999)", DAY)
        self.bin.take(self.trailer, place)
        return place

    def left_in_bin(self) -> list[str]:
        return sorted(
            str(path.relative_to(self.bin.folder)) for path in self.bin.folder.rglob("*") if path.is_file()
        )


@pytest.fixture(params=["one file system", "two file systems", "no hard links"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A bin in the file system of the titles, in another one, and where there are no hard links."""
    link = os.link

    def other_link(source: Path, target: Path, **options: Any) -> None:
        if request.param == "no hard links":
            raise OSError(errno.EPERM, "no hard links")
        if ("bin" in Path(source).parts) is not ("bin" in Path(target).parts):
            raise OSError(errno.EXDEV, "another file system")
        link(source, target, **options)

    if request.param != "one file system":
        monkeypatch.setattr(moving.os, "link", other_link)
    return Place(tmp_path)


MEMORY = Path("/dev/shm")


@pytest.mark.skipif(
    not MEMORY.is_dir() or MEMORY.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev,
    reason="this machine has one file system",
)
def test_a_file_crosses_two_real_file_systems_and_comes_back(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as elsewhere:
        place = Place(tmp_path, Path(elsewhere, "bin"))
        kept = place.remove()
        assert kept.read_bytes() == CONTENT and list(place.title.iterdir()) == []
        place.bin.restore(kept, place.trailer)
        assert place.trailer.read_bytes() == CONTENT and place.trailer.stat().st_mtime == DAY
        assert list(place.title.iterdir()) == [place.trailer] and list(place.bin.folder.iterdir()) == []


def test_a_file_goes_by_day_instance_and_title_and_comes_back_as_it_was(place: Place) -> None:
    kept = place.remove()
    assert place.left_in_bin() == ["2026-09-21/radarr.main/Film (1999)/Film (1999)-trailer.mp4"]
    assert not place.trailer.exists() and place.bin.used() == len(CONTENT)
    place.bin.restore(kept, place.trailer)
    assert place.trailer.read_bytes() == CONTENT and place.trailer.stat().st_mtime == DAY
    assert list(place.bin.folder.iterdir()) == [] and list(place.title.iterdir()) == [place.trailer]


def test_a_file_that_is_to_be_replaced_is_in_the_bin_and_keeps_its_name(place: Place) -> None:
    kept = place.bin.place_for(place.trailer, "radarr.main", "Film (1999)", DAY)
    place.bin.keep(place.trailer, kept)
    place.bin.keep(place.trailer, kept)
    assert kept.read_bytes() == place.trailer.read_bytes() == CONTENT and kept.stat().st_mtime == DAY
    assert place.bin.used() == len(CONTENT) and len(place.left_in_bin()) == 1
    new = place.title / "new"
    new.write_bytes(b"new")
    new.replace(place.trailer)
    assert (kept.read_bytes(), place.trailer.read_bytes()) == (CONTENT, b"new")


def test_neither_the_bin_nor_a_title_loses_a_file_to_another(place: Place) -> None:
    first = place.remove()
    place.write(b"second")
    second = place.remove()
    assert (first.read_bytes(), second.read_bytes()) == (CONTENT, b"second")
    place.write(b"third")
    with pytest.raises(RecycleError, match="something else has that name"):
        place.bin.restore(first, place.trailer)
    assert (place.trailer.read_bytes(), first.read_bytes()) == (b"third", CONTENT)


def test_a_full_bin_and_a_full_disk_remove_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write(CONTENT * 4)
    with pytest.raises(RecycleError, match="of at most"):
        place.remove()
    place.write()

    def no_space(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", no_space)
    with pytest.raises(RecycleError, match="no space"):
        place.remove()
    assert place.trailer.read_bytes() == CONTENT and place.left_in_bin() == []


def test_a_title_whose_folder_is_gone_is_not_made_again(place: Place) -> None:
    kept = place.remove()
    place.title.rmdir()
    with pytest.raises(RecycleError, match="is not there"):
        place.bin.restore(kept, place.trailer)
    assert kept.read_bytes() == CONTENT and not place.title.exists()


def test_what_is_not_in_the_bin_is_neither_deleted_nor_restored(place: Place, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "link").symlink_to(place.title)
    for path in (place.trailer, tmp_path / "bin" / "link" / place.trailer.name):
        with pytest.raises(RecycleError, match="not in the recycle bin"):
            place.bin.delete(path)
        with pytest.raises(RecycleError, match="not in the recycle bin"):
            place.bin.restore(path, tmp_path / "elsewhere.mp4")
    assert place.trailer.exists()


@pytest.fixture
def across(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A bin in another file system; the files in each can be renamed."""
    move = moving.move_aside

    def other_system(source: Path, target: Path) -> None:
        if ("bin" in source.parts) is not ("bin" in target.parts):
            raise OSError(errno.EXDEV, "another file system")
        move(source, target)

    monkeypatch.setattr(recycle, "move_aside", other_system)
    return Place(tmp_path)


@pytest.mark.parametrize("fault", ["space", "cut", "changed", "killed"])
def test_a_copy_that_is_not_whole_costs_nothing(
    across: Place, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    copy = recycle._copy

    def failing(source: Path, part: Path) -> bytes:
        digest = copy(source, part)
        if fault == "cut":
            part.write_bytes(CONTENT[:-1] + b"?")
        elif fault == "changed":
            source.write_bytes(CONTENT * 2)
        elif fault == "killed":
            raise KeyboardInterrupt
        return digest

    monkeypatch.setattr(recycle, "_copy", failing)
    if fault == "space":
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1))
    with pytest.raises(KeyboardInterrupt if fault == "killed" else RecycleError):
        across.remove()
    assert across.trailer.read_bytes().startswith(CONTENT) and across.left_in_bin() == []


def test_a_copy_that_a_crash_left_is_swept(across: Place) -> None:
    kept = across.remove()
    left = kept.parent / ".arrtui" / "other.mp4"
    left.parent.mkdir()
    left.write_bytes(b"half")
    across.bin.sweep()
    assert across.left_in_bin() == [str(kept.relative_to(across.bin.folder))]


def test_a_move_that_was_cut_off_between_its_steps_goes_on(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(CONTENT)
    os.link(source, target)
    move_aside(source, target)
    assert not source.exists() and target.read_bytes() == CONTENT


def test_two_spellings_of_one_name_do_not_cost_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "Film-Trailer.mp4", tmp_path / "Film-trailer.mp4"
    source.write_bytes(CONTENT)
    os.link(source, target)  # stands for a file system that ignores case: both names lead to it
    monkeypatch.setattr(Path, "iterdir", lambda _: iter([source]))
    move_aside(source, target)
    assert target.read_bytes() == CONTENT


def test_a_folder_of_the_bin_that_goes_meanwhile_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, carry, going = Place(tmp_path), recycle.carry, [True]

    def carry_late(file: Path, target: Path) -> None:
        if going.pop() if going else False:
            target.parent.rmdir()  # another file of the folder left the bin, and took it along
        carry(file, target)

    monkeypatch.setattr(recycle, "carry", carry_late)
    target = place.remove()
    assert target.read_bytes() == CONTENT and not place.trailer.exists()


def test_what_came_back_under_the_name_meanwhile_is_not_taken_for_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(tmp_path)

    def gone_and_another_there(file: Path, _target: Path) -> None:
        other = file.with_name("other")
        other.write_bytes(b"the owner's")
        other.replace(file)
        raise FileNotFoundError(errno.ENOENT, "gone")

    monkeypatch.setattr(recycle, "carry", gone_and_another_there)
    with pytest.raises(FileGoneError):
        place.remove()
    assert place.trailer.read_bytes() == b"the owner's"
