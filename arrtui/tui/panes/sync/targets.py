"""Pairs and plans, as the front door goes to them."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.runtime.services import Services
from arrtui.tui.kit.plan_words import plan_title
from arrtui.tui.kit.targets import Targets
from arrtui.tui.kit.views import view_targets
from arrtui.tui.panes.sync.pane import RECENT, SyncPane


async def sync_targets(services: Services) -> Sequence[Targets]:
    """List the configured pairs, the latest plans and the saved views."""
    pairs = [row.pair.name for row in await services.sync.pairs()]
    plans = await services.sync.recent(RECENT)

    def show_pair(pane: SyncPane, place: int) -> None:
        pane.select(pairs[place])

    def show_plan(pane: SyncPane, place: int) -> None:
        pane.show_plan(plans[place].id)

    names = [f"Plan {plan.id}: {plan_title(plan)}" for plan in plans]
    return [
        Targets("pair", "sync", pairs, show_pair),
        Targets("plan", "sync", names, show_plan, on_top=True),
        view_targets(services, "sync", "pairs"),
    ]
