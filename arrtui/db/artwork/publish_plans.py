"""Queries on the plans of publishing. Run in database threads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec

from arrtui.core.artwork import NFO, PublishEntry, PublishPlan
from arrtui.db.artwork_models import PublishPlanRow
from arrtui.db.docs import doc_of
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import of_instances, rows_of
from arrtui.db.text import name_from_stored, stored_name

Line = tuple[str, str, str]
"""What an entry is about: external id, path below the title's folder, hash of the content."""
_WAITS = PublishPlanRow.approved_at.is_null() & PublishPlanRow.done_at.is_null()
KEPT = 20
"""Plans of an instance that are kept, besides those with entries that were rejected."""
_REJECTED = '"approved":false'
"""In the JSON of entries where one was rejected."""
_entries = msgspec.json.Decoder(list[PublishEntry])
_texts = msgspec.json.Decoder(list[str])
_THAT_WAIT = " AND p.approved_at IS NULL AND p.done_at IS NULL"


def save(plan: PublishPlan) -> int:
    """Store a new plan and return its id; one that waits takes the place of that of its instance that waited.

    A plan that waited and of which something was rejected is kept as done: its rejections count on.
    """
    instance_id = ensure_instance(plan.instance)
    if plan.done_at is None:
        waiting = (PublishPlanRow.instance == instance_id) & _WAITS
        rejecting = PublishPlanRow.entries_doc.contains(_REJECTED)
        PublishPlanRow.update(done_at=plan.made_at).where(waiting & rejecting).execute()
        PublishPlanRow.delete().where(waiting).execute()
    row = PublishPlanRow.insert(
        instance=instance_id,
        made_at=plan.made_at,
        done_at=plan.done_at,
        entries_doc=_doc(plan.entries),
        refusals_doc=doc_of(list(plan.refusals)),
    )
    plan_id = int(row.execute())
    _forget_old(instance_id)
    return plan_id


def _forget_old(instance_id: int) -> None:
    """Remove old plans that are done and of which nothing was rejected."""
    rows = rows_of(
        "SELECT id, entries_doc FROM art_publish_plan WHERE instance_id = ? AND done_at IS NOT NULL "
        "ORDER BY id DESC",
        (instance_id,),
    )
    old = [plan_id for plan_id, doc in rows[KEPT:] if _REJECTED not in doc]
    PublishPlanRow.delete().where(PublishPlanRow.id.in_(old)).execute()


def plan(plan_id: int) -> PublishPlan | None:
    """Return a plan, None for one that is not stored any more."""
    return next(iter(_plans("p.id = ?", (plan_id,))), None)


def is_any_approved(instance: str) -> bool:
    """Return whether a person approved a plan of an instance."""
    sql = (
        "SELECT 1 FROM art_publish_plan AS p JOIN instance AS i ON i.id = p.instance_id "
        "WHERE i.name = ? AND p.approved_at IS NOT NULL LIMIT 1"
    )
    return bool(rows_of(sql, (instance,)))


def plans(instances: Sequence[str] | None = None, *, waiting: bool = False) -> list[PublishPlan]:
    """Return the plans of some instances or all, the newest first; only those that wait, or every one."""
    where, parameters = of_instances(instances)
    return _plans(f"{where}{_THAT_WAIT if waiting else ''}", parameters)


def waiting_count(instances: Sequence[str]) -> int:
    """Return how many plans of some instances wait, without reading them: they may be large."""
    where, parameters = of_instances(instances)
    sql = (
        "SELECT count(*) FROM art_publish_plan AS p JOIN instance AS i ON i.id = p.instance_id "  # noqa: S608
        f"WHERE {where}{_THAT_WAIT}"
    )
    return int(rows_of(sql, parameters)[0][0])


def _plans(where: str, parameters: Sequence[object]) -> list[PublishPlan]:
    sql = (
        "SELECT p.id, i.name, p.made_at, p.approved_at, p.done_at, p.entries_doc, p.refusals_doc "  # noqa: S608
        "FROM art_publish_plan AS p JOIN instance AS i ON i.id = p.instance_id "
        f"WHERE {where} ORDER BY p.id DESC"
    )
    return [
        PublishPlan(
            id=plan_id,
            instance=instance,
            made_at=made_at,
            approved_at=approved_at,
            done_at=done_at,
            entries=_read(entries),
            refusals=tuple(_texts.decode(refusals)),
        )
        for plan_id, instance, made_at, approved_at, done_at, entries, refusals in rows_of(sql, parameters)
    ]


def decide(plan_id: int, lines: Sequence[Line], approved: bool | None) -> int:
    """Approve, reject or leave open some entries of a plan that waits, or all; return how many differ now."""
    known = plan(plan_id)
    if known is None or known.approved_at is not None or known.done_at is not None:
        return 0
    wanted, changed, entries = set(lines), 0, []
    for entry in known.entries:
        if (not wanted or line_of(entry) in wanted) and entry.approved is not approved:
            entry, changed = msgspec.structs.replace(entry, approved=approved), changed + 1
        entries.append(entry)
    PublishPlanRow.update(entries_doc=_doc(entries)).where(PublishPlanRow.id == plan_id).execute()
    return changed


def approve(plan_id: int, now: float) -> bool:
    """Note that a plan may be applied; return False for one that is not there or was approved before."""
    waiting = (PublishPlanRow.id == plan_id) & _WAITS
    return bool(PublishPlanRow.update(approved_at=now).where(waiting).execute())


def finish(plan_id: int, now: float) -> None:
    """Note that a plan was applied, or put away."""
    PublishPlanRow.update(done_at=now).where(PublishPlanRow.id == plan_id).execute()


def put_away(instance: str, external_ids: Collection[str], now: float) -> None:
    """Note as done the plans of an instance that wait and are about nothing but some titles."""
    for waiting in plans([instance], waiting=True):
        if all(entry.external_id in external_ids for entry in waiting.entries):
            finish(waiting.id, now)


def rejected(instance: str) -> set[Line]:
    """Return what the owner rejected in the plans of an instance, by the newest plan that has it."""
    plans_of = "art_publish_plan AS p JOIN instance AS i ON i.id = p.instance_id WHERE i.name = ?"
    sql = (
        f"SELECT p.entries_doc FROM {plans_of} AND p.id >= "  # noqa: S608
        f"(SELECT MIN(p.id) FROM {plans_of} AND p.entries_doc LIKE ?) ORDER BY p.id"
    )
    lines = set[Line]()
    for (doc,) in rows_of(sql, (instance, instance, f"%{_REJECTED}%")):
        for entry in _read(doc):
            (lines.add if entry.approved is False else lines.discard)(line_of(entry))
    return lines


def line_of(entry: PublishEntry) -> Line:
    """Return what an entry is about; an NFO is the same one whatever it says. Pure."""
    return entry.external_id, entry.relative_path, "" if entry.slot == NFO else entry.sha256


def _doc(entries: Sequence[PublishEntry]) -> str:
    """Return entries as JSON, with their paths as both databases keep them."""
    return doc_of([_with_paths(entry, stored_name) for entry in entries])


def _read(doc: str) -> tuple[PublishEntry, ...]:
    return tuple(_with_paths(entry, name_from_stored) for entry in _entries.decode(doc))


def _with_paths(entry: PublishEntry, change: Callable[[str], str]) -> PublishEntry:
    """Return an entry with its paths changed: to what databases keep, or to what is on the disk."""
    paths = {name: change(getattr(entry, name)) for name in ("relative_path", "before")}
    return msgspec.structs.replace(entry, **paths)
