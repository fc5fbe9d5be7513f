"""Applies that did not come to their end: which there are, which may go on unasked, what ends the others.

The functions on jobs and plans run in a database thread, inside ``Database.reading()`` or ``.writing()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from arrtui.core.errors import DecisionRefusedError, NoSuchPlanError
from arrtui.core.events import Access, Job, JobState
from arrtui.core.text import HOUR, format_age
from arrtui.db import jobs
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.features.sync.model import Plan, PlanDraft
    from arrtui.runtime.services import Services

# The features are imported by the first job that needs them: the app's first paint does not wait for them.

APPLY_KIND = "apply"
"""Name of the kind of job that writes a plan to one instance."""
FRESH = float(HOUR)
"""Seconds after which an apply that nobody works on is not resumed unasked."""


def apply_park_reason(job: Job, now: float) -> str:
    """Return why an apply must not go on unasked, as a sentence; empty where it may.

    It may while it is fresh and its plan is the newest of its pair, or was asked for after the newer one.
    """
    from arrtui.features.sync import store

    plan_id = int(job.args["plan"])
    newer = store.newer_plan(plan_id)
    if newer is not None and newer.created_at > job.asked_at:
        return (
            f"{job.instance}: plan {newer.id} was made after plan {plan_id}, which is not applied to its "
            "end. Retry it to go on all the same, or cancel it."
        )
    idle = now - max(job.asked_at, job.lease_until)
    if idle >= FRESH:
        return (
            f"{job.instance}: plan {plan_id} is not applied to its end, and was last worked on "
            f"{format_age(idle)}. Retry it to go on, or cancel it and plan again."
        )
    return ""


def apply_cancelled(job: Job, now: float) -> None:
    """End the apply of the plan of a job that was cancelled while nobody worked on it."""
    from arrtui.features.sync import store
    from arrtui.features.sync.model import PlanState

    for plan_id in {int(job.args["plan"])} - {plan.id for _, plan in _unfinished()}:
        if store.plan(plan_id).state is PlanState.APPLYING:
            store.end_apply(plan_id, now)


@dataclass(frozen=True)
class UnfinishedApply:
    """An apply that did not come to its end."""

    job: Job
    plan: Plan
    resumes: bool
    """Whether it is finished; else it ends as superseded."""


def unfinished_applies(wanted: Callable[[Plan], bool], now: float) -> list[UnfinishedApply]:
    """Return the unfinished applies of the plans that are wanted, that of the oldest plan first."""
    every = [apply for apply in _unfinished() if wanted(apply[1])]
    return [
        UnfinishedApply(job, plan, job.state is JobState.RUNNING or not apply_park_reason(job, now))
        for job, plan in sorted(every, key=lambda apply: apply[1].id)
    ]


def older_applies(plan_id: int, instance: str) -> list[Job]:
    """Return the unfinished applies that an apply of ``plan_id`` to an instance supersedes."""
    from arrtui.features.sync import store

    older = store.older_plans(plan_id)
    return [job for job, plan in _unfinished() if job.instance == instance and plan.id in older]


def supersede(job_id: int, plan_id: int, now: float) -> Job | None:
    """End an apply as superseded, and its plan once no other instance is written by it; return the job."""
    from arrtui.features.sync import store

    job = jobs.supersede(job_id, now)
    if job is not None and all(plan.id != plan_id for _, plan in _unfinished()):
        store.supersede(plan_id, now)
    return job


def discard_plan(plan_id: int) -> None:
    """Put an open plan away, unless a job applies it or waits to.

    Raises DecisionRefusedError, NoSuchPlanError.
    """
    from arrtui.features.sync import store
    from arrtui.features.sync.refusals import being_applied

    if any(plan.id == plan_id for _, plan in _unfinished()):
        raise being_applied(plan_id)
    store.discard(plan_id)


def save_undo(draft: PlanDraft, undone: int, now: float) -> int:
    """Store a plan that undoes another and return its id.

    Open plans that were to undo the same are put away, unless a job applies them or waits to: what they were
    compared with is older, and one change is undone once.
    """
    from arrtui.features.sync import store

    for plan_id in store.open_undos(undone):
        with suppress(DecisionRefusedError):
            discard_plan(plan_id)
    return store.save(draft, now)


def _unfinished() -> Iterator[tuple[Job, Plan]]:
    """Yield the unfinished applies with their plans."""
    from arrtui.features.sync import store

    for job in jobs.unfinished(APPLY_KIND):
        try:
            yield job, store.plan(int(job.args["plan"]))
        except NoSuchPlanError:  # forgotten with age; its job fails by itself
            continue


# --- the job ---------------------------------------------------------------------------------------------


async def _settle(services: Services, job: JobContext) -> Mapping[str, Any]:
    """End the apply named in ``args`` as superseded, once it is known what of it was carried out."""
    apply_id, plan_id = int(job.args["job"]), int(job.args["plan"])
    await settle_apply(services, job, apply_id, plan_id)
    return {"plan": plan_id, "superseded": apply_id}


async def settle_apply(services: Services, job: JobContext, apply_id: int, plan_id: int) -> None:
    """Compare what an apply to the job's instance left open with that instance, then supersede it.

    What it removed is stored as lost first, so that no plan is made of titles that are gone.
    """
    from arrtui.features.sync import store
    from arrtui.features.sync.apply.settle import settle_plan

    name = job.job.instance
    client = services.clients.get(services.config.instance(name))
    await settle_plan(
        client, services.database, plan_id, progress=job.progress, check=job.check, clock=services.clock
    )
    if await services.database.read(store.has_removed, plan_id, name):
        await services.backup.take_snapshot(name, job.progress, {"all_settings": True})
    superseded = await services.database.write(supersede, apply_id, plan_id, services.clock())
    services.jobs.publish(superseded)


def _describe_settling(result: Mapping[str, Any]) -> str:
    return f"plan {result['plan']} is superseded" if "plan" in result else ""


SETTLE = JobKind("settle", "Settling", _settle, access=Access.WRITE, describe_result=_describe_settling)
