"""What can be undone, and what undoing can be taken back, of everything or of one subject. Pure.

A plan that wrote something is a change. A plan that took one back is an undo. One that took an undo back has
made the change again, and is a change itself: how many plans a plan goes back through tells which it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from arrtui.core.apps import app_of
from arrtui.core.domain import SettingType
from arrtui.core.text import plural
from arrtui.features.sync.model import (
    Entry,
    EntryOutcome,
    EntrySubject,
    Op,
    Plan,
    PlanKind,
    PlanState,
    entry_key,
)

_PREPOSITIONS = {Op.ADD: "to", Op.UPDATE: "on", Op.REMOVE: "from"}
_ENDED = (PlanState.APPLIED, PlanState.SUPERSEDED)
"""States of plans whose writes stand, and that no job writes any more."""
_FINAL = frozenset({EntrySubject.RELEASE, EntrySubject.REPAIR})
"""What nothing takes back."""


class ChangeSubject(NamedTuple):
    """What a change must be about: one plan, else some entries, a pair, some instances, or anything."""

    plan: int = 0
    """Id of a plan: what is about it is the plan itself and what goes back from it."""
    pair: str = ""
    instances: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    """Keys of the entries that write it, such as a title on each of its instances."""

    @property
    def wider(self) -> ChangeSubject:
        """What around it is looked at where nothing of it was changed: the instances, without entries."""
        return self._replace(entries=frozenset())

    def concerns(self, plan: Plan, written: Collection[str] = ()) -> bool:
        """Return whether a plan, of whose entries those with the keys ``written`` were done, is about it."""
        if self.plan:
            return self.plan in (plan.id, plan.undoes)
        if self.entries:
            return not self.entries.isdisjoint(written)
        if self.pair:
            return plan.pair == self.pair
        return not self.instances or not self.instances.isdisjoint(written_instances(plan))


def title_subject(copies: Iterable[tuple[str, str, int]], instances: Iterable[str] = ()) -> ChangeSubject:
    """Return a title as a subject, else some instances.

    ``copies`` has for each its instance, external id (empty for none) and id there.
    """
    keys = (
        entry_key(instance, EntrySubject.ITEM, external_id or f"id{item_id}")
        for instance, external_id, item_id in copies
    )
    return ChangeSubject(entries=frozenset(keys), instances=frozenset(instances))


def profile_subject(instance: str, profile: str) -> ChangeSubject:
    """Return a quality profile of an instance as a subject, else the instance."""
    key = entry_key(instance, EntrySubject.SETTING, f"{SettingType.QUALITY_PROFILE.value}/{profile}")
    return ChangeSubject(entries=frozenset({key}), instances=frozenset({instance}))


EVERYTHING = ChangeSubject()
"""The subject of every change."""


def written_instances(plan: Plan) -> frozenset[str]:
    """Return the instances that a plan writes."""
    names = plan.target.split(", ") if plan.target else []
    return frozenset([*names, plan.source] if plan.mode == "union" else names)


class ChangeHistory:
    """The plans that wrote something, those applied last first."""

    def __init__(
        self,
        written: Iterable[Plan] = (),
        entries: Mapping[int, Entry] | None = None,
        spent: Collection[int] = (),
        keys: Mapping[int, Collection[str]] | None = None,
    ) -> None:
        """Make a history.

        Args:
            written: The plans that wrote something, in any state.
            entries: The first entry that was done, by its plan's id.
            spent: Ids of plans of which nothing was left to undo when that was looked at last.
            keys: The keys of all entries that were done, by their plan's id.
        """
        self._plans = {plan.id: plan for plan in sorted(written, key=lambda plan: plan.id)}
        self._entries = entries or {}
        self._keys = keys or {}
        self._undo_ids: set[int] = set()
        for plan in self._plans.values():  # a plan is younger than the one it undoes
            if plan.kind is PlanKind.UNDO and plan.undoes not in self._undo_ids:
                self._undo_ids.add(plan.id)
        final = {number for number, entry in self._entries.items() if entry.subject in _FINAL}
        final |= set(spent)
        standing = [plan for plan in self._plans.values() if plan.state in _ENDED and plan.id not in final]
        standing.sort(key=lambda plan: (plan.applied_at or plan.created_at, plan.id), reverse=True)
        self.changes = [plan for plan in standing if plan.id not in self._undo_ids]
        """What can be undone, the change made last first."""
        self.undos = [plan for plan in standing if plan.id in self._undo_ids]
        """What undoing can be taken back, the undo made last first."""

    def newest_change(self, subject: ChangeSubject = EVERYTHING) -> Plan | None:
        """Return what is undone next: the newest change of a subject, else of all; None without any."""
        return next(iter(self.changes_of(subject) or self.changes_of(subject.wider) or self.changes), None)

    def newest_undo(self, subject: ChangeSubject = EVERYTHING) -> Plan | None:
        """Return the undo that is taken back next: the newest of a subject, else of all; None without any."""
        return next(iter(self.undos_of(subject) or self.undos_of(subject.wider) or self.undos), None)

    def changes_of(self, subject: ChangeSubject) -> list[Plan]:
        """Return what can be undone of a subject, the change made last first."""
        return [plan for plan in self.changes if subject.concerns(plan, self._keys.get(plan.id, ()))]

    def undos_of(self, subject: ChangeSubject) -> list[Plan]:
        """Return the undos of a subject that can be taken back, the undo made last first."""
        return [plan for plan in self.undos if subject.concerns(plan, self._keys.get(plan.id, ()))]

    def change_from(self, plan: Plan) -> Plan | None:
        """Return what is undone from within a plan: itself, be it an undo, else the newest of its pair."""
        itself = [standing for standing in (*self.changes, *self.undos) if standing.id == plan.id]
        of_pair = self.changes_of(ChangeSubject(pair=plan.pair)) if plan.pair else []
        return next(iter(itself or self.changes_of(ChangeSubject(plan.id)) or of_pair), None)

    def undo_from(self, plan: Plan) -> Plan | None:
        """Return which undo is taken back from within a plan: its own, or itself, else the pair's newest."""
        of_pair = self.undos_of(ChangeSubject(pair=plan.pair)) if plan.pair else []
        return next(iter(self.undos_of(ChangeSubject(plan.id)) or of_pair), None)

    def text(self, plan: Plan) -> str:
        """Return what a change wrote in few words, as ``3 movies to radarr.4k``; of an undo what it undid."""
        if plan.id in self._undo_ids:
            undone = self._plans.get(plan.undoes or 0)
            return self.text(undone) if undone else f"plan {plan.id}"
        return change_text(plan, self._entries.get(plan.id))


def change_text(plan: Plan, first: Entry | None) -> str:
    """Return what a plan wrote in a few words; ``first`` is its first entry that was done."""
    done = plan.outcomes.get(EntryOutcome.DONE, 0)
    if first is None or not done:
        return f"part of plan {plan.id}"
    instances = sorted(written_instances(plan))
    where = instances[0] if len(instances) == 1 else plural(len(instances), "instance")
    ops = {op for op in Op if getattr(plan.counts, op)}
    return f"{_what(plan, first, done)} {_PREPOSITIONS[ops.pop()] if len(ops) == 1 else 'on'} {where}"


def _what(plan: Plan, first: Entry, done: int) -> str:
    if done == 1:
        return first.title
    if plan.kind is PlanKind.RESTORE:  # of titles and settings together
        return plural(done, "change")
    if first.subject is not EntrySubject.ITEM:
        return plural(done, first.subject.value)
    kinds = {app_of(name).kind for name in written_instances(plan)}
    return plural(done, "title") if len(kinds) > 1 else app_of(first.instance).title.count(done)
