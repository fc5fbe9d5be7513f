"""The recycle bin with its table: what is noted is in the bin, whatever was cut off."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from arrtui.core.text import DAY, HOUR
from arrtui.core.trailers import RecycledFile
from arrtui.db import recycled
from arrtui.db.database import Database
from arrtui.features.recycle.keeping import OwnFile, expire, recycle, restore
from arrtui.media.recycle import FileGoneError, RecycleBin, RecycleError

NOW = 1_790_000_000.0


class Kept:
    """A trailer in a title's folder with an odd name, and a bin."""

    def __init__(self, folder: Path) -> None:
        self.bin = RecycleBin(folder / "bin", 10_000)
        self.path = folder / "movies" / "Caf\udce9 (1999)" / "Caf\udce9-trailer.mp4"
        self.path.parent.mkdir(parents=True)
        self.path.write_bytes(b"trailer")
        status = self.path.stat()
        self.own = OwnFile(
            "trailer",
            "radarr.main",
            "603",
            self.path.parent.name,
            self.path,
            status.st_size,
            status.st_mtime_ns,
        )

    def recycle(self, database: Database, at: float = NOW, *, stays: bool = False) -> RecycledFile:
        return asyncio.run(recycle(database, self.bin, self.own, days=30, now=at, stays=stays))

    def expire(self, database: Database, at: float = NOW) -> dict[str, int]:
        return asyncio.run(expire(database, self.bin, at))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def noted(database: Database) -> list[RecycledFile]:
    return database.read_sync(recycled.recycled_files)


def test_a_file_goes_into_the_bin_and_back(database: Database, kept: Kept) -> None:
    file = kept.recycle(database)
    assert noted(database) == [file] and not kept.path.exists()
    assert (file.original_path, file.expires_at) == (str(kept.path), NOW + 30 * DAY)
    asyncio.run(restore(database, kept.bin, file, NOW + 1))
    assert kept.path.read_bytes() == b"trailer" and noted(database) == []


def test_only_what_arrtui_made_is_removed(database: Database, kept: Kept) -> None:
    kept.path.write_bytes(b"another")
    os.utime(kept.path, (1, 1))
    with pytest.raises(RecycleError, match="not the file that arrtui put there"):
        kept.recycle(database)
    assert kept.path.read_bytes() == b"another" and noted(database) == []


def test_a_file_that_cannot_be_moved_is_not_noted(database: Database, kept: Kept) -> None:
    kept.bin = RecycleBin(kept.bin.folder, 3)
    with pytest.raises(RecycleError, match="of at most"):
        kept.recycle(database)
    assert kept.path.exists() and noted(database) == []


def test_what_was_kept_long_enough_is_deleted(database: Database, kept: Kept) -> None:
    file = kept.recycle(database)
    assert kept.expire(database, file.expires_at - 1) == {"deleted": 0, "kept": 1, "failed": 0}
    kept.bin.folder.rename(kept.bin.folder.with_name("unmounted"))
    assert kept.expire(database, file.expires_at) == {"deleted": 0, "kept": 1, "failed": 0}
    kept.bin.folder.with_name("unmounted").rename(kept.bin.folder)
    assert database.read_sync(recycled.has_expired, file.expires_at)
    assert kept.expire(database, file.expires_at) == {"deleted": 1, "kept": 0, "failed": 0}
    assert noted(database) == [] and list(kept.bin.folder.iterdir()) == []


@pytest.mark.parametrize("cut", ["before the move", "between two names", "before the original went"])
def test_a_removal_that_was_cut_off_leaves_the_file_where_it_was(
    database: Database, kept: Kept, cut: str
) -> None:
    file = kept.recycle(database)
    place = Path(file.bin_path)
    if cut == "before the move":
        place.rename(kept.path)
    elif cut == "between two names":
        os.link(place, kept.path)
    else:
        shutil.copy2(place, kept.path)
    assert kept.expire(database, NOW + 60) == {"deleted": 0, "kept": 1, "failed": 0}  # it may be under way
    assert kept.expire(database, NOW + HOUR) == {"deleted": 0, "kept": 0, "failed": 0}
    assert kept.path.read_bytes() == b"trailer" and not place.exists() and noted(database) == []


@pytest.mark.parametrize("cut", ["before the move", "between two names", "before the original went"])
@pytest.mark.parametrize("stays", [True, False])
def test_a_second_try_puts_no_file_into_the_bin_twice(
    database: Database, kept: Kept, cut: str, *, stays: bool
) -> None:
    file = kept.recycle(database)
    place = Path(file.bin_path)
    if cut == "before the move":
        place.rename(kept.path)
    elif cut == "between two names":
        os.link(place, kept.path)
    else:
        shutil.copy2(place, kept.path)
    again = kept.recycle(database, NOW + 60, stays=stays)
    assert (again.id, again.bin_path, again.expires_at) == (file.id, file.bin_path, file.expires_at + 60)
    assert noted(database) == [again] and place.read_bytes() == b"trailer" and kept.path.exists() is stays
    assert [path for path in kept.bin.folder.rglob("*") if path.is_file()] == [place]


def test_what_was_not_replaced_after_all_only_leaves_the_bin(database: Database, kept: Kept) -> None:
    file = kept.recycle(database, stays=True)
    before = kept.path.stat()
    asyncio.run(restore(database, kept.bin, file, NOW + 1))
    after = kept.path.stat()
    assert (after.st_ino, after.st_nlink, after.st_mtime_ns) == (before.st_ino, 1, before.st_mtime_ns)
    assert noted(database) == [] and list(kept.bin.folder.iterdir()) == []


def test_the_note_of_what_another_process_brought_there_meanwhile_stays(
    database: Database, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = RecycleBin.take

    def taken_by_two(own: RecycleBin, file: Path, place: Path) -> None:
        take(own, file, place)
        take(own, file, place)

    monkeypatch.setattr(RecycleBin, "take", taken_by_two)
    with pytest.raises(FileGoneError):
        kept.recycle(database)
    (file,) = noted(database)
    assert Path(file.bin_path).read_bytes() == b"trailer" and not kept.path.exists()
