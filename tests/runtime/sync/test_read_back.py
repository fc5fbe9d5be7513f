"""Whatever an apply is for, its journal says afterwards that all it wrote was read back."""

from __future__ import annotations

from arrtui.features.sync import store
from arrtui.features.sync.actions import Action, ActionKind
from arrtui.features.sync.model import PlanKind
from tests.runtime.sync.test_use_cases import Bench, empty
from tests.runtime.sync.test_use_cases import bench as bench

TARGET = "radarr.4k"


async def unread(bench: Bench) -> dict[PlanKind, int]:
    """Return how many finished steps of the plans that wrote something were not read back."""
    numbers = {}
    for plan in await bench.sync.recent():
        steps = await bench.services.database.read(store.steps, plan.id)
        done = [step for step in steps if step.state == "done" and step.position >= 0]
        if done:
            numbers[plan.kind] = sum(step.read_back_at is None for step in done)
    return numbers


async def test_what_sync_undo_restore_and_the_library_wrote_is_read_back(bench: Bench) -> None:
    opened = await bench.planned("movies")
    await bench.approve(opened)
    await bench.applied(opened.plan.id)
    made = await bench.result(await bench.sync.undo(opened.plan.id))
    await bench.approve(await bench.sync.open(made["plan"]))
    await bench.applied(made["plan"])
    change = Action(kind=ActionKind.TAGS_ADD, targets=(bench.target(TARGET),), tags=("fresh",))
    await bench.done(*await bench.sync.act(change))
    empty(bench, TARGET)
    made = await bench.result(await bench.sync.restore(TARGET, "latest"))
    await bench.approve(await bench.sync.open(made["plan"]))
    await bench.applied(made["plan"])
    kinds = (PlanKind.SYNC, PlanKind.UNDO, PlanKind.ACTION, PlanKind.RESTORE)
    assert await unread(bench) == dict.fromkeys(kinds, 0)
