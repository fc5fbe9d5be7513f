"""The job that brings back artwork which an app took with a video, or gave another name.

It waits until the app is done with the titles, and looks again after it has put something back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.artwork import PhaseName
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Access, Job, JobState
from arrtui.core.text import plural
from arrtui.db.artwork import placements
from arrtui.runtime.artwork import phases
from arrtui.runtime.artwork.following import HEARD_AT, KIND, SETTLE
from arrtui.runtime.engine.endings import event_of, failure_only
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.features.artwork.follow_run import Recovery
    from arrtui.runtime.services import Services

LOOKS = 3
"""How often a folder is looked at: the app may take again what was put back while it was at work."""
BUSY_PAUSE = 1.0
"""Seconds between two looks at what an app is doing."""
LONGEST_WAIT = 30
"""How many such pauses at most, so that what is lost is back within a minute."""


async def _follow(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Bring back what is missing of the titles in the arguments, of all with artwork when none are named."""
    from arrtui.features.artwork.follow_run import Recovery

    refuse_writing(services.config, "bringing back artwork")
    ids = [str(external_id) for external_id in job.args.get("external_ids", ())]
    total = Recovery()
    if heard_at := job.args.get(HEARD_AT):
        await _pause(job, min(max(heard_at + SETTLE - services.clock(), 0.0), SETTLE))
    try:
        for look in range(LOOKS):
            outcome = await _look(services, job, ids)
            total.add(outcome)
            if not (outcome.changed or outcome.unsettled) or look == LOOKS - 1:
                break
            await _pause(job, SETTLE)
    finally:
        if not ids:
            await phases.start_first(services, job)
    await _queue_what_follows(services, job, total)
    return _result(total)


async def _look(services: Services, job: JobContext, external_ids: Sequence[str]) -> Recovery:
    """Look at folders once, as soon as the app leaves them alone, and bring back what is missing."""
    from arrtui.features.artwork.follow_run import FollowRun

    name = job.job.instance
    client = services.clients.get(services.config.instance(name))
    if external_ids:
        await _wait_until_quiet(services, client, job, external_ids)
    publishing = await services.artwork.publishing.run(name, job.progress, job.check)
    run = FollowRun(
        client, services.database, publishing, services.clock, job.progress, job.check, settles=SETTLE
    )
    outcome = await run.follow(external_ids, asks=bool(external_ids))
    if not external_ids:
        await run.forget_gone()
    return outcome


async def _wait_until_quiet(
    services: Services, client: ArrClient, job: JobContext, external_ids: Collection[str]
) -> None:
    """Wait while the app is at work on one of the titles. Raises ArrError, JobCancelled."""
    titles = await services.database.read(placements.titles_by_id, job.job.instance, external_ids)
    for _ in range(LONGEST_WAIT):
        commands = await client.commands()
        busy = (command for command in commands if not command.finished)
        if not any(_names(command.body, client, titles) for command in busy):
            return
        await _pause(job, BUSY_PAUSE)


def _names(body: object, client: ArrClient, titles: Mapping[int, str]) -> bool:
    """Return whether what a command was asked with names one of some titles, or its folder, however deep.

    ``titles``: folders by the app's ids.
    """
    if isinstance(body, list):
        return any(_names(part, client, titles) for part in body)
    if isinstance(body, str):
        return any(f"{folder}/".startswith(f"{body.rstrip('/')}/") for folder in titles.values() if body)
    if not isinstance(body, dict):
        return False
    resource = client.app.resource
    named = body.get(resource.id), *(body.get(resource.ids) or ())
    return any(number in titles for number in named) or any(
        _names(part, client, titles) for part in body.values()
    )


async def _pause(job: JobContext, seconds: float) -> None:
    """Wait, unless the job is to stop. Raises JobCancelled."""
    job.check()
    await asyncio.sleep(seconds)
    job.check()


async def _queue_what_follows(services: Services, job: JobContext, outcome: Recovery) -> None:
    """Have stale titles read again, and the configured phases go on with those that changed."""
    from arrtui.features.backup.refresh import RefreshRequest

    name = job.job.instance
    if outcome.stale:
        await services.backup.queue_refresh(name, RefreshRequest(titles=frozenset(outcome.stale)))
    configured = services.config.artwork.phases
    after = (PhaseName.PUBLISH, PhaseName.PLAYERS, PhaseName.NOTIFY)
    following = next((phase for phase in after if phase in configured), None)
    if outcome.changed and following is not None:
        args = phases.PhaseArgs(external_ids=tuple(outcome.changed), follows=True)
        await job.enqueue_child(phases.phase_job(following, name, args, priority=6))


def _result(outcome: Recovery) -> dict[str, Any]:
    counts = phases.PhaseCounts(
        titles=outcome.titles,
        lost=outcome.lost,
        restored=outcome.restored,
        failed=outcome.failed,
        messages=tuple(outcome.messages[:20]),
    )
    result: dict[str, Any] = msgspec.to_builtins(counts)
    return result | {"changed": len(outcome.changed), "stale": len(outcome.stale)}


def _events(job: Job) -> list[EstateEvent]:
    """Return the event of artwork that an app took or that is back, besides that of a failure."""
    result = job.result or {}
    if job.state is not JobState.COMPLETED or not (result.get("lost") or result.get("restored")):
        return failure_only(job)
    lost, restored = int(result["lost"]), int(result["restored"])
    kind = EventType.ARTWORK_RESTORED if restored >= lost else EventType.ARTWORK_LOST
    return [event_of(job, kind, reason=f"{plural(lost, 'file')} gone, {restored:,} back")]


FOLLOW = JobKind(
    KIND,
    "Artwork",
    _follow,
    access=Access.FOLDERS,
    routine=True,
    events=_events,
    describe_result=phases.describe,
)
