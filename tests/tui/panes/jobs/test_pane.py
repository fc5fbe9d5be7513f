"""The Jobs pane: what runs, waits and failed, and what can be done about it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.content import Content

from arrtui.core.events import Job, JobState, Progress
from arrtui.runtime.capabilities import job_kinds
from arrtui.runtime.engine.kinds import JobKinds
from arrtui.runtime.services import Services
from arrtui.tui.kit.signs import job_sign
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.jobs.detail import options
from arrtui.tui.panes.jobs.rows import JobFilter, JobView, note, sort_jobs, waiting_reason
from tests.tui.estates import NOW
from tests.tui.live import Live, Screen, opened

KINDS = JobKinds(job_kinds())


def jobs_table(screen: Screen) -> EstateTable[JobView]:
    return screen.app.main.query_one("#jobs-table", EstateTable)


def states(screen: Screen) -> list[str]:
    table = jobs_table(screen)
    rows = [table.get_row(key) for key in table.visible_keys]
    return [row.job.state.value for row in rows if row]


async def show_jobs(screen: Screen) -> None:
    await screen.press("6")
    await screen.until(lambda: screen.app.main.query("#jobs-table"))
    await screen.pilot.pause()


async def test_keys_choose_which_jobs_are_shown(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await show_jobs(screen)
        assert states(screen) == [
            *("running", "running", "retrying", "pending"),
            *("completed", "failed", "cancelled", "completed"),
        ]
        await screen.press("f", "a")
        assert len(states(screen)) == 9
        await screen.press("f", "u")
        assert states(screen) == ["running", "running", "retrying", "pending"]
        await screen.press("exclamation_mark")
        assert states(screen) == ["failed"]
        await screen.press("f", "d")
        assert states(screen) == ["completed", "completed", "cancelled", "completed"]


async def test_a_table_of_jobs_has_room_at_80_by_24(services: Services) -> None:
    async with opened(services, (80, 24), clock=lambda: NOW) as screen:
        await show_jobs(screen)
        assert jobs_table(screen).page_rows >= 16


async def test_the_full_error_is_one_key_away_and_can_be_copied(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await show_jobs(screen)
        await screen.press("exclamation_mark", "enter")
        await screen.until(lambda: screen.dialog == "TextDialog")
        assert "GET /api/v3/series answered 200" in screen.text("VerticalScroll > Static")
        await screen.press("y")
        assert "GET /api/v3/series answered 200" in screen.app.clipboard
        await screen.press("escape", "y")
        assert "at most 20 % may vanish" in screen.app.clipboard


async def test_a_failed_job_is_tried_again_by_hand(live: Live) -> None:
    app = live.estate.apps["radarr.main"]
    app.faults.add("401")
    async with opened(live.services()) as screen:
        await screen.press("b")
        await screen.until(lambda: [job.state for job in screen.jobs] == [JobState.FAILED])
        await show_jobs(screen)
        assert states(screen) == ["failed"]
        app.faults.rules.clear()
        await screen.press("a", "r")
        await screen.until(lambda: "completed" in states(screen))
        await screen.until(lambda: screen.view("radarr.main").row.complete_at)


async def test_c_stops_a_running_job_and_nothing_stored_is_lost(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("b")
        await screen.until(lambda: screen.jobs and all(job.state.finished for job in screen.jobs))
        live.estate.apps["radarr.main"].faults.latency = 0.5
        await screen.press("b")
        await show_jobs(screen)
        await screen.until(lambda: "running" in states(screen))
        await screen.press("g", "c")
        await screen.until(lambda: "cancelled" in states(screen))
        assert screen.view("radarr.main").row.complete_at
        assert screen.view("radarr.main").row.items == 60


async def test_the_cursor_stays_on_its_job_while_others_come_and_go(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("b")
        await screen.until(lambda: screen.jobs and all(job.state.finished for job in screen.jobs))
        await show_jobs(screen)
        mine = jobs_table(screen).cursor_key
        await screen.services.backup.back_up()
        await screen.until(lambda: states(screen).count("completed") == 1 + len(live.estate.apps))
        assert jobs_table(screen).cursor_key == mine


def make(state: JobState, **values: object) -> JobView:
    job = Job(id=1, kind="backup", instance="radarr.main", state=state, **values)  # type: ignore[arg-type]
    return JobView(job, KINDS, NOW)


def plain(view: JobView) -> str:
    cell = note(view)
    pieces = cell if isinstance(cell, list) else [cell if isinstance(cell, tuple) else (cell, "")]
    return Content.assemble(*((text, "") for text, _style in pieces)).plain


def test_a_running_job_shows_bar_count_rate_and_what_it_does() -> None:
    progress = Progress(done=250, total=1_000, text="reading episodes", rate=12.3)
    assert (
        plain(make(JobState.RUNNING, progress=progress))
        == "[##........]  25%  250/1,000 12/s  reading episodes"
    )


def test_a_waiting_job_says_why() -> None:
    assert waiting_reason(make(JobState.PENDING)) == "waiting for a free slot"
    assert waiting_reason(make(JobState.PENDING, run_after=NOW + 600)) == "not before 14:30"
    assert waiting_reason(make(JobState.RETRYING, run_after=NOW + 120)) == "next try at 14:22"


def test_an_error_does_not_repeat_the_name_of_the_instance() -> None:
    assert plain(make(JobState.FAILED, error="radarr.main: no answer")) == "no answer"


def test_unfinished_jobs_come_first_and_the_last_finished_next() -> None:
    jobs = [
        Job(id=1, kind="backup", state=JobState.COMPLETED, finished_at=NOW - 50),
        Job(id=2, kind="backup", state=JobState.PENDING),
        Job(id=3, kind="check", state=JobState.PENDING, priority=2),
        Job(id=4, kind="backup", state=JobState.FAILED, finished_at=NOW - 10),
        Job(id=5, kind="backup", state=JobState.RUNNING),
        Job(id=6, kind="apply", state=JobState.PARKED),
    ]
    assert [job.id for job in sort_jobs(jobs)] == [5, 3, 2, 6, 4, 1]


def test_a_parked_job_says_what_it_waits_for() -> None:
    view = make(JobState.PARKED, error="radarr.main: it is old", started_at=NOW - 50)
    assert (plain(view), view.elapsed, job_sign(view.job).word) == ("it is old", None, "parked")


def test_options_never_show_a_secret() -> None:
    shown = options({"full": True, "accept_shrink": False, "api_key": "hush", "days": 3})
    assert shown == "full, api key ***, days 3"


def test_options_name_a_few_of_many_titles() -> None:
    shown = options({"external_ids": [str(number) for number in range(1_200)], "phases": []})
    assert shown == "external ids 0, 1, 2, 3, 4 and 1,195 more"


def test_every_choice_of_jobs_has_a_name() -> None:
    assert [shown.value for shown in JobFilter] == ["work", "all", "unfinished", "failed", "done"]


@pytest.mark.parametrize(
    ("kind", "result", "said"),
    [
        ("plan", {"plan": 7, "add": 1_200, "update": 3, "remove": 0}, "plan 7: +1,200 ~3 -0"),
        ("undo", {"plan": 8, "add": 0, "update": 0, "remove": 2}, "plan 8: +0 ~0 -2"),
        ("apply", {"plan": 7, "applied": 9, "failed": 1, "conflicted": 0}, "9 applied, 1 failed"),
        ("act", {"applied": 0, "failed": 0}, "nothing to do"),
        (
            "search",
            {"posted": [1.0, 2.0], "failed": ["Dune: no"], "left": 1_200},
            "2 searched, 1 refused, 1,200 left for later",
        ),
        ("search", {"posted": [], "failed": [], "left": 0}, ""),
    ],
)
def test_what_became_of_plans_and_writes_is_told_in_numbers(kind: str, result: Any, said: str) -> None:
    job = Job(id=1, kind=kind, state=JobState.COMPLETED, result=result)
    assert JobView(job, KINDS, NOW).outcome == said
