"""Store plans: save, read, decide, edit, journal and delete them.

Every function runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``; what one of
them writes is stored as a whole. Times are UTC seconds since the epoch. All of them raise
:class:`~arrtui.core.errors.NoSuchPlanError` for a plan that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from arrtui.db import journal
from arrtui.db import plans as rows
from arrtui.db.docs import doc_of
from arrtui.db.journal import NewStep, Step, StepEnd
from arrtui.db.plans import PlanValues, StoredEntry
from arrtui.features.sync.changes import ChangeHistory
from arrtui.features.sync.model import (
    FORCE_SAVE,
    Counts,
    Decision,
    Entry,
    EntryOutcome,
    Fields,
    LeftOut,
    Op,
    Plan,
    PlanDraft,
    PlanKind,
    PlannedEntry,
    PlanState,
    Why,
)
from arrtui.features.sync.refusals import (
    check_decision,
    check_discard,
    check_edit,
    check_not_discarded,
    no_such_entry,
    no_such_plan,
    untested,
)

KEEP_APPLIED = 365 * 86_400.0
"""Seconds for which an applied plan can be undone longer than one never applied is kept."""
EntryResult = tuple[int, EntryOutcome, str]
"""Position of an entry, its outcome, and the message about that."""
_SHARED = ("kind", "pair", "source", "target", "mode", "undoes", "snapshots", "locked", "notes")
"""Fields of a draft that its stored plan has too."""


# --- plans -----------------------------------------------------------------------------------------------


def count(draft: PlanDraft) -> Counts:
    """Return the counts of a draft."""
    ops = [entry.op for entry in draft.entries]
    why = [title.why for title in draft.left_out]
    return Counts(
        add=ops.count(Op.ADD),
        update=ops.count(Op.UPDATE),
        remove=ops.count(Op.REMOVE),
        same=why.count(Why.SAME),
        filtered=why.count(Why.FILTERED),
        excluded=why.count(Why.EXCLUDED),
        warnings=sum(bool(entry.warnings) for entry in draft.entries),
    )


def save(draft: PlanDraft, now: float) -> int:
    """Store a draft as an open plan and return its id.

    A plan that undoes another belongs to the other's pair unless the draft names one.
    """
    values = {name: getattr(draft, name) for name in _SHARED}
    if draft.undoes is not None and not draft.pair:
        values["pair"] = _hold(draft.undoes)["pair"]
    entries = (
        StoredEntry(
            position,
            entry.key,
            entry.instance,
            entry.op,
            doc_of(entry),
            Decision.UNDECIDED if entry.by_hand else draft.decision,
        )
        for position, entry in enumerate(draft.entries)
    )
    return rows.insert_plan(
        values | {"created_at": now, "counts": count(draft)}, entries, left_out=draft.left_out
    )


def plan(plan_id: int) -> Plan:
    """Return a plan without its entries."""
    return _plans([_existing(rows.plan_by_id(plan_id), plan_id)])[0]


def plans(limit: int = 50, pair: str | None = None) -> list[Plan]:
    """Return the plans of every kind, of one pair or of all, newest first."""
    return _plans(rows.list_plans(limit=limit, pair=pair))


def last_of_pairs() -> dict[str, Plan]:
    """Return the newest plan of each pair that was made from the pair itself, not to undo another.

    One that was discarded does not count.
    """
    newest = rows.newest_of_pairs(PlanKind.SYNC, not_in=PlanState.DISCARDED)
    return {plan.pair: plan for plan in _plans(newest)}


def last_of_settings() -> dict[tuple[str, str], Plan]:
    """Return the newest plan of each sync of settings and target; one that was discarded does not count."""
    newest = rows.newest_of_targets(PlanKind.SETTINGS, not_in=PlanState.DISCARDED)
    return {(plan.pair, plan.target): plan for plan in _plans(newest)}


def last_restore(snapshot: str, since: float) -> Plan | None:
    """Return the newest plan since a time that goes back to a snapshot, such as ``radarr.main@12``."""
    newest = rows.newest_restore(PlanKind.RESTORE, snapshot, since)
    return _plans([newest])[0] if newest else None


def changes() -> ChangeHistory:
    """Return the plans that wrote something, for what can be undone and what undoing can be taken back."""
    decode = msgspec.json.Decoder(Entry).decode
    entries = {plan_id: decode(doc) for plan_id, doc in rows.first_done().items()}
    return ChangeHistory(_plans(rows.written_plans()), entries, rows.with_empty_undo(), rows.done_keys())


def open_undos(plan_id: int) -> set[int]:
    """Return the ids of the open plans that undo a plan."""
    return rows.open_undos(plan_id)


def has_written(plan_id: int) -> bool:
    """Return whether a plan has written anything, so that it can be undone."""
    _existing(rows.plan_by_id(plan_id), plan_id)
    return rows.has_written(plan_id)


def has_removed(plan_id: int, instance: str) -> bool:
    """Return whether a plan has removed anything from an instance."""
    return any(
        planned.entry.instance == instance
        and planned.entry.op is Op.REMOVE
        and planned.outcome in (EntryOutcome.DONE, EntryOutcome.CHANGED_BACK)
        for planned in entries(plan_id)
    )


def end_apply(plan_id: int, now: float) -> None:
    """Set the state of a plan that no job writes any more; one of which nothing was written is open again."""
    wrote = plan(plan_id).outcomes or steps(plan_id)
    set_state(plan_id, PlanState.APPLIED if wrote else PlanState.OPEN, now)


def newer_plan(plan_id: int) -> Plan | None:
    """Return the newest plan made later for the same: the pair, what is undone, the instance restored."""
    values = rows.newest_after(plan_id)
    return _plans([values])[0] if values else None


def older_plans(plan_id: int) -> set[int]:
    """Return the ids of the plans that a plan is newer than, as :func:`newer_plan` says."""
    return rows.ids_before(plan_id)


def supersede(plan_id: int, now: float) -> None:
    """End a plan whose apply did not come to its end; what it wrote can be undone."""
    _hold(plan_id)
    rows.update_plan(plan_id, state=PlanState.SUPERSEDED, applied_at=now)


def discard(plan_id: int) -> None:
    """Put an open plan away, so that it can be neither decided nor applied any more.

    Whether a job is about to apply it is for the caller to know. Raises
    :class:`~arrtui.core.errors.DecisionRefusedError` as :func:`.refusals.check_discard` says.
    """
    check_discard(plan_id, PlanState(_hold(plan_id)["state"]), written=rows.has_written(plan_id))
    rows.update_plan(plan_id, state=PlanState.DISCARDED)


def set_state(plan_id: int, state: PlanState, now: float) -> None:
    """Put a plan in a state; ``now`` is when an apply ended.

    Once a plan that undoes another was applied, the other is undone, unless nothing came of any entry. Raises
    :class:`~arrtui.core.errors.DecisionRefusedError` for a plan that was discarded.
    """
    held = _hold(plan_id)
    check_not_discarded(plan_id, PlanState(held["state"]))
    undoes = held["undoes"]
    if state is not PlanState.APPLIED:
        rows.update_plan(plan_id, state=state)
        return
    rows.update_plan(plan_id, state=state, applied_at=now)
    outcomes = rows.outcome_counts([plan_id]).get(plan_id, {})
    if undoes is not None and outcomes.keys() & {EntryOutcome.DONE, EntryOutcome.SKIPPED}:
        rows.update_plan(undoes, state=PlanState.UNDONE)


def prune(before: float) -> int:
    """Delete plans made before a time and never applied; return how many were deleted.

    Applied ones are deleted :data:`KEEP_APPLIED` later, with the journal that undoing needs. A plan that
    is being applied and the newest of all stay.
    """
    return rows.delete_plans(never_applied_before=before, applied_before=before - KEEP_APPLIED)


# --- entries ---------------------------------------------------------------------------------------------


def entries(plan_id: int) -> list[PlannedEntry]:
    """Return the entries of a plan in their order."""
    _existing(rows.plan_by_id(plan_id), plan_id)
    decode = msgspec.json.Decoder(Entry).decode
    return [
        PlannedEntry(
            position=stored.position,
            entry=decode(stored.doc),
            decision=Decision(stored.decision),
            by_hand=stored.by_hand,
            edits=msgspec.json.decode(stored.edits_doc),
            outcome=EntryOutcome(stored.outcome),
            message=stored.message,
        )
        for stored in rows.stored_entries(plan_id)
    ]


def leaves_out(plan_id: int) -> bool:
    """Return whether a plan leaves anything alone, without reading what."""
    return rows.leaves_out(plan_id)


def left_out(plan_id: int) -> list[LeftOut]:
    """Return what a plan leaves alone, and why: possibly tens of thousands of titles."""
    doc = rows.left_out_doc(plan_id)
    if doc is None:
        raise no_such_plan(plan_id)
    return msgspec.json.decode(doc, type=list[LeftOut])


def decide(plan_id: int, positions: Iterable[int], decision: Decision, *, by_hand: bool = False) -> None:
    """Store a decision on entries; with ``by_hand`` each was decided by itself. All are decided or none.

    An entry decided by hand keeps that mark when it is decided the same again with others. Raises
    :class:`~arrtui.core.errors.DecisionRefusedError` as :func:`.refusals.check_decision` says.
    """
    chosen = sorted(set(positions))
    plan_state = PlanState(_hold(plan_id)["state"])
    groups = rows.decision_groups(plan_id, chosen)
    if sum(groups.values()) < len(chosen):
        raise no_such_entry(plan_id)
    check_decision(plan_id, plan_state, groups, decision)
    rows.set_decision(plan_id, chosen, decision, by_hand=by_hand)


def edit(plan_id: int, position: int, edits: Fields) -> None:
    """Replace the user's edits of an entry's ``after``; an empty mapping removes them.

    The outcome of an earlier apply is deleted, as it was about other values. Raises
    :class:`~arrtui.core.errors.DecisionRefusedError` as :func:`.refusals.check_edit` says.
    """
    plan_state = PlanState(_hold(plan_id)["state"])
    stored = rows.stored_entry(plan_id, position)
    if stored is None:
        raise no_such_entry(plan_id)
    written = stored.outcome == EntryOutcome.DONE or journal.may_have_written(plan_id, position)
    check_edit(plan_id, plan_state, Decision(stored.decision), Op(stored.op), written=written)
    rows.set_edits(plan_id, position, doc_of(edits))


def force_save(plan_id: int, position: int) -> None:
    """Have a provider saved although the app cannot use it, once that was seen.

    Raises :class:`~arrtui.core.errors.DecisionRefusedError` where it was not, and as :func:`edit` does.
    """
    stored = rows.stored_entry(plan_id, position)
    if stored is None:
        raise no_such_entry(plan_id)
    if stored.key not in journal.refused_tests():
        raise untested(plan_id, stored.key)
    edit(plan_id, position, {**msgspec.json.decode(stored.edits_doc), FORCE_SAVE: True})


def set_outcomes(plan_id: int, outcomes: Iterable[EntryResult]) -> None:
    """Store the outcomes of entries."""
    _hold(plan_id)
    rows.set_outcomes(plan_id, outcomes)


# --- the journal -----------------------------------------------------------------------------------------


def begin_steps(plan_id: int, steps: Sequence[NewStep], now: float) -> list[int]:
    """Store steps that are about to be taken and return their ids in the same order."""
    _hold(plan_id)
    return journal.insert_steps(plan_id, steps, now)


def end_steps(plan_id: int, ends: Sequence[StepEnd], outcomes: Iterable[EntryResult], now: float) -> None:
    """Store how steps ended, and with them the outcomes of their entries."""
    _hold(plan_id)
    journal.close_steps(plan_id, ends, now)
    rows.set_outcomes(plan_id, outcomes)


def mark_read_back(plan_id: int, step_ids: Sequence[int], now: float) -> None:
    """Store that the instance was seen to have what steps wrote."""
    _hold(plan_id)
    journal.mark_read_back(plan_id, step_ids, now)


def steps(plan_id: int) -> list[Step]:
    """Return the journal of a plan in the order in which its steps were begun."""
    _existing(rows.plan_by_id(plan_id), plan_id)
    return journal.steps_of(plan_id)


# --- from rows -------------------------------------------------------------------------------------------


def _hold(plan_id: int) -> PlanValues:
    """Return a plan that nobody else changes before the transaction ends."""
    return _existing(rows.hold_plan(plan_id), plan_id)


def _existing(values: PlanValues | None, plan_id: int) -> PlanValues:
    if values is None:
        raise no_such_plan(plan_id)
    return values


def _plans(stored: Sequence[PlanValues]) -> list[Plan]:
    """Return stored plans with how many of their entries have which outcome."""
    outcomes = rows.outcome_counts([values["id"] for values in stored])
    return [msgspec.convert(values | {"outcomes": outcomes.get(values["id"], {})}, Plan) for values in stored]
