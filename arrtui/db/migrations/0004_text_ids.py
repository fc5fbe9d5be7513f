"""External ids become text, since other apps have UUIDs. None is the empty text, where it was 0.

The columns change their type. The JSON of titles changes too, in the latest state and in the changes that
lead back from it, and so does what the digest of every snapshot is made of.
"""
# ruff: noqa: S608  # names of our own tables and columns

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from peewee import PostgresqlDatabase, TextField

from arrtui.db.digest_moves import canonical, move_digests

_TABLES = ("item", "release_event", "score_sample", "score_ignore")


def up(migrator: Any, db: Any) -> None:
    """Rewrite columns, then documents."""
    for table in _TABLES:
        _retype(migrator, db, table)
    for (instance_id,) in db.rows("SELECT id FROM instance ORDER BY id"):
        _rewrite_titles(db, instance_id)
    _rewrite_changes(db)
    _rewrite_plans(db)


def _retype(migrator: Any, db: Any, table: str) -> None:
    """Make ``external_id`` a column of text. An ignored file without one keeps its negative number."""
    options = {"cast": "external_id::text"} if isinstance(db, PostgresqlDatabase) else {}
    migrator.migrate(migrator.alter_column_type(table, "external_id", TextField(), **options))
    db.rows(f"UPDATE {table} SET external_id = '' WHERE external_id = '0'")
    if table != "score_ignore":
        db.rows(f"UPDATE {table} SET external_id = '' WHERE external_id LIKE ?", ("-%",))


def _with_text(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a title with the external id as text, left out where there is none."""
    number = fields.get("external_id")
    if not isinstance(number, int):
        return fields
    others = {name: value for name, value in fields.items() if name != "external_id"}
    return others | {"external_id": str(number)} if number > 0 else others


def _rewritten(doc: str) -> str:
    return canonical(_with_text(msgspec.json.decode(doc)))


# --- titles and digests ----------------------------------------------------------------------------------


def _rewrite_titles(db: Any, instance_id: int) -> None:
    """Rewrite the latest state of an instance's titles, and move the digests of its snapshots along."""
    rows = db.rows("SELECT item_id, doc FROM item WHERE instance_id = ? ORDER BY item_id", (instance_id,))
    docs = {str(item_id): doc for item_id, doc in rows}
    move_digests(db, instance_id, "item", docs, lambda _key, doc: _rewritten(doc))
    update = f"UPDATE item SET doc = {db.param} WHERE instance_id = {db.param} AND item_id = {db.param}"
    db.run_many(update, [(_rewritten(doc), instance_id, item_id) for item_id, doc in rows])


# --- changes and plans -----------------------------------------------------------------------------------


def _rewrite_changes(db: Any) -> None:
    for column in ("before_doc", "after_doc"):
        rows = db.rows(f"SELECT id, {column} FROM change WHERE type = 'item' AND {column} IS NOT NULL")
        _update(db, f"UPDATE change SET {column} = {db.param} WHERE id = {db.param}", rows)


def _update(db: Any, sql: str, rows: Iterable[tuple[int, str]]) -> None:
    fresh = ((number, doc, _rewritten(doc)) for number, doc in rows)
    db.run_many(sql, [(new, number) for number, doc, new in fresh if new != doc])


def _rewrite_plans(db: Any) -> None:
    """Rewrite the ids of what plans leave alone; entries hold theirs as text already, ``0`` for none."""
    for plan_id, doc in db.rows("SELECT plan_id, doc FROM left_out"):
        titles = msgspec.json.decode(doc)
        for title in titles:
            title[2] = str(title[2]) if title[2] > 0 else ""
        db.rows("UPDATE left_out SET doc = ? WHERE plan_id = ?", (canonical(titles), plan_id))
    entries = db.rows("SELECT plan_id, position, doc FROM plan_entry WHERE doc LIKE ?", ('%"ident":"0"%',))
    for plan_id, position, doc in entries:
        fields = {name: value for name, value in msgspec.json.decode(doc).items() if name != "ident"}
        db.rows(
            "UPDATE plan_entry SET doc = ? WHERE plan_id = ? AND position = ?",
            (canonical(fields), plan_id, position),
        )
