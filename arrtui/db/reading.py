"""Run raw SQL: the rows of a statement, conditions and placeholders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from arrtui.core.batches import batched
from arrtui.db.bulk import database_of
from arrtui.db.models import Instance

BATCH = 500
"""Values of one statement: databases take a limited number."""


def rows_of(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement on the open database, its parameters marked by ``?``, and return its rows."""
    return database_of(Instance).rows(sql, parameters)


def rows_with(
    sql: str, parameters: Sequence[Any], column: str, values: Sequence[Any] | None, ending: str = ""
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement that have one of some values in a column, however many those are.

    Args:
        sql: The statement, which ends with a condition.
        parameters: For what it marks by ``?``.
        column: The column.
        values: What may be in it; anything when None.
        ending: What follows the conditions: a grouping or an order, which holds for every 500 values.
    """
    if values is None:
        yield from rows_of(f"{sql}{ending}", parameters)
        return
    for part in batched(values, BATCH):
        yield from rows_of(f"{sql} AND {column} IN ({placeholders(part)}){ending}", (*parameters, *part))


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
