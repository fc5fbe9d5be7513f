"""PostgreSQL through psycopg 3, which is imported when the first such database is opened."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import peewee

from arrtui.core.errors import StorageError
from arrtui.db.connections import Connections

CONNECT_TIMEOUT = 10
"""Seconds to wait for the server to answer."""
LOCK_TIMEOUT = 30
"""Seconds a statement waits for another's lock."""


class Psycopg(peewee.Psycopg3Adapter):
    """Peewee's adapter, with the driver it is given instead of the one found when peewee was imported."""

    def __init__(self) -> None:
        """Import the driver. Raises StorageError when the extra is not installed."""
        try:
            import psycopg
            from psycopg.pq import TransactionStatus
        except ImportError as error:
            raise StorageError(
                what="opening a PostgreSQL database",
                why="the driver is not installed",
                advice='Install it with: pip install "arrtui[postgres]"',
                detail=str(error),
            ) from error
        super().__init__()
        self._connect = psycopg.connect
        self.txn_idle = TransactionStatus.IDLE
        self.txn_inerror = TransactionStatus.INERROR
        self.txn_unknown = TransactionStatus.UNKNOWN

    def check_driver(self) -> None:
        """Do nothing: the driver was imported when the adapter was made."""

    def connect(self, db: Any, **params: Any) -> Any:
        """Return a new connection."""
        return self._connect(db.database, **params)


class Postgres(Connections, peewee.PostgresqlDatabase):
    """A PostgreSQL database; its url names it."""

    join_text = "string_agg"
    psycopg2_adapter = Psycopg
    psycopg3_adapter = Psycopg

    def __init__(self, url: str) -> None:
        """Prepare a database; nothing is connected yet. Raises StorageError when the driver is missing."""
        super().__init__(url, connect_timeout=CONNECT_TIMEOUT, application_name="arrtui")

    def _connect(self) -> Any:
        connection = super()._connect()
        connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}s'")
        return connection

    def rollback(self) -> None:
        """Undo the transaction; with the connection the server has done so itself."""
        if not self._is_broken():
            super().rollback()

    def begin_reading(self) -> AbstractContextManager[Any]:
        """Return a context in which every statement sees the same state."""
        self._revive()
        return self.atomic("REPEATABLE READ")

    def begin_writing(self, waited: float = 0.0) -> AbstractContextManager[Any]:
        """Return a context whose statements are stored together or not at all."""
        self._revive()
        return self.atomic()

    def _revive(self) -> None:
        """Drop this thread's connection if the server closed it: the next statement makes a new one."""
        if not self.in_transaction() and self._is_broken():
            self.close()

    def _is_broken(self) -> bool:
        return not self.is_closed() and bool(self._here().closed)
