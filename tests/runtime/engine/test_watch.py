"""The bridge from stored jobs to the screen."""

from __future__ import annotations

import asyncio

import pytest

from arrtui.core.errors import StorageError
from arrtui.core.events import JobChanged, Progress
from arrtui.db import jobs, leases
from arrtui.runtime.engine.watch import SPACING, job_changes
from tests.runtime.conftest import NOW, Bench


async def test_changes_of_this_process_come_without_waiting_for_a_poll(bench: Bench) -> None:
    await bench.add("k", "before")
    since = await bench.database.read(jobs.latest_revision)
    changes = job_changes(bench.database, bench.bus, since, poll=3600)
    first = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0.05)
    assert not first.done()
    job_id = await bench.add("k", "now")
    batch = await asyncio.wait_for(first, 10)
    assert [change.job.id for change in batch] == [job_id]
    await changes.aclose()


async def test_nothing_falls_between_the_list_and_the_changes(bench: Bench) -> None:
    since = await bench.database.read(jobs.latest_revision)
    job_id = await bench.add("k")
    changes = job_changes(bench.database, bench.bus, since)
    assert await anext(changes) == (JobChanged(await bench.job(job_id)),)
    await changes.aclose()


async def test_many_changes_make_one_batch_and_batches_keep_their_distance(bench: Bench) -> None:
    pauses: list[float] = []
    job_id = await bench.add("k")
    await bench.database.write(leases.claim, "w", NOW, 30.0)

    async def work(seconds: float) -> None:
        pauses.append(seconds)
        for number in range(10):
            await bench.database.write(leases.progress, "w", job_id, Progress(done=10 * len(pauses) + number))

    changes = job_changes(bench.database, bench.bus, since=0, sleep=work)
    batches = [await asyncio.wait_for(anext(changes), 10) for _ in range(4)]
    await changes.aclose()
    assert [[change.job.progress.done for change in batch] for batch in batches] == [[0], [19], [29], [39]]
    assert pauses == [SPACING] * 3
    assert SPACING >= 0.2


async def test_a_database_that_cannot_be_read_is_asked_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = await bench.add("k")
    read, faults = bench.database.read, 2

    async def refuse(*args: object) -> object:
        nonlocal faults
        faults -= 1
        if faults >= 0:
            raise StorageError(what="reading the database", why="the disk is away")
        return await read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bench.database, "read", refuse)
    changes = job_changes(bench.database, bench.bus, since=0, poll=0.01)
    batch = await asyncio.wait_for(anext(changes), 10)
    assert [change.job.id for change in batch] == [job_id]
    await changes.aclose()


async def test_a_database_that_cannot_be_read_at_first_ends_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, faults, answered = bench.database.read, 2, asyncio.Event()

    async def refuse(*args: object) -> object:
        nonlocal faults
        faults -= 1
        if faults >= 0:
            raise StorageError(what="reading the database", why="the disk is away")
        result = await read(*args)  # type: ignore[arg-type]
        answered.set()
        return result

    monkeypatch.setattr(bench.database, "read", refuse)
    changes = job_changes(bench.database, bench.bus, poll=0.01)
    first = asyncio.ensure_future(anext(changes))
    await asyncio.wait_for(answered.wait(), 10)
    job_id = await bench.add("k")
    batch = await asyncio.wait_for(first, 10)
    assert [change.job.id for change in batch] == [job_id]
    await changes.aclose()
