"""The recycle bin on disk: files go in by day, instance and title, and come out without replacing any.

Nothing is deleted before its copy is whole: in one file system a file is renamed, across two it is copied,
compared by size and hash, and only then unlinked. A file that another one replaces in one step is first kept
here beside its own name: by a hard link where there are such, else as a clone or a copy.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from stat import S_ISREG
from typing import ClassVar

from arrtui.core.errors import ArrtuiError
from arrtui.core.paths import ensure_private_dir, sync_folder
from arrtui.core.text import format_size
from arrtui.media.cloning import clone
from arrtui.media.moving import NO_HARD_LINKS, WORK_FOLDER, move_aside
from arrtui.media.placing import open_work_folder, work_stem

_CHUNK = 1 << 20
_COUNTS_FOR = 60.0
"""Seconds for which a count of the bin's files counts: other processes use it too."""
_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]')


@dataclass(eq=False)
class RecycleError(ArrtuiError):
    """A file cannot go into the recycle bin, or out of it; it is where it was."""

    code: ClassVar[str] = "recycle"


@dataclass(eq=False)
class FileGoneError(RecycleError):
    """The file is not there any more: another process took it, or its owner."""

    code: ClassVar[str] = "recycle-gone"


class RecycleBin:
    """A folder with the files that were removed, ``YYYY-MM-DD/INSTANCE/TITLE/``."""

    def __init__(self, folder: Path, limit: int) -> None:
        """``limit``: bytes that the bin holds at most."""
        self.folder = folder
        self.limit = limit
        self._used: int | None = None
        self._counted_at = 0.0

    def place_for(self, file: Path, instance: str, title: str, at: float) -> Path:
        """Return a free path in the bin for a file that is removed at a time, in UTC seconds.

        ``title`` is what its folder in the bin is called.
        """
        below = _UNSAFE.sub("_", title).strip(". ") or "_"
        folder = self.folder / time.strftime("%Y-%m-%d", time.localtime(at)) / instance / below
        names = (f"{file.stem}_{number}{file.suffix}" if number > 1 else file.name for number in count(1))
        return next(folder / name for name in names if not os.path.lexists(folder / name))

    def take(self, file: Path, place: Path) -> None:
        """Move a file into the bin, to a place in it. Raises RecycleError; the file is untouched then.

        Where an earlier try was cut off after the file had got there, only its first name goes.
        """
        if are_same(place, file):
            file.unlink()
        else:
            self._put(file, place, carry)

    def keep(self, file: Path, place: Path) -> None:
        """Have a file in the bin too, at a place in it, before another one replaces it under its own name.

        Where it is there already, nothing is done. Raises RecycleError.
        """
        if not are_same(place, file):
            self._put(file, place, _duplicate)

    def _put(self, file: Path, place: Path, bring: Callable[[Path, Path], None]) -> None:
        """Bring a file to a place in the bin. Raises RecycleError."""
        what = f"moving {file} to the recycle bin"
        try:
            status = file.lstat()
        except FileNotFoundError as error:
            raise FileGoneError(what, why="it is not there any more") from error
        except OSError as error:
            raise _failed(what, error, self.folder) from error
        try:
            self._require_room(status.st_size, what)
            for attempts_left in (2, 1, 0):
                ensure_private_dir(place.parent)
                try:
                    bring(file, place)
                    break
                except FileNotFoundError:  # what leaves the bin takes its empty folder along
                    if not (attempts_left and _is_still(file, status)):
                        raise
            self._used = self.used() + status.st_size
        except OSError as error:
            self._drop_empty_folders(place.parent)
            if not _is_still(file, status):
                raise FileGoneError(what, why="it is not there any more") from error
            raise _failed(what, error, self.folder) from error

    def restore(self, place: Path, original: Path) -> None:
        """Move a file back to where it was. Raises RecycleError if its folder is gone or its name taken.

        A file that never left its name, as what was to replace it was not written, only leaves the bin.
        """
        what = f"restoring {original}"
        if not self.holds(place):
            raise RecycleError(what, why=f"{place} is not in the recycle bin {self.folder}")
        if not original.parent.is_dir():
            advice = "arrtui makes no folder of a title: let the app make it again, then restore."
            raise RecycleError(what, why=f"the folder {original.parent} is not there", advice=advice)
        try:
            if are_same(original, place):
                place.unlink()
            else:
                carry(place, original)
        except OSError as error:
            raise _failed(what, error, original.parent) from error
        self._used = None
        self._drop_empty_folders(place.parent)

    def delete(self, place: Path) -> None:
        """Delete a file of the bin for good; one that is gone already is no error. Raises RecycleError."""
        what = f"deleting {place} from the recycle bin"
        if not self.holds(place):
            raise RecycleError(what, why=f"it is not in the recycle bin {self.folder}")
        try:
            place.unlink(missing_ok=True)
        except OSError as error:
            raise _failed(what, error, self.folder) from error
        self._used = None
        self._drop_empty_folders(place.parent)

    def holds(self, place: Path) -> bool:
        """Return whether a path lies in the bin, whatever links lead there."""
        return place.parent.resolve().is_relative_to(self.folder.resolve()) and place != self.folder

    def used(self) -> int:
        """Return the bytes of all files in the bin; counted once a minute and kept up in between."""
        if self._used is None or time.monotonic() - self._counted_at > _COUNTS_FOR:
            self._counted_at = time.monotonic()
            self._used = sum(file.lstat().st_size for file in self._files())
        return self._used

    def sweep(self) -> None:
        """Delete copies that a crash left unfinished; their originals are where they were."""
        for file in list(self._files()):
            if file.parent.name == WORK_FOLDER:
                file.unlink(missing_ok=True)
                self._drop_empty_folders(file.parent)

    def _files(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self.folder):
            yield from (Path(folder, name) for name in names)

    def _require_room(self, size: int, what: str) -> None:
        """Raise RecycleError if the bin would exceed its limit."""
        if (used := self.used()) + size > self.limit:
            raise RecycleError(
                what,
                why=f"the recycle bin holds {format_size(used)} of at most {format_size(self.limit)}",
                advice="Empty it, or raise limit under [recycle]; nothing was removed.",
            )

    def _drop_empty_folders(self, folder: Path) -> None:
        """Remove a folder of the bin and those around it while they are empty."""
        while folder != self.folder and self.holds(folder):
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


def _is_still(file: Path, status: os.stat_result) -> bool:
    """Return whether a name is that of the same file still: another one may be there by now."""
    try:
        return os.path.samestat(file.lstat(), status)
    except OSError:
        return False


def carry(source: Path, target: Path) -> None:
    """Move a file to a free name, in one file system or across two.

    Across two it is copied, compared and unlinked. Raises OSError; the source is untouched then, and nothing
    of the copy stays.
    """
    try:
        move_aside(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_over(source, target)
        source.unlink()


def _duplicate(source: Path, target: Path) -> None:
    """Have a file under a second name, on the disk when this returns. Raises OSError; nothing stays then."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS and error.errno != errno.EXDEV:
            raise
        _copy_over(source, target)
    sync_folder(target.parent)


def are_same(first: Path, second: Path) -> bool:
    """Return whether two paths are one plain file, or hold the same."""
    try:
        status, other = first.lstat(), second.lstat()
        if os.path.samestat(status, other):
            return True
        if status.st_size != other.st_size or not (S_ISREG(status.st_mode) and S_ISREG(other.st_mode)):
            return False
        with first.open("rb") as file, second.open("rb") as copy:
            digests = [hashlib.file_digest(reading, "sha256").digest() for reading in (file, copy)]
    except OSError:
        return False
    return digests[0] == digests[1]


def _copy_over(source: Path, target: Path) -> None:
    """Copy a file to another file system. Raises OSError; nothing of the copy stays then."""
    before = source.lstat()
    if shutil.disk_usage(target.parent).free < before.st_size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target.parent))
    part = open_work_folder(target.parent) / f"{work_stem(str(target), 'copy')}.part"
    try:
        digest = _copy(source, part)
        shutil.copystat(source, part, follow_symlinks=False)
        after = source.lstat()
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise OSError(errno.EBUSY, "the file changed while it was copied", str(source))
        with part.open("rb") as copy:
            is_same = hashlib.file_digest(copy, "sha256").digest() == digest
        if part.stat().st_size != before.st_size or not is_same:
            raise OSError(errno.EIO, "the copy is not the same as the file", str(target))
        move_aside(part, target)
    finally:
        part.unlink(missing_ok=True)
        with suppress(OSError):
            part.parent.rmdir()


def _copy(source: Path, part: Path) -> bytes:
    """Copy the content of a file and return the hash of what was read; it is on the disk then."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, part.open("wb") as writing:
        if clone(reading, writing):
            return hashlib.file_digest(reading, "sha256").digest()
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.digest()


def _failed(what: str, error: OSError, folder: Path) -> RecycleError:
    """Return a fault of the system as an error of ours."""
    if isinstance(error, FileExistsError):
        return RecycleError(what, why="something else has that name now", advice="Move that away first.")
    if error.errno == errno.ENOSPC:
        return RecycleError(what, why=f"there is no space in {folder}", advice="Nothing was removed.")
    return RecycleError(what, why=error.strerror or str(error), advice="Nothing was removed.")
