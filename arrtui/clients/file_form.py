"""A form with one file, read piece by piece as it is sent (``multipart/form-data``)."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from arrtui.core.app_archives import ArchiveError

_PIECE = 1 << 20


class FileForm:
    """The body of a form whose only field is a file; it is read from where it stands, once."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """``name``: the name of the file that the app is told, of plain characters."""
        self._file = file
        boundary = secrets.token_hex(16)
        self._head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        size = os.fstat(file.fileno()).st_size - file.tell()
        self.headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(self._head) + size + len(self._tail)),
        }
        """Those that go with the body."""

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body. Raises ArchiveError when the file cannot be read."""
        yield self._head
        while piece := await asyncio.to_thread(self._read):
            yield piece
        yield self._tail

    def _read(self) -> bytes:
        """Return the next piece of the file; no error of a file may be taken for one of the connection."""
        try:
            return self._file.read(_PIECE)
        except OSError as error:
            raise _unreadable(self._file.name, error) from None


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is to be sent. Raises ArchiveError when that is not possible."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(str(path), error) from None
    with file:
        yield file


def _unreadable(path: str, error: OSError) -> ArchiveError:
    return ArchiveError(f"reading {path}", why=error.strerror or str(error))
