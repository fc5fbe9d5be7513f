"""Write many rows: Peewee builds the SQL once, the driver runs it for every row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from peewee import Model

from arrtui.core.batches import batched
from arrtui.db.connections import Connections
from arrtui.db.text import clean_row

CHUNK = 2_000
"""Rows handed to the driver at once: more gain nothing and take memory."""


def bulk_upsert(
    model: type[Model],
    rows: Iterable[Sequence[Any]],
    columns: Sequence[str],
    *,
    update: Sequence[str] | None,
    target: Sequence[str] | None = None,
) -> int:
    """Insert rows, or update those that exist already; return how many were inserted or updated.

    ``rows`` may be a generator: it is read in chunks. Each row holds the values of ``columns``, which are
    fields of ``model``; columns left out get their default when a row is inserted. On a conflict with the
    columns of ``target`` (the primary key by default) the columns of ``update`` take the new values; with
    ``update=None`` the stored row stays as it is. Call it inside ``Database.writing()``.
    """
    database = database_of(model)
    sql, defaults = _upsert_statement(
        type(database).__name__,
        model,
        tuple(columns),
        None if update is None else tuple(update),
        tuple(target or ()),
    )
    return sum(
        database.run_many(sql, [(*clean_row(row), *defaults) for row in batch])
        for batch in batched(rows, CHUNK)
    )


@cache
def _upsert_statement(
    _kind: str,
    model: type[Model],
    columns: Sequence[str],
    update: Sequence[str] | None,
    target: Sequence[str],
) -> tuple[str, Sequence[Any]]:
    """Return what :func:`bulk_upsert` runs on a kind of database, and the values of the columns left out.

    Building it takes Peewee a millisecond, as long as the driver takes for a hundred rows. No column of ours
    has a default that differs from row to row.
    """
    query = model.insert_many([[None] * len(columns)], fields=[_field(model, name) for name in columns])
    if update is not None:
        keys = [_field(model, name) for name in target] if target else _meta(model).get_primary_keys()
        query = query.on_conflict(
            conflict_target=list(keys), preserve=[_field(model, name) for name in update]
        )
    sql, parameters = query.returning().sql()
    if update is None:
        sql += " ON CONFLICT DO NOTHING"
    return sql, tuple(parameters[len(columns) :])  # they follow a row's own values


def delete_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Delete the rows whose ``columns`` equal one of ``rows``; return how many there were."""
    database = database_of(model)
    table = f'"{_meta(model).table_name}"'
    where = " AND ".join(f'"{_column_name(model, name)}" = {database.param}' for name in columns)
    sql = f"DELETE FROM {table} WHERE {where}"  # noqa: S608  # names of our own models
    return _run_many(database, sql, rows)


def bulk_update(
    model: type[Model], rows: Iterable[Sequence[Any]], columns: Sequence[str], keys: Sequence[str]
) -> int:
    """Set ``columns`` of existing rows; each row holds their values, then those of ``keys``."""
    database = database_of(model)
    setting = ", ".join(f'"{_column_name(model, name)}" = {database.param}' for name in columns)
    where = " AND ".join(f'"{_column_name(model, name)}" = {database.param}' for name in keys)
    sql = f'UPDATE "{_meta(model).table_name}" SET {setting} WHERE {where}'  # noqa: S608  # as above
    return _run_many(database, sql, rows)


def _run_many(database: Connections, sql: str, rows: Iterable[Sequence[Any]]) -> int:
    return sum(database.run_many(sql, [clean_row(row) for row in batch]) for batch in batched(rows, CHUNK))


def database_of(model: type[Model]) -> Connections:
    """Return the open database a model works on."""
    return cast(Connections, _meta(model).database)


def _meta(model: type[Model]) -> Any:
    return model._meta


def _field(model: type[Model], name: str) -> Any:
    return _meta(model).combined[name]


def _column_name(model: type[Model], name: str) -> str:
    return cast(str, _field(model, name).column_name)
