"""The queue as the rest of arrtui uses it: enqueue, cancel, retry and list, each told to the bus."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import TypeVar

from arrtui.core.events import Job, JobChanged, JobState
from arrtui.db import jobs
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob, WorkerInfo
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.kinds import JobKinds

J = TypeVar("J", Job, Job | None)


class JobQueue:
    """The durable queue. Usable from any event loop; every method may raise StorageError.

    With ``handlers``, a new job takes its access and attempts from how its kind is registered. Workers of
    this process hear of every change through the bus at once, those of others within a second.
    """

    def __init__(
        self,
        database: Database,
        bus: Bus,
        kinds: JobKinds | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._bus = bus
        self._kinds = kinds or JobKinds()
        self._clock = clock

    async def enqueue(self, new: NewJob) -> tuple[int, bool]:
        """Queue a job; return its id and whether it was created.

        An unfinished job of the same kind and subject is returned instead, made as urgent as the new one.
        """
        job, created = await self._database.write(
            jobs.enqueue_job, self._kinds.with_defaults(new), self._clock()
        )
        self._tell(job)
        return job.id, created

    async def cancel(self, job_id: int) -> Job | None:
        """Cancel a waiting job, or ask who runs it to stop; return it as it is then, None if unknown."""
        return self._tell(await self._database.write(jobs.cancel, job_id, self._clock()))

    async def retry(self, job_id: int) -> Job | None:
        """Queue a failed or cancelled job again, let a retrying one run at once; None if unknown.

        Where an equal job is unfinished already, that one is returned.
        """
        return self._tell(await self._database.write(jobs.retry, job_id))

    async def get(self, job_id: int) -> Job | None:
        """Return a job, None if unknown."""
        return await self._database.read(jobs.get, job_id)

    async def list_jobs(self, states: Collection[JobState] | None = None, limit: int = 200) -> list[Job]:
        """Return jobs: running, waiting in the order they will run, then the last finished."""
        return await self._database.read(jobs.list_jobs, states, limit)

    async def counts(self) -> dict[JobState, int]:
        """Return how many jobs there are in each state."""
        return await self._database.read(jobs.counts)

    async def prune(self, keep_seconds: float) -> int:
        """Remove jobs that finished longer ago than that; return how many."""
        return await self._database.write(jobs.prune, self._clock() - keep_seconds)

    async def live_workers(self) -> list[WorkerInfo]:
        """Return the workers of all processes whose heartbeat is fresh."""
        return await self._database.read(jobs.live_workers, self._clock())

    def _tell(self, job: J) -> J:
        if job is not None:
            self._bus.publish(JobChanged(job))
        return job
