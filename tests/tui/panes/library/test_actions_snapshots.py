"""What the dialogs of actions look like, state by state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from arrtui.db.database import Database
from arrtui.features.library.merge import TitleKey
from arrtui.tui.panes.library.actions.dialog_summary import SummaryDialog
from tests.tui.panes.library.acting import MISSING, ActingApp, lines
from tests.tui.panes.library.test_pane import MATRIX, SHOW, ready, until
from tests.tui.panes.library.test_snapshots import SIZES, SnapCompare, steady
from tests.tui.renditions import PLAIN

Play = Callable[[Pilot[None]], Awaitable[None]]


def opened(shown: ActingApp, before: object) -> bool:
    """Whether a dialog has come that takes the next key: it has its focus only once it is laid out."""
    return shown.screen is not before and shown.screen.focused is not None


def scene(*keys: str, marked: tuple[TitleKey, ...] = (MATRIX, SHOW)) -> Play:
    """Press keys with some titles marked."""

    async def play(pilot: Pilot[None]) -> None:
        shown = pilot.app
        assert isinstance(shown, ActingApp)
        await ready(shown, pilot)
        shown.pane.titles.set_marks(marked)
        for key in keys:
            before = shown.screen
            await pilot.press(key)
            if key in ("a", "p", "f", "t", "c", "delete", "enter"):
                await until(lambda before=before: opened(shown, before), pilot)  # type: ignore[misc]
            await pilot.pause()

    return play


async def deleting(pilot: Pilot[None]) -> None:
    """Choose to delete the files of titles on four instances too, one of them left out."""
    await scene("delete")(pilot)
    dialog = pilot.app.screen
    assert isinstance(dialog, SummaryDialog)
    await pilot.press("down", "down", "space")
    dialog.query_one("#files").focus()
    await pilot.press("space")
    await until(lambda: "DELETED" in lines(dialog)[2], pilot)


async def season(pilot: Pilot[None]) -> None:
    """Open the menu on a season, where most actions do not apply."""
    shown = pilot.app
    assert isinstance(shown, ActingApp)
    await ready(shown, pilot)
    shown.pane.titles.move_to(SHOW)
    await pilot.press("enter")
    await steady(pilot)
    await pilot.press("j", "a")


SCENES: dict[str, Play] = {
    "menu": scene("a"),
    "menu-season": season,
    "profiles": scene("p", "right"),
    "roots": scene("a", "f", "right", marked=(MATRIX,)),
    "tags": scene("t", *"kids,ne"),
    "copy": scene("c", marked=(MATRIX, MISSING)),
    "summary": scene("m", marked=(MATRIX, TitleKey("radarr", "608"))),
    "delete": scene("delete"),
    "delete-files": deleting,
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCENES)
def test_scene(snap_compare: SnapCompare, estate: Database, name: str, size: str) -> None:
    further = PLAIN if name in ("menu", "delete-files") and size == "80x24" else ()
    assert snap_compare(
        ActingApp(estate), terminal_size=SIZES[size], run_before=SCENES[name], renditions=further
    )
