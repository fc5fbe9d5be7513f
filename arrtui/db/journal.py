"""SQL statements on the journal of plans: the steps of an apply and how they ended.

A step is stored as begun before anything is sent, in a transaction of its own, and ended in another one
together with what became of its entries. A step that was cut off in between stays begun: whoever goes on with
the plan must look whether it was written.
"""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from typing import Any, NamedTuple

import msgspec

from arrtui.core.domain import decode
from arrtui.db.bulk import bulk_update, bulk_upsert
from arrtui.db.docs import doc_of
from arrtui.db.plan_models import JournalRow
from arrtui.db.reading import rows_of

WHOLE_PLAN = -1
"""Position of a step that belongs to no single entry."""


class NewStep(msgspec.Struct, frozen=True):
    """A step about to be taken."""

    position: int
    """Of the entry, :data:`WHOLE_PLAN` for none."""
    step: str
    """What is done: ``add``, ``edit``, …"""
    instance: str
    before: dict[str, Any] | None = None
    """What the instance has, None where it has nothing."""
    wanted: dict[str, Any] = {}


class StepEnd(msgspec.Struct, frozen=True):
    """How a step ended."""

    id: int
    state: str
    """``done``, ``failed`` or ``unconfirmed``."""
    result: dict[str, Any] = {}
    """What undoing needs to know, as the id of what was added."""
    message: str = ""
    """The app's own words."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the journal. Times are UTC seconds since the epoch."""

    id: int
    plan: int
    position: int
    """Of the entry, :data:`WHOLE_PLAN` for none."""
    step: str
    instance: str
    state: str = "begun"
    """``begun``, ``done``, ``failed``, or ``unconfirmed``: cut off, and nothing of it was there
    afterwards, though the app may have gone on with it."""
    before: dict[str, Any] | None = None
    wanted: dict[str, Any] = {}
    result: dict[str, Any] = {}
    message: str = ""
    begun_at: float = 0.0
    ended_at: float | None = None
    read_back_at: float | None = None
    """When the instance was seen to have what it wrote; None before, and where it was changed back."""


def insert_steps(plan_id: int, steps: Sequence[NewStep], now: float) -> list[int]:
    """Store steps as begun and return their ids in the same order.

    The caller holds the plan (:func:`arrtui.db.plans.hold_plan`), so that the newest steps are these.
    """
    last = rows_of("SELECT coalesce(max(id), 0) FROM journal WHERE plan_id = ?", (plan_id,))[0][0]
    rows = (
        (
            *(plan_id, step.position, step.step, step.instance),
            *(None if step.before is None else doc_of(step.before), doc_of(step.wanted), now),
        )
        for step in steps
    )
    bulk_upsert(JournalRow, rows, _NEW, update=None)
    sql = "SELECT id FROM journal WHERE plan_id = ? AND id > ? ORDER BY id"
    return [step_id for (step_id,) in rows_of(sql, (plan_id, last))]


def close_steps(plan_id: int, ends: Sequence[StepEnd], now: float) -> None:
    """Store how steps of a plan ended."""
    rows = ((end.state, doc_of(end.result), end.message, now, plan_id, end.id) for end in ends)
    bulk_update(JournalRow, rows, ("state", "result_doc", "message", "ended_at"), ("plan", "id"))


def mark_read_back(plan_id: int, step_ids: Sequence[int], now: float) -> None:
    """Store that the instance was seen to have what steps of a plan wrote."""
    rows = ((now, plan_id, step_id) for step_id in step_ids)
    bulk_update(JournalRow, rows, ("read_back_at",), ("plan", "id"))


def steps_of(plan_id: int) -> list[Step]:
    """Return the steps of a plan in the order in which they were begun."""
    sql = f"SELECT {_STORED} FROM journal WHERE plan_id = ? ORDER BY id"
    steps = []
    for row in rows_of(sql, (plan_id,)):
        values = dict(zip(Step.__struct_fields__, row, strict=True))
        values["before"] = None if values["before"] is None else decode(values["before"])
        steps.append(Step(**values | {name: decode(values[name]) for name in ("wanted", "result")}))
    return steps


def may_have_written(plan_id: int, position: int) -> bool:
    """Return whether anything of an entry was written, or may have been before its step was cut off."""
    sql = "SELECT 1 FROM journal WHERE plan_id = ? AND position = ? AND state <> 'failed' LIMIT 1"
    return bool(rows_of(sql, (plan_id, position)))


def refused_tests() -> set[str]:
    """Return the keys of entries on providers that an app could not use, of every plan.

    Whoever makes a newer plan of the same has seen what became of the older one.
    """
    sql = (
        "SELECT DISTINCT e.key FROM journal AS j "
        "JOIN plan_entry AS e ON e.plan_id = j.plan_id AND e.position = j.position "
        "WHERE j.step = 'test' AND j.state = 'failed'"
    )
    return {key for (key,) in rows_of(sql)}


class OwnRemovals(NamedTuple):
    """What arrtui has removed from an instance itself."""

    titles: Set[str] = frozenset()
    """External ids of titles."""
    settings: Set[str] = frozenset()
    """Keys of settings, ``TYPE/ID``."""


def own_removals(instance: str, since: float) -> OwnRemovals:
    """Return what arrtui has removed from an instance since a time, in UTC seconds.

    A title that it has added again later is not among it. A setting never comes back under its id.
    """
    sql = (
        "SELECT j.step, e.op, e.doc, j.result_doc FROM journal AS j "
        "JOIN plan_entry AS e ON e.plan_id = j.plan_id AND e.position = j.position "
        "WHERE j.instance = ? AND j.step IN ('add', 'remove', 'setting') AND j.state = 'done' "
        "AND j.ended_at >= ? ORDER BY j.ended_at, j.id"
    )
    last_steps: dict[str, str] = {}
    settings: set[str] = set()
    for step, op, doc, result in rows_of(sql, (instance, since)):
        ident = decode(doc)["ident"]
        if step != "setting":
            last_steps[ident] = step
        elif op == "remove":
            type_, _, _ = ident.partition("/")
            settings.add(f"{type_}/{decode(result).get('id', 0)}")
    return OwnRemovals({ident for ident, step in last_steps.items() if step == "remove"}, settings)


def steps_since(instance: str, since: float) -> dict[str, set[str]]:
    """Return what was written to an instance since a time (UTC seconds): steps by external id of the title.

    A step that was cut off counts too, as the app may have gone on with it.
    """
    sql = (
        "SELECT j.step, e.doc FROM journal AS j "
        "JOIN plan_entry AS e ON e.plan_id = j.plan_id AND e.position = j.position "
        "WHERE j.instance = ? AND j.state <> 'failed' AND coalesce(j.ended_at, j.begun_at) >= ?"
    )
    steps: dict[str, set[str]] = {}
    for step, doc in rows_of(sql, (instance, since)):
        entry = decode(doc)
        if ident := entry.get("parent") or entry.get("ident"):
            steps.setdefault(ident, set()).add(step)
    return steps


def edited_since(instance: str, since: float, fields: Collection[str]) -> set[str]:
    """Return the external ids of titles of which one of these fields was written since a time."""
    sql = (
        "SELECT j.wanted_doc, e.doc FROM journal AS j "
        "JOIN plan_entry AS e ON e.plan_id = j.plan_id AND e.position = j.position "
        "WHERE j.instance = ? AND j.step = 'edit' AND j.state = 'done' AND j.ended_at >= ?"
    )
    rows = rows_of(sql, (instance, since))
    return {decode(doc)["ident"] for wanted, doc in rows if not decode(wanted).keys().isdisjoint(fields)}


_NEW = ("plan", "position", "step", "instance", "before_doc", "wanted_doc", "begun_at")
_STORED = (
    "id, plan_id, position, step, instance, state, before_doc, wanted_doc, result_doc, message, begun_at, "
    "ended_at, read_back_at"
)
