"""Whether a file is an app's own archive, whole and with a database in it.

Archives hold keys. What is read of one stays here: only whether its key is the configured one goes out.
"""

from __future__ import annotations

import hmac
import re
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple, NoReturn
from zipfile import BadZipFile, ZipFile, ZipInfo

from arrtui.core.app_archives import ArchiveError, database_file
from arrtui.core.apps import APPS, App

_MOST_FILES = 50
"""The apps put two or three into one (``BackupService``)."""
_LARGEST = 64 * 1024**3
"""Bytes that the files of an archive may have together."""
_MOST_PACKED = 200
"""Times its size that a file may unpack to; the databases of the apps do five to ten."""
_SMALL = 16 * 1024**2
"""Bytes below which it does not matter how well a file is packed."""
_CONFIG = "config.xml"
_LARGEST_CONFIG = 1024**2
_SQLITE = b"SQLite format 3\0"
_KEY = re.compile(rb"<ApiKey>\s*([^<\s]*)\s*</ApiKey>")
_POSTGRES = re.compile(rb"<PostgresHost>\s*[^<\s]+\s*</PostgresHost>")
_PIECE = 1 << 20
_FAULTS = (BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
"""What reading a broken, encrypted or oddly packed archive raises."""


class CheckedArchive(NamedTuple):
    """An archive that may be sent back."""

    path: Path
    size: int
    """Bytes."""
    database_size: int
    """Bytes of the app's database in it."""
    has_same_key: bool
    """Whether the app answers to the configured API key after it was restored."""


def check_archive(path: Path, app: App, api_key: str, what: str = "") -> CheckedArchive:
    """Return what an archive holds for an app after every byte of it was read and compared with its sum.

    ``what`` is being done, for errors.

    Raises ArchiveError for what is no archive of the app, is not whole, unpacks to too much, or is without a
    database, as those of an app on PostgreSQL are.
    """
    what = what or f"checking {path.name}"
    try:
        with ZipFile(path) as archive:
            files = {info.filename.lower(): info for info in archive.infolist()}
            _check_sizes(what, archive.infolist())
            config = files.get(_CONFIG)
            text = _read_config(archive, config, what)
            database = files.get(database_file(app)) or _refuse_without(what, app, files.keys(), text)
            _check_content(archive, database, what)
    except ArchiveError:
        raise
    except FileNotFoundError:
        raise ArchiveError(what, why=f"there is no file {path}") from None
    except _FAULTS as error:
        raise ArchiveError(what, why=f"it is no whole zip file that can be read ({error})") from None
    match = _KEY.search(text)
    same = match is not None and hmac.compare_digest(match[1], api_key.encode())
    return CheckedArchive(path, path.stat().st_size, database.file_size, same)


def _check_sizes(what: str, infos: list[ZipInfo]) -> None:
    """Raise ArchiveError for an archive that unpacks to too much, or outside of its folder."""
    for info in infos:
        if info.file_size > max(_SMALL, info.compress_size * _MOST_PACKED):
            raise ArchiveError(
                what, why=f"a file in it unpacks to {info.file_size:,} bytes, which no app makes"
            )
        if "/" in info.filename or "\\" in info.filename:
            raise ArchiveError(what, why="it holds folders, which the archives of the apps do not")
    if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > _LARGEST:
        raise ArchiveError(what, why="it holds more than any app puts into one")


def _read_config(archive: ZipFile, config: ZipInfo | None, what: str) -> bytes:
    if config is None or config.file_size > _LARGEST_CONFIG:
        raise ArchiveError(what, why=f"it holds no {_CONFIG}, so that it is no archive of an app")
    return archive.read(config)


def _refuse_without(what: str, app: App, names: Collection[str], config: bytes) -> NoReturn:
    """Raise ArchiveError that says why there is no database of the app in it."""
    others = [other.name for other in APPS.values() if database_file(other) in names]
    if others:
        raise ArchiveError(what, why=f"it is an archive of {others[0]}, not of {app.name}")
    why = f"it holds no {database_file(app)}"
    if _POSTGRES.search(config):
        why += ": this app keeps its data in PostgreSQL, which its archives are without"
    raise ArchiveError(what, why=why, advice="A PostgreSQL database is saved and restored with pg_dump.")


def _check_content(archive: ZipFile, database: ZipInfo, what: str) -> None:
    """Read everything; raise ArchiveError for a database that is none, BadZipFile for what is not whole."""
    for info in archive.infolist():
        with archive.open(info) as file:
            start = file.read(len(_SQLITE))
            if info is database and start != _SQLITE:
                raise ArchiveError(what, why=f"{database.filename} in it is no SQLite database")
            while file.read(_PIECE):
                pass
