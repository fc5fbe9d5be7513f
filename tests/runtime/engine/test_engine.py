"""The engine: in its thread and on the caller's loop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from arrtui.core.events import JobChanged, JobState
from arrtui.db import leases
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob, with_children
from arrtui.db.jobs import get as get_job
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.engine import Engine
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import Handler, JobKind, JobKinds
from arrtui.runtime.engine.worker import WorkerOptions
from tests.runtime.conftest import NOW, Bench, Held

WAIT = 20


class Ended:
    """Tells a thread when jobs have come to an end, or to another state."""

    def __init__(self, bench: Bench) -> None:
        self._seen: set[tuple[int, str]] = set()
        self._changed = threading.Condition()
        bench.bus.subscribe(self._note, JobChanged)

    def _note(self, event: Any) -> None:
        with self._changed:
            self._seen.add((event.job.id, event.job.state.value))
            self._changed.notify_all()

    def wait(self, job_id: int, state: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: (job_id, state) in self._seen, WAIT)


@pytest.fixture
def engine(bench: Bench) -> Iterator[Engine]:
    made = Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(stop_seconds=1.0))
    yield made
    assert made.stop(WAIT)


def add(engine: Engine, kind: str, subject: str = "s") -> int:
    return engine.submit(engine.queue.enqueue(NewJob(kind=kind, subject=subject))).result(WAIT)[0]


def engine_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("arrtui-engine")]


def test_work_is_done_in_a_thread_of_its_own_which_ends(bench: Bench, engine: Engine) -> None:
    ended, threads = Ended(bench), []

    async def run(context: JobContext) -> None:
        threads.append(threading.current_thread())

    bench.handle("k", run)
    engine.start()
    ended.wait(add(engine, "k"), "completed")
    assert engine_threads() == ["arrtui-engine"]
    assert threads[0] is not threading.main_thread()
    assert not threads[0].daemon
    assert engine.stop(WAIT)
    assert engine.stop(WAIT)
    assert engine_threads() == []


def test_it_can_be_started_again_but_not_twice(bench: Bench, engine: Engine) -> None:
    engine.start()
    with pytest.raises(RuntimeError):
        engine.start()
    assert engine.stop(WAIT)
    engine.start()
    assert engine.submit(asyncio.sleep(0, "alive")).result(WAIT) == "alive"


@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), RuntimeError("x")])
def test_it_survives_its_handlers(
    bench: Bench, engine: Engine, raising: Callable[[BaseException], Handler], error: BaseException
) -> None:
    ended = Ended(bench)
    bench.handle("bad", raising(error))
    engine.start()
    ended.wait(add(engine, "bad", "1"), "failed")
    ended.wait(add(engine, "bad", "2"), "failed")
    assert engine.submit(asyncio.sleep(0, "alive")).result(WAIT) == "alive"


def test_stopping_puts_running_work_back_and_cleans_up(bench: Bench) -> None:
    order, begun = [], threading.Event()

    async def run(context: JobContext) -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            order.append("handler ended")

    async def clean_up() -> None:
        order.append("clients closed")

    bench.handle("k", run)
    engine = Engine(bench.database, bench.kinds, bench.bus, clean_up=clean_up)
    engine.start()
    job_id = add(engine, "k")
    assert begun.wait(WAIT)
    left = engine.submit(asyncio.sleep(3600))
    assert engine.stop(WAIT)
    assert order == ["handler ended", "clients closed"]
    assert left.cancelled()
    job = asyncio.run(bench.job(job_id))
    assert (job.state, job.attempts) == ("pending", 0)


def test_what_is_asked_for_before_the_start_waits_for_it(bench: Bench, engine: Engine) -> None:
    early = engine.submit(asyncio.sleep(0, "alive"))
    assert not early.done()
    engine.start()
    assert early.result(WAIT) == "alive"


def test_nothing_can_be_submitted_to_an_engine_that_has_ended(bench: Bench, engine: Engine) -> None:
    assert engine.stop()
    with pytest.raises(RuntimeError):
        engine.submit(asyncio.sleep(0))
    engine.start()
    assert engine.submit(asyncio.sleep(0, "alive")).result(WAIT) == "alive"
    assert engine.stop(WAIT)
    with pytest.raises(RuntimeError):
        engine.submit(asyncio.sleep(0))


# --- on the caller's loop --------------------------------------------------------------------------------


async def test_given_jobs_and_their_children_are_done_here(bench: Bench) -> None:
    async def parent(context: JobContext) -> None:
        await context.enqueue_child(NewJob(kind="child", subject="x"))

    async def child(context: JobContext) -> dict[str, str]:
        return {"thread": threading.current_thread().name}

    bench.handle("parent", parent)
    bench.handle("child", child)
    wanted, other = await bench.add("parent"), await bench.add("child", "other")
    engine = Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(kind="run"))
    found = await asyncio.wait_for(engine.run_jobs([wanted]), WAIT)
    assert [(job.kind, job.state.value) for job in found] == [("parent", "completed"), ("child", "completed")]
    assert found[1].result == {"thread": threading.current_thread().name}
    assert (await bench.job(other)).state == "pending"
    assert engine_threads() == []


async def test_what_a_job_asked_for_elsewhere_is_done_too(bench: Bench) -> None:
    bench.handle("k", Held.at_once)
    ids = [await bench.add("k", "parent")]
    for subject in ("child", "grandchild", "great-grandchild"):
        ids.append(await bench.add("k", subject, parent_id=ids[-1]))
    for job_id in ids[:2]:
        await bench.database.write(leases.claim, "elsewhere", NOW, 30.0)
        await bench.database.write(leases.complete, "elsewhere", job_id, None, NOW)
    engine = Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(kind="run"))
    found = await asyncio.wait_for(engine.run_jobs(ids[:1]), WAIT)
    assert [job.id for job in found] == ids
    assert {job.state.value for job in found} == {"completed"}


async def test_what_a_job_queued_is_done_too_when_the_list_of_jobs_is_read_late(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.handle("k", Held.at_once)
    ids = [await bench.add("k", "parent")]
    for subject in ("child", "grandchild", "great-grandchild"):
        ids.append(await bench.add("k", subject, parent_id=ids[-1]))
    for job_id in ids[:2]:
        await bench.database.write(leases.claim, "elsewhere", NOW, 30.0)
        await bench.database.write(leases.complete, "elsewhere", job_id, None, NOW)
    read = bench.database.read

    async def read_late(query: Callable[..., Any], *args: Any, **options: Any) -> Any:
        is_first_list = query is with_children and set(args[0]) == set(ids[:2])
        while is_first_list and (await bench.job(ids[2])).state.active:
            await asyncio.sleep(0.01)
        return await read(query, *args, **options)

    monkeypatch.setattr(bench.database, "read", read_late)
    engine = Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(kind="run"))
    found = await asyncio.wait_for(engine.run_jobs(ids[:1]), WAIT)
    assert [job.id for job in found] == ids


async def test_an_interrupted_run_leaves_the_job_for_the_next(bench: Bench) -> None:
    held = Held()
    bench.handle("k", held)
    engine = Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(kind="run"))
    job_id = await bench.add("k")
    running = asyncio.create_task(engine.run_jobs([job_id]))
    await asyncio.wait_for(held.started.wait(), WAIT)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    job = await bench.job(job_id)
    assert (job.state, job.attempts) == (JobState.PENDING, 0)


async def test_failed_jobs_come_back_as_failed(
    bench: Bench, raising: Callable[[BaseException], Handler]
) -> None:
    bench.handle("bad", raising(ValueError("x")))
    engine = Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(kind="run"))
    found = await asyncio.wait_for(engine.run_jobs([await bench.add("bad")]), WAIT)
    assert [job.state.value for job in found] == ["failed"]


def test_importing_the_runtime_loads_no_http_client_and_no_terminal() -> None:
    script = (
        "import sys, arrtui.runtime.engine.engine, arrtui.runtime.engine.watch; "
        "import arrtui.runtime.engine.schedule; "
        "print([name for name in ('httpx', 'pydantic', 'textual') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("turns", range(6))
async def test_an_interruption_that_comes_together_with_an_event_is_not_lost(
    database: Database, turns: int
) -> None:
    bus, kinds = Bus(), JobKinds()

    async def endless(job: JobContext) -> None:
        await asyncio.Event().wait()

    kinds.add(JobKind("endless", "Endless work", endless))
    engine = Engine(database, kinds, bus, WorkerOptions(kind="run"))
    job_id, _ = await engine.queue.enqueue(NewJob(kind="endless"))
    running = asyncio.create_task(engine.run_jobs([job_id]))
    while (job := await database.read(get_job, job_id)) is None or job.state is not JobState.RUNNING:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    bus.publish(JobChanged(job))
    for _ in range(turns):
        await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=5)
    assert done and running.cancelled()
