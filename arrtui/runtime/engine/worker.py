"""The worker: claims jobs, runs their handlers concurrently, renews leases and stores how jobs end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from random import random as any_random
from typing import Any

from arrtui.core.errors import JobLostError, StorageError
from arrtui.core.events import Event, Job, JobChanged, JobState, Progress, WorkerChanged
from arrtui.db import jobs, leases, workers
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.db.workers import WorkerInfo
from arrtui.runtime.engine.bus import Bus, call_soon
from arrtui.runtime.engine.endings import change_and_publish
from arrtui.runtime.engine.jobs import JobContext, disk_error, is_lost, make_failure, retry_delay
from arrtui.runtime.engine.kinds import JobKind, JobKinds, never
from arrtui.runtime.engine.periodic import Periodic
from arrtui.runtime.engine.processes import is_gone, new_worker_id, worker_of_process
from arrtui.runtime.engine.storage import StorageState

_log = logging.getLogger(__name__)

LEASE = 30.0
"""Seconds of a lease; it is renewed three times as often."""
HEARTBEAT = 5.0
"""Seconds between two heartbeats."""
ROLE_CHECK = 3.0
"""Seconds between two searches for a living daemon."""
_IDLE_PAUSE = 1.0
_BUSY_PAUSE = 0.5
"""Seconds between two rounds, unless the bus wakes the worker before."""
_WRITE_GRACE = 10.0
"""Seconds a writing handler has to reach its next :meth:`JobContext.check` before it is interrupted."""
_SETTLE_PAUSE = 2.0
"""Seconds between attempts to store how a job ended, while the database cannot be written."""


class Reason(Enum):
    """Why a handler is being stopped."""

    CANCEL = auto()
    LOST = auto()
    STOP = auto()


@dataclass(eq=False)
class _Running:
    """A job whose handler runs here."""

    job: Job
    context: JobContext
    handler: asyncio.Task[Any]
    reason: Reason | None = None
    end: asyncio.Task[None] | None = None
    """Waits for the handler and stores how it ended."""


@dataclass(frozen=True)
class WorkerOptions:
    """The settings of a worker."""

    kind: str = "tui"
    """``tui``, ``run`` or ``daemon``. One of kind ``tui`` only watches while a daemon is alive."""
    slots: int = 4
    """How many jobs run concurrently."""
    reads_per_instance: int = 2
    lease: float = LEASE
    stop_seconds: float = 5.0
    """How long :meth:`Worker.run` waits for handlers to end after :meth:`Worker.stop`."""
    clock: Callable[[], float] = time.time
    random: Callable[[], float] = any_random
    read_only: Callable[[], bool] = never
    """Whether jobs that write must wait; asked before each round."""
    id: str = field(default_factory=new_worker_id)


class Worker:
    """Works on the queue until it is stopped. Everything but :meth:`stop` belongs to one event loop."""

    def __init__(
        self,
        database: Database,
        kinds: JobKinds,
        bus: Bus,
        options: WorkerOptions | None = None,
        only: Collection[int] | None = None,
        stands_by: Callable[[], bool] = never,
    ) -> None:
        """Prepare a worker; one that ``stands_by`` claims no jobs, as another process is there to do them."""
        self.options = options or WorkerOptions()
        self.wanted = None if only is None else frozenset(only)
        """The jobs this worker is for, with those they queued; None for all."""
        self.working: bool | None = None
        """Whether it claims jobs, None before the first round."""
        self.storage = StorageState(bus)
        """Whether what it does can be stored. One of kind ``run`` ends when that is not so."""
        self._database = database
        self._kinds = kinds
        self._bus = bus
        self._stands_by = stands_by
        self._running: dict[int, _Running] = {}
        self._wake = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._heartbeat = Periodic(HEARTBEAT)
        self._role_check = Periodic(ROLE_CHECK)
        self._renewal = Periodic(min(self.options.lease, leases.MAX_LEASE) / 3)
        self._info = worker_of_process(self.options.id, self.options.kind, self.options.clock())

    def include(self, job_ids: Iterable[int]) -> None:
        """Add to the jobs this worker is for; a worker for all jobs stays one."""
        if self.wanted is not None:
            self.wanted |= frozenset(job_ids)

    # --- main loop -----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Work until :meth:`stop`; then interrupt what runs, put it back into the queue and return."""
        self._loop = asyncio.get_running_loop()
        unsubscribe = self._bus.subscribe(self._on_event, JobChanged)
        try:
            while not self._stopping:
                await self._safely(self.tick())
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_BUSY_PAUSE if self._running else _IDLE_PAUSE):
                        await self._wake.wait()
                self._wake.clear()
        finally:
            unsubscribe()
            await self.drain()

    def stop(self) -> None:
        """Make :meth:`run` return soon. From any thread."""
        self._stopping = True
        self._wake_up()

    async def tick(self) -> None:
        """Do one round: send a heartbeat, look after what runs, start what is due."""
        now = self.options.clock()
        if self._heartbeat.due(now):
            await self._database.write(workers.heartbeat, self._info, now)
            self.storage.works()
        if self._role_check.due(now):
            others = await self._living_workers(now)
            self._choose_role([other for other in others if other.kind == "daemon"])
        await self._supervise(now)
        if self.working and self.storage.fault is None:
            await self._fill_slots()

    async def drain(self) -> None:
        """Interrupt what runs and put it back into the queue; return after ``stop_seconds`` at the latest.

        The job of a handler that does not end by then stays leased: it goes to another worker when the lease
        runs out, so that nobody starts it while it still runs here.
        """
        self._stopping = True
        for running in list(self._running.values()):
            self._interrupt(running, Reason.STOP)
        ends = [running.end for running in self._running.values() if running.end]
        if ends:
            await asyncio.wait(ends, timeout=self.options.stop_seconds)
        for running in self._running.values():
            _log.warning("job %d did not stop in time; its lease will run out", running.job.id)
            running.reason = Reason.LOST
        await self._safely(self._sign_off())

    async def _sign_off(self) -> None:
        """Release what was claimed but not started before the interruption, and remove the worker's row.

        The row stays while a handler does not end: once the process is gone others see whose job it was.
        """
        leased = await self._database.write(leases.held_jobs, self.options.id)
        for job_id in leased.keys() - self._running.keys():
            await self._store(leases.release, job_id, self.options.clock())
        if not self._running:
            await self._database.write(workers.sign_off, self.options.id)

    async def _safely(self, work: Awaitable[object]) -> None:
        """Await a part of a round; a failure is logged, and a later round tries again."""
        try:
            await work
        except StorageError as error:
            self._storage_failed(error)
        except Exception:
            _log.exception("the worker could not do its round")

    def _storage_failed(self, error: StorageError) -> None:
        """Claim nothing more until something can be stored again; a headless run ends instead."""
        self.storage.failed(error)
        if self.options.kind == "run" and self.storage.fault is not None:
            self.stop()

    # --- role ----------------------------------------------------------------------------------------

    async def _living_workers(self, now: float) -> list[WorkerInfo]:
        """Return the workers whose heartbeat is fresh, after putting back the jobs of those that are gone."""
        every = await self._database.read(workers.all_workers)
        gone = {worker.id for worker in every if is_gone(worker, self._info.pid_space)}
        if gone:
            await self._database.write(leases.put_back_orphans, gone, now, self._kinds.park_reason)
        return [worker for worker in every if worker.id not in gone and worker.is_fresh(now)]

    def _choose_role(self, daemons: Collection[WorkerInfo]) -> None:
        """Leave the jobs to a living daemon, or take them over when there is none.

        Of several daemons only the one that holds the duty works.
        """
        others = [daemon.name for daemon in daemons if daemon.id != self.options.id]
        working = not self._stands_by() and not (others and self.options.kind == "tui")
        if working is self.working:
            return
        self.working = working
        where = "here" if working else next(iter(others), "")
        self._bus.publish(WorkerChanged(working=working, where=where))

    # --- supervision ---------------------------------------------------------------------------------

    async def _supervise(self, now: float) -> None:
        """Renew leases, notice cancel requests and lost jobs, publish throttled progress."""
        job_ids = set(self._running)
        if self._renewal.due(now):
            leased = await self._database.write(leases.renew, self.options.id, now, self.options.lease)
        else:
            leased = await self._database.read(leases.held_jobs, self.options.id)
        if leased.keys() - self._running.keys():
            await self._database.write(
                leases.put_back_strays, self.options.id, set(self._running), now, self._kinds.park_reason
            )
        for job_id in job_ids & self._running.keys():
            running = self._running[job_id]
            if job_id not in leased and not running.handler.done():
                self._interrupt(running, Reason.LOST)
            elif leased.get(job_id):
                self._interrupt(running, Reason.CANCEL)
        for running in list(self._running.values()):
            if running.job.access.writes and self.options.read_only():
                self._interrupt(running, Reason.STOP)  # after the write under way; the rest waits
            try:
                await running.context.publish_due()
            except JobLostError:
                if not running.handler.done():
                    self._interrupt(running, Reason.LOST)

    def _interrupt(self, running: _Running, reason: Reason) -> None:
        """Ask a handler to stop. A writing one may finish its step first, unless its job was lost.

        Lost outweighs everything; otherwise the first reason holds.
        """
        if running.reason is reason or running.reason is Reason.LOST:
            return
        if running.reason is None or reason is Reason.LOST:
            running.reason = reason
        running.context.cancelled.set()
        if running.job.access.writes and reason is not Reason.LOST:
            grace = min(_WRITE_GRACE, self.options.stop_seconds / 2) if self._stopping else _WRITE_GRACE
            asyncio.get_running_loop().call_later(grace, running.handler.cancel)
        else:
            running.handler.cancel()

    def _on_event(self, event: Event) -> None:
        """Start the next round at once when a job of this process waits or is asked to stop.

        Called in the publisher's thread.
        """
        if not isinstance(event, JobChanged):
            return
        if event.job.state is JobState.PENDING or event.job.cancel_requested:
            self._wake_up()

    def _wake_up(self) -> None:
        if self._loop:
            call_soon(self._loop, self._wake.set)

    # --- starting ------------------------------------------------------------------------------------

    async def _fill_slots(self) -> None:
        """Start due jobs while slots are free, and one more that is urgent; fail those of an unknown kind."""
        while not self._stopping:
            busy = [running for running in self._running.values() if not self._kinds.waits(running.job.kind)]
            if len(busy) > self.options.slots:
                return
            job = await self._claim(urgent_only=len(busy) == self.options.slots)
            if job is None:
                return
            self._bus.publish(JobChanged(job))
            kind = self._kinds.get(job.kind)
            if kind is not None:
                self._start(job, kind)
                continue
            error = f"This version of arrtui has no job of kind {job.kind!r}. Update it, then retry the job."
            await self._store(leases.fail, job.id, self.options.clock(), error, "unknown-kind")

    async def _claim(self, *, urgent_only: bool) -> Job | None:
        """Claim a job, or none; look without the write lock first."""
        options, now, writes = self.options, self.options.clock(), not self.options.read_only()
        which = {"writes": writes, "urgent_only": urgent_only}
        if not await self._database.read(leases.anything_due, options.id, now, self.wanted, **which):
            return None
        job = await self._database.write(
            leases.claim,
            options.id,
            now,
            options.lease,
            reads_per_instance=options.reads_per_instance,
            only=self.wanted,
            **which,
            park_reason=self._kinds.park_reason,
        )
        if job is not None:
            self.include([job.id])
        return job

    def _start(self, job: Job, kind: JobKind) -> None:
        async def store(value: Progress) -> None:
            await self._store(leases.progress, job.id, value)

        context = JobContext(job, store, self._enqueue_child, self.options.clock)
        handler = asyncio.create_task(kind.run(context), name=f"job-{job.id}")
        running = _Running(job, context, handler)
        self._running[job.id] = running
        running.end = asyncio.create_task(self._finish(running), name=f"job-{job.id}-end")

    async def _enqueue_child(self, new: NewJob) -> int:
        new = self._kinds.with_defaults(new)
        child, _ = await self._database.write(jobs.enqueue, new, self.options.clock())
        self.include([child.id])
        self._bus.publish(JobChanged(child))
        return child.id

    # --- ending --------------------------------------------------------------------------------------

    async def _finish(self, running: _Running) -> None:
        """Wait for a handler and store how it ended, as soon as the database takes it."""
        await asyncio.wait([running.handler])
        error = None if running.handler.cancelled() else running.handler.exception()
        if error is not None and (fault := disk_error(error)) is not None:
            self._storage_failed(fault)
            if self._stopping and running.reason is None:
                running.reason = Reason.STOP
        try:
            while not await self._stored_end(running):
                if self._stopping:
                    break
                await asyncio.sleep(_SETTLE_PAUSE)
        except JobLostError:
            _log.info("job %d belongs to another worker now", running.job.id)
        except Exception:
            _log.exception("how job %d ended could not be stored", running.job.id)
        finally:
            self._running.pop(running.job.id, None)
            self._wake.set()

    async def _stored_end(self, running: _Running) -> bool:
        """Store how a handler ended; return whether the database took it. Raises JobLostError."""
        try:
            await self._store_end(running)
        except StorageError as error:
            self._storage_failed(error)
            return False
        return True

    async def _store_end(self, running: _Running) -> None:
        """Store how a handler ended; a passing failure is retried later while attempts are left."""
        job, now, handler = running.job, self.options.clock(), running.handler
        error = asyncio.CancelledError() if handler.cancelled() else handler.exception()
        if running.reason is Reason.LOST or (error is not None and is_lost(error)):
            return
        await running.context.publish()
        if error is None:
            await self._store(leases.complete, job.id, handler.result(), now)
        elif running.reason is Reason.CANCEL:
            await self._store(leases.finish_cancelled, job.id, now)
        elif running.reason is Reason.STOP:
            await self._store(leases.release, job.id, now)
        else:
            failure = make_failure(error, self._kinds.describe(job))
            texts = (failure.error, failure.code, failure.detail)
            tried = job.attempts - job.losses
            is_last = tried >= job.max_attempts and disk_error(error) is None  # a disk may be freed
            if failure.passing and not is_last:
                run_after = now + retry_delay(job.attempts, failure.retry_after, self.options.random())
                await self._store(leases.retry_later, job.id, now, run_after, *texts)
            else:
                await self._store(leases.fail, job.id, now, *texts)

    async def _store(self, statement: Callable[..., Job], job_id: int, *args: object) -> None:
        """Change a job that this worker holds, and publish it. Raises JobLostError, StorageError."""
        change = partial(statement, self.options.id, job_id, *args)
        await change_and_publish(self._database, self._bus, change, self._kinds.events)
