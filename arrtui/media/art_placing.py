"""Bring a kept file into a title's folder: whole, with the right mode, and never over another file.

It grows in the title's work folder and gets its final name in one step. Blocks; call it in threads.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import ClassVar, NamedTuple

from arrtui.core.errors import ArrtuiError
from arrtui.core.paths import sync_folder
from arrtui.media.access import reason_of
from arrtui.media.cloning import clone
from arrtui.media.moving import NO_HARD_LINKS, WORK_FOLDER, move_aside
from arrtui.media.placing import open_work_folder, place, take_after, work_stem

Source = Path | bytes
"""A file of the cache, or the content itself."""
ACTORS_FOLDER = ".actors"
"""Where Kodi looks for pictures of actors, in a title's folder."""
_CHUNK = 1 << 20
_SETS = threading.Lock()
"""Held while a picture of a set is written: titles that are written at the same time share its folder."""
_READABLE = 0o644
_PART = re.compile(r"[0-9a-f]{16}\.(?:jpe?g|png|webp|gif|nfo)")


@dataclass(eq=False)
class PlacingError(ArrtuiError):
    """A file could not be brought to its place, which is as it was."""

    code: ClassVar[str] = "placing"


class PlacingRules(NamedTuple):
    """How files are brought to their places."""

    links: str = "reflink"
    """``reflink`` or else a copy, ``copy``, or ``hardlink``."""
    mode: int | None = None
    """Of the files; None for that of the video beside them."""


class FileFacts(NamedTuple):
    """A file as it is on the disk."""

    size: int
    """Bytes."""
    mtime_ns: int
    is_plain: bool = True
    """False for links, folders and devices."""
    changed_ns: int = 0
    """Change time of content, names or rights; 0 where the system keeps none."""

    @classmethod
    def of(cls, status: os.stat_result) -> FileFacts:
        """Return the facts in a status that follows no link."""
        changed_ns = 0 if os.name == "nt" else status.st_ctime_ns  # there it is that of its making
        return cls(status.st_size, status.st_mtime_ns, stat.S_ISREG(status.st_mode), changed_ns)


class KeptFile(NamedTuple):
    """A file that is to be replaced, which is in the recycle bin too by now."""

    place: Path
    """In the bin."""
    facts: FileFacts
    """As it was when it got there."""


def facts_of(path: Path) -> FileFacts | None:
    """Return what is at a path, not following links; None for nothing. Raises OSError."""
    try:
        return FileFacts.of(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a plain file; empty for what is none or cannot be read."""
    try:
        with _open_plain(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def read_small(path: Path, most: int) -> bytes:
    """Return the content of a plain file of at most so many bytes; empty for others."""
    try:
        with _open_plain(path) as file:
            return file.read() if os.fstat(file.fileno()).st_size <= most else b""
    except OSError:
        return b""


def _open_plain(path: Path) -> BufferedReader:
    """Open a plain file to read, following no link and waiting for nothing. Raises OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    file = os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no plain file", str(path))
    return file


def place_copy(
    source: Source, sha256: str, target: Path, title: Path, like: Path | None, rules: PlacingRules
) -> FileFacts:
    """Bring a kept file to a free name in a title's folder; return what is there now.

    Args:
        source: In the cache, or its content.
        sha256: What its content must hash to; a copy that does not is none.
        target: The final path.
        title: The title's folder, in which the work folder lies.
        like: The video whose mode and group it takes where the rules give no mode.
        rules: How.

    Raises:
        PlacingError: The name is taken, the folder is gone or read-only, the disk is full, or the cached
            file is not what it should be. Nothing stays of the copy.
    """
    with _explained(target):
        if rules.links != "hardlink" or not _link(source, sha256, target, title):
            with _grown(source, sha256, target, title, clones=rules.links != "copy") as part:
                _take_mode(part, like, rules)
                place(part, target, None)
        return _settled(target)


def replace_copy(
    source: Source,
    sha256: str,
    target: Path,
    title: Path,
    like: Path | None,
    rules: PlacingRules,
    kept: KeptFile | None = None,
) -> FileFacts:
    """Bring a kept file to a name that another file has, in one step; return what is there now.

    Whoever looks sees the old file or the new one, never neither. The old one is ``kept`` in the bin; None
    where it needs not be kept, which the caller has made sure of. Raises PlacingError as :func:`place_copy`
    does, also where the old file is another one by now.
    """
    with _explained(target), _grown(source, sha256, target, title, clones=rules.links != "copy") as part:
        is_link = False
        if rules.links == "hardlink":
            part.unlink()
            is_link = _link(source, sha256, part, title)
        if not is_link:
            _take_mode(part, like, rules)
        if kept is not None:
            _require_kept(target, kept)
        part.replace(target)
        sync_folder(target.parent)
        return _settled(target)


def _require_kept(target: Path, kept: KeptFile) -> None:
    """Raise OSError unless what is to be replaced, if anything is there, is what was kept, and still is."""
    facts = facts_of(target)
    if facts is not None and facts[:3] != kept.facts[:3]:  # a link in the bin moved its change time
        raise FileExistsError(errno.EEXIST, "it was changed meanwhile", str(target))
    if not os.path.lexists(kept.place):
        raise OSError(errno.EBUSY, "what is there left the recycle bin meanwhile", str(kept.place))


def rename_own(source: Path, target: Path) -> FileFacts:
    """Give a file of ours another name, never that of another file. Raises PlacingError."""
    with _explained(target):
        move_aside(source, target)
        sync_folder(target.parent)
        return _settled(target)


def open_folder(folder: Path) -> None:
    """Make a folder for pictures where there is none. Raises PlacingError, also for a link."""
    with _explained(folder):
        if folder.is_symlink():
            raise OSError(errno.EINVAL, "it is a link", str(folder))
        folder.mkdir(exist_ok=True)


@contextmanager
def set_folder_open(folder: Path) -> Iterator[None]:
    """Make the folder of a set and keep others from writing into the folder of sets meanwhile.

    What a killed writer left there goes first: none of those that live is at work. An empty folder goes
    again. Raises PlacingError.
    """
    with _SETS, _explained(folder), _locked(folder.parent):
        sweep_parts(folder.parent)
        open_folder(folder)
        try:
            yield
        finally:
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock against other processes, where its file system has locks. Raises OSError."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _grown(source: Source, sha256: str, target: Path, title: Path, *, clones: bool) -> Iterator[Path]:
    """Yield a whole copy of a kept file in the work folder; both go afterwards. Raises OSError."""
    if isinstance(source, Path) and not source.is_file():
        raise OSError(errno.EIO, "its file in the cache is gone", str(source))
    part = open_work_folder(title) / f"{work_stem(str(target), sha256)}{target.suffix}"
    try:
        part.unlink(missing_ok=True)
        with part.open("xb+") as writing:
            if isinstance(source, bytes):
                writing.write(source)
            else:
                with source.open("rb") as reading:
                    if not (clones and clone(reading, writing)):
                        shutil.copyfileobj(reading, writing, _CHUNK)
            writing.flush()
            writing.seek(0)
            if hashlib.file_digest(writing, "sha256").hexdigest() != sha256:
                raise OSError(errno.EIO, "the file in the cache is not what it should be")
            os.fsync(writing.fileno())
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        with suppress(OSError):
            part.parent.rmdir()


def _link(source: Source, sha256: str, target: Path, title: Path) -> bool:
    """Make a hard link of a cached file; return False for a content and where the disks have no such links.

    Raises OSError for other faults, also for a file that is not what its hash says, FileNotFoundError where
    the title's folder is gone: it is never made.
    """
    if isinstance(source, bytes):
        return False
    title.stat()
    if hash_of(source) != sha256:
        raise OSError(errno.EIO, "the file in the cache is not what it should be", str(source))
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno in NO_HARD_LINKS or error.errno == errno.EXDEV:
            return False
        raise
    sync_folder(target.parent)
    return True


def _take_mode(part: Path, like: Path | None, rules: PlacingRules) -> None:
    """Give a file the mode of the rules, or group and mode of a video, or what others may read."""
    if rules.mode is not None:
        part.chmod(rules.mode)
    elif like is None or take_after(part, like):
        part.chmod(_READABLE)


def _settled(target: Path) -> FileFacts:
    facts = facts_of(target)
    if facts is None:
        raise FileNotFoundError(errno.ENOENT, "it was taken away at once", str(target))
    return facts


@contextmanager
def _explained(target: Path, doing: str = "publishing") -> Iterator[None]:
    """Turn a fault of the system into an error of ours."""
    try:
        yield
    except FileExistsError as error:
        why = "something else has that name now"
        raise PlacingError(f"{doing} {target}", why=why, advice="It is left as it is.") from error
    except OSError as error:
        advice = ""
        why = str(error) if error.errno is None else reason_of(error)
        if error.errno == errno.ENOSPC:
            why, advice = f"there is no space in {target.parent}", "Make room there."
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            advice = f"Let this user write into {target.parent}."
        elif error.errno == errno.ENOENT:
            why = f"{target.parent} is gone: it was renamed or removed meanwhile"
            advice = "The next run finds it where the app has it then."
        elif error.errno == errno.EXDEV:
            why = "it lies on another disk than the title's folder"
        elif error.errno == errno.EIO:
            why, advice = error.strerror or why, "Run: arrtui --run artwork verify --apply"
        raise PlacingError(f"{doing} {target}", why=why, advice=advice) from error


def sweep_parts(title: Path) -> int:
    """Remove what killed processes left of files in a title's work folder; return how many that were.

    Only what is named as this module names it is touched. The folder goes when it is empty.
    """
    folder, removed = title / WORK_FOLDER, 0
    with suppress(OSError):
        if not stat.S_ISDIR(folder.lstat().st_mode):
            return 0
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
        for name in names:
            if _PART.fullmatch(name):
                with suppress(OSError):
                    (folder / name).unlink()
                    removed += 1
        folder.rmdir()
    return removed


def list_files(title: Path, folders: Iterable[str]) -> dict[str, FileFacts]:
    """Return what lies directly in a title's folder and in some folders below it, by relative path.

    A folder below that is not there counts as empty. Raises OSError when the title's own cannot be listed.
    """
    files: dict[str, FileFacts] = {}
    for below in dict.fromkeys(("", *folders)):
        try:
            with os.scandir(title / below) as entries:
                for entry in entries:
                    name = f"{below}/{entry.name}" if below else entry.name
                    files[name] = FileFacts.of(entry.stat(follow_symlinks=False))
        except (FileNotFoundError, NotADirectoryError):
            if not below:
                raise
    return files
