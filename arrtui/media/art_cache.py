"""The cache of artwork on disk: files named by their content, ``ab/cd/<sha256>.<extension>``.

A file grows in the folder ``.growing`` of the cache, reaches the disk, and gets its name in one step, so that
whatever has a name is whole. Files are read-only: who writes in place through a hard link is stopped by that,
unless it is the superuser. Every method may raise :class:`CacheError`, and blocks: call it in a thread.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, ClassVar, NamedTuple

from arrtui.core.artwork import Asset, AssetOrigin
from arrtui.core.errors import ArrtuiError
from arrtui.core.paths import ensure_private_dir
from arrtui.core.text import format_size
from arrtui.media.access import reason_of
from arrtui.media.cloning import clone

GROWING = ".growing"
"""The folder in the cache for files that are not whole yet."""
_CHUNK = 1 << 20
_READ_ONLY = 0o444
_NAME = re.compile(r"([0-9a-f]{64})(\.[a-z]{3,4})")
_SHARD = re.compile(r"[0-9a-f]{2}")


@dataclass(eq=False)
class CacheError(ArrtuiError):
    """The cache cannot be read or written; what it holds is as it was."""

    code: ClassVar[str] = "cache"


@dataclass(eq=False)
class CacheFullError(CacheError):
    """The cache holds as much as its limit allows."""

    code: ClassVar[str] = "cache-full"


class AssetCheck(StrEnum):
    """How a file of the cache is."""

    WHOLE = "whole"
    MISSING = "missing"
    CHANGED = "changed"
    """Its content is not what its name says."""
    UNREADABLE = "unreadable"
    """The system does not let it be read now: nothing is concluded from that."""


class CachedFile(NamedTuple):
    """A file in the cache."""

    sha256: str
    extension: str
    size: int
    """Bytes."""


@dataclass
class _Part:
    """A file of the cache that is not whole yet."""

    path: Path
    file: BinaryIO
    is_settled: bool = False
    """Whether it has its final name."""


class ArtCache:
    """A folder of files named by their content; several processes may use it at once."""

    def __init__(self, folder: Path, limit: int) -> None:
        """``limit``: bytes from which :meth:`add` refuses what is new."""
        self.folder = folder
        self._limit = limit
        self._used: int | None = None

    def path_of(self, sha256: str, extension: str) -> Path:
        """Return where a file is, or would be. Raises ValueError for what is no hash or no extension."""
        if not _NAME.fullmatch(f"{sha256}{extension}"):
            raise ValueError(f"{sha256!r} with {extension!r} names no file of the cache")
        return Path(f"{self.folder}/{sha256[:2]}/{sha256[2:4]}/{sha256}{extension}")

    def add(self, data: bytes, extension: str, *, beyond_limit: bool = False) -> str:
        """Store the bytes of a file and return their hash; nothing is written where they are there already.

        ``beyond_limit``: for what is the owner's or is published at once, which a full cache takes too.
        Raises CacheError, CacheFullError.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path_of(sha256, extension)
        with self._explained(f"storing {sha256}{extension}"):
            if self.check(sha256, extension, len(data)) is AssetCheck.WHOLE:
                _touch(path)
            else:
                if not beyond_limit:
                    self._require_room(len(data))
                with self._growing(extension) as part:
                    part.file.write(data)
                    self._settle(part, path)
        return sha256

    def add_file(self, source: Path, extension: str = "") -> tuple[str, int]:
        """Copy a file into the cache, as a reflink where the disk can; return its hash and size in bytes.

        ``extension``: that of its content, the source's own when empty. The owner's files are protected
        however full the cache is. Raises CacheError, also for what is no plain file.
        """
        extension = extension or source.suffix.lower()
        with (
            self._explained(f"storing {source}"),
            _open_plain(source) as reading,
            self._growing(extension) as part,
        ):
            file = part.file
            if not clone(reading, file):
                shutil.copyfileobj(reading, file, _CHUNK)
                file.flush()
            file.seek(0)
            sha256, size = _hash(file), os.fstat(file.fileno()).st_size
            path = self.path_of(sha256, extension)
            if self.check(sha256, extension, size) is AssetCheck.WHOLE:
                _touch(path)
            else:
                self._settle(part, path)
            return sha256, size

    def holds(self, sha256: str, extension: str) -> bool:
        """Return whether a file is there; its content is not looked at."""
        return self.path_of(sha256, extension).is_file()

    def read(self, sha256: str, extension: str) -> bytes:
        """Return the content of a file. Raises CacheError where it is gone or not what its name says."""
        what = f"reading {sha256}{extension} from the cache"
        with self._explained(what):
            data = self.path_of(sha256, extension).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            advice = "Run: arrtui --run artwork verify --apply"
            raise CacheError(what, why="its content changed on the disk", advice=advice)
        return data

    def check(self, sha256: str, extension: str, size: int) -> AssetCheck:
        """Return how a file of a size in bytes is, after reading all of it."""
        path = self.path_of(sha256, extension)
        try:
            with path.open("rb") as file:
                is_whole = os.fstat(file.fileno()).st_size == size and _hash(file) == sha256
        except FileNotFoundError:
            return AssetCheck.MISSING
        except OSError:
            return AssetCheck.UNREADABLE
        return AssetCheck.WHOLE if is_whole else AssetCheck.CHANGED

    def delete(self, sha256: str, extension: str) -> None:
        """Delete a file for good; one that is gone already is no error."""
        path = self.path_of(sha256, extension)
        with self._explained(f"deleting {path.name} from the cache"):
            if os.name == "nt":
                with suppress(FileNotFoundError):
                    path.chmod(stat.S_IWRITE)
            path.unlink(missing_ok=True)
            self._used = None
            for folder in (path.parent, path.parent.parent):
                with suppress(OSError):
                    folder.rmdir()

    def files(self) -> Iterator[CachedFile]:
        """Yield every file of the cache that has a name of its kind; there is no order."""
        for shard in _folders(self.folder):
            for inner in _folders(shard):
                with suppress(FileNotFoundError), os.scandir(inner) as entries:
                    for entry in entries:
                        if (match := _NAME.fullmatch(entry.name)) and entry.is_file(follow_symlinks=False):
                            with suppress(FileNotFoundError):
                                yield CachedFile(match[1], match[2], entry.stat().st_size)

    def used(self) -> int:
        """Return the bytes of all files; they are counted once, then kept up."""
        if self._used is None:
            with self._explained("counting the cache"):
                self._used = sum(file.size for file in self.files())
        return self._used

    def sweep(self) -> int:
        """Delete what killed processes left unfinished, and return how many files that were.

        What a living process is writing is locked by it and stays.
        """
        removed = 0
        folder = self.folder / GROWING
        with self._explained("tidying the cache"), suppress(FileNotFoundError):
            for part in list(folder.iterdir()):
                with suppress(FileNotFoundError), part.open("rb") as file:
                    if _lock(file):
                        part.unlink()
                        removed += 1
        return removed

    def _require_room(self, size: int) -> None:
        if (used := self.used()) + size > self._limit:
            raise CacheFullError(
                "storing an image in the cache",
                why=f"it holds {format_size(used)} of at most {format_size(self._limit)}",
                advice="Raise cache_limit under [artwork], or run: arrtui --run artwork verify --apply",
            )

    @contextmanager
    def _growing(self, extension: str) -> Iterator[_Part]:
        """Yield a new file that is locked while it grows, and removed unless it was settled."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        while True:
            path = Path(f"{self.folder}/{GROWING}/{os.getpid()}-{secrets.token_hex(8)}{extension}")
            try:
                file = os.fdopen(os.open(path, flags, 0o600), "w+b")
            except FileNotFoundError:
                ensure_private_dir(ensure_private_dir(self.folder) / GROWING)
                continue
            if _lock(file) and path.exists():
                break
            file.close()  # a sweep of another process took it before it was locked
        part = _Part(path, file)
        try:
            yield part
        finally:
            file.close()
            if not part.is_settled:
                path.unlink(missing_ok=True)

    def _settle(self, part: _Part, path: Path) -> None:
        """Give a grown file its final name, in the place of one whose content changed.

        Its content is on the disk then. The name may be lost in a power cut, as the note of it in the
        database may: waiting for both costs three times as much, and a verification finds either.
        """
        file = part.file
        file.flush()
        os.fsync(file.fileno())
        size = os.fstat(file.fileno()).st_size
        if os.name == "nt":
            file.close()
        else:
            os.fchmod(file.fileno(), _READ_ONLY)
        while not part.is_settled:
            try:
                part.path.replace(path)
                part.is_settled = True
            except FileNotFoundError:
                if not part.path.exists():
                    raise
                ensure_private_dir(path.parent)  # it is new, or another process removed it as it was empty
        if self._used is not None:
            self._used += size

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        """Turn a fault of the system into an error of ours."""
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOSPC:
                why, advice = f"there is no space in {self.folder}", "Nothing was stored; make room there."
            else:
                place = error.filename or self.folder
                why, advice = f"{place}: {reason_of(error)}", ""
            raise CacheError(what, why=why, advice=advice) from error


def plan_eviction(
    assets: Iterable[Asset], protected: Collection[str], limit: int, *, last: Collection[str] = ()
) -> list[Asset]:
    """Return the files that leave a cache so that at most ``limit`` bytes stay, the oldest first. Pure.

    ``protected``: hashes of what is published, locked or chosen by the owner; neither these nor the owner's
    images ever leave, also where that is not enough. ``last``: hashes of what leaves after everything else.
    """
    known = list(assets)
    excess = sum(asset.size for asset in known) - limit
    free = (
        asset for asset in known if asset.sha256 not in protected and asset.origin is not AssetOrigin.OWNER
    )
    leaving = []
    for asset in sorted(free, key=lambda asset: (asset.sha256 in last, asset.added_at, asset.sha256)):
        if excess <= 0:
            break
        leaving.append(asset)
        excess -= asset.size
    return leaving


@contextmanager
def _open_plain(source: Path) -> Iterator[BinaryIO]:
    """Open a file to read; a pipe or a device is refused instead of waited for. Raises OSError."""
    descriptor = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file", str(source))
        yield file


def _touch(path: Path) -> None:
    """Mark a file as wanted now, so that no verification takes it for left over."""
    with suppress(OSError):
        os.utime(path)


def _hash(file: BinaryIO) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _folders(folder: Path) -> list[Path]:
    """Return the folders of the cache's shape in one of its folders; none where it is gone."""
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if _SHARD.fullmatch(entry.name) and entry.is_dir()]
    except FileNotFoundError:
        return []


def _lock(file: BinaryIO) -> bool:
    """Lock a file for this process until it is closed or the process ends; return whether that worked.

    Windows keeps a file that is open from being deleted, which serves as well.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
