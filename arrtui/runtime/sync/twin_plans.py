"""Plans of touched titles of a pair: made from what is stored, and stored in two parts.

What is written unasked is a plan of its own, so that it can be undone as one. What waits for somebody
collects in one open plan of the pair: it is made anew with what came before, and only its first version is
told of.

Every function runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from arrtui.core.errors import DecisionRefusedError
from arrtui.db import estate, plans
from arrtui.db.titles import item_ids_of
from arrtui.features.sync import store
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import (
    Decision,
    Entry,
    EntryOutcome,
    Fields,
    Op,
    PlanDraft,
    PlanKind,
    PlannedEntry,
)
from arrtui.features.sync.planning.divide import BURST_SECONDS, Division, RecentWrites, TwinLevel, divide
from arrtui.runtime.sync.plans import plan_pair
from arrtui.runtime.sync.unfinished import discard_plan

if TYPE_CHECKING:
    from arrtui.core.config.sync import SyncPair


@dataclass(frozen=True)
class TouchedPlan:
    """A plan of touched titles before it is stored."""

    draft: PlanDraft
    touched: frozenset[str] | None
    """External ids; None for all titles of the pair."""
    replaced: tuple[int, ...]
    """The open plans of touched titles of the pair, whose titles are in it too."""


class SavedPlans(NamedTuple):
    """The stored parts of a plan; None where there is nothing of that kind."""

    plan: int | None
    """Approved: what is written unasked."""
    review: int | None
    """Open: what waits for somebody."""
    is_news: bool
    """Whether nothing of the pair waited before."""


def known_titles(instance: str, external_ids: Collection[str]) -> list[int]:
    """Return the app's ids of the titles of an instance that are stored with one of some external ids."""
    return item_ids_of(estate.instance_ids()[instance], external_ids)


def has_unknown_names(instance: str, external_ids: Collection[str]) -> bool:
    """Return whether titles of an instance have a tag or profile whose name is not stored yet."""
    titles = load_side(instance, only=external_ids).titles
    return any(len(title.tags) < len({*title.item.tags}) or not title.profile for title in titles)


def plan_touched_titles(
    pair: SyncPair, external_ids: Collection[str] | None, max_shrink: int, now: float
) -> TouchedPlan:
    """Plan a pair for some titles only, None for all, and for those that wait already.

    Raises PairError for names that do not exist, NoSuchSnapshotError where nothing is stored.
    """
    replaced = plans.open_of_pair(PlanKind.TWIN, pair.name)
    waiting = {planned.entry.external_id for plan_id in replaced for planned in store.entries(plan_id)}
    touched = None if external_ids is None else frozenset(external_ids)
    only = None if touched is None else touched | waiting
    draft = replace(plan_pair(pair, {}, max_shrink, now, only), kind=PlanKind.TWIN)
    return TouchedPlan(draft, touched, tuple(replaced))


def divide_touched(made: TouchedPlan, pair: SyncPair, level: TwinLevel, now: float) -> Division:
    """Divide a plan, with what was written of the pair just before in mind."""
    counts = plans.counts_since(PlanKind.TWIN, pair.name, now - BURST_SECONDS)
    additions = sum(number.get("add", 0) for number in counts)
    updates = sum(number.get("update", 0) for number in counts)
    return divide(made.draft, pair, made.touched, level, RecentWrites(additions + updates, additions))


def save_division(made: TouchedPlan, division: Division, now: float) -> SavedPlans:
    """Store both parts of a plan; what waited before is in the new open plan, with what was decided."""
    before = [planned for plan_id in made.replaced for planned in store.entries(plan_id)]
    plan = review = None
    if division.unasked:
        approved = replace(
            made.draft, entries=division.unasked, left_out=[], locked="", decision=Decision.APPROVED
        )
        plan = store.save(approved, now)
    is_same = _content(planned.entry for planned in before) == _content(division.waiting)
    if len(made.replaced) == 1 and is_same:
        return SavedPlans(plan, made.replaced[0], is_news=False)
    for plan_id in made.replaced:
        with suppress(DecisionRefusedError):  # somebody applies it just now
            discard_plan(plan_id)
    if division.waiting:
        review = store.save(replace(made.draft, entries=division.waiting), now)
        _decide_again(review, before)
    return SavedPlans(plan, review, is_news=review is not None and not made.replaced)


def written_titles(plan_id: int, instance: str) -> frozenset[int] | None:
    """Return the app's ids of what a plan of touched titles wrote to an instance; None for any other plan.

    One that removed something is looked at as any other plan is.
    """
    if store.plan(plan_id).kind is not PlanKind.TWIN or store.has_removed(plan_id, instance):
        return None
    entries = {planned.position: planned.entry for planned in store.entries(plan_id)}
    steps = [step for step in store.steps(plan_id) if step.instance == instance and step.position in entries]
    ids = {int(step.result.get("item_id", 0)) or entries[step.position].item_id for step in steps}
    return frozenset(ids - {0})


def _content(entries: Iterable[Entry]) -> list[tuple[str, Op, Fields]]:
    """Return what entries write."""
    return [(entry.key, entry.op, entry.after) for entry in entries]


def _decide_again(plan_id: int, before: Sequence[PlannedEntry]) -> None:
    """Decide the entries of a plan as the same entries of plans before it were decided."""
    earlier = {
        planned.entry.key: planned
        for planned in before
        if planned.decision is not Decision.UNDECIDED and planned.outcome is EntryOutcome.NONE
    }
    for planned in store.entries(plan_id):
        old = earlier.get(planned.entry.key)
        if old is not None and (old.entry.op, old.entry.after) == (planned.entry.op, planned.entry.after):
            store.decide(plan_id, [planned.position], old.decision, by_hand=old.by_hand)
