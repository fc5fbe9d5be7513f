"""Open what a user names as a place to write to, so that nothing is lost that was not meant."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from arrtui.core.errors import ArrtuiError
from arrtui.core.paths import replacing

_STREAMS = {"stdout": 1, "stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:(?:dev|proc/self)/fd/(\d+)|dev/(stdout|stderr))")
_READER_PATIENCE = 10.0
"""Seconds to wait for somebody to read from a named pipe."""
_INTERVAL = 0.05


@dataclass(eq=False)
class DestinationError(ArrtuiError):
    """The file cannot be written, or must not be."""

    code: ClassVar[str] = "destination"

    @classmethod
    def of(cls, error: OSError, path: Path | str) -> DestinationError:
        """Return what an error of the disk means for a file that is written, of which nothing is left."""
        advice = "Choose another place or make room; nothing was left behind."
        return cls(f"writing {path}", why=error.strerror or str(error), advice=advice)


@contextmanager
def opened_destination(path: Path, protected: Iterable[Path] = ()) -> Iterator[BinaryIO]:
    """Open a file that a user has named for writing.

    A regular file appears, or is replaced, when the block ends without an error, readable by its owner only;
    a link to one stays and its target is replaced. Into what is no regular file (a pipe, a terminal, the name
    of an open descriptor such as ``/dev/stdout``) is written as it is. ``protected`` are files that are
    never replaced: those arrtui itself works with.

    Raises DestinationError, with what was there left as it was; BrokenPipeError when the reader of an open
    descriptor has gone.
    """
    try:
        if (descriptor := _descriptor(path)) is not None:
            with os.fdopen(descriptor, "wb") as stream:
                yield stream
            return
        with _opened(_resolved(path), path, protected) as stream:
            yield stream
    except OSError as error:
        if isinstance(error, BrokenPipeError) and _DESCRIPTOR.fullmatch(str(path)):
            raise
        raise DestinationError.of(error, path) from None


@contextmanager
def opened_output() -> Iterator[BinaryIO]:
    """Open standard output for bytes.

    Raises DestinationError when it is closed or cannot be written to, BrokenPipeError when its reader has
    gone.
    """
    what = "writing to standard output"
    if sys.stdout is None:
        raise DestinationError(what, why="it is closed")
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise DestinationError(what, why=error.strerror or str(error)) from None


def _resolved(path: Path) -> Path:
    """Return the path with its links followed. Raises OSError."""
    try:
        return path.resolve()
    except RuntimeError:
        raise OSError(errno.ELOOP, "its links lead in a circle") from None


@contextmanager
def _opened(target: Path, path: Path, protected: Iterable[Path]) -> Iterator[BinaryIO]:
    """Open ``target``, to which ``path`` leads. Raises OSError, and DestinationError for a protected file."""
    if any(_is_same(target, own) for own in protected):
        why = "arrtui keeps its own data or configuration there"
        raise DestinationError(
            f"writing {path}", why=why, advice="Choose another place; nothing was changed."
        )
    status = path.stat() if path.exists() else None
    if status is None or stat.S_ISREG(status.st_mode):
        with replacing(target, like=status) as stream:
            yield stream
    else:
        with os.fdopen(_open_special(path, status.st_mode), "wb") as stream:
            yield stream


def _descriptor(path: Path) -> int | None:
    """Return a copy of the descriptor that a path names, None for any other path.

    Opening such a name anew would begin at the start of a file to which a shell appends.
    """
    match = _DESCRIPTOR.fullmatch(str(path))
    return os.dup(int(match[1] or _STREAMS[match[2]])) if match else None


def _open_special(path: Path, mode: int) -> int:
    """Return the open descriptor of what is no regular file.

    A pipe is given time until somebody reads from it; waiting for that inside of open() could not be
    interrupted. Raises OSError.
    """
    deadline = time.monotonic() + _READER_PATIENCE
    while True:
        try:
            descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
            break
        except OSError as error:
            if error.errno != errno.ENXIO or not stat.S_ISFIFO(mode):
                raise
            if time.monotonic() > deadline:
                raise OSError(errno.ENXIO, "nobody reads from this pipe") from None
        time.sleep(_INTERVAL)
    os.set_blocking(descriptor, True)
    return descriptor


def _is_same(target: Path, own: Path) -> bool:
    """Return whether two paths are one file, by their names or by what they lead to."""
    try:
        return target == own.resolve() or target.samefile(own)
    except OSError:
        return False
