"""A full disk: a headless run ends with a sentence, the app waits and goes on once there is space."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from arrtui.core.errors import StorageError
from arrtui.core.events import JobState, StorageChanged
from arrtui.db.database import Database
from arrtui.db.faults import DiskError
from arrtui.db.models import JobRow
from arrtui.runtime.engine.engine import Engine
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.worker import WorkerOptions
from tests.db.disk import fill_disk, free_disk
from tests.runtime.conftest import Bench, settled

Store = Callable[[JobContext], Coroutine[Any, Any, dict[str, int]]]


@pytest.fixture
def store(database: Database) -> Store:
    """Return a handler that stores a megabyte."""
    if not database.shown_url.startswith("/"):
        pytest.skip("only SQLite can be told how large its file may become")

    def insert() -> None:
        JobRow.create(
            kind="ballast", state="completed", created_at=0, finished_at=0, error_detail="x" * 2**20
        )

    async def run(context: JobContext) -> dict[str, int]:
        await context.progress(1, 2, "storing")
        await database.write(insert)
        return {"stored": 1}

    return run


async def test_a_headless_run_ends_with_a_sentence_and_the_next_one_does_the_work(
    bench: Bench, store: Store
) -> None:
    bench.handle("k", store)
    job_id = await bench.add("k")
    await fill_disk(bench.database, spare=4)

    def engine() -> Engine:
        return Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(kind="run", clock=bench.clock))

    with pytest.raises(StorageError, match="the disk is full"):
        await engine().run_jobs([job_id])
    assert (await bench.job(job_id)).state.active, "nothing was given up"
    await free_disk(bench.database)
    bench.clock.now += 31
    (job,) = await engine().run_jobs([job_id])
    assert (job.state, job.result) == (JobState.COMPLETED, {"stored": 1})


async def test_a_headless_run_ends_where_not_even_its_job_can_be_claimed(
    bench: Bench, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.handle("k", store)
    job_id = await bench.add("k")

    async def refuse(*_args: object, **_options: object) -> None:
        raise DiskError("writing to the database", why="the disk is full")

    monkeypatch.setattr(bench.database, "write", refuse)
    engine = Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(kind="run", clock=bench.clock))
    with pytest.raises(StorageError, match="the disk is full"):
        await engine.run_jobs([job_id])


async def test_the_app_says_it_once_claims_nothing_and_goes_on_by_itself(bench: Bench, store: Store) -> None:
    bench.handle("k", store, max_attempts=1)
    first, second = await bench.add("k", "1"), await bench.add("k", "2")
    worker = bench.worker(slots=1)
    await fill_disk(bench.database, spare=4)
    for _ in range(3):
        await worker.tick()
        await settled(worker)
        bench.clock.now += 1
    assert worker.storage.fault is not None
    said = [event.error for event in bench.events if isinstance(event, StorageChanged)]
    assert len(said) == 1 and "the disk is full" in said[0]
    states = {(await bench.job(job_id)).state for job_id in (first, second)}
    assert states == {JobState.RETRYING, JobState.PENDING}

    await free_disk(bench.database)
    async with asyncio.timeout(30):
        while (await bench.states())["completed"] < 2 + 2:  # two jobs, and what each stored
            bench.clock.now += 10
            await worker.tick()
            await settled(worker)
    said = [event.error for event in bench.events if isinstance(event, StorageChanged)]
    assert said[-1] == "" and worker.storage.fault is None
