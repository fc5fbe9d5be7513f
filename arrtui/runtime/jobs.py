"""Jobs: what front ends ask of the queue."""

from __future__ import annotations

from collections.abc import AsyncIterator

from arrtui.core.events import Job, JobChanged
from arrtui.db import jobs
from arrtui.db.database import Database
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.engine.watch import job_changes


class JobServices:
    """Lists, follows, cancels and retries jobs. Every method may raise StorageError."""

    def __init__(self, database: Database, bus: Bus, queue: JobQueue) -> None:
        self._database = database
        self._bus = bus
        self._queue = queue

    async def list_jobs(self, limit: int = 500) -> list[Job]:
        """Return the jobs: running, waiting in the order they will run, then the last finished."""
        return await self._queue.list_jobs(limit=limit)

    async def latest_revision(self) -> int:
        """Return the revision of the last change, to be read before a list that is then followed."""
        return await self._database.read(jobs.latest_revision)

    def changes(self, since: int | None = None) -> AsyncIterator[tuple[JobChanged, ...]]:
        """Yield the jobs that change after a revision, or from now on, in any process.

        At most five batches a second.
        """
        return job_changes(self._database, self._bus, since)

    async def cancel(self, job_id: int) -> Job | None:
        """Cancel a job, or ask the worker that runs it to stop; None if there is none."""
        return await self._queue.cancel(job_id)

    async def retry(self, job_id: int) -> Job | None:
        """Queue a failed or cancelled job again; None if there is none."""
        return await self._queue.retry(job_id)
