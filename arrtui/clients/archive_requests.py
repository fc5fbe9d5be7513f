"""The archives that an app makes of itself: listed, fetched, sent back, and the restart after that."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from arrtui.clients.asking import HEAVY, WRITE_TIMEOUT, Asking, plain_object
from arrtui.clients.decoding import UnusableError
from arrtui.clients.file_form import FileForm, reading
from arrtui.core.errors import NotFoundError, TruncatedError

BACKUP = "Backup"
"""The command that makes one."""
BY_HAND = "manual"
"""The type of those that the command makes."""
_TRANSFER_TIMEOUT = 1_800.0
"""Seconds for an archive to be sent and unpacked by the app."""
_NOWHERE = "/backup/manual/none.zip"
"""Where no archive is: whoever may fetch one is told so, all others are sent to the login page."""


class AppArchive(NamedTuple):
    """An archive that an app has made of itself."""

    name: str
    path: str
    """Where the web interface hands it out, below the URL base."""
    type: str
    """``manual``, ``scheduled`` or ``update``."""
    size: int
    """Bytes; 0 where the app does not say."""
    time: str
    """When it was made, UTC, ISO 8601."""


class ArchiveRequests(Asking):
    """Requests about archives (``BackupController``). Every method raises an ArrError."""

    async def archives(self) -> list[AppArchive]:
        """Return the archives that the app keeps, the newest first: one request."""
        what = "listing the app's own archives"
        rows = (await self._list("/system/backup", what, dict[str, Any], _archive)).records
        return sorted(rows, key=lambda archive: archive.time, reverse=True)

    async def check_archives_open(self) -> None:
        """Ask whether archives may be fetched from here, before one is made in vain: one request.

        :raises LoginNeededError: the app hands them out to nobody who is not logged in.
        """
        with suppress(NotFoundError):
            await self.http.download(_NOWHERE, BytesIO(), what="looking whether its archives can be fetched")

    async def fetch_archive(self, archive: AppArchive, file: BinaryIO) -> None:
        """Write an archive into a file as it comes.

        :raises LoginNeededError: as :meth:`check_archives_open`.
        :raises TruncatedError: it is not as long as the app says.
        :raises DestinationError: the file cannot be written; the disk is full.
        """
        what, start = "fetching its own archive", file.tell()
        await self.http.download(archive.path, file, what=what, timeout=self.config.timeout * HEAVY)
        size = file.tell() - start
        if archive.size and size != archive.size:
            why = f"{size:,} of {archive.size:,} bytes came"
            raise TruncatedError(what, why, "It is tried again.", self.config.name)

    async def send_archive(self, path: Path) -> None:
        """Have the app put an archive in the place of its database and configuration, at its next start.

        :raises NotFoundError: the app finds nothing of its own in it (``RestoreBackupFailedException``).
        :raises ArchiveError: the file cannot be read.
        """
        what = "sending its own archive back"
        with reading(path) as file:
            await self.http.upload(
                f"{self.app.api}/system/backup/restore/upload",
                FileForm(file, "archive.zip"),
                what=what,
                timeout=max(self.config.timeout * HEAVY, _TRANSFER_TIMEOUT),
            )

    async def restart(self) -> None:
        """Have the app start anew; it answers before it does (``SystemController``)."""
        what = "restarting it"
        answer = await self._send("POST", "/system/restart", what, at_least=WRITE_TIMEOUT)
        await self._read(answer, what, plain_object, written=True)


def _archive(row: dict[str, Any]) -> AppArchive:
    """Return an archive of the list. Raises UnusableError for one without an address."""
    name, path = row.get("name"), row.get("path")
    if not isinstance(name, str) or not isinstance(path, str) or not path.startswith("/backup/"):
        raise UnusableError("it has no address")
    size, time = row.get("size"), row.get("time")
    return AppArchive(
        name=name,
        path=path,
        type=str(row.get("type") or ""),
        size=size if isinstance(size, int) and size > 0 else 0,
        time=time if isinstance(time, str) else "",
    )
