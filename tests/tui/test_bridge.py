"""From the work to the screen: what is told arrives, in few messages, and what fails takes nothing away."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from textual.app import App, ComposeResult

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.errors import StorageError
from arrtui.core.events import InstanceChecked, Job, JobState, WorkerChanged
from arrtui.db.activity import put_commands
from arrtui.db.jobs import NewJob
from arrtui.runtime.capabilities import panes
from arrtui.runtime.services import Services
from arrtui.tui import bridge
from arrtui.tui.bridge import Bridge
from arrtui.tui.kit.top_line import TopLine, TopLineStatus, status_pieces
from arrtui.tui.main_screen import MOST_JOBS, MainScreen, make_status, without_oldest
from tests.tui.estates import NOW
from tests.tui.live import opened


async def test_a_burst_of_changes_arrives_in_few_messages(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[Sequence[Job]] = []
    original = MainScreen.on_bridge_jobs_changed

    def count(self: MainScreen, message: Bridge.JobsChanged) -> None:
        batches.append(message.jobs)
        original(self, message)

    monkeypatch.setattr(MainScreen, "on_bridge_jobs_changed", count)
    async with opened(services, clock=lambda: NOW) as screen:
        before = len(screen.jobs)
        for number in range(100):
            await services.jobs.enqueue(NewJob(kind="backup", subject=f"radarr.n{number}"))
        await screen.until(lambda: len(screen.jobs) == before + 100)
        assert len(batches) < 50


async def test_stored_data_that_cannot_be_read_is_said_and_what_is_shown_stays(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(services, clock=lambda: NOW) as screen:

        async def fail() -> list[Any]:
            raise StorageError(
                "reading the database", why="the disk does not answer", advice="Look at the disk."
            )

        monkeypatch.setattr(services.estate, "rows", fail)
        services.bus.publish(InstanceChecked("radarr.main"))
        await screen.until(lambda: screen.toasts)
        assert screen.toasts == ["reading the database: the disk does not answer. Look at the disk."]
        assert screen.view("radarr.main").row.items == 5_012


async def test_a_job_another_process_finishes_refreshes_the_instances(services: Services) -> None:
    from arrtui.db.estate import record_check
    from arrtui.db.models import JobRow

    def finish_elsewhere() -> None:
        record_check("radarr.parents", state="up", at=NOW)
        running = (JobRow.kind == "check") & (JobRow.instance == "radarr.parents")
        JobRow.update(state="completed", finished_at=NOW, revision=JobRow.revision + 1_000).where(
            running
        ).execute()

    async with opened(services, clock=lambda: NOW) as screen:
        assert screen.view("radarr.parents").checking
        await services.database.write(finish_elsewhere)
        await screen.until(lambda: screen.view("radarr.parents").row.state == "up")
        assert not screen.view("radarr.parents").checking


async def test_what_another_process_hears_of_commands_is_shown(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "POLL", 0.05)
    told: list[frozenset[str]] = []
    monkeypatch.setattr(
        MainScreen, "on_bridge_activity_read", lambda _screen, message: told.append(message.instances)
    )
    entry = ActivityEntry(kind=ActivityKind.COMMAND, key="1", state="started", what="RssSync")
    async with opened(services, clock=lambda: NOW) as screen:
        services.bus.publish(WorkerChanged(working=False, where="nas (pid 7)"))
        times = count(NOW)

        async def store() -> None:
            await services.database.write(put_commands, "radarr.main", {"1": entry}, next(times))

        async with asyncio.timeout(30):
            while not told:  # of what is there at the first look nothing is told
                await store()
                await screen.pilot.pause(0.05)
        assert told[0] == {"radarr.main"}


def test_an_older_state_of_a_job_never_replaces_a_newer_one() -> None:
    jobs = {1: Job(id=1, kind="backup", state=JobState.COMPLETED, revision=9)}
    screen = MainScreen()
    screen.jobs = jobs
    assert not screen.is_newer(Job(id=1, kind="backup", state=JobState.RUNNING, revision=8))
    assert screen.is_newer(Job(id=2, kind="backup", revision=1))


def test_a_long_session_keeps_all_unfinished_jobs_and_the_newest_finished() -> None:
    jobs = {n: Job(id=n, kind="check", state=JobState.COMPLETED) for n in range(1, MOST_JOBS + 1)}
    jobs[7] = Job(id=7, kind="backup", state=JobState.PENDING)
    kept = without_oldest(jobs)
    assert len(kept) == MOST_JOBS // 2 + 1
    assert 7 in kept
    assert MOST_JOBS in kept


def test_the_status_counts_instances_and_jobs() -> None:
    status = make_status([], {}, age=125.0)
    assert status == TopLineStatus(age=120.0)
    for kind in ("activity", "refresh"):
        reading = {n: Job(id=n, kind=kind, state=state) for n, state in enumerate(JobState)}
        assert make_status([], reading, age=None) == TopLineStatus()  # it would change all the time
    later = {1: Job(id=1, kind="trailers", run_after=20.0, asked_at=10.0)}
    assert make_status([], later, age=None) == TopLineStatus(), "nothing waits before its time"
    assert [
        piece.text for piece in status_pieces(TopLineStatus(up=3, down=1, running=2, percent=40, age=60.0))
    ] == [
        "● 3 up",
        "✗ 1 down",
        "2 jobs 40%",
        "data 1 min ago",
    ]
    assert [piece.text for piece in status_pieces(TopLineStatus(waiting=1))] == ["1 job waiting"]


@pytest.mark.parametrize(
    ("width", "text"),
    [(80, "✗ 1  ► 40%"), (92, "✗ 1 down  2 jobs 40%"), (120, "✗ 1 down  2 jobs 40%  data 1 min ago")],
)
async def test_jobs_and_what_is_down_show_at_any_width(width: int, text: str) -> None:
    class Lines(App[None]):
        def compose(self) -> ComposeResult:
            yield TopLine(panes())

        def on_mount(self) -> None:
            line = self.query_one(TopLine)
            line.current = "settings"
            line.status = TopLineStatus(up=3, down=1, running=2, percent=40, age=60.0)

    async with Lines().run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        assert str(pilot.app.query_one(TopLine).render()).rstrip().endswith(text)
