"""The screen of cures, over cures made by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.message import Message

from arrtui.core.errors import StorageError
from arrtui.tui.panes.scores.loops.tab import LoopsTab
from arrtui.tui.panes.scores.tab import TryWanted
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.tabs import TabPilot, TabScene, quiet, tab_opened
from tests.tui.scenes import SIZES, until


def uncurable() -> FakeServices:
    """Return services over instances without any chain."""
    services = estate()
    services.loops.reports = {}
    return services


class CuresScene(TabScene):
    """The screen, opened from the tab, and keys on it."""

    async def steps(self, pilot: object) -> None:
        """Open the screen, press the keys and wait for the text."""
        app = pilot.app  # type: ignore[attr-defined]
        await until(lambda: app.screen_stack and app.tab.is_mounted, pilot)  # type: ignore[arg-type]
        await quiet(pilot)  # type: ignore[arg-type]
        app.tab.action_cures()
        screen = TabPilot(pilot, app, app.services)  # type: ignore[arg-type]
        await screen.until(lambda: screen.dialog == "CuresScreen" and "Judging" not in screen.seen)
        await screen.press(*self.keys)
        await screen.until(lambda: self.shows in screen.seen)


SCENES = (
    (CuresScene("cures", LoopsTab, ("d",), shows="Minimum Custom Format"), "80x24"),
    (CuresScene("cures", LoopsTab, ("down",), shows="would be judged otherwise"), "120x40"),
    (CuresScene("none", LoopsTab, services=uncurable, shows="No cure"), "80x24"),
)


@pytest.mark.parametrize(("scene", "size"), SCENES, ids=lambda value: getattr(value, "name", value))
def test_scene(snap_compare: Callable[..., bool], scene: CuresScene, size: str) -> None:
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps)


async def test_a_recipe_is_copied_a_score_tried_and_what_cannot_be_read_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with tab_opened(LoopsTab, instance="radarr.main") as screen:
        await screen.press("enter")
        await screen.until(lambda: "increment 1 -> 141; or LQ: -10000 -> 0" in screen.seen)
        screen.tab.action_cures()
        await screen.until(lambda: screen.dialog == "CuresScreen" and "increment 1 -> 141" in screen.seen)
        assert not screen.app.screen.check_action("try", ()), "What-if knows no increment"
        await screen.press("down", "enter")
        await screen.until(lambda: screen.dialog == "RecipeScreen" and "LQ: -10000 -> 0" in screen.seen)
        await screen.press("y")
        await screen.until(lambda: "The recipe" in screen.app.copied)
        text = screen.app.copied["The recipe"]
        assert "Custom Formats > LQ: -10000 -> 0" in text
        assert "Settings > Profiles > HD Bluray + WEB > Minimum Custom Format Score Increment: 61" in text
        await screen.press("escape")
        posted: list[Message] = []
        monkeypatch.setattr(screen.tab, "post_message", posted.append)
        assert screen.app.screen.check_action("try", ())
        screen.app.screen.action_try()
        await screen.until(lambda: any(isinstance(message, TryWanted) for message in posted))
        monkeypatch.undo()
        (tried,) = [message for message in posted if isinstance(message, TryWanted)]
        assert (tried.profile[0], tried.format_name, tried.wanted) == ("radarr.main", "LQ", 0)
        screen.services.loops.fault = StorageError("reading the history", why="the disk is gone")
        screen.tab.action_cures()
        await screen.until(lambda: any("the disk is gone" in text for text in screen.app.notifications))
