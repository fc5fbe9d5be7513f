"""The values actions need: a profile, a folder, an availability on each instance, and tags."""

from __future__ import annotations

from textual.widgets import Input, Static

from arrtui.features.sync.actions import ActionKind
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.confirm import TitleList
from arrtui.tui.kit.picker import Picker
from arrtui.tui.panes.library.actions.dialog_summary import SummaryDialog
from arrtui.tui.panes.library.actions.dialog_tags import LabelSuggester, TagsDialog
from arrtui.tui.panes.library.actions.dialog_values import ValuesDialog
from tests.tui.panes.library.acting import MISSING, ActingApp, lines, note, press, shows, titles_listed
from tests.tui.panes.library.test_pane import MATRIX, SHOW, ready, until


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
        (line,) = lines(summary)
        assert line.startswith("[x] radarr.main 1 movie will move to /archive, 1 file (4.7 GiB) with them; ")
        shown = summary.query_one(TitleList)
        await until(lambda: shown.display, pilot)
        (move,) = titles_listed(summary)
        assert move.startswith("/movies/") and move.endswith(" → /archive/The Matrix (1999)")
        await pilot.press("y")
        await until(lambda: app.sync.acts, pilot)
        assert app.sync.acts[0].move_files and app.sync.acts[0].value == {"radarr.main": "/archive"}


async def test_a_root_folder_whose_app_names_no_folder_lists_the_titles(app: ActingApp) -> None:
    app.sync.folder = ""
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.set_marks([MATRIX, MISSING])
        await press(app, pilot, "a", "f")
        await shows(app, pilot, ValuesDialog)
        await press(app, pilot, "right", "down", "down", "right", "enter")
        summary = await shows(app, pilot, SummaryDialog)
        await until(lambda: not any(worker.node is summary for worker in app.workers), pilot)
        assert any("The Matrix" in title for title in titles_listed(summary))
        assert not any("→" in title for title in titles_listed(summary))


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
