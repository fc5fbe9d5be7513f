"""Keys inside addresses, arguments and topics are masked in what was stored before this version did so.

The JSON of settings changes, in the latest state and in the changes that lead back from it, and so does what
the digest of every snapshot is made of. Plans and their journal hold the values of settings too. The copy
that is put aside before an upgrade still has the keys.
"""
# ruff: noqa: S608  # the SQL is put together from names of our own tables and columns

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from peewee import PostgresqlDatabase

from arrtui.core.masking import setting_body
from arrtui.db.digest_moves import canonical, move_digests


def up(migrator: Any, db: Any) -> None:
    """Mask settings, then plans and their journal; forget the messages of health checks till the next one."""
    if not isinstance(db, PostgresqlDatabase):
        db.rows("PRAGMA secure_delete = ON")  # what is replaced does not stay in free pages
    for (instance_id,) in db.rows("SELECT id FROM instance ORDER BY id"):
        _mask_settings(db, instance_id)
    for column in ("before_doc", "after_doc"):
        rows = db.rows(
            f"SELECT id, key, {column} FROM change WHERE type = 'setting' AND {column} IS NOT NULL"
        )
        _update(db, "change", column, "id", ((row_id, doc, _masked(key, doc)) for row_id, key, doc in rows))
    _mask_plans(db)
    db.rows("UPDATE instance SET health_doc = '[]'")


def _masked(key: str, doc: str) -> str:
    """Return a setting, or the fields of one, without its keys; ``key`` is ``TYPE/ID``."""
    fields = msgspec.json.decode(doc)
    if not isinstance(fields.get("body"), dict):
        return doc
    return canonical(fields | {"body": setting_body(key.partition("/")[0], fields["body"])})


def _update(db: Any, table: str, column: str, key: str, rows: Iterable[tuple[Any, str, str]]) -> None:
    """Store what differs of ``rows``, each the key's value, the old and the new text."""
    update = f'UPDATE "{table}" SET {column} = {db.param} WHERE {key} = {db.param}'
    db.run_many(update, [(fresh, row_id) for row_id, old, fresh in rows if fresh != old])


# --- settings and digests --------------------------------------------------------------------------------


def _mask_settings(db: Any, instance_id: int) -> None:
    """Mask the latest state of an instance's settings, and move the digests of its snapshots along."""
    rows = db.rows("SELECT type, setting_id, doc FROM setting WHERE instance_id = ?", (instance_id,))
    docs = {f"{type_}/{setting_id}": doc for type_, setting_id, doc in rows}
    move_digests(db, instance_id, "setting", docs, _masked)
    update = (
        f"UPDATE setting SET doc = {db.param} "
        f"WHERE instance_id = {db.param} AND type = {db.param} AND setting_id = {db.param}"
    )
    changed = ((key, _masked(key, doc)) for key, doc in docs.items())
    db.run_many(
        update,
        [
            (fresh, instance_id, key.partition("/")[0], int(key.partition("/")[2]))
            for key, fresh in changed
            if fresh != docs[key]
        ],
    )


# --- plans -----------------------------------------------------------------------------------------------


def _mask_plans(db: Any) -> None:
    """Mask the entries about settings, and what the journal noted before and after writing them."""
    entries = db.rows("SELECT plan_id, position, doc FROM plan_entry WHERE doc LIKE ?", ('%"setting"%',))
    idents: dict[tuple[int, int], str] = {}
    update = f"UPDATE plan_entry SET doc = {db.param} WHERE plan_id = {db.param} AND position = {db.param}"
    changed = []
    for plan_id, position, doc in entries:
        entry = msgspec.json.decode(doc)
        ident = idents[plan_id, position] = str(entry.get("ident", ""))
        parts = {name: _masked_form(ident, entry[name]) for name in ("now", "after") if name in entry}
        changed += [(canonical(entry | parts), plan_id, position)] if entry | parts != entry else []
    db.run_many(update, changed)
    steps = db.rows(
        "SELECT id, plan_id, position, before_doc, wanted_doc FROM journal WHERE step = 'setting'"
    )
    for column, place in (("before_doc", 3), ("wanted_doc", 4)):
        noted = ((row[0], idents.get((row[1], row[2]), ""), row[place]) for row in steps if row[place])
        fresh = ((row_id, doc, _rewritten(doc, ident, _masked_form)) for row_id, ident, doc in noted)
        _update(db, "journal", column, "id", fresh)


def _rewritten(doc: str, ident: str, mask: Callable[[str, Any], Any]) -> str:
    """Return a document after ``mask``, the very same text where that changes nothing."""
    value = msgspec.json.decode(doc)
    fresh = mask(ident, value)
    return doc if fresh == value else canonical(fresh)


def _masked_form(ident: str, form: Any) -> Any:
    """Return a setting in the form of plans, whose ``fields`` map names to values, without its keys."""
    if not isinstance(form, dict):
        return form
    type_, fresh = ident.partition("/")[0], dict(form)
    if isinstance(form.get("body"), dict):
        fresh["body"] = setting_body(type_, form["body"])
    if isinstance(form.get("fields"), dict):
        fields = [{"name": name, "value": value} for name, value in form["fields"].items()]
        masked = setting_body(type_, {"fields": fields})["fields"]
        fresh["fields"] = {field["name"]: field["value"] for field in masked}
    return fresh
