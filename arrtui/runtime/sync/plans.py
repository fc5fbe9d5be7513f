"""Make plan drafts from stored data: load the sides and leave the comparing to pure functions.

Every function runs in a database thread, inside ``Database.reading()``; what it returns is stored later.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from arrtui.core.config.sync import SyncMap, SyncPair
from arrtui.core.domain import RecordKey
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db import estate, snapshots
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.find import find_snapshot
from arrtui.features.backup.rebuild import state_at
from arrtui.features.sync import store
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Decision, PlanDraft, PlanKind, Side, States
from arrtui.features.sync.planning.check import check_pair
from arrtui.features.sync.planning.filters import needs_files
from arrtui.features.sync.planning.guards import distrust_reason
from arrtui.features.sync.planning.make import make_copy, make_plan
from arrtui.features.sync.revert.narrowing import make_narrow_restore, narrowing_of
from arrtui.features.sync.revert.restore import make_restore
from arrtui.features.sync.revert.undo import make_undo


def job_result(draft: PlanDraft) -> dict[str, Any]:
    """Return the result of the job that made a draft, as the result line has it."""
    return {
        "pair": draft.pair,
        **msgspec.to_builtins(store.count(draft)),
        "locked": draft.locked or None,
        "held_back": draft.held_back,
        "notes": list(draft.notes),
    }


def plan_pair(
    pair: SyncPair,
    trouble: Mapping[str, str],
    max_shrink: int,
    now: float,
    only: Collection[str] | None = None,
) -> PlanDraft:
    """Plan a pair. ``trouble`` has the reason for each instance that could not be read just now.

    With ``only`` it is narrowed to the titles with these external ids. Raises PairError for names that do
    not exist, NoSuchSnapshotError where nothing is stored.
    """
    files, episodes = needs_files(pair.filter), pair.compares_children
    by_both = pair.mode != "add"  # a union adds from the target, a mirror asks what there it is about
    old = find_snapshot(pair.source_instance, pair.source_when, now) if pair.source_when else None

    def judged(name: str, at: SnapshotRow | None = None) -> str:
        if trouble.get(name):
            return trouble[name]
        (row,), taken = estate.estate_rows([name]), snapshots.list_snapshots([name])
        most = pair.limits.removals_percent
        return distrust_reason(row, taken, max_shrink_percent=max_shrink, removals_percent=most, at=at)

    source = load_side(
        pair.source_instance,
        snapshot=old,
        states=state_at(old) if old else None,
        episodes=episodes,
        files=files,
        trouble=judged(pair.source_instance, old),
        label=pair.source,
        only=only,
    )
    target = load_side(
        pair.target,
        episodes=episodes,
        files=files and by_both,
        trouble=judged(pair.target),
        only=only,
    )
    check_pair(pair, source, target)
    return replace(
        make_plan(pair, source, target),
        kind=PlanKind.SYNC,
        source=pair.source,
        target=pair.target,
        pair=pair.name,
        mode=pair.mode,
        snapshots=_snapshots_of([target] if old else [source, target]),
    )


def _snapshots_of(sides: Sequence[Side]) -> dict[str, int]:
    return {side.instance: side.snapshot for side in sides}


def plan_undo(
    plan_id: int, states: Mapping[str, States], history: Mapping[str, Mapping[int, int]]
) -> PlanDraft:
    """Plan the undoing of a plan. Raises NoSuchPlanError.

    ``states`` is what its instances have now, ``history`` how many rows by item id of what it added there.
    """
    plan, steps = store.plan(plan_id), store.steps(plan_id)
    names = sorted({step.instance for step in steps})
    sides = {
        name: dataclasses.replace(
            load_side(name, states=states[name], episodes=True, files=True), history=history[name]
        )
        for name in names
    }
    draft = make_undo(plan, store.entries(plan_id), steps, sides)
    return replace(
        draft,
        kind=PlanKind.UNDO,
        source=f"plan {plan_id}",
        target=", ".join(names),
        pair=plan.pair,
        snapshots=_snapshots_of(list(sides.values())),
        mode=plan.mode if plan.mode == PlanKind.SETTINGS.value else "",
        undoes=plan_id,
        decision=Decision.APPROVED,
    )


def plan_restore(
    name: str, snapshot_id: int, states: States, now: float, records: Collection[RecordKey] = ()
) -> PlanDraft:
    """Plan the restoring of an instance that has ``states`` now to a snapshot, or only of some records of it.

    Raises NoSuchSnapshotError, UsageError for a record that is not in the snapshot.
    """
    row = find_snapshot(name, str(snapshot_id), now)
    label = f"{name}@{row.id}"
    old_states = state_at(row)
    then = load_side(name, snapshot=row, states=old_states, episodes=True, files=True, label=label)
    side = load_side(name, states=states, episodes=True, files=True)
    if records:
        draft = make_narrow_restore(then, side, narrowing_of(records, old_states, label))
    else:
        draft = make_restore(then, side)
    return replace(
        draft,
        kind=PlanKind.RESTORE,
        source=label,
        target=name,
        snapshots=_snapshots_of([side]),
        decision=Decision.APPROVED,
    )


class CopyRequest(msgspec.Struct, frozen=True):
    """The arguments of a copying job: what to copy, and where to."""

    source: str
    target: str
    item_ids: list[int]
    maps: dict[str, dict[str, str]] = {}
    """What names are called on the target, as in :class:`.SyncMap`."""
    search: bool = False
    pair: str = ""
    """The pair of these instances whose map is used, empty for none."""


def plan_copy(request: CopyRequest) -> PlanDraft:
    """Plan the addition of some titles of one instance to another, with the chosen or mapped names.

    Raises NoSuchSnapshotError where nothing is stored, PairError for names the target does not have.
    """
    whole, item_ids = load_side(request.source, episodes=True), set(request.item_ids)
    chosen = tuple(title for title in whole.titles if title.item.id in item_ids)
    if not chosen:
        raise NoSuchSnapshotError(
            "copying", why="none of the titles is stored", advice="Back up first.", instance=request.source
        )
    target = load_side(request.target)
    draft = make_copy(
        dataclasses.replace(whole, titles=chosen),
        target,
        SyncMap.model_validate(request.maps),
        search=request.search,
        pair_name=request.pair,
    )
    return replace(
        draft,
        kind=PlanKind.COPY,
        source=request.source,
        target=request.target,
        mode="add",
        snapshots=_snapshots_of([whole, target]),
        decision=Decision.APPROVED,
    )
