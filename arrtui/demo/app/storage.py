"""The database below an app: SQLite, or PostgreSQL with its order of rows and its errors."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import TypeVar

from arrtui.demo.http.errors import ApiError, broken, conflict
from arrtui.demo.http.wire import Obj

T = TypeVar("T")


_FROM_MEMORY = ("/api/v3/command", "/api/v3/health")


class Storage:
    """How the rows of an instance are stored; set `postgres` for an app that runs on PostgreSQL."""

    def __init__(self) -> None:
        self.postgres = False
        self.describes_conflicts = True
        """Whether the error of a constraint that fails has a description beside its message."""
        self.is_stopped = False
        """Whether the database server is down, under an app that runs on."""
        self._places: dict[tuple[str, int], tuple[int, str]] = {}
        """By table and id the place of a row and its content when it got there."""
        self._last_place = 0

    def ordered(self, table: str, rows: Iterable[Obj]) -> list[Obj]:
        """Return the rows of a list: by id, with PostgreSQL in storage order.

        There a row that was written moves to the end.
        """
        ordered = sorted(rows, key=lambda row: int(row["id"]))
        if not self.postgres:
            return ordered
        for row in ordered:
            content = repr(row)
            if self._places.get((table, row["id"]), (0, ""))[1] != content:
                self._last_place += 1
                self._places[table, row["id"]] = self._last_place, content
        return sorted(ordered, key=lambda row: self._places[table, row["id"]][0])

    def before_sorting(self, rows: list[T], page: int) -> list[T]:
        """Return rows as they are found before a page of them is sorted.

        PostgreSQL decides anew for every page in which order rows of equal keys come, so that pages lose
        some and repeat others.
        """
        found = list(rows)
        if self.postgres:
            random.Random(page).shuffle(found)
        return found

    def error_of(self, method: str, path: str) -> ApiError | None:
        """Return the 500 of a request while the database is stopped; some is answered from memory."""
        if not self.is_stopped or (method == "GET" and path.lower().rstrip("/") in _FROM_MEMORY):
            return None
        if path == "/ping":
            return ApiError(500, {"status": "Error"})
        return broken("Failed to connect to 127.0.0.1:5432")

    def value_missing(self, table: str, column: str) -> ApiError:
        """Return the error of a row without a value that it must have: 409, with PostgreSQL 500."""
        if not self.postgres:
            return conflict(f"constraint failed\nNOT NULL constraint failed: {table}.{column}")
        where = f'column "{column}" of relation "{table}"'
        return broken(f"23502: null value in {where} violates not-null constraint\n\nDETAIL: Detail redacted")

    def no_such_column(self, table: str, column: str) -> ApiError:
        """Return the error of sorting by what a table has not."""
        column = f"{column[:1].upper()}{column[1:]}"
        return broken(f"SQL logic error\nno such column: {table}.{column}")

    def constraint_failed(self, table: str, column: str) -> ApiError:
        """Return the error of a row that is there already: 409, with PostgreSQL 500.

        The error pipeline of both apps knows `SQLiteException` only.
        """
        if not self.postgres:
            error = conflict(f"constraint failed\nUNIQUE constraint failed: {table}.{column}")
            if not self.describes_conflicts:
                del error.body["description"]
            return error
        index = f'"IX_{table}_{column}"'
        text = f"23505: duplicate key value violates unique constraint {index}\n\nDETAIL: Detail redacted"
        return broken(text)
