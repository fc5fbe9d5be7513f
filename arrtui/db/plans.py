"""SQL statements on plans and their entries. What their values mean is up to ``features/sync``."""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from peewee import fn

from arrtui.core.batches import batched
from arrtui.core.domain import decode
from arrtui.db.bulk import bulk_update, bulk_upsert, database_of
from arrtui.db.docs import doc_of
from arrtui.db.plan_models import JournalRow, LeftOutRow, PlanEntryRow, PlanRow
from arrtui.db.postgres import Postgres
from arrtui.db.reading import placeholders, rows_of
from arrtui.db.text import clean

CHUNK = 5_000
"""Positions named in one statement: SQLite takes 32,766 parameters at most."""


_COLUMNS = (
    *("id", "kind", "pair", "source", "target", "mode", "state"),
    *("created_at", "applied_at", "undoes", "locked"),
)
_JSON = ("snapshots", "counts", "notes")
"""Fields that are stored as JSON, in columns that end in ``_doc``."""
PlanValues = dict[str, Any]
"""Fields of a plan as in :class:`~arrtui.db.plan_models.PlanRow`, JSON decoded."""


class StoredEntry(NamedTuple):
    """An entry of a plan; see :class:`~arrtui.db.plan_models.PlanEntryRow`."""

    position: int
    key: str
    instance: str
    op: str
    doc: str
    decision: str
    by_hand: bool = False
    edits_doc: str = "{}"
    outcome: str = ""
    message: str = ""


# --- storing and forgetting ------------------------------------------------------------------------------


def insert_plan(values: Mapping[str, Any], entries: Iterable[StoredEntry], left_out: Any) -> int:
    """Store a plan with its entries and what it leaves alone, and return its id."""
    columns = {name: value for name, value in values.items() if name not in _JSON}
    columns |= {f"{name}_doc": doc_of(values[name]) for name in _JSON}
    plan_id = cast(int, PlanRow.insert(**columns).execute())
    LeftOutRow.insert(plan=plan_id, doc=doc_of(left_out)).execute()
    rows = ((plan_id, *entry) for entry in entries)
    bulk_upsert(PlanEntryRow, rows, ("plan", *StoredEntry._fields), update=None)
    return plan_id


def delete_plans(*, never_applied_before: float, applied_before: float) -> int:
    """Delete plans that are no longer wanted, with all that is theirs; return how many.

    One with a journal counts as applied even if no apply came to its end. A plan that is being applied stays,
    and so does the newest plan of all: SQLite would give its id again.
    """
    newest = rows_of("SELECT max(id) FROM plan")[0][0]
    journaled = PlanRow.id.in_(JournalRow.select(JournalRow.plan))
    old = PlanRow.applied_at.is_null() & (PlanRow.created_at < never_applied_before) & ~journaled
    old |= fn.COALESCE(PlanRow.applied_at, PlanRow.created_at) < applied_before
    query = PlanRow.delete().where(old, PlanRow.state != "applying", PlanRow.id != newest)
    return cast(int, query.execute())


# --- plans -----------------------------------------------------------------------------------------------


def plan_by_id(plan_id: int) -> PlanValues | None:
    """Return a plan, or None if there is none of that id."""
    return _first(f"{_SELECT} WHERE p.id = ?", (plan_id,))


def hold_plan(plan_id: int) -> PlanValues | None:
    """Return a plan and let no other transaction change it, or anything of it, before this one ends.

    Everything that changes a plan calls this first, so that writers follow each other and none waits for
    another in a circle. SQLite has only one writer anyway.
    """
    lock = " FOR NO KEY UPDATE" if isinstance(database_of(PlanRow), Postgres) else ""
    return _first(f"{_SELECT} WHERE p.id = ?{lock}", (plan_id,))


def list_plans(*, limit: int, pair: str | None = None) -> list[PlanValues]:
    """Return the plans of a pair, or all, newest first."""
    where, parameters = ("", ()) if pair is None else ("WHERE p.pair = ?", (clean(pair),))
    return _plans(f"{_SELECT} {where} ORDER BY p.id DESC LIMIT {int(limit)}", parameters)


def newest_of_pairs(kind: str, *, not_in: str) -> list[PlanValues]:
    """Return the newest plan of a kind of every pair that has one, those in the state ``not_in`` aside."""
    newest = "SELECT max(id) FROM plan WHERE kind = ? AND pair <> '' AND state <> ? GROUP BY pair"
    return _plans(f"{_SELECT} WHERE p.id IN ({newest})", (kind, not_in))


def newest_restore(kind: str, source: str, since: float) -> PlanValues | None:
    """Return the newest plan of a kind from one source made since a time (UTC seconds), None without any."""
    where = "WHERE p.kind = ? AND p.source = ? AND p.created_at >= ?"
    return _first(f"{_SELECT} {where} ORDER BY p.id DESC LIMIT 1", (kind, clean(source), since))


def written_plans() -> list[PlanValues]:
    """Return the plans of which anything was written, whatever became of them since."""
    return _plans(f"{_SELECT} WHERE {_WROTE} ORDER BY p.id", ())


def first_done() -> dict[int, str]:
    """Return the document of the first entry that was done, by its plan's id."""
    # In the order of the primary key it ends with the first; by outcome it would read all that were done.
    first = (
        "SELECT position FROM plan_entry WHERE plan_id = p.id AND outcome = 'done' ORDER BY position LIMIT 1"
    )
    sql = (
        "SELECT p.id, e.doc FROM plan AS p "
        f"JOIN plan_entry AS e ON e.plan_id = p.id AND e.position = ({first})"
    )
    return dict(rows_of(sql, ()))


def done_keys() -> dict[int, set[str]]:
    """Return the keys of the entries that were done, by their plan's id."""
    keys: dict[int, set[str]] = {}
    sql = "SELECT plan_id, key FROM plan_entry WHERE outcome <> '' AND outcome = 'done'"  # by the index
    for plan_id, key in rows_of(sql):
        keys.setdefault(plan_id, set()).add(key)
    return keys


def newest_of_targets(kind: str, *, not_in: str) -> list[PlanValues]:
    """Return the newest plan of a kind of every pair and target, those in the state ``not_in`` aside."""
    newest = "SELECT max(id) FROM plan WHERE kind = ? AND pair <> '' AND state <> ? GROUP BY pair, target"
    return _plans(f"{_SELECT} WHERE p.id IN ({newest})", (kind, not_in))


def open_of_pair(kind: str, pair: str) -> list[int]:
    """Return the ids of the open plans of a kind of a pair, oldest first."""
    sql = "SELECT id FROM plan WHERE kind = ? AND pair = ? AND state = 'open' ORDER BY id"
    return [plan_id for (plan_id,) in rows_of(sql, (kind, clean(pair)))]


def counts_since(kind: str, pair: str, since: float) -> list[dict[str, int]]:
    """Return the counts of the plans of a kind of a pair made since a time that were, or are, applied."""
    sql = (
        "SELECT counts_doc FROM plan WHERE kind = ? AND pair = ? AND created_at >= ? "
        "AND (applied_at IS NOT NULL OR state = 'applying')"
    )
    return [decode(doc) for (doc,) in rows_of(sql, (kind, clean(pair), since))]


def open_undos(plan_id: int) -> set[int]:
    """Return the ids of the open plans that undo a plan."""
    return {
        number for (number,) in rows_of("SELECT id FROM plan WHERE undoes = ? AND state = 'open'", (plan_id,))
    }


def with_empty_undo() -> set[int]:
    """Return the ids of the plans for which a plan to undo them was made since, and had nothing in it."""
    sql = (
        "SELECT o.id FROM plan AS o JOIN plan AS p ON p.undoes = o.id AND p.created_at >= o.applied_at "
        "WHERE NOT EXISTS (SELECT 1 FROM plan_entry AS e WHERE e.plan_id = p.id)"
    )
    return {plan_id for (plan_id,) in rows_of(sql, ())}


def has_written(plan_id: int) -> bool:
    """Return whether an apply of a plan wrote anything, be it half of an entry."""
    return bool(rows_of(f"SELECT 1 FROM plan AS p WHERE p.id = ? AND {_WROTE}", (plan_id,)))


def newest_after(plan_id: int) -> PlanValues | None:
    """Return the newest later plan for the same as this one, None when there is none."""
    return _first(
        f"{_SELECT} JOIN plan AS o ON {_SAME} WHERE o.id = ? ORDER BY p.id DESC LIMIT 1", (plan_id,)
    )


def ids_before(plan_id: int) -> set[int]:
    """Return the ids of the earlier plans for the same as this one."""
    sql = f"SELECT o.id FROM plan AS o JOIN plan AS p ON {_SAME} WHERE p.id = ?"
    return {older for (older,) in rows_of(sql, (plan_id,))}


def outcome_counts(plan_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return how many entries of each plan have which outcome; those without one are not counted."""
    sql = (
        "SELECT plan_id, outcome, count(*) FROM plan_entry "
        f"WHERE plan_id IN ({placeholders(plan_ids)}) AND outcome <> '' "
        "GROUP BY plan_id, outcome ORDER BY plan_id, outcome"
    )
    counts: dict[int, dict[str, int]] = {}
    for plan_id, outcome, number in rows_of(sql, plan_ids):
        counts.setdefault(plan_id, {})[outcome] = number
    return counts


def leaves_out(plan_id: int) -> bool:
    """Return whether a plan leaves anything alone."""
    return bool(rows_of("SELECT 1 FROM left_out WHERE plan_id = ? AND doc <> '[]'", (plan_id,)))


def left_out_doc(plan_id: int) -> str | None:
    """Return what a plan leaves alone as it was stored, None if there is no such plan."""
    rows = rows_of("SELECT doc FROM left_out WHERE plan_id = ?", (plan_id,))
    return rows[0][0] if rows else None


def update_plan(plan_id: int, **values: Any) -> None:
    """Set columns of a plan."""
    PlanRow.update(values).where(PlanRow.id == plan_id).execute()


# --- entries ---------------------------------------------------------------------------------------------


def stored_entries(plan_id: int) -> list[StoredEntry]:
    """Return the entries of a plan in their order."""
    return [_entry(row) for row in rows_of(f"{_ENTRY} WHERE plan_id = ? ORDER BY position", (plan_id,))]


def stored_entry(plan_id: int, position: int) -> StoredEntry | None:
    """Return one entry, or None if the plan has none at that position."""
    rows = rows_of(f"{_ENTRY} WHERE plan_id = ? AND position = ?", (plan_id, position))
    return _entry(rows[0]) if rows else None


def decision_groups(plan_id: int, positions: Iterable[int]) -> dict[tuple[str, str], int]:
    """Return how many of some entries have which decision and outcome; one statement for every chunk."""
    groups: dict[tuple[str, str], int] = {}
    for chunk in batched(positions, CHUNK):
        sql = (
            "SELECT decision, outcome, count(*) FROM plan_entry "
            f"WHERE plan_id = ? AND position IN ({placeholders(chunk)}) GROUP BY decision, outcome"
        )
        for decision, outcome, number in rows_of(sql, (plan_id, *chunk)):
            groups[decision, outcome] = groups.get((decision, outcome), 0) + number
    return groups


def set_decision(plan_id: int, positions: Iterable[int], decision: str, *, by_hand: bool) -> None:
    """Decide entries, one statement for every chunk.

    One that was decided the same by hand stays decided by hand.
    """
    for chunk in batched(positions, CHUNK):
        sql = (
            "UPDATE plan_entry SET decision = ?, by_hand = (? OR (by_hand AND decision = ?)) "
            f"WHERE plan_id = ? AND position IN ({placeholders(chunk)})"
        )
        rows_of(sql, (decision, by_hand, decision, plan_id, *chunk))


def set_edits(plan_id: int, position: int, edits_doc: str) -> None:
    """Store what was changed of an entry; what became of it before no longer counts."""
    values = {"edits_doc": edits_doc, "outcome": "", "message": ""}
    PlanEntryRow.update(values).where(
        PlanEntryRow.plan == plan_id, PlanEntryRow.position == position
    ).execute()


def set_outcomes(plan_id: int, outcomes: Iterable[tuple[int, str, str]]) -> None:
    """Store ``(position, outcome, message)`` of entries."""
    rows = ((outcome, message, plan_id, position) for position, outcome, message in outcomes)
    bulk_update(PlanEntryRow, rows, ("outcome", "message"), ("plan", "position"))


_SELECT = (
    f"SELECT {', '.join(f'p.{column}' for column in (*_COLUMNS, *(f'{name}_doc' for name in _JSON)))} "
    "FROM plan AS p"
)
_ENTRY = f"SELECT {', '.join(StoredEntry._fields)} FROM plan_entry"
# A later plan p is for the same as o: of its pair, undoing it or the same plan, restoring the same instance.
# What follows single titles of a pair takes no place of a plan of the pair itself, nor the other way round.
_SAME = (
    "p.id > o.id AND ((p.pair <> '' AND p.pair = o.pair AND (p.kind = 'twin') = (o.kind = 'twin') "
    "AND (p.target = o.target OR 'settings' NOT IN (p.mode, o.mode))) "  # a plan for each target
    "OR p.undoes = o.id OR p.undoes = o.undoes "
    "OR (p.kind = 'restore' AND o.kind = 'restore' AND p.target = o.target))"
)
# An entry that failed half-way has written something too; only its journal knows.
_WROTE = (
    "(EXISTS (SELECT 1 FROM plan_entry AS e "
    "WHERE e.plan_id = p.id AND e.outcome <> '' AND e.outcome = 'done') "
    "OR EXISTS (SELECT 1 FROM journal AS j WHERE j.plan_id = p.id AND j.position >= 0 AND j.state = 'done'))"
)


def _plans(sql: str, parameters: Sequence[Any]) -> list[PlanValues]:
    width = len(_COLUMNS)
    return [
        {
            **dict(zip(_COLUMNS, row[:width], strict=True)),
            **dict(zip(_JSON, map(decode, row[width:]), strict=True)),
        }
        for row in rows_of(sql, parameters)
    ]


def _first(sql: str, parameters: Sequence[Any]) -> PlanValues | None:
    return next(iter(_plans(sql, parameters)), None)


def _entry(row: Sequence[Any]) -> StoredEntry:
    entry = StoredEntry._make(row)
    return entry._replace(by_hand=bool(entry.by_hand))
