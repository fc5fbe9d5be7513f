"""The worker: what it starts, how it keeps jobs, how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from arrtui.core.errors import ArrtuiError, GatewayError, StorageError, TimedOutError, WrongKeyError
from arrtui.core.events import Access, JobChanged, WorkerChanged
from arrtui.db import jobs, leases, workers
from arrtui.db.jobs import NewJob
from arrtui.db.workers import WorkerInfo
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import Handler
from arrtui.runtime.engine.worker import Worker
from tests.runtime.conftest import NOW, Bench, Held, settled

Raising = Callable[[BaseException], Handler]


async def done(worker: Worker) -> None:
    """Do a round and wait for the handlers it started."""
    await worker.tick()
    await asyncio.wait_for(settled(worker), 10)


def states(bench: Bench, job_id: int) -> list[str]:
    """Return the states the bus told of, in their order."""
    found = [
        event.job.state.value
        for event in bench.events
        if isinstance(event, JobChanged) and event.job.id == job_id
    ]
    return [state for before, state in zip(["", *found], found, strict=False) if state != before]


# --- running ---------------------------------------------------------------------------------------------


async def test_a_job_is_done_and_its_result_kept(bench: Bench) -> None:
    async def run(context: JobContext) -> dict[str, int]:
        for number in range(1, 6):
            await context.progress(number, 5, "counting")
        return {"items": context.args["n"]}

    bench.handle("count", run)
    job_id = await bench.add("count", args={"n": 3})
    await done(bench.worker())
    job = await bench.job(job_id)
    assert (job.state, job.result, job.attempts) == ("completed", {"items": 3}, 1)
    assert (job.progress.done, job.progress.total) == (5, 5)
    assert states(bench, job_id) == ["pending", "running", "completed"]


async def test_as_many_run_side_by_side_as_there_are_slots(bench: Bench) -> None:
    held = Held()
    bench.handle("k", held)
    ids = [await bench.add("k", str(number)) for number in range(5)]
    worker = bench.worker(slots=3)
    await worker.tick()
    await held.started.wait()
    assert [(await bench.job(job_id)).state for job_id in ids] == ["running"] * 3 + ["pending"] * 2
    held.go.set()
    await settled(worker)
    await done(worker)
    assert {(await bench.job(job_id)).state for job_id in ids} == {"completed"}


async def test_an_urgent_job_finds_room_beside_those_that_fill_the_slots_and_the_instance(
    bench: Bench,
) -> None:
    held = Held()
    bench.handle("k", held)
    ids = [await bench.add("k", str(number), instance="radarr.main") for number in range(3)]
    urgent = [await bench.add("k", f"u{number}", instance="radarr.main", priority=1) for number in range(2)]
    (late,) = [await bench.add("k", "elsewhere", instance="radarr.4k")]
    worker = bench.worker(slots=2, reads_per_instance=2)
    await worker.tick()
    await held.started.wait()
    states_now = [(await bench.job(job_id)).state for job_id in (*urgent, *ids, late)]
    assert states_now == ["running"] * 2 + ["pending"] * 4, "the urgent ones come first"
    more = await bench.add("k", "u2", instance="radarr.main", priority=1)
    await worker.tick()
    assert (await bench.job(more)).state == "running"
    assert (
        await bench.job(await bench.add("k", "u3", instance="radarr.main", priority=1))
    ).state == "pending"
    held.go.set()
    await settled(worker)
    await done(worker)


async def test_a_job_of_an_unknown_kind_fails_with_a_sentence(bench: Bench) -> None:
    job_id = await bench.add("future")
    await done(bench.worker())
    job = await bench.job(job_id)
    assert (job.state, job.error_code) == ("failed", "unknown-kind")
    assert "'future'" in job.error


async def test_children_run_and_only_they(bench: Bench) -> None:
    async def parent(context: JobContext) -> None:
        await context.enqueue_child(NewJob(kind="child", subject="new"))
        await context.enqueue_child(NewJob(kind="child", subject="known"))

    bench.handle("parent", parent)
    bench.handle("child", Held.at_once)
    known, other = await bench.add("child", "known"), await bench.add("child", "other")
    parent_id = await bench.add("parent", priority=9)
    worker = bench.worker(only={parent_id})
    await done(worker)
    await done(worker)
    found = {job.subject: job for job in await bench.queue.list_jobs()}
    assert {name: job.state.value for name, job in found.items()} == {
        "s": "completed",
        "new": "completed",
        "known": "completed",
        "other": "pending",
    }
    assert found["new"].parent_id == parent_id
    assert worker.wanted == {parent_id, known, found["new"].id}
    assert other not in worker.wanted


async def test_writes_to_an_instance_never_overlap(bench: Bench) -> None:
    inside, most = 0, 0

    async def run(context: JobContext) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1

    bench.handle("w", run, Access.WRITE)
    for number in range(6):
        await bench.add("w", str(number), instance="radarr.a")
    workers = [bench.worker(), bench.worker()]
    while (await bench.states())["completed"] < 6:
        await asyncio.gather(*(done(worker) for worker in workers))
    assert most == 1


# --- failing ---------------------------------------------------------------------------------------------


async def test_a_passing_fault_is_tried_again_with_growing_waits(bench: Bench, raising: Raising) -> None:
    bench.handle("k", raising(TimedOutError(what="listing movies", why="no answer", instance="radarr.a")))
    job_id, worker = await bench.add("k"), bench.worker()
    waits = []
    for _ in range(3):
        await done(worker)
        job = await bench.job(job_id)
        assert (job.state, job.error) == ("retrying", "radarr.a: listing movies: no answer")
        waits.append(job.run_after - bench.clock.now)
        bench.clock.now = job.run_after - 0.1
        await done(worker)
        assert (await bench.job(job_id)).state == "retrying"
        bench.clock.now = job.run_after
    await done(worker)
    job = await bench.job(job_id)
    assert (job.state, job.attempts, job.error_code) == ("failed", 4, "timeout")
    assert waits == [5, 10, 20]


async def test_what_the_app_asks_us_to_wait_is_waited(bench: Bench, raising: Raising) -> None:
    bench.handle("k", raising(GatewayError(what="x", retry_after=77.0)))
    job_id = await bench.add("k")
    await done(bench.worker(random=lambda: 0.0))
    assert (await bench.job(job_id)).run_after == NOW + 77


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WrongKeyError(what="x"), "wrong-key"),
        (ArrtuiError(what="x"), "error"),
        (ValueError("x"), "unexpected"),
    ],
)
async def test_everything_else_fails_at_once(
    bench: Bench, raising: Raising, error: Exception, code: str
) -> None:
    bench.handle("k", raising(error))
    job_id = await bench.add("k")
    await done(bench.worker())
    job = await bench.job(job_id)
    assert (job.state, job.attempts, job.error_code) == ("failed", 1, code)


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt(), asyncio.CancelledError()])
async def test_a_handler_cannot_end_the_program(bench: Bench, raising: Raising, error: BaseException) -> None:
    bench.handle("k", raising(error))
    job_id = await bench.add("k")
    await done(bench.worker())
    job = await bench.job(job_id)
    assert (job.state, job.error_code) == ("failed", "unexpected")


async def test_a_result_that_is_no_plain_data_fails_the_job(bench: Bench) -> None:
    async def run(context: JobContext) -> dict[str, object]:
        return {"x": object()}

    bench.handle("k", run)
    job_id = await bench.add("k")
    await done(bench.worker())
    assert (await bench.job(job_id)).state == "failed"


async def test_an_end_is_written_down_once_the_database_answers_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arrtui.runtime.engine.worker._SETTLE_PAUSE", 0.0)
    held = Held()
    bench.handle("k", held)
    job_id, worker, faults = await bench.add("k"), bench.worker(), 2
    await worker.tick()
    write = bench.database.write

    async def refuse(*args: object) -> object:
        nonlocal faults
        faults -= 1
        if faults >= 0:
            raise StorageError(what="writing to the database", why="it is locked")
        return await write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bench.database, "write", refuse)
    held.go.set()
    await settled(worker)
    assert (await bench.job(job_id)).state == "completed"


# --- keeping ---------------------------------------------------------------------------------------------


async def test_leases_are_renewed_while_a_handler_works(bench: Bench) -> None:
    held = Held()
    bench.handle("k", held)
    job_id, worker, other = await bench.add("k"), bench.worker(), bench.worker()
    await worker.tick()
    for _ in range(10):
        bench.clock.now += 10
        await worker.tick()
        await other.tick()
        assert (await bench.job(job_id)).lease_until == bench.clock.now + 30
    held.go.set()
    await settled(worker)
    assert (await bench.job(job_id)).attempts == 1


async def test_a_lease_is_renewed_at_once_when_the_clock_was_set_back(bench: Bench) -> None:
    held = Held()
    bench.handle("k", held)
    job_id, worker = await bench.add("k"), bench.worker()
    await worker.tick()
    await worker.tick()
    bench.clock.now -= 100_000
    await worker.tick()
    assert (await bench.job(job_id)).lease_until == bench.clock.now + 30
    held.go.set()
    await settled(worker)


async def test_a_lost_job_is_interrupted_and_nothing_written(bench: Bench) -> None:
    slow, quick = Held(), Held()
    current = slow

    async def run(context: JobContext) -> dict[str, int]:
        return await current(context)

    bench.handle("k", run, Access.WRITE)
    job_id, late, heir = await bench.add("k"), bench.worker(), bench.worker()
    await late.tick()
    await slow.started.wait()
    bench.clock.now += 31
    current = quick
    await heir.tick()
    await quick.started.wait()
    taken = await bench.job(job_id)
    await late.tick()
    await settled(late)
    assert slow.interrupted == 1
    assert await bench.job(job_id) == taken
    quick.go.set()
    await settled(heir)
    job = await bench.job(job_id)
    assert (job.state, job.attempts, quick.interrupted) == ("completed", 2, 0)


async def test_progress_that_was_held_back_is_published_in_the_next_round(bench: Bench) -> None:
    async def run(context: JobContext) -> None:
        await context.progress(1, 3)
        await context.progress(2, 3)
        reported.set()
        await held(context)

    reported, held = asyncio.Event(), Held()
    bench.handle("k", run)
    job_id, worker = await bench.add("k"), bench.worker()
    await worker.tick()
    await reported.wait()
    assert (await bench.job(job_id)).progress.done == 1
    bench.clock.now += 1
    await worker.tick()
    assert (await bench.job(job_id)).progress.done == 2
    held.go.set()
    await settled(worker)


# --- cancelling ------------------------------------------------------------------------------------------


async def test_a_cancel_in_this_process_is_heard_at_once(bench: Bench, no_poll: None) -> None:
    held = Held()
    bench.handle("k", held)
    worker = bench.worker()
    running = asyncio.create_task(worker.run())
    job_id = await bench.add("k")
    await asyncio.wait_for(held.started.wait(), 10)
    await bench.queue.cancel(job_id)
    await asyncio.wait_for(settled(worker), 10)
    assert (await bench.job(job_id)).state == "cancelled"
    assert held.interrupted == 1
    worker.stop()
    await asyncio.wait_for(running, 10)


async def test_a_cancel_of_another_process_is_seen_in_the_next_round(bench: Bench) -> None:
    held = Held()
    bench.handle("k", held)
    job_id, worker = await bench.add("k"), bench.worker()
    await worker.tick()
    await held.started.wait()
    await bench.database.write(jobs.cancel, job_id, NOW)
    await done(worker)
    assert (await bench.job(job_id)).state == "cancelled"


async def test_a_writing_handler_may_finish_its_step(bench: Bench) -> None:
    steps = []

    async def run(context: JobContext) -> None:
        for number in range(100):
            context.check()
            steps.append(f"begin {number}")
            if number == 2:
                await bench.database.write(jobs.cancel, context.job.id, NOW)
                await context.cancelled.wait()
            steps.append(f"end {number}")

    bench.handle("w", run, Access.WRITE)
    job_id, worker = await bench.add("w"), bench.worker()
    await worker.tick()
    while (await bench.job(job_id)).state == "running":
        await worker.tick()
    assert (await bench.job(job_id)).state == "cancelled"
    assert steps[-1] == "end 2"


async def test_a_cancel_reaches_through_a_task_group(bench: Bench) -> None:
    started = asyncio.Event()

    async def part(context: JobContext) -> None:
        started.set()
        await context.cancelled.wait()
        context.check()

    async def run(context: JobContext) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(part(context))
            group.create_task(asyncio.Event().wait())

    bench.handle("w", run, Access.WRITE)
    job_id, worker = await bench.add("w"), bench.worker()
    await worker.tick()
    await started.wait()
    await bench.queue.cancel(job_id)
    await done(worker)
    assert (await bench.job(job_id)).state == "cancelled"


async def test_work_that_was_finished_anyway_counts(bench: Bench) -> None:
    async def run(context: JobContext) -> dict[str, int]:
        await context.cancelled.wait()
        return {"all": 1}

    bench.handle("w", run, Access.WRITE)
    job_id, worker = await bench.add("w"), bench.worker()
    await worker.tick()
    await bench.queue.cancel(job_id)
    await done(worker)
    assert (await bench.job(job_id)).state == "completed"


# --- stopping --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("access", list(Access))
async def test_stopping_puts_what_runs_back_uncounted(bench: Bench, access: Access, no_poll: None) -> None:
    held = Held()
    bench.handle("k", held, access)
    worker = bench.worker(stop_seconds=0.5)
    running = asyncio.create_task(worker.run())
    job_id = await bench.add("k")
    await asyncio.wait_for(held.started.wait(), 10)
    worker.stop()
    await asyncio.wait_for(running, 10)
    job = await bench.job(job_id)
    assert (job.state, job.attempts, job.lease_owner) == ("pending", 0, "")
    assert await bench.live_workers() == []


async def test_stopping_does_not_wait_for_ever(bench: Bench) -> None:
    release = asyncio.Event()

    async def deaf(context: JobContext) -> dict[str, int]:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue
        return {"late": 1}

    bench.handle("k", deaf)
    job_id, worker = await bench.add("k"), bench.worker(stop_seconds=0.05)
    await worker.tick()
    await worker.drain()
    leased = await bench.job(job_id)
    assert (leased.state, leased.lease_owner) == ("running", worker.options.id)
    release.set()
    await settled(worker)
    assert await bench.job(job_id) == leased
    bench.clock.now += 31
    assert await bench.database.write(leases.claim, "heir", bench.clock.now, 30.0)


async def test_an_interrupted_run_puts_its_jobs_back(bench: Bench) -> None:
    held = Held()
    bench.handle("k", held)
    job_id = await bench.add("k")
    running = asyncio.create_task(bench.worker().run())
    await asyncio.wait_for(held.started.wait(), 10)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await bench.job(job_id)).state == "pending"


async def test_what_was_claimed_but_not_started_is_put_back(bench: Bench) -> None:
    held = Held()
    bench.handle("k", held)
    worker = bench.worker()
    in_between, stray = await bench.add("k", "1"), await bench.add("k", "2")
    for _ in range(2):
        await bench.database.write(leases.claim, worker.options.id, NOW, 30.0)
    await worker.drain()
    assert [(await bench.job(job_id)).attempts for job_id in (in_between, stray)] == [0, 0]
    assert (await bench.states())["pending"] == 2


async def test_what_is_held_unknowingly_is_done_again(bench: Bench) -> None:
    bench.handle("k", Held.at_once)
    job_id, worker = await bench.add("k"), bench.worker()
    await bench.database.write(leases.claim, worker.options.id, NOW, 30.0)
    await done(worker)
    job = await bench.job(job_id)
    assert (job.state, job.attempts) == ("completed", 2)


# --- who works -------------------------------------------------------------------------------------------

DAEMON = WorkerInfo(id="d", kind="daemon", host="nas", pid=42, started_at=NOW)


async def test_the_app_watches_while_a_daemon_lives_and_takes_over(bench: Bench) -> None:
    bench.handle("k", Held.at_once)
    await bench.database.write(workers.heartbeat, DAEMON, NOW)
    job_id, worker = await bench.add("k"), bench.worker()
    await done(worker)
    assert (await bench.job(job_id)).state == "pending"
    bench.clock.now += 16
    await done(worker)
    assert (await bench.job(job_id)).state == "completed"
    assert [event for event in bench.events if isinstance(event, WorkerChanged)] == [
        WorkerChanged(working=False, where="nas (pid 42)"),
        WorkerChanged(working=True, where="here"),
    ]


async def test_the_app_leaves_off_when_a_daemon_comes_but_finishes_what_runs(bench: Bench) -> None:
    held = Held()
    bench.handle("k", held)
    first, worker = await bench.add("k", "1"), bench.worker(slots=1)
    await worker.tick()
    second = await bench.add("k", "2")
    await bench.database.write(workers.heartbeat, DAEMON, NOW)
    bench.clock.now += 4
    await worker.tick()
    assert worker.working is False
    held.go.set()
    await done(worker)
    assert (await bench.job(first)).state == "completed"
    assert (await bench.job(second)).state == "pending"


@pytest.mark.parametrize("kind", ["run", "daemon"])
async def test_headless_runs_and_daemons_work_beside_a_daemon(bench: Bench, kind: str) -> None:
    bench.handle("k", Held.at_once)
    await bench.database.write(workers.heartbeat, DAEMON, NOW)
    job_id = await bench.add("k")
    await done(bench.worker(kind=kind))
    assert (await bench.job(job_id)).state == "completed"


async def test_a_round_that_fails_is_made_up_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arrtui.runtime.engine.worker._IDLE_PAUSE", 0.0)
    tick, faults = Worker.tick, 3

    async def failing(worker: Worker) -> None:
        nonlocal faults
        faults -= 1
        if faults >= 0:
            raise StorageError(what="writing to the database", why="it is locked")
        await tick(worker)

    monkeypatch.setattr(Worker, "tick", failing)
    held = Held()
    bench.handle("k", held)
    job_id = await bench.add("k")
    worker = bench.worker()
    running = asyncio.create_task(worker.run())
    await asyncio.wait_for(held.started.wait(), 10)
    worker.stop()
    await asyncio.wait_for(running, 10)
    assert [context.job.id for context in held.contexts] == [job_id]
