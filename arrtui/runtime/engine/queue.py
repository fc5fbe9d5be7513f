"""The queue as the rest of arrtui uses it: every job that is queued, cancelled or retried is published."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from typing import Any, TypeVar

from arrtui.core.errors import ReadOnlyError
from arrtui.core.events import Access, Job, JobChanged, JobState
from arrtui.db import jobs, workers
from arrtui.db.database import Database
from arrtui.db.job_rows import WAITING
from arrtui.db.jobs import NewJob
from arrtui.db.workers import WorkerInfo
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.kinds import JobKinds, never
from arrtui.runtime.engine.processes import holder_text, is_gone, pid_space
from arrtui.runtime.engine.watch import job_changes

J = TypeVar("J", Job, Job | None)

_POLL_SECONDS = 1.0
"""Seconds between two looks at a job that another process may be working on."""


class JobQueue:
    """The durable queue. Usable from any event loop; every method may raise StorageError.

    A new job takes its access and attempts from its kind. Workers of this process hear of every change
    through the bus at once, those of others within a second.
    """

    def __init__(
        self,
        database: Database,
        bus: Bus,
        kinds: JobKinds,
        clock: Callable[[], float] = time.time,
        *,
        read_only: Callable[[], bool] = never,
    ) -> None:
        self._database = database
        self._bus = bus
        self._kinds = kinds
        self._clock = clock
        self._read_only = read_only

    async def enqueue(self, new: NewJob) -> tuple[int, bool]:
        """Queue a job; return its id and whether it was created.

        An unfinished job of the same kind and subject is returned instead, made as urgent as the new one; it
        goes on if it was parked. Raises ReadOnlyError for one that writes while nothing may be written.
        """
        new = self._kinds.with_defaults(new)
        self._refuse_writing(new.kind, new.access, new.instance)
        job, created = await self._database.write(jobs.enqueue, new, self._clock())
        self.publish(job)
        return job.id, created

    async def enqueue_all(self, jobs: Iterable[NewJob]) -> list[int]:
        """Queue jobs in their order; return the id of each, as :meth:`enqueue` does."""
        return [(await self.enqueue(job))[0] for job in jobs]

    async def join_waiting(
        self, new: NewJob, change: Callable[[dict[str, Any]], dict[str, Any] | None]
    ) -> int:
        """Change the arguments of the job of its kind that waits for its instance, else queue ``new``.

        ``change`` returns None for those of a job that is another matter. Returns the id of that job. One
        transaction. Raises ReadOnlyError as :meth:`enqueue` does.
        """
        new, now = self._kinds.with_defaults(new), self._clock()
        self._refuse_writing(new.kind, new.access, new.instance)

        def store() -> Job:
            return jobs.extend_waiting(new.kind, new.instance, change) or jobs.enqueue(new, now)[0]

        return self.publish(await self._database.write(store)).id

    async def ended(self, job_id: int) -> Job | None:
        """Wait until a job has ended or was parked, in any process; return it, None if it was deleted."""
        changed = self._bus.subscribe_queue(asyncio.get_running_loop(), JobChanged)
        try:
            while True:
                job = await self._database.read(jobs.get, job_id)
                if job is None or not job.state.active:
                    return job
                await changed.get_within(_POLL_SECONDS)
        finally:
            changed.close()

    async def finish(self, parent_id: int, job_ids: Iterable[int]) -> list[Job]:
        """Wait until these jobs have ended or were parked, in any process; return them.

        They become children of a job, unless they have a parent, so that cancelling it cancels them.
        """
        wanted = list(job_ids)
        await self._database.write(jobs.adopt, parent_id, wanted)
        ended = [await self.ended(job_id) for job_id in wanted]
        return [job for job in ended if job is not None]

    async def cancel(self, job_id: int) -> Job | None:
        """Cancel a waiting or parked job, or ask who runs it to stop; return it then, None if unknown."""
        return self.publish(await self._database.write(self._cancel, job_id, self._clock()))

    def _cancel(self, job_id: int, now: float) -> Job | None:
        """Cancel a job, and let its kind tidy up if no worker does."""
        before, job = jobs.get(job_id), jobs.cancel(job_id, now)
        kind = self._kinds.get(job.kind) if job else None
        if job and before and kind and before.state is not job.state is JobState.CANCELLED:
            kind.cancelled(job, now)
        return job

    async def retry(self, job_id: int) -> Job | None:
        """Queue a failed, cancelled or parked job again, let a retrying one run at once; None if unknown.

        Where an equal job is unfinished already, that one is returned. Raises ReadOnlyError for one that
        writes while nothing may be written.
        """
        job = await self._database.read(jobs.get, job_id)
        if job is not None:
            self._refuse_writing(job.kind, job.access, job.instance)
        return self.publish(await self._database.write(jobs.retry, job_id, self._clock()))

    def _refuse_writing(self, kind: str, access: Access, instance: str) -> None:
        if access.writes and self._read_only():
            raise ReadOnlyError.refusing(f"queueing the job {self._kinds.title(kind)}", instance)

    def why_waiting(self, job: Job) -> str:
        """Return why a waiting job is not taken by this process, as a sentence; empty where it is."""
        if job.access is Access.READ or job.state not in WAITING or not self._read_only():
            return ""
        return "It writes, so it waits until arrtui is no longer in read-only mode."

    async def get(self, job_id: int) -> Job | None:
        """Return a job, None where there is none of that number."""
        return await self._database.read(jobs.get, job_id)

    async def list_jobs(self, limit: int = 500) -> list[Job]:
        """Return jobs: running, waiting in the order they will run, parked, then the last finished."""
        return await self._database.read(jobs.list_jobs, limit)

    async def held_elsewhere(self, job_ids: Collection[int]) -> list[str]:
        """Return, as sentences, who has those of these jobs that run, and until when each is waited for."""
        every = {worker.id: worker for worker in await self._database.read(workers.all_workers)}
        known = await self._database.read(jobs.with_children, job_ids)
        running = [job for job in known if job.state is JobState.RUNNING]
        return [holder_text(job, every.get(job.lease_owner), self._clock()) for job in running]

    async def daemons_here(self) -> list[WorkerInfo]:
        """Return the daemons of this machine or container that were heard of just now."""
        every, host = await self._database.read(workers.all_workers), socket.gethostname()
        known = [worker for worker in every if (worker.kind, worker.host) == ("daemon", host)]
        return [
            worker for worker in known if worker.is_fresh(self._clock()) and not is_gone(worker, pid_space())
        ]

    async def latest_revision(self) -> int:
        """Return the revision of the last change, to be read before a list that is then followed."""
        return await self._database.read(jobs.latest_revision)

    def changes(self, since: int | None = None) -> AsyncIterator[tuple[JobChanged, ...]]:
        """Yield the jobs that change after a revision, or from now on, in any process.

        At most five batches a second.
        """
        return job_changes(self._database, self._bus, since)

    def publish(self, job: J) -> J:
        """Publish a job that was changed, None for none; return it."""
        if job is not None:
            self._bus.publish(JobChanged(job))
        return job
