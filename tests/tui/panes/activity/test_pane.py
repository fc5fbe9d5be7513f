"""The Activity pane: what the instances do, kept up to date while it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.activity import ActivityKind
from arrtui.core.events import Job, JobState
from arrtui.db.activity import replace_activity
from arrtui.runtime.services import Services
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.activity.head import Reading, reading_parts
from arrtui.tui.panes.activity.pane import ActivityPane
from arrtui.tui.panes.activity.rows import ActivityView
from arrtui.tui.panes.activity.search import search_action, search_target
from tests.features.activity.builders import row
from tests.tui.estates import MINUTE, NOW
from tests.tui.live import Live, Screen, opened
from tests.tui.panes.activity.scenes import MAIN, activity_services, download


@pytest.fixture
def stored(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Services in which something of everything is stored, and nothing is asked for."""
    with activity_services(library, tmp_path) as services:
        yield services


def table_of(screen: Screen) -> EstateTable[ActivityView]:
    return screen.app.main.query_one("#activity-table", EstateTable)


def pane_of(screen: Screen) -> ActivityPane:
    return screen.app.main.query_one(ActivityPane)


async def show_activity(screen: Screen) -> EstateTable[ActivityView]:
    await screen.press("9")
    await screen.until(lambda: screen.app.main.query("#activity-table"))
    await screen.pilot.pause()
    return table_of(screen)


def states(screen: Screen) -> list[str]:
    return [view.entry.state for view in table_of(screen).rows_shown]


def jobs_of(screen: Screen) -> list[str]:
    return sorted(job.instance for job in screen.jobs if job.kind == "activity")


# --- reading ---------------------------------------------------------------------------------------------


async def test_the_instances_are_read_when_the_pane_opens(live: Live) -> None:
    async with opened(live.services()) as screen:
        table = await show_activity(screen)
        await screen.until(lambda: {view.row.instance for view in table.rows} == set(live.estate.apps))
        await screen.until(lambda: len(jobs_of(screen)) == len(live.estate.apps))
        kinds = {view.entry.kind for view in table.rows}
        assert {ActivityKind.DOWNLOAD, ActivityKind.WANTED} <= kinds
        assert {"importPending", "downloading", "paused", "delay"} <= set(states(screen))


async def test_what_changed_shows_at_the_next_reading_and_the_cursor_stays(live: Live) -> None:
    live.keep("radarr.main")
    queue = live.estate.apps["radarr.main"].store.queue
    async with opened(live.services()) as screen:
        table = await show_activity(screen)
        await screen.until(lambda: "paused" in states(screen))
        paused = next(view for view in table.rows_shown if view.entry.state == "paused")
        assert table.move_to(paused.key)
        refused = next(number for number, entry in queue.items() if entry["status"] == "completed")
        del queue[refused]
        pane_of(screen)._ask_while_shown()
        await screen.until(lambda: "importPending" not in states(screen))
        assert table.cursor_key == paused.key


async def test_a_hidden_pane_asks_for_nothing(live: Live) -> None:
    live.keep("radarr.main")
    async with opened(live.services()) as screen:
        await show_activity(screen)
        await screen.until(lambda: states(screen) and len(jobs_of(screen)) == 1)
        await screen.press("1")
        pane_of(screen)._ask_while_shown()
        await screen.pilot.pause()
        assert len(jobs_of(screen)) == 1
        await screen.press("9")
        await screen.until(lambda: len(jobs_of(screen)) == 2)


async def test_an_instance_that_is_slow_to_answer_keeps_no_other_from_being_read(stored: Services) -> None:
    asked: list[Sequence[str]] = []

    async def refresh(names: Sequence[str] = ()) -> list[int]:
        asked.append(names)
        return []

    still: Any = stored.activity
    still.refresh = refresh
    async with opened(stored, clock=lambda: NOW) as screen:
        await show_activity(screen)
        await screen.until(lambda: len(asked) == 1)
        slow = Job(id=1, kind="activity", subject="radarr.4k", instance="radarr.4k", state=JobState.RUNNING)
        pane_of(screen).show_jobs({1: slow}, None)
        pane_of(screen)._ask_while_shown()
        await screen.until(lambda: len(asked) == 2)


async def test_an_instance_that_cannot_be_read_is_a_row_and_the_others_show(live: Live) -> None:
    live.keep("radarr.main", "sonarr.main")
    live.estate.apps["radarr.main"].faults.add("401")
    async with opened(live.services()) as screen:
        table = await show_activity(screen)
        await screen.until(lambda: "unread" in states(screen) and "downloading" in states(screen))
        first = table.rows_shown[0]
        assert (first.row.instance, first.entry.kind) == ("radarr.main", ActivityKind.FAULT)
        assert "radarr.main not read" in screen.text("#activity-read")
        assert screen.toasts == []


async def test_rows_that_another_process_has_read_show(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_activity(screen)
        key = table.cursor_key
        await screen.press("down", "down")
        under_cursor = table.cursor_key
        entries = [*MAIN, download(77, "downloading")]
        await stored.database.write(replace_activity, "radarr.main", entries, NOW)
        pane_of(screen).show_jobs({}, None)
        await screen.until(lambda: any(view.entry.key == "77" for view in table.rows))
        assert table.cursor_key == under_cursor != key


# --- keys ------------------------------------------------------------------------------------------------


async def test_only_problems_and_everything_again(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_activity(screen)
        total = table.visible_count
        await screen.press("exclamation_mark")
        assert states(screen) == ["unread", "error", "importPending", "downloadFailed"]
        await screen.press("exclamation_mark")
        assert table.visible_count == total > 10


async def test_only_problems_is_offered_while_there_are_any(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_activity(screen)
        await screen.until(lambda: table.total_count and "! Problems" in screen.text("KeyLine"))
        fine = [view.row for view in table.rows if not view.entry.problem]
        for name in {view.row.instance for view in table.rows}:
            entries = [one.entry for one in fine if one.instance == name]
            await stored.database.write(replace_activity, name, entries, NOW)
        pane_of(screen).show_jobs({}, None)
        await screen.until(lambda: table.total_count == len(fine))
        await screen.until(lambda: "Problems" not in screen.text("KeyLine"))


async def test_a_filter_asks_for_facts_of_rows(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_activity(screen)
        table.set_filter("done>90 -problem")
        assert [view.entry.key for view in table.rows_shown] == ["5"]
        table.set_filter("kind:release @main score>100 score<200")
        assert [view.entry.state for view in table.rows_shown] == ["grabbed"]


async def test_the_detail_has_the_whole_sentence(stored: Services) -> None:
    async with opened(stored, (80, 24), clock=lambda: NOW) as screen:
        await show_activity(screen)
        await screen.press("down", "down", "enter")
        await screen.until(lambda: "do not improve on Existing" in screen.text("#activity DetailPanel"))
        assert table_of(screen).cursor_row is not None
        await screen.press("escape")
        await screen.until(lambda: not screen.app.main.query_one("#activity DetailPanel").display)


async def test_a_table_of_activity_has_room_at_80_by_24(stored: Services) -> None:
    async with opened(stored, (80, 24), clock=lambda: NOW) as screen:
        assert (await show_activity(screen)).page_rows >= 16


@pytest.mark.parametrize(
    ("kind", "key", "address"),
    [
        (ActivityKind.HEALTH, "RootFolderCheck", "https://wiki.servarr.com/radarr/system#root-folder-check"),
        (ActivityKind.DOWNLOAD, "5", "http://nas:7878/activity/queue"),
        (ActivityKind.DOWNLOAD, "2", "http://nas:7878/movie/"),
        (ActivityKind.WANTED, "missing", "http://nas:7878/wanted/missing"),
    ],
)
async def test_o_opens_the_page_of_a_row(
    stored: Services, kind: ActivityKind, key: str, address: str
) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_activity(screen)
        assert table.move_to(("radarr.main", kind, key))
        await screen.press("o")
        await screen.until(lambda: screen.app.clipboard.startswith(address))


async def test_s_has_the_app_search_after_a_question(live: Live) -> None:
    live.keep("radarr.main")
    app = live.estate.apps["radarr.main"]
    services = live.services()
    async with opened(services) as screen:
        await screen.press("b")
        await screen.until(lambda: screen.view("radarr.main").row.complete_at)
        table = await show_activity(screen)
        await screen.until(lambda: "paused" in states(screen))
        paused = next(view for view in table.rows_shown if view.entry.state == "paused")
        table.move_to(paused.key)
        await screen.press("S")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("n")
        assert not [job for job in screen.jobs if job.kind == "act"]
        await screen.press("S")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: any(job.kind == "act" and job.state.finished for job in screen.jobs))
    commands = [command for command in app.store.commands.listed() if command["name"] == "MoviesSearch"]
    assert [command["body"]["movieIds"] for command in commands] == [[paused.entry.item_id]]


async def test_what_has_no_title_is_not_searched_for(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_activity(screen)
        table.move_to(("radarr.main", ActivityKind.WANTED, "missing"))
        await screen.press("S")
        assert screen.dialog == "MainScreen"


# --- pure ------------------------------------------------------------------------------------------------


def test_an_episode_is_searched_for_by_its_number_and_only_when_it_is_known() -> None:
    values = {"item_id": 10, "episode_id": 221, "instance": "sonarr.tv"}
    known = row(ActivityKind.DOWNLOAD, "paused", title="Hollow", episode=(2, 3), **values)
    target = search_target(known)
    assert target is not None and not target.is_whole
    assert (target.episodes, target.episode_ids) == (("2x3",), (221,))
    assert search_target(row(ActivityKind.DOWNLOAD, "paused", title="Hollow", **values)) is None
    action = search_action([known, known])
    assert action is not None and len(action.targets) == 1


def test_the_line_above_says_what_could_not_be_read_then_ages_then_why() -> None:
    read = [
        Reading("radarr.main", NOW - 12, ""),
        Reading("radarr.4k", NOW - 25 * MINUTE, "nobody answers"),
        Reading("sonarr.main", NOW - 4 * MINUTE, ""),
        Reading("sonarr.anime", None, ""),
    ]
    assert [text for text, _style in reading_parts(read, NOW)] == [
        "✗ radarr.4k not read for 25 min",
        "not read yet: sonarr.anime",
        "4 min ago: sonarr.main",
        "just now: radarr.main",
        "radarr.4k: nobody answers",
    ]
