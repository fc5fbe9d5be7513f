"""Actions on artists and albums of a Lidarr: another metadata profile, and the removal of single albums."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.apps import METADATA
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.sync.actions import ActionKind
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.picker import Picker
from arrtui.tui.panes.library.actions.dialog_menu import ActionMenu
from arrtui.tui.panes.library.actions.dialog_summary import SummaryDialog
from arrtui.tui.panes.library.actions.dialog_values import ValuesDialog
from arrtui.tui.panes.library.series import SeriesScreen
from tests.features.backup.conftest import backing_up
from tests.tui.panes.library.acting import ActingApp, lines, press, shows
from tests.tui.panes.library.test_pane import ready, until

NAME = "lidarr.main"
SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 3, 3, 2),))


@pytest.fixture
def music(tmp_path: Path) -> Iterator[ActingApp]:
    """Return the Library over what is backed up of a Lidarr."""
    database = Database.open(f"sqlite:///{tmp_path}/arrtui.db")
    with SimulatedEstate(SIZE) as estate:
        assert asyncio.run(backing_up(database)(estate.apps[NAME])).ok
    yield ActingApp(database, instances={NAME: "lidarr"})
    database.close()


async def test_another_metadata_profile_is_chosen_with_what_it_costs(music: ActingApp) -> None:
    async with music.run_test(size=(110, 40)) as pilot:
        await ready(music, pilot)
        await press(music, pilot, "a", "b")
        dialog = await shows(music, pilot, ValuesDialog)
        picker = dialog.query_one("#pick-0", Picker)
        while picker.value != "None":
            await press(music, pilot, "right")
        await press(music, pilot, "enter")
        summary = await shows(music, pilot, SummaryDialog)
        (line,) = lines(summary)
        assert "will get the metadata profile None" in line
        await pilot.press("y")
        await until(lambda: music.sync.acts, pilot)
        (action,) = music.sync.acts
        assert (action.kind, action.profile, action.value) == (
            ActionKind.PROFILE,
            METADATA.name,
            {NAME: "None"},
        )


async def test_an_album_is_deleted_with_its_exclusion_and_its_files_only_if_told(music: ActingApp) -> None:
    async with music.run_test(size=(110, 40)) as pilot:
        await ready(music, pilot)
        await press(music, pilot, "enter")
        screen = music.screen
        assert isinstance(screen, SeriesScreen)
        await until(lambda: screen.seasons.empty != "Reading ...", pilot)
        screen.action_other()
        line = next(line for line in screen.episodes.rows if line.known.files)
        screen.episodes.move_to(line.key)
        await press(music, pilot, "a")
        await shows(music, pilot, ActionMenu)
        await press(music, pilot, "d")
        summary = await shows(music, pilot, SummaryDialog)
        assert not summary.query("#exclude")
        (text,) = lines(summary)
        assert "1 album will be deleted and put on the exclusion list" in text
        assert "on disk" in text
        summary.query_one("#files", Choice).focus()
        await press(music, pilot, "right")
        await until(lambda: "DELETED FROM DISK" in lines(summary)[0], pilot)
        await pilot.press("y")
        await until(lambda: music.sync.acts, pilot)
        (action,) = music.sync.acts
        assert (action.kind, action.delete_files) == (ActionKind.DELETE, True)
        assert [target.episodes for target in action.targets] == [(line.known.key,)]
