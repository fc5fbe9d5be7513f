"""Planning again what a plan is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.features.sync.model import Plan, PlanKind

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


async def plan_again(services: Services, plan: Plan) -> int:
    """Queue a new plan of the pair, or of the sync of settings, that a plan is of. Raises UsageError."""
    if plan.mode != PlanKind.SETTINGS.value:
        return await services.sync.plan_pair(plan.pair)
    jobs = await services.settings_plans.plan(plan.pair, [plan.target])
    return jobs[plan.target]
