"""Read rows of artwork as the structs they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from arrtui.db.bulk import bulk_upsert
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_with
from arrtui.db.text import name_from_stored, stored_name

_S = TypeVar("_S", bound=msgspec.Struct)
PATHS = frozenset({"path", "relative_path", "video"})
"""Columns that hold paths on disk."""


def read_structs(
    struct: type[_S],
    table: str,
    instance: str,
    external_ids: Sequence[str] | None = None,
    *,
    slots: str = "",
) -> list[_S]:
    """Return the rows of an instance, of some titles or all; the table's columns are a struct's fields.

    ``slots``: how the slots begin of which rows are wanted.
    """
    names = struct.__struct_fields__
    columns = ", ".join(f"t.{name}" for name in names)
    sql = (
        f"SELECT {columns} FROM {table} AS t JOIN instance AS i ON i.id = t.instance_id "  # noqa: S608
        f"WHERE i.name = ?{' AND t.slot LIKE ?' if slots else ''}"
    )
    parameters = (instance, f"{slots}%") if slots else (instance,)
    paths = [names.index(name) for name in names if name in PATHS]
    order = f" ORDER BY t.external_id, t.{names[1]}"
    rows = rows_with(sql, parameters, "t.external_id", external_ids, order)
    return [struct(**dict(zip(names, _named(row, paths), strict=True))) for row in rows]


def _named(row: Sequence[Any], paths: Sequence[int]) -> Sequence[Any]:
    if not paths:
        return row
    values = list(row)
    for index in paths:
        values[index] = name_from_stored(values[index])
    return values


def store_structs(model: Any, instance: str, structs: Iterable[msgspec.Struct], keys: Sequence[str]) -> int:
    """Insert or update rows whose columns are the fields of structs; ``keys``: those of the primary key.

    Call it inside ``Database.writing()``.
    """
    rows = list(structs)
    if not rows:
        return 0
    names = rows[0].__struct_fields__
    instance_id = ensure_instance(instance)
    values = (
        (
            instance_id,
            *(
                stored_name(value) if name in PATHS else value
                for name, value in ((name, getattr(row, name)) for name in names)
            ),
        )
        for row in rows
    )
    update = [name for name in names if name not in keys]
    return bulk_upsert(model, values, ("instance", *names), update=update)
