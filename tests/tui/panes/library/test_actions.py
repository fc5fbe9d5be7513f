"""Acting on titles, seasons and episodes by keyboard: what is asked, and what is then queued."""

from __future__ import annotations

from textual.widgets import Static

from arrtui.core.apps import Kind
from arrtui.features.sync.actions import ActionKind
from arrtui.tui.kit.choice import Choice
from arrtui.tui.panes.library.actions.dialog_menu import ActionMenu
from arrtui.tui.panes.library.actions.dialog_summary import InstanceToggle, SummaryDialog
from arrtui.tui.panes.library.actions.menu import why_not
from arrtui.tui.panes.library.actions.rows import of_titles
from arrtui.tui.panes.library.series import SeriesScreen
from tests.features.library.estate import INSTANCES
from tests.tui.panes.library.acting import AMELIE, ActingApp, lines, note, press, shows
from tests.tui.panes.library.test_pane import MATRIX, SHOW, ready, until
from tests.tui.panes.library.test_series import opened

# --- the menu --------------------------------------------------------------------------------------------


async def test_the_menu_says_what_it_is_about_and_what_does_not_apply(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(SHOW)
        await pilot.press("a")
        menu = await shows(app, pilot, ActionMenu)
        assert menu.query_one("DialogPanel").border_title == "Actions: The Show (2001)"
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
        dialog.query(InstanceToggle)[1].focus()
        await press(app, pilot, "space", "y")
        await until(lambda: app.sync.acts, pilot)
        assert app.sync.acts[0].kind is ActionKind.UNMONITOR
        assert [target.instance for target in app.sync.acts[0].targets] == ["radarr.main"]
        assert "z undoes it" in app.said[-1]


async def test_what_is_monitored_in_part_is_monitored_and_the_rest_cannot_be_chosen(app: ActingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(AMELIE)
        await press(app, pilot, "m")
        dialog = await shows(app, pilot, SummaryDialog)
        assert lines(dialog) == [
            "□ radarr.main nothing to do: it needs no change",
            "[x] radarr.uhd 1 movie will be monitored",
        ]
        dialog.query(InstanceToggle)[1].focus()
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
        dialog.query(InstanceToggle)[0].focus()
        await press(app, pilot, "space")
        assert "7 files" in note(dialog) and "radarr.main" not in note(dialog)
        dialog.query_one("#exclude", Choice).focus()
        await press(app, pilot, "space", "y")
        await until(lambda: app.sync.acts, pilot)
        (act,) = app.sync.acts
        assert (act.kind, act.delete_files, act.exclude) == (ActionKind.DELETE, True, True)
        assert act.instances == ("radarr.uhd", "sonarr.main", "sonarr.anime")


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
            "□ sonarr.main nothing to do: it needs no change",
            "[x] sonarr.anime 1 episode will be monitored",
        ]
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        (target,) = app.sync.acts[0].targets
        assert (target.item_id, target.episodes, target.episode_ids) == (1, ("2x2",), (106,))


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
        await press(app, pilot, "tab", "S")
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
        await press(app, pilot, "S")
        await shows(app, pilot, SummaryDialog)
        await pilot.press("y")
        await until(lambda: app.said, pilot)
        assert "the disk is full" in app.said[-1] and app.pane.titles.marked == [MATRIX]


async def test_an_action_that_has_nothing_left_to_do_says_so(app: ActingApp) -> None:
    app.sync.queues = False
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await press(app, pilot, "S")
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
