"""The job that publishes the artwork of an instance into its titles' folders.

The first time that would touch more than a few titles by itself, it only makes a plan, which waits for a
person to look at it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.artwork import PhaseName
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Access, Job, JobState
from arrtui.core.text import plural
from arrtui.db.artwork import placements, publish_plans
from arrtui.runtime.artwork.phases import (
    LOOK_KIND,
    PhaseArgs,
    PhaseCounts,
    args_of,
    describe,
    kind_of,
    start_next,
)
from arrtui.runtime.engine.endings import event_of, failure_only
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.core.artwork import PublishPlan
    from arrtui.features.artwork.publish_run import PublishCounts, PublishRun
    from arrtui.features.artwork.publish_titles import PublishFolder
    from arrtui.runtime.services import Services

# The features are imported when the job runs: the app's first paint does not wait for them.


async def _publish(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Publish the titles in the arguments, or make a plan of it."""
    args, name = args_of(job), job.job.instance
    if args.applies:
        refuse_writing(services.config, "publishing artwork")
    run = await services.artwork.publishing.run(
        name, job.progress, job.check, takes_back=args.takes_back, replaces=args.replaces
    )
    places = await run.ready_titles(args.external_ids)
    plan = await _plan_for_review(services, run, args, places)
    if plan is not None:
        run.counts.tell(plan.refusals)
        titles = len({entry.external_id for entry in plan.entries})
        return _result(run.counts) | {"plan": plan.id, "entries": len(plan.entries), "planned_titles": titles}
    only = await _approved(services, args.plan)
    await run.apply(places, args.limit, only)
    if args.plan:
        await services.database.write(publish_plans.finish, args.plan, services.clock())
    elif not (args.limit or args.takes_back or run.counts.failed):
        done = {place.title.external_id for place in places}
        await services.database.write(publish_plans.put_away, name, done, services.clock())
    if run.counts.changed:
        await start_next(services, job, PhaseName.PUBLISH, run.counts.changed)
    return _result(run.counts)


async def _plan_for_review(
    services: Services, run: PublishRun, args: PhaseArgs, places: Sequence[PublishFolder]
) -> PublishPlan | None:
    """Return a stored plan where a person is to look first, None where the work may be done at once.

    That is so when a look was asked for, and when a job that runs by itself is the first that publishes
    much of an instance, or anything of artists.
    """
    from arrtui.features.artwork.publish_run import FEW

    if args.applies:
        if args.plan or args.takes_back or not (args.follows or args.unattended):
            return None
        if await services.database.read(_was_looked_at, run.instance, run.is_recorded):
            return None
    entries, refusals = await run.plan(places, args.limit, with_rejected=args.with_rejected)
    if args.applies and run.is_recorded and len({entry.external_id for entry in entries}) <= FEW:
        run.counts.titles = 0
        return None
    store = services.artwork.publishing.store_plan
    return await store(run.instance, entries, refusals, run.counts.messages, waits=not args.takes_back)


def _was_looked_at(instance: str, is_recorded: bool) -> bool:
    """Return whether a person approved a plan of an instance, or much is published there already.

    Of artists, whose files no record tells of, only a plan that was approved counts.
    """
    from arrtui.features.artwork.publish_run import FEW

    is_much = is_recorded and len(placements.placements(instance)) > FEW
    return is_much or publish_plans.is_any_approved(instance)


async def _approved(services: Services, plan_id: int) -> set[publish_plans.Line] | None:
    """Return the entries of a plan that may be done, None where none is given."""
    plan = await services.database.read(publish_plans.plan, plan_id) if plan_id else None
    if plan is None:
        return set() if plan_id else None
    return {publish_plans.line_of(entry) for entry in plan.entries if entry.approved is not False}


def _result(counts: PublishCounts) -> dict[str, Any]:
    result: dict[str, Any] = msgspec.to_builtins(
        PhaseCounts(
            titles=counts.titles,
            published=counts.published,
            lost=counts.lost,
            restored=counts.restored,
            locked=counts.locked,
            failed=counts.failed,
            messages=tuple(counts.messages),
        )
    )
    return result | {"removed": counts.removed}


def _events(job: Job) -> list[EstateEvent]:
    """Return the event of a plan that waits, besides that of a failure."""
    result = job.result or {}
    by_itself = job.args.get("follows") or job.args.get("unattended")
    if job.state is JobState.COMPLETED and result.get("entries") and by_itself:
        reason = f"artwork, {_planned(result)}"
        return [event_of(job, EventType.PLAN_READY, reason=reason)]
    return failure_only(job)


def _planned(result: Mapping[str, Any]) -> str:
    titles, files = plural(result["planned_titles"], "title"), plural(result["entries"], "file")
    return f"plan {result['plan']}: {files} of {titles}"


def _describe(result: Mapping[str, Any]) -> str:
    if "plan" in result:
        return _planned(result) if result["entries"] else "nothing to publish"
    return describe(result)


PUBLISH = JobKind(
    kind_of(PhaseName.PUBLISH),
    "Publish",
    _publish,
    access=Access.WRITE,
    max_attempts=2,
    events=_events,
    describe_result=_describe,
)
LOOK = JobKind(LOOK_KIND, "Look", _publish, max_attempts=2, describe_result=_describe)
"""Writes nothing to folders, so that it works in read-only mode too."""
