"""Acting on titles, seasons and episodes by keyboard: what the dialogs ask, and what is then queued."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from arrtui.core.domain import Kind, Setting
from arrtui.core.errors import StorageError
from arrtui.core.events import Job, JobState
from arrtui.db.database import Database
from arrtui.features.library.merge import TitleKey
from arrtui.features.sync.actions import Action, ActionKind, InstanceSummary
from arrtui.features.sync.review import Choices, choices_of, summary_of
from arrtui.tui.dialogs.action_copy import CopyDialog
from arrtui.tui.dialogs.action_menu import ActionMenu
from arrtui.tui.dialogs.action_picker import Picker
from arrtui.tui.dialogs.action_summary import InstanceLine, SummaryDialog
from arrtui.tui.dialogs.action_tags import LabelSuggester, TagsDialog
from arrtui.tui.dialogs.action_values import ValuesDialog
from arrtui.tui.screens.library_actions_menu import why_not
from arrtui.tui.screens.library_actions_rows import of_titles
from arrtui.tui.screens.series import SeriesScreen
from arrtui.tui.widgets.choice import Choice
from tests.features.library.estate import INSTANCES, small_estate, store
from tests.tui.library.harness import LibraryApp, open_database
from tests.tui.library.test_library_pane import MATRIX, SHOW, ready, until
from tests.tui.library.test_series import opened

MISSING = TitleKey("radarr", 604)
AMELIE = TitleKey("radarr", 608)
ROOTS = {"radarr": ("/movies", "/archive"), "sonarr": ("/tv", "/anime")}
UHD_ROOTS = ("/movies4k",)


def actionable_estate() -> None:
    """The small estate with root folders registered: two of each, one on radarr.uhd."""
    small_estate()
    for name, kind in INSTANCES.items():
        paths = UHD_ROOTS if name == "radarr.uhd" else ROOTS[kind]
        roots = [Setting(id=n, type="root_folder", name=path) for n, path in enumerate(paths, 1)]
        store(name, roots, {})


class FakeSync:
    """Sums actions up as the services do, and notes what is queued instead of queueing it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.acts: list[Action] = []
        self.copies: list[tuple[Any, ...]] = []
        self.fails = False
        self.queues = True

    async def summary(self, action: Action) -> list[InstanceSummary]:
        return await self._database.read(summary_of, action)

    async def choices(self, instance: str) -> Choices:
        return await self._database.read(choices_of, instance)

    async def act(self, action: Action) -> list[int]:
        if self.fails:
            raise StorageError("queueing the job", why="the disk is full")
        self.acts.append(action)
        return list(range(1, 1 + len(action.instances))) if self.queues else []

    async def copy(self, instance: str, item_ids: list[int], target: str, **more: Any) -> int:
        self.copies.append((instance, item_ids, target, more))
        return 7


class ActingApp(LibraryApp):
    """The Library with services that note what is asked of them."""

    def __init__(self, database: Database, **more: Any) -> None:
        super().__init__(database, **more)
        self.sync = FakeSync(database)
        self.services.sync = self.sync  # type: ignore[attr-defined]


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Database]:
    """Two Radarr and two Sonarr with titles in common."""
    opened_ = open_database(tmp_path, actionable_estate)
    yield opened_
    opened_.close()


@pytest.fixture
def app(estate: Database) -> ActingApp:
    return ActingApp(estate)


async def press(app: ActingApp, pilot: Pilot[None], *keys: str) -> None:
    """Press keys one by one, each once what the one before led to is drawn."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def shows(app: ActingApp, pilot: Pilot[None], dialog: type[Any]) -> Any:
    """Wait for a dialog to be laid out and return it."""
    await until(lambda: isinstance(app.screen, dialog) and app.screen.focused is not None, pilot)
    return app.screen


def lines(dialog: SummaryDialog) -> list[str]:
    return [" ".join(line.render().plain.split()) for line in dialog.query(InstanceLine)]


def note(dialog: Any) -> str:
    found = dialog.query_one(".note, .fault", Static).render()
    return str(found)


# --- the menu --------------------------------------------------------------------------------------------


async def test_the_menu_says_what_it_is_about_and_what_does_not_apply(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(SHOW)
        await pilot.press("a")
        menu = await shows(app, pilot, ActionMenu)
        assert menu.query_one("DialogPanel").border_title == "Actions: The Show"
        assert "On sonarr.main, sonarr.anime" in str(menu.query_one(".where", Static).render())
        await pilot.press("v")
        assert app.screen is menu and "series have none" in app.said[-1]
        await pilot.press("escape")
        assert app.sync.acts == []


async def test_marked_rows_of_both_kinds_are_searched_at_once(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MATRIX, SHOW])
        await press(app, pilot, "a", "s")
        dialog = await shows(app, pilot, SummaryDialog)
        assert lines(dialog) == [
            "[x] radarr.main 1 movie will be searched for",
            "[x] radarr.uhd 1 movie will be searched for",
            "[x] sonarr.main 1 series will be searched for",
            "[x] sonarr.anime 1 series will be searched for",
        ]
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        (act,) = app.sync.acts
        assert act.kind is ActionKind.SEARCH and act.instances == tuple(INSTANCES)
        assert app.pane.titles.marked == []
        assert "4 jobs queued, press 6 to watch" in app.said[-1] and "undoes" not in app.said[-1]


async def test_no_is_the_default_and_changes_nothing(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MATRIX])
        await press(app, pilot, "delete")
        await shows(app, pilot, SummaryDialog)
        await pilot.press("enter")
        await until(lambda: not isinstance(app.screen, SummaryDialog), pilot)
        assert app.sync.acts == [] and app.pane.titles.marked == [MATRIX]


async def test_an_instance_can_be_left_out(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(MATRIX)
        await press(app, pilot, "m")
        dialog = await shows(app, pilot, SummaryDialog)
        assert lines(dialog)[1] == "[x] radarr.uhd 1 movie will be unmonitored"
        dialog.query(InstanceLine)[1].focus()
        await press(app, pilot, "space", "y")
        await until(lambda: app.sync.acts, pilot)
        assert app.sync.acts[0].kind is ActionKind.UNMONITOR
        assert [target.instance for target in app.sync.acts[0].targets] == ["radarr.main"]
        assert "z in 3 Sync undoes it" in app.said[-1]


async def test_what_is_monitored_in_part_is_monitored_and_the_rest_cannot_be_chosen(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(AMELIE)
        await press(app, pilot, "m")
        dialog = await shows(app, pilot, SummaryDialog)
        assert lines(dialog) == [
            "- radarr.main nothing to do: it is so already",
            "[x] radarr.uhd 1 movie will be monitored",
        ]
        dialog.query(InstanceLine)[1].focus()
        await press(app, pilot, "space", "y")
        assert app.screen is dialog and "nothing to do" in note(dialog)
        await press(app, pilot, "space", "y")
        await until(lambda: app.sync.acts, pilot)
        assert app.sync.acts[0].instances == ("radarr.uhd",)


# --- deleting --------------------------------------------------------------------------------------------


async def test_files_are_deleted_only_when_that_is_chosen_too(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MATRIX, SHOW])
        await press(app, pilot, "delete")
        dialog = await shows(app, pilot, SummaryDialog)
        title = str(dialog.query_one("DialogPanel").border_title)
        assert title == "Delete: 2 titles on 4 instances?"
        assert lines(dialog)[0] == "[x] radarr.main 1 movie will be deleted; 1 file (4.7 GiB) stays on disk"
        dialog.query_one("#files", Choice).focus()
        await press(app, pilot, "space")
        await until(lambda: "DELETED FROM DISK" in lines(dialog)[2], pilot)
        assert "8 files" in note(dialog) and "radarr.main" in note(dialog)
        dialog.query(InstanceLine)[0].focus()
        await press(app, pilot, "space")
        assert "7 files" in note(dialog) and "radarr.main" not in note(dialog)
        dialog.query_one("#exclude", Choice).focus()
        await press(app, pilot, "space", "y")
        await until(lambda: app.sync.acts, pilot)
        (act,) = app.sync.acts
        assert (act.kind, act.delete_files, act.exclude) == (ActionKind.DELETE, True, True)
        assert act.instances == ("radarr.uhd", "sonarr.main", "sonarr.anime")


# --- values ----------------------------------------------------------------------------------------------


async def test_a_profile_is_chosen_for_each_instance(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(MATRIX)
        await press(app, pilot, "p")
        dialog = await shows(app, pilot, ValuesDialog)
        await press(app, pilot, "enter")
        assert app.screen is dialog and "at least one" in note(dialog)
        await press(app, pilot, "down", "right", "enter")
        summary = await shows(app, pilot, SummaryDialog)
        assert lines(summary) == ["[x] radarr.uhd 1 movie will get the quality profile HD"]
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        assert app.sync.acts[0].value == {"radarr.uhd": "HD"}
        assert app.sync.acts[0].instances == ("radarr.uhd",)


async def test_a_root_folder_with_the_files(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(MATRIX)
        await press(app, pilot, "a", "f")
        dialog = await shows(app, pilot, ValuesDialog)
        assert "Now: /movies" in str(dialog.query_one(".about", Static).render())
        await press(app, pilot, "right", "down", "down", "right", "enter")
        summary = await shows(app, pilot, SummaryDialog)
        assert lines(summary) == ["[x] radarr.main 1 movie will move to /archive, 1 file (4.7 GiB) with them"]
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        assert app.sync.acts[0].move_files and app.sync.acts[0].value == {"radarr.main": "/archive"}


async def test_an_availability_is_asked_of_movies_alone(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MISSING, SHOW])
        await press(app, pilot, "a", "v")
        dialog = await shows(app, pilot, ValuesDialog)
        assert len(dialog.query(Picker)) == 1
        await press(app, pilot, "right", "right", "enter")
        await shows(app, pilot, SummaryDialog)
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        assert app.sync.acts[0].value == {"radarr.main": "inCinemas"}
        assert app.sync.acts[0].instances == ("radarr.main",)


async def test_tags_are_completed_checked_and_given_to_all(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MATRIX, SHOW])
        await press(app, pilot, "t")
        dialog = await shows(app, pilot, TagsDialog)
        await press(app, pilot, *"kid")
        await until(lambda: dialog.query_one(Input)._suggestion == "kids", pilot)
        await press(app, pilot, "right", "space", *"Neu_", "enter")
        assert app.screen is dialog and "neu_" in note(dialog)
        await press(app, pilot, "backspace")
        await until(lambda: "will be created: neu" in note(dialog), pilot)
        await pilot.press("enter")
        summary = await shows(app, pilot, SummaryDialog)
        assert lines(summary)[0] == "[x] radarr.main 1 movie will get the tags kids, neu"
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        assert app.sync.acts[0].tags == ("kids", "neu")
        assert app.sync.acts[0].kind is ActionKind.TAGS_ADD


async def test_only_tags_that_are_there_are_removed(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(MATRIX)
        await press(app, pilot, "t")
        dialog = await shows(app, pilot, TagsDialog)
        await press(app, pilot, *"nope")
        dialog.query_one(Choice).choose("tags_remove")
        await press(app, pilot, "enter")
        assert app.screen is dialog and "There is no tag nope" in note(dialog)


async def test_the_last_label_is_completed() -> None:
    suggester = LabelSuggester(["4k", "keep", "kids"])
    found = [
        await suggester.get_suggestion(text) for text in ("k", "keep k", "4k,KI", "kids k", "", "4k ", "x")
    ]
    assert found == ["keep", "keep kids", "4k,KIds", "kids keep", None, None, None]


# --- copying ---------------------------------------------------------------------------------------------


class OpenedPlan(Screen[None]):
    """Stands for the screen of a plan."""

    def __init__(self, plan_id: int) -> None:
        super().__init__()
        self.plan_id = plan_id


@pytest.fixture
def _plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arrtui.tui.screens.plan.PlanScreen", OpenedPlan)


MADE = Job(id=7, kind="copy", state=JobState.COMPLETED, result={"plan": 42})


@pytest.mark.usefixtures("_plans")
async def test_a_copy_guesses_no_profile_and_no_folder(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MISSING, MATRIX])
        await press(app, pilot, "c")
        dialog = await shows(app, pilot, CopyDialog)
        assert "2 titles to radarr.uhd; 1 of them it has already" in note(dialog)
        assert dialog.query_one("#root", Picker).value == "/movies4k"
        await press(app, pilot, "enter")
        assert "Choose the quality profile on radarr.uhd" in note(dialog)
        dialog.query_one("#profile", Picker).focus()
        await press(app, pilot, "right", "right", "enter")
        await until(lambda: app.sync.copies, pilot)
        more = {"profile": "UHD [hot]", "root": "/movies4k", "search": False}
        assert app.sync.copies == [("radarr.main", [2], "radarr.uhd", more)]
        assert "plan opens when ready" in app.said[-1]
        app.pane.show_jobs({7: MADE}, frozenset({7}))
        await until(lambda: isinstance(app.screen, OpenedPlan), pilot)


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


# --- episodes and seasons --------------------------------------------------------------------------------


async def test_single_episodes_of_the_table_of_episodes(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await press(app, pilot, "v")
        await until(lambda: app.pane.episodes.total_count == 20, pilot)
        app.pane.episodes.set_marks([("sonarr.main", 100), ("sonarr.anime", 106)])
        await press(app, pilot, "a")
        menu = await shows(app, pilot, ActionMenu)
        assert menu.query_one("DialogPanel").border_title == "Actions: 2 episodes"
        await pilot.press("d")
        assert app.screen is menu and "whole titles only" in app.said[-1]
        await pilot.press("m")
        dialog = await shows(app, pilot, SummaryDialog)
        assert lines(dialog) == [
            "- sonarr.main nothing to do: it is so already",
            "[x] sonarr.anime 1 episode will be monitored",
        ]
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        (target,) = app.sync.acts[0].targets
        assert (target.item_id, target.episodes, target.episode_ids) == (1, ((2, 2),), (106,))


async def test_a_season_and_its_episodes_on_all_instances(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        screen.seasons.move_to(1)
        await press(app, pilot, "m")
        dialog = await shows(app, pilot, SummaryDialog)
        assert lines(dialog)[0] == "[x] sonarr.main 1 season will be unmonitored"
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        assert {(one.instance, one.seasons) for one in app.sync.acts[0].targets} == {
            ("sonarr.main", (1,)),
            ("sonarr.anime", (1,)),
        }
        assert "esc, then 6" in app.said[-1]
        await press(app, pilot, "tab", "i")
        dialog = await shows(app, pilot, SummaryDialog)
        assert lines(dialog)[1] == "[x] sonarr.anime 1 episode will be searched for"
        await pilot.press("y")
        await until(lambda: len(app.sync.acts) == 2, pilot)
        assert app.sync.acts[1].targets[0].episode_ids == (100,)


async def test_all_seasons_are_the_series_itself(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        assert isinstance(screen, SeriesScreen)
        await press(app, pilot, "delete")
        dialog = await shows(app, pilot, SummaryDialog)
        assert lines(dialog)[0].startswith("[x] sonarr.main 1 series will be deleted")
        await pilot.press("escape")
        screen.seasons.move_to(2)
        await press(app, pilot, "delete")
        assert app.screen is screen and app.said[-1] == "Delete: of whole titles only."


# --- what goes wrong -------------------------------------------------------------------------------------


async def test_an_error_is_told_and_marks_stay(app: ActingApp) -> None:
    app.sync.fails = True
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MATRIX])
        await press(app, pilot, "i")
        await shows(app, pilot, SummaryDialog)
        await pilot.press("y")
        await until(lambda: app.said, pilot)
        assert "the disk is full" in app.said[-1] and app.pane.titles.marked == [MATRIX]


async def test_an_action_that_has_nothing_left_to_do_says_so(app: ActingApp) -> None:
    app.sync.queues = False
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await press(app, pilot, "i")
        await shows(app, pilot, SummaryDialog)
        await pilot.press("y")
        await until(lambda: app.said, pilot)
        assert app.said == ["Nothing was to be done any more."]


async def test_an_empty_table_offers_no_action(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await press(app, pilot, "slash", *"zzzz", "enter")
        assert app.pane.titles.visible_count == 0
        live = {one.binding.id for one in app.screen.active_bindings.values() if one.enabled}
        assert not {"library.actions", "library.monitor", "library.delete"} & live


async def test_why_a_copy_is_not_possible(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        rows = [app.pane.titles.get_row(key) for key in (MATRIX, SHOW)]
        movie, show = [row for row in rows if row is not None]
        one_each = {"radarr.main": Kind.RADARR, "sonarr.main": Kind.SONARR}
        assert "one kind at a time" in why_not("copy", of_titles([movie, show]), one_each)
        assert why_not("copy", of_titles([movie]), one_each) == "there is no other Radarr"
        assert why_not("copy", of_titles([movie]), one_each | {"radarr.uhd": Kind.RADARR}) == ""
