"""What the end of a job means for those who follow the estate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import EstateEventsStored, Job, JobChanged, JobState
from arrtui.db import estate_events
from arrtui.db.database import Database
from arrtui.runtime.engine.bus import Bus

JobEvents = Callable[[Job], Sequence[EstateEvent]]
"""Returns the events of a job that has ended."""


def event_of(job: Job, kind: EventType, *, reason: str = "") -> EstateEvent:
    """Return the event of a type about a job that has ended."""
    at = job.finished_at or 0.0
    facts = {"job": job.id, **(job.result or {})}
    key = f"job {job.id} {at}"
    return EstateEvent(type=kind, at=at, instance=job.instance, key=key, reason=reason, facts=facts)


async def change_and_publish(
    database: Database, bus: Bus, change: Callable[[], Job], events: JobEvents
) -> None:
    """Change a job and store the events of its end in one transaction, then publish both.

    Raises what ``change`` raises, and StorageError.
    """

    def store() -> tuple[Job, list[int]]:
        job = change()
        ended = events(job)
        return job, estate_events.insert(ended) if ended else []

    job, event_ids = await database.write(store)
    bus.publish(JobChanged(job))
    if event_ids:
        bus.publish(EstateEventsStored(event_ids[-1]))


def failure_only(job: Job) -> list[EstateEvent]:
    """Return the event of a job that has failed, nothing for one that went well."""
    if job.state is not JobState.FAILED:
        return []
    return [event_of(job, EventType.JOB_FAILED, reason=job.error)]


def nothing(job: Job) -> list[EstateEvent]:
    """Return no events: such jobs come every few minutes."""
    return []
