"""The base of both kinds of database: one connection for each thread, all of which can be closed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar

import peewee


class Connections(peewee.Database):
    """A peewee database with one connection for each thread, all of which can be closed at once."""

    join_text: ClassVar[str]
    """The function that joins the texts of a group, given a column and what stands between."""

    def __init__(self, database: str, **options: Any) -> None:
        """Prepare a database; nothing is connected yet."""
        self._all: set[Any] = set()
        self._all_lock = threading.Lock()
        super().__init__(database, **options)

    def _connect(self) -> Any:
        connection = super()._connect()  # type: ignore[misc]
        with self._all_lock:
            self._all.add(connection)
        return connection

    def _close(self, conn: Any) -> None:
        with self._all_lock:
            self._all.discard(conn)
        super()._close(conn)  # type: ignore[misc]

    def close_all(self) -> None:
        """Close every connection of every thread."""
        with self._all_lock:
            connections, self._all = self._all, set()
        for connection in connections:
            connection.close()

    def _here(self) -> Any:
        """Return this thread's connection, None while it has none."""
        return self._state.conn  # type: ignore[attr-defined]

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement, its parameters marked by ``?`` on either database, and return its rows."""
        if self.param != "?":  # a percent sign is itself only when it is doubled
            sql = sql.replace("%", "%%").replace("?", self.param)
        cursor: Any = self.execute_sql(sql, parameters)  # type: ignore[no-untyped-call]
        return list(cursor.fetchall()) if cursor.description else []

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run one statement for each row and return how many rows were written in all."""
        cursor: Any = self.cursor()  # type: ignore[no-untyped-call]
        cursor.executemany(sql, rows)
        return max(int(cursor.rowcount), 0)

    def begin_reading(self) -> AbstractContextManager[Any]:
        """Return a context in which every statement sees the same state."""
        raise NotImplementedError

    def begin_writing(self, waited: float = 0.0) -> AbstractContextManager[Any]:
        """Return a context whose statements are stored together or not at all.

        ``waited`` are seconds of the time for which another process's lock is waited that are over already.
        """
        raise NotImplementedError
