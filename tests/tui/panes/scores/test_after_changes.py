"""The screen After changes, over changes made by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from arrtui.core.errors import StorageError
from arrtui.tui.panes.scores.loops.tab import LoopsTab
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.tabs import TabPilot, TabScene, quiet, tab_opened
from tests.tui.scenes import SIZES, until


def unchanged() -> FakeServices:
    """Return services over settings that nobody changed."""
    services = estate()
    services.loops.after_changes.changed = set()
    return services


class AfterChangesScene(TabScene):
    """The screen, opened from the tab, and keys on it."""

    async def steps(self, pilot: object) -> None:
        """Open the screen, press the keys and wait for the text."""
        app = pilot.app  # type: ignore[attr-defined]
        await until(lambda: app.screen_stack and app.tab.is_mounted, pilot)  # type: ignore[arg-type]
        await quiet(pilot)  # type: ignore[arg-type]
        app.tab.action_after_changes()
        screen = TabPilot(pilot, app, app.services)  # type: ignore[arg-type]
        await screen.until(lambda: screen.dialog == "AfterChangesScreen" and "Reading" not in screen.seen)
        await screen.press(*self.keys)
        await screen.until(lambda: self.shows in screen.seen)


SCENES = (
    (AfterChangesScene("changes", LoopsTab, ("down", "d"), shows="expected -> came"), "80x24"),
    (AfterChangesScene("changes", LoopsTab, ("down",), shows="max 6"), "120x40"),
    (AfterChangesScene("chains", LoopsTab, ("down", "enter"), shows="After changes > score of"), "80x24"),
    (AfterChangesScene("none", LoopsTab, services=unchanged, shows="No profile and no format"), "80x24"),
)


@pytest.mark.parametrize(("scene", "size"), SCENES, ids=lambda value: getattr(value, "name", value))
def test_scene(snap_compare: Callable[..., bool], scene: AfterChangesScene, size: str) -> None:
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps)


async def test_what_is_behind_a_change_opens_and_what_cannot_be_read_is_told() -> None:
    async with tab_opened(LoopsTab) as screen:
        screen.tab.action_after_changes()
        await screen.until(lambda: screen.dialog == "AfterChangesScreen" and "2/" not in screen.seen)
        await screen.press("enter")
        await screen.until(lambda: any("grabbed nothing" in text for text in screen.app.notifications))
        await screen.press("down", "enter")
        await screen.until(lambda: screen.dialog == "WatchChainsScreen" and "Silver Harbor" in screen.seen)
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "ChainScreen")
        await screen.press("escape", "escape")
        screen.services.loops.after_changes.fault = StorageError(
            "reading the history", why="the disk is gone"
        )
        screen.app.screen.action_refresh()
        await screen.until(lambda: any("the disk is gone" in text for text in screen.app.notifications))
