"""SQLite: a private file in WAL mode, with one connection for each thread."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import peewee

from arrtui.core.errors import StorageError
from arrtui.core.paths import create_private, ensure_private_dir
from arrtui.db.connections import Connections

BUSY_TIMEOUT = 5.0
"""Seconds a statement waits for another process's lock."""
_PRAGMAS = {
    "busy_timeout": int(BUSY_TIMEOUT * 1000),
    "synchronous": "NORMAL",
    "foreign_keys": 1,
    "temp_store": "MEMORY",
    "cache_size": -8_000,  # kilobytes for each thread's connection; a backup is no faster with more
}


class Sqlite(Connections, peewee.SqliteDatabase):
    """An SQLite database in a file."""

    join_text = "group_concat"

    def __init__(self, path: Path) -> None:
        """Prepare a database; nothing is opened yet."""
        super().__init__(str(path), pragmas=_PRAGMAS, timeout=BUSY_TIMEOUT, check_same_thread=False)

    def rollback(self) -> None:
        """Undo the transaction; on a full disk SQLite has done so itself."""
        if self._here().in_transaction:
            super().rollback()

    def begin_reading(self) -> AbstractContextManager[Any]:
        """Return a context in which every statement sees the same state."""
        return self.atomic()

    @contextmanager
    def begin_writing(self, waited: float = 0.0) -> Iterator[None]:
        """Return a context that holds the write lock from its start: a later upgrade could fail at once."""
        with ExitStack() as transaction:
            with self._waiting_less(waited):
                transaction.enter_context(self.atomic("IMMEDIATE"))
            yield

    @contextmanager
    def _waiting_less(self, waited: float) -> Iterator[None]:
        """Let statements wait ``waited`` seconds less for a lock, as long as they begin a transaction."""
        if not waited or self.in_transaction():
            yield
            return
        timeout = self.pragma("busy_timeout")
        self.pragma("busy_timeout", max(0, timeout - int(waited * 1000)))
        try:
            yield
        finally:
            self.pragma("busy_timeout", timeout)


def make_private(path: Path) -> None:
    """Create a missing database file as 0600 in a folder of 0700; SQLite gives -wal and -shm the same mode.

    Raises OSError where that is not possible. What exists keeps its mode.
    """
    if not path.parent.exists():
        ensure_private_dir(path.parent)
    if not create_private(path):
        _refuse_empty(path)


def _refuse_empty(path: Path) -> None:
    """Raise StorageError for a database that has lost its content: SQLite would take it for a new one.

    Another process that has created it fills it within moments.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT
    while path.exists() and not path.stat().st_size:
        if time.monotonic() > deadline:
            raise StorageError(
                what=f"opening the database {path}",
                why="the file is empty: its content has been lost",
                advice="Put a copy back (NAME.before-*.bak beside it, or yours), or remove it to start anew.",
            )
        time.sleep(0.02)


def use_wal(database: Sqlite) -> None:
    """Switch the file to write-ahead logging, for good.

    The switch does not wait for other processes by itself, so that is done here.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT
    while database.pragma("journal_mode") != "wal":
        try:
            database.pragma("journal_mode", "wal")
        except peewee.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def copy_aside(path: Path, copy: Path) -> None:
    """Write a consistent copy of a database file, 0600, in place of an older copy of that name."""
    partial = copy.with_name(copy.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(copy)
