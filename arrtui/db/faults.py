"""Errors of database drivers as sentences: where, why and what to do."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import peewee

from arrtui.core.errors import StorageError
from arrtui.db.lock_holder import find_lock_holder


@dataclass
class DatabaseBusyError(StorageError):
    """Another process holds the database; the same work may well succeed later."""

    code: ClassVar[str] = "database-busy"
    passing: ClassVar[bool] = True


@dataclass
class DatabaseUnreachableError(StorageError):
    """The PostgreSQL server does not answer, or went away."""

    code: ClassVar[str] = "database-unreachable"
    passing: ClassVar[bool] = True


@dataclass
class DiskError(StorageError):
    """The disk takes nothing: it is full, read-only or fails.

    It stays so until somebody does something about it; then the same work succeeds.
    """

    code: ClassVar[str] = "disk"
    passing: ClassVar[bool] = True


class Fault(NamedTuple):
    """How one kind of failure is recognised, and the words for it."""

    pattern: str
    """A regular expression found somewhere in the driver's message, in lower case."""
    why: str
    advice: str
    error: type[StorageError] = StorageError


_FAULTS = (
    Fault(
        r"database (table )?is locked|lock timeout|deadlock detected",
        "another process is writing to it and did not finish in time",
        "Wait for it to finish, or look for another arrtui that hangs.",
        DatabaseBusyError,
    ),
    Fault(
        r"disk is full|no space left|could not extend file|disk quota exceeded",
        "the disk is full",
        "Free some space and try again; nothing of this step was stored.",
        DiskError,
    ),
    Fault(
        r"readonly database|read-only|read only",
        "it can only be read",
        "Make the file and its folder writable for the user arrtui runs as.",
        DiskError,
    ),
    Fault(
        r"file is not a database|file is encrypted",
        "the file is not an SQLite database",
        "Point [database] url at another file, or move this one away.",
    ),
    Fault(
        r"malformed|database corruption|invalid page|could not read block",
        "its content is damaged",
        "Put a copy back (NAME.before-*.bak beside it, or your own), or move it away and back up anew.",
    ),
    Fault(
        r"unable to open database file",
        "it cannot be opened",
        "Check that the folder exists and that the user arrtui runs as may write to it.",
    ),
    Fault(
        r'password authentication failed|no password supplied|role "[^"]*" does not exist|pg_hba.conf',
        "the server refuses the user or the password",
        "Check user and password in [database] url.",
    ),
    Fault(
        r"permission denied|must be owner|no schema has been selected",
        "permission is missing",
        "Give the user in [database] url the right to create and write tables.",
    ),
    Fault(
        r'database "[^"]*" does not exist',
        "the server has no such database",
        "Create it first, e.g. with createdb.",
    ),
    Fault(
        r"connection refused|could not connect|connection failed|failed to resolve|could not translate host"
        r"|timeout expired|connection timeout|terminating connection|server closed the connection"
        r"|connection is lost|is starting up|is shutting down|too many clients|no such file or directory",
        "the server does not answer",
        "Check host and port in [database] url, and that PostgreSQL is running.",
        DatabaseUnreachableError,
    ),
    Fault(
        r"closed database|connection not opened|the connection is closed",
        "it has been closed",
        "Start arrtui again.",
    ),
    Fault(
        r"disk i/o error|input/output error",
        "the disk reports an error",
        "Check the disk and whether the folder is still mounted.",
        DiskError,
    ),
)
_UNKNOWN = Fault("", "the database refused the work", "The full message is in the details.")


def is_driver_fault(error: BaseException) -> bool:
    """Return whether an error comes from peewee, sqlite3 or psycopg."""
    if isinstance(error, (peewee.PeeweeException, sqlite3.Error)):
        return True
    psycopg = sys.modules.get("psycopg")
    return psycopg is not None and isinstance(error, psycopg.Error)


def storage_error(error: BaseException, what: str, shown_url: str) -> StorageError:
    """Return a driver's error as ours. ``shown_url`` names the database and holds no password.

    An error while cleaning up after another is reported as that first error. Of a locked SQLite file the
    process is named that holds it, where that is known.
    """
    faults = []
    cause: BaseException | None = error
    while cause is not None:
        if is_driver_fault(cause):
            text = str(cause).lower()
            match = next((fault for fault in _FAULTS if re.search(fault.pattern, text)), _UNKNOWN)
            faults.append((match, str(cause)))
        cause = cause.__cause__ or cause.__context__
    fault, message = next((pair for pair in reversed(faults) if pair[0] is not _UNKNOWN), faults[0])
    detail = " ".join(message.split())
    if fault.error is DatabaseBusyError:
        fault = _naming_holder(fault, shown_url)
    return fault.error(what=f"{what} {shown_url}", why=fault.why, advice=fault.advice, detail=detail)


def _naming_holder(fault: Fault, database: str) -> Fault:
    """Return the fault of a locked database with the process that holds it, where that is known."""
    holder = find_lock_holder(database)
    if holder is None:
        return fault
    if holder.is_stopped:
        why = f"{holder.name} is stopped in the middle of writing to it"
        return fault._replace(why=why, advice=f"Let it go on (kill -CONT {holder.pid}), or end it.")
    why = f"{holder.name} is writing to it and did not finish in time"
    return fault._replace(why=why, advice="Wait for it to finish, or end it if it hangs.")


@contextmanager
def translating_driver_errors(what: str, shown_url: str) -> Iterator[None]:
    """Raise a driver's error inside the block as a :class:`StorageError`; let everything else pass."""
    try:
        yield
    except Exception as error:
        if not is_driver_fault(error):
            raise
        raise storage_error(error, what, shown_url) from error
