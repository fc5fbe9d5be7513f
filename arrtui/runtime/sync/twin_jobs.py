"""The job that brings touched titles of a pair in line."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import msgspec

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job, JobState
from arrtui.core.text import plural
from arrtui.db import estate, jobs, twins
from arrtui.runtime.engine.endings import event_of, failure_only
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.sync.folders import name_planned_folders
from arrtui.runtime.sync.twins import TWIN_KIND, TouchedOutcome, TouchedTitles, describe_outcome
from arrtui.runtime.tripwire import describe_alarm

if TYPE_CHECKING:
    from arrtui.core.config.sync import SyncPair
    from arrtui.features.sync.planning.divide import Division, TwinLevel
    from arrtui.runtime.services import Services
    from arrtui.runtime.sync.twin_plans import SavedPlans

# The features are imported by the first job that needs them: the app's first paint does not wait for them.


async def _bring_in_line(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Plan the titles in ``args``, apply what may be written unasked, and leave the rest for review.

    A job that was cut off is done again from its start: what of it was written is settled first.
    """
    from arrtui.features.sync.model import Op

    touched = msgspec.convert(job.args, TouchedTitles)
    pair = services.config.pair(touched.pair)
    await _finish_earlier(services, job, pair.name)
    obstacle = await obstacle_to(services, pair) if touched.apply != "none" else ""
    if not obstacle:
        await job.progress(0, 0, "reading the target")
        obstacle = await _read_sides(services, pair, touched)
    if obstacle:
        return _as_result(TouchedOutcome(pair=pair.name, obstacle=obstacle))
    await job.progress(0, 0, "comparing")
    division, saved = await _make_plans(services, pair, touched)
    ops = Counter(entry.op for entry in division.unasked)
    outcome = TouchedOutcome(
        pair=pair.name,
        plan=saved.plan,
        review=saved.review,
        is_news=saved.is_news,
        add=ops[Op.ADD],
        update=ops[Op.UPDATE],
        waiting=len(division.waiting),
        burst=division.burst,
    )
    if saved.plan is not None:
        outcome = await _apply(services, job, saved.plan, outcome)
    return _as_result(outcome)


def _as_result(outcome: TouchedOutcome) -> dict[str, Any]:
    result: dict[str, Any] = msgspec.to_builtins(outcome)
    return result


async def obstacle_to(services: Services, pair: SyncPair) -> str:
    """Return why nothing is written to a pair unasked now, as a sentence; empty where it is.

    A side has an alarm, or did not answer when it was last asked, or a plan of the pair is being applied.
    """
    from arrtui.features.sync.model import PlanKind

    sides = (pair.source_instance, pair.target)
    for alarm in await services.tripwire.alarms():
        if alarm.instance in sides:
            return describe_alarm(alarm)
    for row in await services.database.read(estate.estate_rows, list(sides)):
        if row.state == "down":
            return f"{row.name} cannot be reached{f': {row.error}' if row.error else '.'}"
    for unfinished in await services.sync.unfinished(pair.name):
        if unfinished.plan.kind is not PlanKind.TWIN and unfinished.job.state.active:
            return f"Plan {unfinished.plan.id} of {pair.name} is being applied."
    return ""


async def _finish_earlier(services: Services, job: JobContext, pair: str) -> None:
    """Wait for what else touches the pair, and have applies that were cut off come to their end.

    What they wrote is known then.
    """
    from arrtui.features.sync.model import PlanKind

    for other in await services.database.read(jobs.unfinished, TWIN_KIND):
        if other.args["pair"] == pair and other.id < job.job.id:
            await services.jobs.ended(other.id)
    for unfinished in await services.sync.unfinished(pair):
        if unfinished.plan.kind is not PlanKind.TWIN:
            continue
        await job.progress(0, 0, f"finishing plan {unfinished.plan.id}")
        is_active = unfinished.job.state.active
        job_id = unfinished.job.id if is_active else await services.sync.settle(unfinished)
        await services.jobs.finish(job.job.id, [job_id])
        await services.database.write(twins.note_written, pair, unfinished.plan.id, services.clock())


async def _read_sides(services: Services, pair: SyncPair, touched: TouchedTitles) -> str:
    """Read the titles again where they are written; return why that was not possible, as a sentence.

    What the source has was read when it was heard of, but for the names of tags and profiles that are new
    there. A union writes both.
    """
    from arrtui.runtime.sync.twin_plans import has_unknown_names

    source, titles = pair.source_instance, touched.titles or ()
    is_unnamed = not pair.source_when and await services.database.read(has_unknown_names, source, titles)
    reads = [_read_titles(services, pair.target, touched)]
    if is_unnamed or pair.mode == "union":
        reads.append(_read_titles(services, source, touched, settings=is_unnamed))
    return " ".join(filter(None, await asyncio.gather(*reads)))


async def _read_titles(
    services: Services, name: str, touched: TouchedTitles, *, settings: bool = False
) -> str:
    """Read the titles of an instance that are stored; return why that was not possible, as a sentence."""
    from arrtui.runtime.sync.twin_plans import known_titles

    is_whole, titles = touched.titles is None, list[int]()
    if touched.titles is not None:
        titles = await services.database.read(known_titles, name, touched.titles)
    if not (is_whole or titles or settings):
        return ""
    async with services.sync.readers.reading(name):
        outcome = await services.backup.refresh_titles(name, titles, list_too=is_whole, settings=settings)
    return "" if outcome.ok else f"{name} could not be read now: {outcome.error}"


async def _make_plans(
    services: Services, pair: SyncPair, touched: TouchedTitles
) -> tuple[Division, SavedPlans]:
    """Make and store the plan of the titles, in its two parts."""
    from dataclasses import replace

    from arrtui.runtime.sync.twin_plans import divide_touched, plan_touched_titles, save_division

    shrink, now = services.config.backup.max_shrink_percent, services.clock()
    made = await services.database.read(plan_touched_titles, pair, touched.titles, shrink, now)
    names = {entry.instance for entry in made.draft.entries}
    clients = {name: services.clients.get(services.config.instance(name)) for name in names}
    made = replace(made, draft=await name_planned_folders(made.draft, clients))
    level = cast("TwinLevel", touched.apply)
    division = await services.database.read(divide_touched, made, pair, level, now)
    return division, await services.database.write(save_division, made, division, now)


async def _apply(
    services: Services, job: JobContext, plan_id: int, outcome: TouchedOutcome
) -> TouchedOutcome:
    """Apply an approved plan and wait for it; return the outcome with what became of its entries."""
    await job.progress(0, 0, f"applying plan {plan_id}")
    applies = await services.jobs.finish(job.job.id, await services.sync.apply(plan_id))
    await services.database.write(twins.note_written, outcome.pair, plan_id, services.clock())
    applied = sum(int((ended.result or {}).get("applied", 0)) for ended in applies)
    skipped = sum(int((ended.result or {}).get("skipped", 0)) for ended in applies)
    cut_off = [ended for ended in applies if ended.state is not JobState.COMPLETED]
    obstacle = " ".join(ended.error or f"Plan {plan_id} was not applied to its end." for ended in cut_off)
    failed = 0 if obstacle else outcome.add + outcome.update - applied - skipped
    return msgspec.structs.replace(outcome, applied=applied, failed=failed, obstacle=obstacle)


def _events(job: Job) -> list[EstateEvent]:
    """Return that something waits for review, once for all that collects in one plan."""
    if job.state is not JobState.COMPLETED:
        return failure_only(job)
    outcome = msgspec.convert(job.result or {"pair": ""}, TouchedOutcome)
    if not outcome.is_news:
        return []
    several = plural(outcome.waiting, "entry", "entries")
    reason = f"{several} of {outcome.pair} in plan {outcome.review}, as titles were touched"
    event = event_of(job, EventType.PLAN_READY, reason=reason)
    return [msgspec.structs.replace(event, facts={**event.facts, "plan": outcome.review})]


TWIN = JobKind(
    TWIN_KIND,
    "Twin",
    _bring_in_line,
    waits=True,
    max_attempts=2,
    events=_events,
    describe_result=describe_outcome,
)
"""Its job waits for those that read and write."""
