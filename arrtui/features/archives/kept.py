"""The archives kept on disk: ``archives/INSTANCE/YYYY-MM-DD_HHMMSS.zip``, in UTC, for their owner alone.

They hold the app's keys: nothing of their content is logged, stored or shown.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from arrtui.core.destination import DestinationError
from arrtui.core.paths import ensure_private_dir, sync_folder
from arrtui.core.text import DAY

PERIODS: Mapping[str, float] = {"daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY}
"""``[backup] app_archive`` → seconds from one archive to the next."""
_SLACK = DAY / 4
"""Seconds that one may come early: backups never begin at the very second."""
_FORMAT = "%Y-%m-%d_%H%M%S"
_NAME = re.compile(r"\d{4}-\d\d-\d\d_\d{6}\.zip")
_LEFTOVER = re.compile(r"\.\d{4}-\d\d-\d\d_\d{6}\.zip\.[0-9a-f]+\.tmp")
"""What a process that was killed leaves of an archive it was writing."""


class KeptArchive(NamedTuple):
    """An archive on disk."""

    path: Path
    size: int
    """Bytes."""
    at: float
    """When it was fetched, UTC seconds."""


class IncomingArchive(NamedTuple):
    """An archive that is being fetched: under another name until it is whole."""

    file: BinaryIO
    temporary: Path
    path: Path
    """What it will be called."""

    def keep(self, check: Callable[[Path], object]) -> KeptArchive:
        """Give the archive its name once it is on the disk and checked, and return it.

        Raises DestinationError when the disk does not take it, and what ``check`` raises.
        """
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            check(self.temporary)
            self.temporary.replace(self.path)
            sync_folder(self.path.parent)
            return KeptArchive(self.path, self.path.stat().st_size, _taken_at(self.path.name))
        except OSError as error:
            raise DestinationError.of(error, self.path) from None

    def discard(self) -> None:
        """Leave nothing of an archive that could not be kept."""
        with suppress(OSError):  # a disk that is full refuses what was not written yet
            self.file.close()
        self.temporary.unlink(missing_ok=True)


class ArchiveFolder:
    """The archives of one instance. Called in a thread: every method looks at the disk."""

    def __init__(self, folder: Path, instance: str) -> None:
        """``folder``: where those of all instances are."""
        self.path = folder / instance

    def archives(self) -> list[KeptArchive]:
        """Return the archives, the newest first; none where there is no folder. Raises OSError."""
        with suppress(FileNotFoundError):
            files = [entry for entry in os.scandir(self.path) if _NAME.fullmatch(entry.name)]
            kept = [KeptArchive(Path(file.path), file.stat().st_size, _taken_at(file.name)) for file in files]
            return sorted(kept, key=lambda archive: archive.at, reverse=True)
        return []

    def is_due(self, period: str, now: float) -> bool:
        """Return whether the next archive is to be fetched; never where that is switched off."""
        if period not in PERIODS:
            return False
        newest = next(iter(self.archives()), None)
        return newest is None or now - newest.at >= PERIODS[period] - _SLACK

    def begin(self, at: float) -> IncomingArchive:
        """Open a file for an archive that is fetched at a time. Raises DestinationError."""
        path = self.path / f"{datetime.fromtimestamp(at, UTC):{_FORMAT}}.zip"
        try:
            for folder in (self.path.parent, self.path):
                ensure_private_dir(folder)
            self.path.chmod(0o700)
            temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            return IncomingArchive(os.fdopen(descriptor, "wb"), temporary, path)
        except OSError as error:
            raise DestinationError.of(error, path) from None

    def prune(self, keep: int) -> int:
        """Remove all but so many archives and return how many; also what killed processes left.

        Raises OSError.
        """
        old = [archive.path for archive in self.archives()[keep:]]
        for path in old:
            path.unlink(missing_ok=True)
        for entry in list(os.scandir(self.path)):
            if _LEFTOVER.fullmatch(entry.name):
                Path(entry.path).unlink(missing_ok=True)
        return len(old)


def _taken_at(name: str) -> float:
    return datetime.strptime(name.removesuffix(".zip"), _FORMAT).replace(tzinfo=UTC).timestamp()
