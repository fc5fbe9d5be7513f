"""Standing work: who does it, when it is started again, when it ends."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from arrtui.core.errors import StorageError
from arrtui.db import duty, workers
from arrtui.db.workers import WorkerInfo
from arrtui.runtime.engine.engine import Engine
from arrtui.runtime.engine.processes import worker_of_process
from arrtui.runtime.engine.standing import LONGEST_PAUSE, RENEWAL, DutyKeeper, StandingWork
from arrtui.runtime.engine.worker import WorkerOptions
from tests.runtime.conftest import NOW, Bench, Held


@dataclass
class Works:
    """Works that count their starts and ends."""

    started: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)

    def work(self, name: str, *, daemon_only: bool = False) -> StandingWork:
        async def run(services: object) -> None:
            assert services == "services"
            self.started[name] += 1
            try:
                await asyncio.Event().wait()
            finally:
                self.ended[name] += 1

        return StandingWork(name, run, daemon_only)

    @property
    def running(self) -> set[str]:
        return set((self.started - self.ended).elements())


def standing(bench: Bench, works: Works, name: str, kind: str = "daemon") -> DutyKeeper:
    every = [works.work(name), works.work(f"{name} daemon", daemon_only=True)]
    return DutyKeeper(bench.database, every, "services", process(bench, name, kind), bench.clock)


def process(bench: Bench, name: str, kind: str) -> WorkerInfo:
    return worker_of_process(name, kind, bench.clock())


async def rounds(*standings: DutyKeeper) -> None:
    for each in standings:
        await each.tick()
    await asyncio.sleep(0)


async def test_one_daemon_works_and_the_other_takes_over_when_its_lease_ran_out(bench: Bench) -> None:
    works = Works()
    first, second = standing(bench, works, "a"), standing(bench, works, "b")
    for _ in range(5):
        await rounds(first, second)
        assert (first.holding, second.holding, works.running) == (True, False, {"a", "a daemon"})
        bench.clock.now += RENEWAL
    bench.clock.now += duty.LEASE - RENEWAL  # the first does nothing any more
    await rounds(second)
    assert second.holding and works.running >= {"b", "b daemon"}
    await rounds(first)
    assert not first.holding and works.running == {"b", "b daemon"}
    await second.close()
    assert works.running == set()
    bench.clock.now += RENEWAL
    await rounds(first)
    assert works.running == {"a", "a daemon"}
    await first.close()


async def test_a_terminal_app_yields_to_a_daemon_and_takes_over_when_it_is_gone(bench: Bench) -> None:
    works = Works()
    app, daemon = standing(bench, works, "app", "tui"), standing(bench, works, "d")
    await rounds(app, daemon)
    assert works.running == {"app"}
    bench.clock.now += RENEWAL
    await bench.database.write(workers.heartbeat, process(bench, "d", "daemon"), bench.clock.now)
    await rounds(app, daemon)
    assert (app.holding, works.running) == (False, {"d", "d daemon"})
    await daemon.close()
    bench.clock.now += RENEWAL
    await rounds(app)
    assert not app.holding, "the daemon's heartbeat is fresh: it only starts anew"
    bench.clock.now += workers.HEARTBEAT_FRESH
    await rounds(app)
    assert works.running == {"app"}
    await app.close()


async def test_the_work_ends_when_the_lease_cannot_be_renewed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = Works()
    holder = standing(bench, works, "a")
    await rounds(holder)

    async def refuse(*_args: object) -> None:
        raise StorageError("writing", "the disk is gone")

    monkeypatch.setattr(bench.database, "write", refuse)
    for later, running in ((RENEWAL, True), (2 * RENEWAL, True), (duty.LEASE, False), (0, False)):
        bench.clock.now = NOW + later
        await rounds(holder)
        assert bool(works.running) is running, later
    monkeypatch.undo()
    bench.clock.now = NOW - 3_600  # set back: what was granted before counts no more
    await rounds(holder)
    assert holder.holding and works.running
    await holder.close()


async def test_work_that_fails_is_started_again_after_growing_pauses_and_others_go_on(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []
    enough = asyncio.Event()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 9:
            enough.set()
            await asyncio.Event().wait()

    async def fail(_services: object) -> None:
        raise ValueError("broken")

    works = Works()
    every = [StandingWork("bad", fail), works.work("good")]
    holder = DutyKeeper(bench.database, every, "services", process(bench, "a", "daemon"), bench.clock, sleep)
    with caplog.at_level(logging.ERROR):
        await holder.tick()
        await asyncio.wait_for(enough.wait(), 10)
    assert pauses == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    assert len([record for record in caplog.records if "bad failed" in record.getMessage()]) == 9
    assert works.running == {"good"}
    await holder.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_changed_configuration_starts_all_work_anew_also_what_had_returned(bench: Bench) -> None:
    works, returned = Works(), []

    async def nothing_to_do(_services: object) -> None:
        returned.append(bench.clock.now)

    every = [works.work("a"), StandingWork("idle", nothing_to_do)]
    holder = DutyKeeper(bench.database, every, "services", process(bench, "a", "daemon"), bench.clock)
    running = asyncio.create_task(holder.run())
    await until(lambda: works.started["a"] == 1 and len(returned) == 1)
    await asyncio.to_thread(holder.restart)
    await until(lambda: works.started["a"] == 2 and len(returned) == 2)
    running.cancel()
    await asyncio.wait([running])
    assert works.running == set()
    held = await bench.database.read(duty.holder)
    assert held is not None and held.is_over(bench.clock.now)


async def test_of_two_daemons_the_one_that_stands_by_claims_no_jobs(bench: Bench) -> None:
    bench.handle("k", Held.at_once)
    await bench.database.write(duty.hold, process(bench, "other", "daemon"), bench.clock.now, lambda _: False)
    options = WorkerOptions(kind="daemon", clock=bench.clock)
    spare = DutyKeeper(bench.database, [], None, process(bench, options.id, "daemon"), bench.clock)
    engine = Engine(bench.database, bench.kinds, bench.bus, options, standing=spare)
    job_id = await bench.add("k")
    await asyncio.to_thread(engine.start)
    try:
        await until(lambda: engine._worker is not None and engine._worker.working is not None)
        assert engine._worker is not None and not engine._worker.working
        assert (await bench.job(job_id)).state == "pending"
        async with asyncio.timeout(20):
            while (await bench.job(job_id)).state != "completed":
                bench.clock.now += RENEWAL
                await asyncio.sleep(0.02)
    finally:
        await asyncio.to_thread(engine.stop)
