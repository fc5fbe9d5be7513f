"""Changes from the keyboard: a day, two backups, one deleted series restored."""

from __future__ import annotations

from typing import Any

import httpx

from arrtui.demo.estate import SimulatedEstate
from arrtui.tui.panes.estate.changes.list_screen import ChangeListScreen
from arrtui.tui.panes.estate.changes.screen import ChangesScreen
from arrtui.tui.panes.plan.screen import PlanScreen
from tests.tui.live import Live, Screen, opened

SHOWS, MOVIES = "sonarr.anime", "radarr.4k"


def ask(estate: SimulatedEstate, name: str, method: str, path: str, body: Any = None) -> Any:
    """Send a request to an app, as its own pages do."""
    app = estate.apps[name]
    answer = httpx.request(method, f"{app.url}/api/v3{path}", headers={"X-Api-Key": app.api_key}, json=body)
    answer.raise_for_status()
    return answer.json() if answer.content else None


async def back_up(screen: Screen, *names: str) -> None:
    """Back instances up and wait until the screen knows."""
    jobs = await screen.services.backup.back_up(names)
    await screen.until(
        lambda: all((job := screen.app.main.jobs.get(number)) and job.state.finished for number in jobs)
    )


async def open_changes(screen: Screen) -> ChangesScreen:
    """Open the changes from the Estate, and wait until they are read."""
    await screen.press("1", "a", "c")
    await screen.until(lambda: isinstance(screen.app.screen, ChangesScreen))
    changes = screen.app.screen
    assert isinstance(changes, ChangesScreen)
    await screen.until(lambda: changes.days.total_count)
    return changes


async def open_list(screen: Screen) -> ChangeListScreen:
    """Press enter, and wait until the changes are read."""
    await screen.press("enter")
    await screen.until(lambda: isinstance(screen.app.screen, ChangeListScreen))
    listed = screen.app.screen
    assert isinstance(listed, ChangeListScreen)
    await screen.until(lambda: "Reading" not in listed.table.empty)
    return listed


async def test_a_series_deleted_in_the_app_is_restored_from_its_day(live: Live) -> None:
    live.keep(SHOWS, MOVIES)
    async with opened(live.services(), (80, 24)) as screen:
        await back_up(screen, SHOWS, MOVIES)
        gone = ask(live.estate, SHOWS, "GET", "/series")[0]
        ask(live.estate, SHOWS, "DELETE", f"/series/{gone['id']}")
        await screen.services.backup.back_up([SHOWS], accept_shrink=True)
        await screen.until(lambda: len([job for job in screen.jobs if job.state.finished]) >= 3)
        changes = await open_changes(screen)
        await screen.until(lambda: changes.days.rows_shown[0].cell(SHOWS).removed)
        listed = await open_list(screen)
        await screen.press("slash", *"kind:series removed", "enter")
        assert [line.subject for line in listed.table.rows_shown] == [f"{gone['title']} ({gone['year']})"]
        await screen.press("R")
        await screen.until(lambda: isinstance(screen.app.screen, PlanScreen))
        plan = screen.app.screen
        assert isinstance(plan, PlanScreen)
        await screen.until(lambda: plan.book is not None)
        assert plan.book is not None
        (row,) = plan.book.rows.values()
        assert (row.entry.op.value, row.entry.external_id) == ("add", str(gone["tvdbId"]))
        assert gone["tvdbId"] not in {show["tvdbId"] for show in ask(live.estate, SHOWS, "GET", "/series")}
        await screen.press("escape")
        await screen.until(lambda: screen.app.screen is listed)
        await screen.press("escape", "escape")
        await screen.until(lambda: screen.app.screen is changes)
        await screen.press("escape")
        await screen.until(lambda: screen.app.screen is screen.app.main)


async def test_two_marked_backups_are_compared(live: Live) -> None:
    live.keep(MOVIES)
    async with opened(live.services(), (80, 24)) as screen:
        for label in ("one", "two", "three"):
            await back_up(screen, MOVIES)
            ask(live.estate, MOVIES, "POST", "/tag", {"label": label})
        await back_up(screen, MOVIES)
        changes = await open_changes(screen)
        await screen.press("right_square_bracket")
        await screen.until(lambda: changes.backups.total_count == 4)
        await screen.press("down", "space", "space")
        listed = await open_list(screen)
        assert [line.subject for line in listed.table.rows_shown] == ["two"]
        await screen.press("escape")
        await screen.until(lambda: screen.app.screen is changes)
        await screen.press("escape", "g")
        listed = await open_list(screen)
        assert [line.subject for line in listed.table.rows_shown] == ["three"]


async def test_what_was_added_cannot_be_restored_and_says_why(live: Live) -> None:
    live.keep(MOVIES)
    async with opened(live.services()) as screen:
        await back_up(screen, MOVIES)
        ask(live.estate, MOVIES, "POST", "/tag", {"label": "attic"})
        await back_up(screen, MOVIES)
        await open_changes(screen)
        listed = await open_list(screen)
        assert "restore removes nothing" in listed.split.detail.plain
        assert not listed.check_action("restore", ())


async def test_a_marked_change_that_the_filter_hides_can_still_be_restored(live: Live) -> None:
    live.keep(MOVIES)
    async with opened(live.services()) as screen:
        label = ask(live.estate, MOVIES, "POST", "/tag", {"label": "attic"})
        await back_up(screen, MOVIES)
        ask(live.estate, MOVIES, "DELETE", f"/tag/{label['id']}")
        await back_up(screen, MOVIES)
        await open_changes(screen)
        listed = await open_list(screen)
        await screen.press("space", "slash", *"nothing", "enter")
        await screen.until(lambda: not listed.table.visible_count)
        await screen.press("R")
        await screen.until(lambda: screen.dialog == "HiddenMarksDialog")


async def test_one_instance_is_looked_at_alone(live: Live) -> None:
    live.keep(SHOWS, MOVIES)
    async with opened(live.services(), (80, 24)) as screen:
        await back_up(screen, SHOWS, MOVIES)
        for name in (SHOWS, MOVIES):
            ask(live.estate, name, "POST", "/tag", {"label": "attic"})
        await back_up(screen, SHOWS, MOVIES)
        await open_changes(screen)
        listed = await open_list(screen)
        assert {line.instance for line in listed.table.rows_shown} == {SHOWS, MOVIES}
        await screen.press("escape", "greater_than_sign")
        listed = await open_list(screen)
        assert len({line.instance for line in listed.table.rows_shown}) == 1


async def test_a_day_without_changes_says_so(live: Live) -> None:
    live.keep(MOVIES)
    async with opened(live.services()) as screen:
        await back_up(screen, MOVIES)
        changes = await open_changes(screen)
        await screen.press("enter")
        await screen.until(lambda: screen.toasts)
        assert screen.app.screen is changes


async def test_changes_are_found_at_the_front_door(live: Live) -> None:
    live.keep(MOVIES)
    async with opened(live.services()) as screen:
        await screen.press("6", "colon", *"Changes", "enter")
        await screen.until(lambda: isinstance(screen.app.screen, ChangesScreen))
