"""Actions from the keys to the wire and back, on instances that answer."""

from __future__ import annotations

from arrtui.core.events import JobState
from arrtui.features.library.merge import Title
from arrtui.tui.kit.picker import Picker
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.library.actions.dialog_copy import CopyDialog
from arrtui.tui.panes.library.actions.dialog_summary import SummaryDialog
from arrtui.tui.panes.library.pane import LibraryPane
from arrtui.tui.panes.library.tables import TitleTable
from arrtui.tui.panes.plan.screen import PlanScreen
from tests.tui.live import Live, Screen, opened

MAIN, UHD = "radarr.main", "radarr.4k"


async def library(screen: Screen) -> TitleTable:
    """Back both instances up and go to the Library."""
    await screen.press("B")
    await screen.until(lambda: all(screen.view(name).row.complete_at for name in (MAIN, UHD)))
    await screen.press("2")
    found = screen.app.main.query(LibraryPane)
    await screen.until(lambda: found and found.first().titles.total_count)
    return found.first().titles


def titles(table: TitleTable, *instances: str) -> list[Title]:
    """Return the titles that are on exactly these instances and monitored there."""
    rows = [row for row in table.rows_shown if [copy.instance for copy in row.copies] == list(instances)]
    return [row for row in rows if all(copy.monitored for copy in row.copies)]


def shown(table: TitleTable, title: Title, *, monitored: bool) -> bool:
    """Return whether the table shows a title as monitored or not on all its instances."""
    row = table.get_row(title.key)
    return row is not None and {bool(copy.monitored) for copy in row.copies} == {monitored}


async def test_unmonitoring_reaches_every_instance_that_has_the_title(live: Live) -> None:
    live.keep(MAIN, UHD)
    async with opened(live.services()) as screen:
        table = await library(screen)
        title = titles(table, MAIN, UHD)[0]
        table.move_to(title.key)
        await screen.press("a", "u")
        await screen.until(lambda: isinstance(screen.app.screen, SummaryDialog))
        await screen.press("y")

        def applied() -> bool:
            jobs = [job for job in screen.jobs if job.kind == "apply"]
            return len(jobs) == 2 and all(job.state is JobState.COMPLETED for job in jobs)

        await screen.until(applied)
        for copy in title.copies:
            store = live.estate.apps[copy.instance].store
            assert store.movies[copy.item_id]["monitored"] is False
        await screen.until(lambda: shown(table, title, monitored=False))


async def test_a_copy_opens_its_plan_and_writes_nothing_by_itself(live: Live) -> None:
    live.keep(MAIN, UHD)
    async with opened(live.services()) as screen:
        table = await library(screen)
        title = titles(table, MAIN)[0]
        before = len(live.estate.apps[UHD].store.movies)
        table.move_to(title.key)
        await screen.press("a", "c")
        await screen.until(lambda: isinstance(screen.app.screen, CopyDialog))
        dialog = screen.app.screen
        for name in ("quality_profile", "root_folder"):
            picker = dialog.query_one(f"#{name}", Picker)
            if not picker.value:
                picker.action_move(1)
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, PlanScreen))
        entries = screen.app.screen.query(EstateTable)
        await screen.until(lambda: entries and entries.first().total_count == 1)
        assert [type(layer) for layer in screen.app.screen_stack].count(PlanScreen) == 1
        assert entries.first().cursor_row.entry.external_id == title.external_id
        assert len(live.estate.apps[UHD].store.movies) == before
