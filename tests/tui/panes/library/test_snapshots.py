"""What the Library looks like, state by state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from arrtui.db.database import Database
from arrtui.features.library.merge import TitleKey
from arrtui.tui.panes.library.title_detail import TitleDetailView
from tests.tui.panes.library.harness import LibraryApp
from tests.tui.panes.library.test_pane import MATRIX, SHOW, ready, until
from tests.tui.renditions import PLAIN

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
SnapCompare = Callable[..., bool]


async def steady(pilot: Pilot[None]) -> None:
    """Wait until everything is read and drawn."""
    for _ in range(2):
        await pilot.pause()
        panels = [panel for screen in pilot.app.screen_stack for panel in screen.query(TitleDetailView)]
        await until(lambda: not any(panel.pending for panel in panels), pilot)  # noqa: B023
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def scene(*keys: str, at: TitleKey = MATRIX) -> Callable[[Pilot[None]], object]:
    """Press keys with the cursor on a title."""

    async def play(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, LibraryApp)
        await ready(app, pilot)
        app.pane.titles.move_to(at)
        for key in keys:
            await pilot.press(key)
            await steady(pilot)
        await steady(pilot)

    return play


SCENES = {
    "titles": scene(),
    "filtered": scene("slash", "m", "i", "s"),
    "filter-fault": scene("slash", *"yaer>1"),
    "filter-completed": scene("slash", *"@r", "tab", "tab"),
    "facets": scene("f", "j", "j", "space"),
    "faceted": scene("f", "j", "j", "space", "escape", "space"),
    "episodes": scene("v"),
    "series": scene("enter", at=SHOW),
    "series-detail": scene("d", at=SHOW),
    "episode": scene("enter", "tab", "enter", at=SHOW),
    "movie": scene("enter"),
    "hostile": scene("enter", at=TitleKey("radarr", "606")),
    "sort": scene("O"),
    "addresses": scene("o"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCENES)
def test_scene(snap_compare: SnapCompare, small: Database, name: str, size: str) -> None:
    further = ("light", "ansi") if name == "titles" and size == "120x40" else ()
    if name in ("titles", "facets", "series") and size == "80x24":
        further = PLAIN
    assert snap_compare(
        LibraryApp(small), terminal_size=SIZES[size], run_before=SCENES[name], renditions=further
    )


def test_nothing_stored(snap_compare: SnapCompare, empty: Database) -> None:
    async def play(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, LibraryApp)
        await until(lambda: app.composed and "Nothing is backed up" in app.pane.titles.empty, pilot)

    assert snap_compare(LibraryApp(empty), terminal_size=(80, 24), run_before=play)
