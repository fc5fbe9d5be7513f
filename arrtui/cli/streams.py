"""The standard streams: what cannot be written is told, and nothing is left to fail at exit."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, TextIO

from arrtui.core.errors import ArrtuiError


@dataclass(eq=False)
class OutputError(ArrtuiError):
    """Standard output cannot be written to: the disk is full, it is closed, the terminal is gone."""

    code: ClassVar[str] = "output"


def prepare_streams() -> None:
    """Make the streams fit to be written to; to be called before any file is opened.

    A descriptor that was closed by who has started the process is pointed at the null device, for else the
    database would get it. A character that the encoding lacks is written as an escape.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free: this one
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a standard stream is there and is a terminal."""
    return stream is not None and stream.isatty()


def writes_unicode() -> bool:
    """Return whether standard output takes every character."""
    return sys.stdout is None or sys.stdout.encoding.lower().replace("-", "") == "utf8"


def write_line(text: str) -> None:
    """Write a line to standard output. Raises OutputError; BrokenPipeError when its reader has gone."""
    with telling_failures():
        if sys.stdout is None:
            raise OutputError("writing the output", why="standard output is closed")
        print(text, flush=True)


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output. Raises as :func:`write_line` does."""
    with telling_failures():
        if sys.stdout is None:
            raise OutputError("writing the output", why="standard output is closed")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def write_remark(text: str) -> None:
    """Write a line to standard error; where that fails there is nobody left to tell."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


@contextmanager
def telling_failures() -> Iterator[None]:
    """Raise OutputError for what fails when the block writes; BrokenPipeError passes through."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise OutputError("writing the output", why=why) from None


def abandon_unwritten() -> None:
    """Give up what is still to be written where writing it fails, so that it does not fail again at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, stream.fileno())
                os.close(null)
