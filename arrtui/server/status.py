"""How arrtui itself is: what ``/status`` shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from arrtui import __version__
from arrtui.core.events import Job, JobState
from arrtui.core.structs import describe_structs

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

MOST_JOBS = 2_000
"""Jobs that are looked at."""


class InstanceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How an instance is."""

    instance: str
    state: str
    """``up``, ``down`` or ``unknown``."""
    error: str
    alarm: str
    """Why its losses have stopped what follows it; empty while no alarm stands."""
    backup_at: float | None
    """When it was backed up last, UTC seconds."""
    webhook_at: float | None
    """When its last webhook came."""


class ScheduleStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How a schedule is."""

    schedule: str
    paused: bool
    next_at: float | None
    """UTC seconds, as all times here."""
    success_at: float | None
    """When its last run went well."""
    ok: bool | None
    """Whether the last run did; None before the first."""


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How arrtui is."""

    version: str
    read_only: bool
    config_error: str
    """Why what the configuration file says now is not in use; empty while it is."""
    jobs: dict[str, int]
    """Number of jobs by state, of the last ones."""
    queue_age: float
    """Seconds that the oldest job has waited that could run."""
    hook_age: float
    """Seconds that the oldest webhook has waited."""
    last_event: int
    instances: list[InstanceStatus]
    schedules: list[ScheduleStatus]


def queue_age(listed: Iterable[Job], now: float) -> float:
    """Return how many seconds the oldest job has waited since it could run, 0 where none waits."""
    waiting = (job for job in listed if job.state in (JobState.PENDING, JobState.RETRYING))
    return max([0.0, *(now - max(job.created_at, job.run_after) for job in waiting)])


async def read_status(services: Services) -> Status:
    """Return how arrtui is. Raises StorageError."""
    now, listed = services.clock(), await services.jobs.list_jobs(MOST_JOBS)
    received = await services.webhooks.last_received()
    hook_since = await services.webhooks.waiting_since()
    return Status(
        version=__version__,
        read_only=services.config.ui.read_only,
        config_error=str(services.config_fault or ""),
        jobs=dict(Counter(job.state.value for job in listed)),
        queue_age=queue_age(listed, now),
        hook_age=0.0 if hook_since is None else max(0.0, now - hook_since),
        last_event=await services.events.latest_id(),
        instances=[
            InstanceStatus(
                instance=row.name,
                state=row.state,
                error=row.error,
                alarm=row.alarm,
                backup_at=row.complete_at,
                webhook_at=received.get(row.name),
            )
            for row in await services.estate.rows()
        ],
        schedules=[
            ScheduleStatus(
                schedule=view.task.name,
                paused=view.paused,
                next_at=next(iter(view.next_runs), None),
                success_at=view.stored.succeeded_at if view.stored else None,
                ok=view.ok,
            )
            for view in await services.schedules.views()
        ],
    )


describe_structs(__name__)
