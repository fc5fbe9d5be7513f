"""Open plans for review with what has changed since; summarize actions and save them as plans.

Every function runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from arrtui.core.apps import app_of
from arrtui.core.domain import EntityType, Setting, SettingType
from arrtui.db import estate
from arrtui.db.journal import refused_tests
from arrtui.db.records import stored_docs
from arrtui.db.snapshots import latest_complete
from arrtui.features.sync import store
from arrtui.features.sync.actions import (
    Action,
    ActionKind,
    ActionSummary,
    TitleMove,
    check_action,
    plan_action,
    summarize,
    title_moves,
)
from arrtui.features.sync.fields.metadata_profiles import DROPPING, drop_warning
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import (
    OVER,
    Decision,
    EntryOutcome,
    EntrySubject,
    Op,
    Plan,
    PlanDraft,
    PlanKind,
    PlannedEntry,
    Side,
)
from arrtui.features.sync.stale import stale_entries

_NOUNS = {Op.ADD: "additions", Op.UPDATE: "updates", Op.REMOVE: "removals"}


@dataclass(frozen=True)
class OpenPlan:
    """A plan with all that a review needs."""

    plan: Plan
    entries: list[PlannedEntry]
    stale: dict[int, str]
    """Position → what has changed since the plan was made, as a sentence."""
    lock: str
    """Why it cannot be applied now, as a sentence; empty when it can."""
    leaves_out: bool = True
    """Whether there are titles that it leaves alone."""
    refused_tests: frozenset[str] = frozenset()
    """Keys of entries on providers that an app could not use; they may be saved all the same."""


class Choices(NamedTuple):
    """The names an instance has to choose from, each sorted."""

    profiles: Mapping[str, tuple[str, ...]]
    """Field of :data:`.TITLE_PROFILES` → the names, for each kind of profile that the app has."""
    roots: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def by_field(self) -> dict[str, tuple[str, ...]]:
        """The names to choose from for each field of a title that holds some."""
        return {**self.profiles, "root_folder": self.roots, "tags": self.tags}


def open_plan(plan_id: int) -> OpenPlan:
    """Return a plan for review. Raises NoSuchPlanError.

    Its entries are compared with the instances only once a newer snapshot is stored.
    """
    plan, entries = store.plan(plan_id), store.entries(plan_id)
    over = plan.state in OVER
    waiting = [planned for planned in entries if planned.outcome is EntryOutcome.NONE and not over]
    instance_ids, stale = estate.instance_ids(), dict[int, str]()
    latest = {name: latest_complete(instance_ids[name]) for name in plan.snapshots if name in instance_ids}
    newer = any(row is not None and row.id != plan.snapshots[name] for name, row in latest.items())
    if waiting and newer:
        sides = {name: load_side(name) for name in plan.snapshots}
        stale = stale_entries(waiting, sides, sides.get(plan.source))
    failed = (planned.entry for planned in entries if planned.outcome is EntryOutcome.FAILED)
    may_force = any(entry.subject is EntrySubject.SETTING for entry in failed)
    refused = frozenset(refused_tests() if may_force else ())
    lock = lock_reason(plan.locked, entries)
    return OpenPlan(plan, entries, stale, lock, store.leaves_out(plan_id), refused)


def profile_costs(entries: Sequence[PlannedEntry]) -> list[str]:
    """Return which albums entries as they are edited cost with the next refresh, as sentences.

    Additions cost nothing: what they get is what their profile allows.
    """
    costs = []
    for planned in entries:
        entry = planned.entry
        if entry.op is Op.UPDATE and any(planned.after.get(name) for name in DROPPING):
            side = load_side(entry.instance, episodes=True, only={entry.external_id})
            if warning := drop_warning(planned.after, side, entry.item_id):
                costs.append(f"{entry.title}: {warning}")
    return costs


def lock_reason(locked: str, entries: Sequence[PlannedEntry]) -> str:
    """Return why apply is locked now, as sentences; empty when it is not. Pure.

    ``locked`` is the limit that was exceeded (:attr:`.PlanDraft.locked`). It holds as long as any entry it
    concerns is undecided, or was approved together with others. What was rejected needs no second look,
    however it was rejected.
    """
    waiting = [
        planned.entry.op
        for planned in entries
        if planned.entry.by_hand
        and planned.decision is not Decision.REJECTED
        and (planned.decision is Decision.UNDECIDED or not planned.by_hand)
    ]
    if not locked or not waiting:
        return ""
    counts = [f"{waiting.count(op):,} {noun}" for op, noun in _NOUNS.items() if op in waiting]
    return f"{locked} Approve or reject each by itself: {' and '.join(counts)} left."


def instance_choices(instance: str) -> Choices:
    """Return what can be chosen on an instance, as it is stored."""
    instance_id = estate.instance_ids().get(instance)
    docs = {} if instance_id is None else stored_docs(instance_id, EntityType.SETTING)
    settings = [msgspec.json.decode(doc, type=Setting) for doc in docs.values()]

    def names(type_: SettingType) -> tuple[str, ...]:
        return tuple(sorted(setting.name for setting in settings if setting.type == type_))

    return Choices(
        {profile.name: names(profile.type) for profile in app_of(instance).profiles},
        names(SettingType.ROOT_FOLDER),
        names(SettingType.TAG),
    )


def summarize_action(action: Action) -> list[ActionSummary]:
    """Return what an action would do, instance by instance. Raises ActionError."""
    return summarize(action, {side.instance: side for side in _sides(action)})


def action_moves(action: Action) -> list[TitleMove]:
    """Return the folders that the apps would move for an action. Raises ActionError."""
    return title_moves(action, {side.instance: side for side in _sides(action)})


def save_action(action: Action, now: float) -> int | None:
    """Store an action as a plan whose entries are approved; None when there is nothing to do.

    Raises ActionError for a name that an instance does not have.
    """
    sides = list(_sides(action))
    for side in sides:
        check_action(action, side)
    drafts = [plan_action(action, side) for side in sides]
    draft = PlanDraft(
        entries=[entry for part in drafts for entry in part.entries],
        left_out=[title for part in drafts for title in part.left_out],
        kind=PlanKind.ACTION,
        source=action.kind.value.replace("_", " "),
        target=", ".join(side.instance for side in sides),
        snapshots={side.instance: side.snapshot for side in sides},
        decision=Decision.APPROVED,
    )
    return store.save(draft, now) if draft.entries else None


def _sides(action: Action) -> Iterable[Side]:
    """Yield the sides an action concerns, with episodes where single ones are meant or may be lost."""
    parts = any(target.episodes or target.seasons for target in action.targets)
    parts = parts or (action.kind is ActionKind.PROFILE and action.profile_kind.drops_children)
    for name in action.instances:
        yield load_side(name, episodes=parts)
