"""A database that another process keeps locked: who does is said, and the task ends with status 3."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from arrtui.cli.output import Output
from arrtui.cli.task import Task
from arrtui.core.events import JobChanged, StorageChanged
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.services import Services
from tests.cli.conftest import Site
from tests.db.locks import stopped_writer


def test_a_task_that_can_queue_nothing_names_the_process_and_ends(site: Site, tmp_path: Path) -> None:
    assert site.run("jobs").status == 0  # makes the database
    with stopped_writer(tmp_path / "arrtui.db") as process:
        ran = site.run("backup")
    assert ran.status == 3
    assert f"(pid {process.pid})" in ran.err or not sys.platform.startswith("linux")
    assert site.run("backup").status == 0


class _Notes(Output):
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.noted = asyncio.Event()

    def note(self, text: str) -> None:
        self.notes.append(text)
        self.noted.set()


async def _no_changes() -> AsyncIterator[tuple[JobChanged, ...]]:
    await asyncio.Event().wait()
    yield ()


async def test_a_task_says_what_storing_waits_for_but_not_what_ends_it() -> None:
    bus, out = Bus(), _Notes()

    async def run_jobs(_job_ids: Sequence[int]) -> list[Any]:
        await asyncio.sleep(0)  # until the task listens
        bus.publish(StorageChanged("the disk is full"))
        await asyncio.sleep(0)
        bus.publish(StorageChanged("nas (pid 42) is writing to it", is_waited_for=True))
        await out.noted.wait()
        return []

    async def held_elsewhere(_job_ids: Sequence[int]) -> list[str]:
        return []

    services = SimpleNamespace(
        bus=bus,
        jobs=SimpleNamespace(held_elsewhere=held_elsewhere, changes=_no_changes),
        engine=SimpleNamespace(run_jobs=run_jobs),
    )
    async with asyncio.timeout(30):
        await Task("backup", cast(Services, services), out).run_jobs([1])
    assert out.notes == ["Waiting: nas (pid 42) is writing to it"]
