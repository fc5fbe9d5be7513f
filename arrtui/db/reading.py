"""Run raw SQL: the rows of a statement, conditions and placeholders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arrtui.db.bulk import database_of
from arrtui.db.models import Instance


def rows_of(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement on the open database, its parameters marked by ``?``, and return its rows."""
    return database_of(Instance).rows(sql, parameters)


def of_instances(names: Sequence[str] | None) -> tuple[str, Sequence[Any]]:
    """Return a condition on ``instance AS i`` and its parameters; None names all."""
    if names is None:
        return "1 = 1", ()
    return f"i.name IN ({placeholders(names)})", names


def of_item(item_id: int | None) -> tuple[str, Sequence[Any]]:
    """Return a condition on the title of a row and its parameters; None names all."""
    return ("1 = 1", ()) if item_id is None else ("item_id = ?", (item_id,))


def placeholders(values: Sequence[Any]) -> str:
    """Return the placeholders of a list of values in ``IN (…)``, which an empty list makes false."""
    return ", ".join("?" * len(values)) or "NULL"
