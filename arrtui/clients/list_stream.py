"""Read a long JSON list while it comes: the whole of its text is never held.

Albums with all their releases are several times the size of any other list of an app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from arrtui.clients import decoding
from arrtui.clients.answers import Fetched

T = TypeVar("T")
R = TypeVar("R")

HEAD = 1000
"""Bytes of its beginning that are kept, by which it can be told what came instead of a list."""


class UnstreamableError(ValueError):
    """The list has to be read as a whole: it is damaged, or no list."""


class ListStream(Generic[T, R]):
    """Takes the pieces of an answer, and keeps what is made of the elements that are complete in them."""

    def __init__(self, type_: type[T], convert: Callable[[T], R]) -> None:
        self._type = type_
        self._convert = convert
        self.restart()

    def restart(self) -> None:
        """Forget everything: the answer comes again from its beginning."""
        self.head = b""
        self._buffer = bytearray()
        self._seam: bytes | None = None
        """What stands between two elements; empty where that cannot be told."""
        self._read: Fetched[R] = Fetched([], [])
        self._is_damaged = False

    def write(self, chunk: bytes) -> None:
        """Take the next bytes; may read a megabyte of elements, so call it beside the event loop."""
        self.head += chunk[: HEAD - len(self.head)]
        if self._is_damaged:
            return
        self._buffer += chunk
        if len(self._buffer) < decoding.PIECE:
            return
        if self._seam is None:
            seam = decoding.seam_of(bytes(self._buffer[:HEAD]))
            self._seam = b"" if seam.startswith(b"}") else seam  # without space it is inside elements, too
        cut = self._buffer.rfind(self._seam) if self._seam else -1
        if cut > 0:
            end = cut + self._seam.index(b"}") + 1
            self._take(bytes(self._buffer[:end]) + b"]")
            self._buffer[: end + 1] = b"["

    def finish(self) -> Fetched[R]:
        """Return what was read, once everything came.

        :raises UnstreamableError: it could not be read in this manner.
        """
        self._take(bytes(self._buffer))
        self._buffer.clear()
        if self._is_damaged:
            raise UnstreamableError
        return self._read

    def _take(self, piece: bytes) -> None:
        try:
            fetched = decoding.read_piece(piece, self._type, self._convert)
        except decoding.UNREADABLE:
            self._is_damaged = True
            self._buffer.clear()
            return
        self._read.records.extend(fetched.records)
        self._read.skipped.extend(fetched.skipped)
        self._read.odd.extend(fetched.odd)
