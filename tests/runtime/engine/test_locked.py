"""A database that another process keeps locked: it is named, waited for, and not for ever."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from arrtui.core.events import JobState, StorageChanged
from arrtui.db.database import Database
from arrtui.db.faults import DatabaseBusyError
from arrtui.db.sqlite import _PRAGMAS as sqlite_pragmas
from arrtui.runtime.engine.engine import Engine
from arrtui.runtime.engine.worker import WorkerOptions
from tests.db.locks import stopped_writer
from tests.runtime.conftest import Bench, Held


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "locked.db"


@pytest.fixture
def bench(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """Return a bench over a file for whose lock nobody waits long."""
    monkeypatch.setitem(sqlite_pragmas, "busy_timeout", 20)
    monkeypatch.setattr("arrtui.runtime.engine.worker.HEARTBEAT", 0.0)
    monkeypatch.setattr("arrtui.runtime.engine.worker._SETTLE_PAUSE", 0.01)
    with closing(Database.open(f"sqlite:///{file}")) as database:
        yield Bench(database)


def engine(bench: Bench) -> Engine:
    return Engine(bench.database, bench.kinds, bench.bus, WorkerOptions(kind="run", clock=bench.clock))


def published(bench: Bench) -> list[StorageChanged]:
    return [event for event in bench.events if isinstance(event, StorageChanged)]


async def told(bench: Bench) -> StorageChanged:
    """Return what is published of the database as soon as something is."""
    while not published(bench):
        await asyncio.sleep(0.01)
    return published(bench)[0]


async def test_a_headless_run_says_whom_it_waits_for_and_goes_on_afterwards(bench: Bench, file: Path) -> None:
    held = Held()
    bench.handle("k", held)
    job_id = await bench.add("k")
    running = asyncio.create_task(engine(bench).run_jobs([job_id]))
    async with asyncio.timeout(60):
        await held.started.wait()
        with stopped_writer(file) as process:
            held.go.set()
            event = await told(bench)
            assert event.is_waited_for
            assert f"(pid {process.pid})" in event.error or not sys.platform.startswith("linux")
        (job,) = await running
    assert job.state is JobState.COMPLETED
    assert published(bench)[-1].error == ""


async def test_a_headless_run_does_not_wait_for_ever(
    bench: Bench, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    bench.handle("k", held)
    job_id = await bench.add("k")
    running = asyncio.create_task(engine(bench).run_jobs([job_id]))
    async with asyncio.timeout(60):
        await held.started.wait()
        with stopped_writer(file):
            await told(bench)
            monkeypatch.setattr("arrtui.runtime.engine.storage.PATIENCE", 0.0)
            with pytest.raises(DatabaseBusyError, match=r"is stopped|another process"):
                await running
    assert (await bench.job(job_id)).state is JobState.RUNNING, "the next worker takes it"
