"""Syncs of settings from the Settings pane: planned, reviewed, applied and undone."""

from __future__ import annotations

from arrtui.core.domain import SettingType
from arrtui.features.sync.model import PlanKind, PlanState
from arrtui.tui.panes.plan.screen import PlanScreen
from arrtui.tui.panes.settings.matrix_table import MatrixTable
from arrtui.tui.panes.settings.syncs import NO_SYNC, SettingsSyncsScreen
from tests.tui.live import Live, Screen, opened

SYNC = """
[settings.hd]
source = "radarr.main"
targets = ["radarr.4k"]
kinds = ["custom_format"]
"""
KEPT = ("radarr.main", "radarr.4k")


async def open_syncs(screen: Screen) -> SettingsSyncsScreen:
    """Show the Settings pane once everything is backed up, and the syncs on top of it."""
    await screen.press("B")
    await screen.until(
        lambda: sum(job.kind == "backup" and job.state.finished for job in screen.jobs) == len(KEPT)
    )
    await screen.press("8")
    await screen.until(lambda: screen.app.main.query("#settings-table"))
    table = screen.app.main.query_one("#settings-table", MatrixTable)
    await screen.until(lambda: table.total_count)
    await screen.press("D")
    await screen.until(lambda: isinstance(screen.app.screen, SettingsSyncsScreen))
    shown = screen.app.screen
    assert isinstance(shown, SettingsSyncsScreen)
    return shown


async def test_without_a_sync_the_lines_to_write_show(live: Live) -> None:
    live.keep(*KEPT)
    async with opened(live.services()) as screen:
        shown = await open_syncs(screen)
        await screen.until(lambda: shown.table.empty == NO_SYNC)


async def test_a_sync_is_planned_applied_and_undone(live: Live) -> None:
    live.keep(*KEPT)
    live.path.write_text(live.path.read_text() + SYNC)
    async with opened(live.services()) as screen:
        syncs = await open_syncs(screen)
        await screen.until(lambda: syncs.table.total_count == 1)
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, PlanScreen) and screen.app.screen.book)
        plan = screen.app.screen
        assert isinstance(plan, PlanScreen) and plan.book is not None
        assert (plan.book.plan.kind, plan.book.plan.target) == (PlanKind.SETTINGS, "radarr.4k")
        assert plan.book.plan.counts.add > 5
        await screen.press("a", "A")
        await screen.until(lambda: screen.dialog == "ApplyDialog")
        await screen.press("y")
        await screen.until(lambda: plan.book and plan.book.plan.state is PlanState.APPLIED)
        await screen.press("escape")
        await screen.until(lambda: syncs.table.rows[0].plan and syncs.table.rows[0].plan.outcomes)
        await screen.press("escape")
        table = screen.app.main.query_one("#settings-table", MatrixTable)
        assert table.move_to(SettingType.CUSTOM_FORMAT.value)
        await screen.until(lambda: table.cell and table.cell.missing == 0)
        await screen.press("z")
        await screen.until(lambda: isinstance(screen.app.screen, PlanScreen) and screen.app.screen.book)
        undo = screen.app.screen
        assert isinstance(undo, PlanScreen) and undo.book is not None
        assert undo.book.plan.counts.remove == plan.book.plan.counts.add
