"""Marks that the filter hides: no action touches them unasked."""

from __future__ import annotations

from textual.widgets import Static

from arrtui.tui.kit.dialogs.hidden_marks import HiddenMarksDialog
from arrtui.tui.panes.library.actions.dialog_summary import SummaryDialog
from arrtui.tui.panes.library.lines import LibraryLine
from tests.tui.panes.library.acting import AMELIE, MISSING, ActingApp, press, shows, titles_listed
from tests.tui.panes.library.test_pane import MATRIX, ready, until


def titles_acted_on(app: ActingApp) -> set[str]:
    (action,) = app.sync.acts
    return {target.title for target in action.targets}


async def test_an_action_with_hidden_marks_asks_which_are_meant_and_does_nothing_before(
    app: ActingApp,
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([AMELIE, MATRIX, MISSING])
        app.pane.titles.set_filter("matrix")
        await pilot.pause()
        assert "3 marked, 2 hidden" in str(app.pane.query_one(LibraryLine).render())
        await pilot.press("delete")
        dialog = await shows(app, pilot, HiddenMarksDialog)
        assert "3 marked, 2 hidden by the filter" in str(dialog.query_one(Static).render())
        await pilot.press("enter")
        await until(lambda: app.screen is not dialog, pilot)
        await pilot.pause()
        assert app.sync.acts == [] and not isinstance(app.screen, SummaryDialog)
        assert app.pane.titles.marked == [AMELIE, MATRIX, MISSING]


async def test_the_marks_that_show_can_be_chosen_alone(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([AMELIE, MATRIX])
        app.pane.titles.set_filter("matrix")
        await press(app, pilot, "S")
        await shows(app, pilot, HiddenMarksDialog)
        await pilot.press("s")
        await shows(app, pilot, SummaryDialog)
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        assert titles_acted_on(app) == {"The Matrix", "Die Matrix"}


async def test_hidden_marks_take_part_when_chosen_and_every_title_is_listed(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([AMELIE, MATRIX])
        app.pane.titles.set_filter("no such title")
        await press(app, pilot, "S")
        dialog = await shows(app, pilot, HiddenMarksDialog)
        await pilot.press("s")
        assert app.screen is dialog, "none of the marked rows shows"
        await pilot.press("a")
        summary = await shows(app, pilot, SummaryDialog)
        listed = titles_listed(summary)
        assert len(listed) == 2 and any(line.startswith("The Matrix (") for line in listed)
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        assert titles_acted_on(app) == {"Amélie", "The Matrix", "Die Matrix"}


async def test_escape_clears_the_filter_and_then_the_marks(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([AMELIE, MATRIX])
        app.pane.titles.set_filter("matrix")
        await press(app, pilot, "escape")
        assert app.pane.titles.filter_state.text == "" and len(app.pane.titles.marked) == 2
        await press(app, pilot, "escape")
        assert app.pane.titles.marked == []
