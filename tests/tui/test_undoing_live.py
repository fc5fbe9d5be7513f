"""`z` and `Z` from the keys to the wire and back, on an instance that answers."""

from __future__ import annotations

from arrtui.core.events import JobState
from arrtui.tui.panes.library.actions.dialog_summary import SummaryDialog
from arrtui.tui.panes.library.pane import LibraryPane
from arrtui.tui.panes.plan.dialog_apply import ApplyDialog
from arrtui.tui.panes.plan.screen import PlanScreen
from tests.demo.library_state import assert_same_library, library_state
from tests.tui.live import Live, Screen, opened

MAIN = "radarr.main"


async def applied(screen: Screen, number: int) -> None:
    """Wait until so many applies are done."""

    def done() -> bool:
        jobs = [job for job in screen.jobs if job.kind == "apply" and job.state is JobState.COMPLETED]
        return len(jobs) == number

    await screen.until(done)


async def go_back(screen: Screen, key: str, number: int) -> None:
    """Press a key, apply the plan that opens, and leave it."""
    await screen.press(key)
    await screen.until(lambda: isinstance(front := screen.app.screen, PlanScreen) and front.book)
    await screen.press("A")
    await screen.until(lambda: isinstance(screen.app.screen, ApplyDialog))
    await screen.press("y")
    await applied(screen, number)
    await screen.press("escape")
    await screen.until(lambda: screen.app.screen is screen.app.main)


async def test_a_library_action_is_undone_and_done_again_from_the_library(live: Live) -> None:
    live.keep(MAIN)
    app = live.estate.apps[MAIN]
    async with opened(live.services()) as screen:
        await screen.press("B")
        await screen.until(lambda: screen.view(MAIN).row.complete_at)
        await screen.press("2")
        found = screen.app.main.query(LibraryPane)
        await screen.until(lambda: found and found.first().titles.total_count)
        before = library_state(app)
        await screen.press("a", "u")
        await screen.until(lambda: isinstance(screen.app.screen, SummaryDialog))
        await screen.press("y")
        await applied(screen, 1)
        after = library_state(app)
        assert before != after
        await screen.until(lambda: screen.app.undoing.history and screen.app.undoing.history.changes)
        await go_back(screen, "z", 2)
        assert_same_library(before, library_state(app))
        await screen.until(lambda: screen.app.undoing.history and screen.app.undoing.history.undos)
        await go_back(screen, "Z", 3)
        assert_same_library(after, library_state(app))
