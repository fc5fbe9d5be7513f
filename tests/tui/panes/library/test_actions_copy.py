"""Copying titles to another instance: what has to be chosen, and the plan that opens."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from arrtui.core.config.sync import SyncPair
from arrtui.core.events import Job, JobState
from arrtui.tui.kit.picker import Picker
from arrtui.tui.panes.library.actions.dialog_copy import AS_MAPPED, CopyDialog
from arrtui.tui.panes.library.actions.dialog_menu import ActionMenu
from tests.tui.panes.library.acting import MISSING, ActingApp, note, press, shows
from tests.tui.panes.library.test_pane import MATRIX, ready, until


class OpenedPlan(Screen[None]):
    """Stands for the screen of a plan."""

    def __init__(self, plan_id: int) -> None:
        super().__init__()
        self.plan_id = plan_id


@pytest.fixture
def _plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arrtui.tui.panes.plan.screen.PlanScreen", OpenedPlan)


MADE = Job(id=7, kind="copy", state=JobState.COMPLETED, result={"plan": 42})


@pytest.mark.usefixtures("_plans")
async def test_a_copy_guesses_no_profile_and_no_folder(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MISSING, MATRIX])
        await press(app, pilot, "c")
        dialog = await shows(app, pilot, CopyDialog)
        assert "2 titles to radarr.uhd; 1 of them it has already" in note(dialog)
        assert dialog.query_one("#root_folder", Picker).value == "/movies4k"
        await press(app, pilot, "enter")
        assert "Choose the quality profile on radarr.uhd" in note(dialog)
        dialog.query_one("#quality_profile", Picker).focus()
        await press(app, pilot, "right", "right", "enter")
        await until(lambda: app.sync.copies, pilot)
        names = {"quality_profile": "UHD [hot]", "root_folder": "/movies4k"}
        more = {"names": names, "search": False}
        assert app.sync.copies == [("radarr.main", [2], "radarr.uhd", more)]
        assert "plan opens when ready" in app.said[-1]
        app.pane.show_jobs({7: MADE}, frozenset({7}))
        await until(lambda: isinstance(app.screen, OpenedPlan), pilot)


@pytest.mark.usefixtures("_plans")
async def test_a_copy_takes_the_map_of_the_pair_of_the_two_instances(app: ActingApp) -> None:
    app.sync.pair = SyncPair(name="uhd", source="radarr.main", target="radarr.uhd")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MISSING])
        await press(app, pilot, "c")
        dialog = await shows(app, pilot, CopyDialog)
        assert dialog.query_one("#quality_profile", Picker).value == AS_MAPPED
        await press(app, pilot, "enter")
        await until(lambda: app.sync.copies, pilot)
        more = {"names": {"quality_profile": "", "root_folder": ""}, "search": False}
        assert app.sync.copies == [("radarr.main", [2], "radarr.uhd", more)]


async def test_a_copy_to_where_everything_is_says_so(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(MATRIX)
        await press(app, pilot, "c")
        dialog = await shows(app, pilot, CopyDialog)
        await press(app, pilot, "enter")
        assert "radarr.uhd has it already" in note(dialog)
        dialog.query_one("#source", Picker).focus()
        await press(app, pilot, "right")
        assert dialog.query_one("#target", Picker).value == "radarr.main"
        await press(app, pilot, "enter")
        assert "radarr.main has it already" in note(dialog) and app.sync.copies == []


@pytest.mark.usefixtures("_plans")
@pytest.mark.parametrize("early", [False, True])
async def test_the_plan_of_a_copy_opens_once_it_is_made(app: ActingApp, early: bool) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        if early:
            app.pane.show_jobs({7: MADE}, None)
        app.pane.await_plan(7)
        if not early:
            app.pane.show_jobs({7: Job(id=7, kind="copy", state=JobState.RUNNING)}, frozenset({7}))
            assert not isinstance(app.screen, OpenedPlan)
            app.pane.show_jobs({7: MADE}, frozenset({7}))
        await until(lambda: isinstance(app.screen, OpenedPlan), pilot)
        app.pane.show_jobs({7: MADE}, frozenset({7}))
        opened_ = [screen.plan_id for screen in app.screen_stack if isinstance(screen, OpenedPlan)]
        assert opened_ == [42]


@pytest.mark.usefixtures("_plans")
async def test_a_plan_that_is_ready_interrupts_no_dialog(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.await_plan(7)
        await press(app, pilot, "a")
        menu = await shows(app, pilot, ActionMenu)
        app.pane.show_jobs({7: MADE}, frozenset({7}))
        assert app.screen is menu and app.said[-1] == "Plan 42 is ready; 3 lists it."


async def test_a_copy_that_cannot_be_planned_says_why(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.await_plan(7)
        app.pane.show_jobs({7: Job(id=7, kind="copy", state=JobState.FAILED, error="No such profile.")}, {7})
        assert app.said[-1] == "No such profile."
