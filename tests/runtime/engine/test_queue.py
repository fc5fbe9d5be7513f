"""The queue: what it does to jobs, and that the bus hears of it."""

from __future__ import annotations

from arrtui.core.events import Access, JobChanged
from arrtui.db import jobs, workers
from arrtui.db.jobs import NewJob
from tests.runtime.conftest import NOW, Bench, Held


async def test_every_change_is_told(bench: Bench) -> None:
    job_id = await bench.add("k")
    await bench.queue.cancel(job_id)
    await bench.queue.retry(job_id)
    told = [event.job for event in bench.events if isinstance(event, JobChanged)]
    assert [job.state.value for job in told] == ["pending", "cancelled", "pending"]
    assert told[-1] == await bench.job(job_id)
    assert await bench.queue.cancel(99) is None
    assert await bench.queue.retry(99) is None
    assert await bench.database.read(jobs.get, 99) is None
    assert len(bench.events) == 3


async def test_how_a_kind_was_registered_decides(bench: Bench) -> None:
    bench.handle("apply", Held.at_once, Access.WRITE, max_attempts=1)
    job = await bench.job(await bench.add("apply"))
    assert (job.access, job.max_attempts) == ("write", 1)


async def test_an_equal_job_is_told_of_too(bench: Bench) -> None:
    first = await bench.queue.enqueue(NewJob(kind="k"))
    second = await bench.queue.enqueue(NewJob(kind="k", priority=1))
    assert first == (second[0], True)
    assert second[1] is False
    assert [event.job.priority for event in bench.events if isinstance(event, JobChanged)] == [5, 1]


async def test_old_jobs_can_be_removed(bench: Bench) -> None:
    for subject in "ab":
        await bench.queue.cancel(await bench.add("k", subject))
        bench.clock.now += 100
    assert await bench.database.write(jobs.prune, bench.clock() - 150) == 1
    assert [job.subject for job in await bench.queue.list_jobs()] == ["b"]
    assert (await bench.states())["cancelled"] == 1


async def test_who_works_can_be_seen(bench: Bench) -> None:
    worker = bench.worker(kind="daemon")
    await worker.tick()
    alive = await bench.live_workers()
    assert [(info.id, info.kind, info.heartbeat_at) for info in alive] == [(worker.options.id, "daemon", NOW)]
    await bench.database.write(workers.sign_off, worker.options.id)
    assert await bench.live_workers() == []
