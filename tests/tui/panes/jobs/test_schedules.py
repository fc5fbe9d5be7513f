"""The schedules of the Jobs pane: what they look like, and what their keys do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from arrtui.db import schedules
from arrtui.db.jobs import NewJob
from arrtui.runtime.services import Services
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.jobs.schedules import SchedulesDialog
from tests.tui.estates import CONFIG, HOUR, NOW, scene_services
from tests.tui.live import opened
from tests.tui.panes.jobs.lists import open_list
from tests.tui.scenes import SIZES, app_at_now

SCHEDULES = """
[schedule]
time_zone = "UTC"
backup = "0 3 * * *"
check = "*/15 * * * *"
"sync movies-4k" = {{ cron = "30 3 * * 1", apply = "additions", catch_up = "skip" }}
"""
ERROR = "running sync movies-4k: radarr.4k could not be read now."


def store() -> None:
    """Store two runs and a pause; to be called while writing."""
    schedules.note_configured(
        {"backup": "0 3 * * * UTC", "check": "*/15 * * * * UTC", "sync movies-4k": "30 3 * * 1 UTC"},
        NOW - HOUR,
    )
    schedules.begin("backup", NewJob(kind="schedule", subject="backup"), NOW - 60)
    schedules.pause(["check"], True, NOW - 60)
    schedules.begin("sync movies-4k", NewJob(kind="schedule", subject="sync movies-4k"), NOW - HOUR)
    schedules.note_end("sync movies-4k", ERROR, NOW - HOUR, ok=False)


@pytest.fixture
def scheduled(library: Path, tmp_path: Path) -> Iterator[Services]:
    with scene_services(library, tmp_path, config=CONFIG + SCHEDULES) as services:
        services.database.write_sync(store)
        yield services


async def show(pilot: Pilot[Any]) -> None:
    await open_list(pilot, "s", "SchedulesDialog")


@pytest.mark.parametrize("size", SIZES)
def test_schedules(size: str, scheduled: Services, snap_compare: Callable[..., bool]) -> None:
    assert snap_compare(app_at_now(scheduled, "dark"), terminal_size=SIZES[size], run_before=show)


@pytest.mark.parametrize("size", SIZES)
def test_no_schedule(size: str, services: Services, snap_compare: Callable[..., bool]) -> None:
    assert snap_compare(app_at_now(services, "dark"), terminal_size=SIZES[size], run_before=show)


async def test_keys_pause_resume_and_run_now_and_ask_before_a_run_that_writes(scheduled: Services) -> None:
    tasks = scheduled.config.schedules
    tasks = tuple(replace(task, writes=task.apply != "none") for task in tasks)
    scheduled.config = replace(scheduled.config, schedules=tasks)
    async with opened(scheduled, clock=lambda: NOW) as screen:
        await show(screen.pilot)
        table = screen.app.screen.query_one("SchedulesDialog #rows", EstateTable)

        def states() -> list[str]:
            return [table.get_row(key).state_word for key in table.visible_keys]

        await screen.until(lambda: states() == ["waiting", "paused", "waiting"])
        await screen.press("down", "p")
        await screen.until(lambda: states()[1] == "on time")
        await screen.press("r")
        await screen.until(lambda: states()[1] == "waiting")
        jobs = [job.subject for job in await scheduled.jobs.list_jobs() if job.kind == "schedule"]
        assert sorted(jobs) == ["backup", "check", "sync movies-4k"]
        await screen.press("p")
        await screen.until(lambda: table.get_row("check").paused)
        await screen.press("down", "r")
        await screen.until(lambda: isinstance(screen.app.screen, ConfirmDialog))
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, SchedulesDialog))
