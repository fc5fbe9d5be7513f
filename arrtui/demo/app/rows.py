"""Rows of a table by id, with the error each way of asking for them answers."""

from __future__ import annotations

from typing import Any

from arrtui.demo.http.errors import absent, broken, not_found, rows_missing
from arrtui.demo.http.wire import Obj


def read_row(table: dict[int, Obj], number: int, model: str = "") -> Obj:
    """Return the row a GET asks for; `model` is its name in messages. Raises Absence."""
    if number not in table:
        raise absent(model, number)
    return table[number]


def require_row(table: dict[int, Obj], number: int, model: str) -> Obj:
    """Return the row a write is about. Raises ApiError 404 (`ModelNotFoundException`)."""
    if number not in table:
        raise not_found(model, number)
    return table[number]


def require_rows(table: dict[int, Obj], ids: list[int]) -> list[Obj]:
    """Return all rows of a list of ids; 500 if one is missing or repeated (R `BasicRepository.cs:145`)."""
    rows = [table[number] for number in dict.fromkeys(ids) if number in table]
    if len(rows) != len(ids):
        raise rows_missing(len(ids), len(rows))
    return rows


def require_some(ids: list[int]) -> list[int]:
    """Return a list of ids. Raises ApiError 500 for an empty one, which a search is not prepared for."""
    if not ids:
        raise broken("Sequence contains no elements")
    return ids


def name_is_taken(table: dict[int, Obj], name: Any, number: int) -> bool:
    """Return whether another row than this one has the name."""
    return any(row["name"] == name and row["id"] != number for row in table.values())
