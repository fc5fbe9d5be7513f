"""Discarding an open plan, from a plan or from the list of plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from arrtui.features.sync.model import Plan, PlanState
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.plan_words import plan_title, route

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from arrtui.runtime.sync.use_cases import SyncServices


def can_discard(plan: Plan | None) -> bool:
    """Return whether a plan is open, and nothing came of any entry."""
    return plan is not None and plan.state is PlanState.OPEN and not plan.outcomes


async def discard_plan(
    node: DOMNode, sync: SyncServices, plan: Plan, discarded: Callable[[], object]
) -> None:
    """Discard a plan once that is confirmed; call ``discarded`` if it was. To be called in a worker."""
    text = (
        f"{plan_title(plan)}, {route(plan.source, plan.target)}: nothing of it was written. "
        "It can be neither decided nor applied any more."
    )
    question = Question(f"Discard plan {plan.id}?", text, "Discard")
    yes: bool = await node.app.push_screen_wait(ConfirmDialog(question))

    async def discard() -> bool:
        await sync.discard(plan.id)
        return True

    if yes and await try_or_notify(node, discard()):
        notify_done(node, f"Plan {plan.id} is discarded.")
        discarded()
