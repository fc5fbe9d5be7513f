"""External ids become text, since other apps have UUIDs. None is the empty text, where it was 0.

The columns change their type. The JSON of titles changes too, in the latest state and in the changes that
lead back from it, and so does what the digest of every snapshot is made of.
"""
# ruff: noqa: S608  # names of our own tables and columns

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import msgspec
from peewee import PostgresqlDatabase, TextField

_TABLES = ("item", "release_event", "score_sample", "score_ignore")
_MODULUS = 1 << 256
_encoder = msgspec.json.Encoder(order="sorted")


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
    return _encode(_with_text(msgspec.json.decode(doc)))


def _encode(value: Any) -> str:
    return _encoder.encode(value).decode()


# --- titles and digests ----------------------------------------------------------------------------------


def _rewrite_titles(db: Any, instance_id: int) -> None:
    """Rewrite the latest state of an instance's titles, and move the digests of its snapshots along."""
    rows = db.rows("SELECT item_id, doc FROM item WHERE instance_id = ? ORDER BY item_id", (instance_id,))
    _move_digests(db, instance_id, {str(item_id): doc for item_id, doc in rows})
    update = f"UPDATE item SET doc = {db.param} WHERE instance_id = {db.param} AND item_id = {db.param}"
    db.run_many(update, [(_rewritten(doc), instance_id, item_id) for item_id, doc in rows])


def _move_digests(db: Any, instance_id: int, docs: dict[str, str]) -> None:
    """Walk back from the latest state, as rebuilding does, and add to each digest what its titles change.

    A digest is the sum of the hashes of a snapshot's records: what is added makes right of right and leaves
    wrong what was wrong, so that damage is still found.
    """
    moved = sum(_difference(key, doc) for key, doc in docs.items())
    snapshots = db.rows(
        "SELECT id, digest FROM snapshot WHERE instance_id = ? AND state = 'complete' ORDER BY id DESC",
        (instance_id,),
    )
    for snapshot_id, digest in snapshots:
        if digest:
            fresh = f"{(int(digest, 16) + moved) % _MODULUS:064x}"
            db.rows("UPDATE snapshot SET digest = ? WHERE id = ?", (fresh, snapshot_id))
        for key, before, after in _changes_back(db, snapshot_id):
            old = docs.pop(key, None)
            if before is not None:
                kept = {} if after is None else msgspec.json.decode(old or "{}")
                kept = {name: value for name, value in kept.items() if name not in (after or {})}
                docs[key] = _encode(kept | before)
            moved += _difference(key, docs.get(key)) - _difference(key, old)


def _difference(key: str, doc: str | None) -> int:
    """Return by how much the hash of a title's record rises when it is rewritten, 0 where there is none."""
    if doc is None:
        return 0
    fresh = _rewritten(doc)
    return 0 if fresh == doc else _hash(key, fresh) - _hash(key, doc)


def _hash(key: str, doc: str) -> int:
    return int.from_bytes(sha256(f"item\0{key}\0{doc}".encode()).digest())


def _changes_back(db: Any, snapshot_id: int) -> Iterator[tuple[str, Any, Any]]:
    """Yield key, fields before and fields after of a snapshot's changes of titles, newest first."""
    sql = "SELECT key, before_doc, after_doc FROM change WHERE snapshot_id = ? AND type = 'item'"
    for key, before, after in db.rows(f"{sql} ORDER BY id DESC", (snapshot_id,)):
        yield key, before and msgspec.json.decode(before), after and msgspec.json.decode(after)


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
        db.rows("UPDATE left_out SET doc = ? WHERE plan_id = ?", (_encode(titles), plan_id))
    entries = db.rows("SELECT plan_id, position, doc FROM plan_entry WHERE doc LIKE ?", ('%"ident":"0"%',))
    for plan_id, position, doc in entries:
        fields = {name: value for name, value in msgspec.json.decode(doc).items() if name != "ident"}
        db.rows(
            "UPDATE plan_entry SET doc = ? WHERE plan_id = ? AND position = ?",
            (_encode(fields), plan_id, position),
        )
