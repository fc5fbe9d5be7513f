"""What the tests of the runtime share: a clock they set, recorded handlers, a worker driven by hand."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from arrtui.core.events import Access, Event, Job
from arrtui.db import jobs
from arrtui.db.database import Database
from arrtui.db.workers import WorkerInfo, all_workers
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import Handler, JobKind, JobKinds
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.engine.worker import Worker, WorkerOptions

NOW = 1_800_000_000.0


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@dataclass
class Bench:
    """A queue, and workers whose rounds the test does by hand."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    bus: Bus = field(default_factory=Bus)
    kinds: JobKinds = field(default_factory=JobKinds)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bus.subscribe(self.events.append)
        self.queue = JobQueue(self.database, self.bus, self.kinds, self.clock)

    def worker(self, only: set[int] | None = None, **options: Any) -> Worker:
        made = WorkerOptions(**{"clock": self.clock, "random": lambda: 1.0, "stop_seconds": 2.0} | options)
        return Worker(self.database, self.kinds, self.bus, made, only)

    def handle(self, kind: str, run: Handler, access: Access = Access.READ, max_attempts: int = 4) -> None:
        self.kinds.add(JobKind(kind, kind.title(), run, access=access, max_attempts=max_attempts))

    async def add(self, kind: str, subject: str = "s", **values: Any) -> int:
        job_id, _ = await self.queue.enqueue(jobs.NewJob(kind=kind, subject=subject, **values))
        return job_id

    async def states(self) -> Counter[str]:
        return Counter(job.state.value for job in await self.queue.list_jobs())

    async def live_workers(self) -> list[WorkerInfo]:
        return [worker for worker in await self.database.read(all_workers) if worker.is_fresh(self.clock())]

    async def job(self, job_id: int) -> Job:
        job = await self.database.read(jobs.get, job_id)
        assert job is not None
        return job


class Held:
    """A handler that says when it started and waits until the test lets it go on."""

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.go = asyncio.Event()
        self.contexts: list[JobContext] = []
        self.interrupted = 0

    @staticmethod
    async def at_once(context: JobContext) -> None:
        return None

    async def __call__(self, context: JobContext) -> dict[str, int]:
        self.contexts.append(context)
        self.started.set()
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.interrupted += 1
            raise
        return {"done": 1}


async def settled(worker: Worker) -> None:
    """Wait until no handler of a worker runs any more and how they ended is written down."""
    while worker._running:
        await asyncio.wait([one.end for one in worker._running.values() if one.end])


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


@pytest.fixture
def raising() -> Callable[[BaseException], Handler]:
    def make(error: BaseException) -> Handler:
        async def run(context: JobContext) -> None:
            raise error

        return run

    return make


@pytest.fixture
def no_poll(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let only the bus wake a worker."""
    monkeypatch.setattr("arrtui.runtime.engine.worker._BUSY_PAUSE", 3600.0)
    monkeypatch.setattr("arrtui.runtime.engine.worker._IDLE_PAUSE", 3600.0)
    yield
