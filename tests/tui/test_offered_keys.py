"""The key line offers only what does something now."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from arrtui.runtime.services import Services
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.panes.plan.screen import PlanScreen
from tests.tui.estates import EMPTY_CONFIG, NOW, scene_services
from tests.tui.incognito import drawn
from tests.tui.live import Screen, opened
from tests.tui.panes.sync.scenes import PLAN_SCENES
from tests.tui.scenes import settled_enough

PANES = {"1": "estate", "2": "library", "3": "sync", "9": "activity"}
REQUESTS = ("r", "B", "t")
"""Keys that ask for something to be read; what comes of it may be what shows already."""


def offered(screen: Screen) -> list[str]:
    """Return the keys in the line that belong to the pane or its table."""
    everywhere = {"question_mark", "colon", "q"}
    return [hint.key for hint in screen.app.screen.query_one(KeyLine)._hints if hint.key not in everywhere]


async def presses_for_nothing(screen: Screen) -> list[str]:
    """Press each key that is offered; return those after which everything looks as before."""
    app, idle = screen.app, []
    for key in offered(screen):
        before, place = drawn(app), app.screen
        await screen.press(key)
        await settled_enough(screen.pilot)
        if app.screen is place and drawn(app) == before and key not in REQUESTS:
            idle.append(key)
        while app.screen is not place or isinstance(app.focused, Input):
            await screen.press("escape")
            await settled_enough(screen.pilot)
    return idle


async def test_where_nothing_is_each_key_that_is_offered_does_something(
    library: Path, tmp_path: Path
) -> None:
    with scene_services(library, tmp_path, config=EMPTY_CONFIG) as services:
        async with opened(services, clock=lambda: NOW) as screen:
            await screen.until(lambda: screen.dialog == "WelcomeDialog")
            await screen.press("escape")
            for digit, pane in {
                "1": "estate",
                "2": "library",
                "3": "sync",
                "6": "jobs",
                "9": "activity",
            }.items():
                await screen.press(digit)
                await screen.until(lambda pane=pane: screen.app.main.pane.id == pane)
                await settled_enough(screen.pilot)
                assert not {"slash", "s", "exclamation_mark"} & set(offered(screen)), pane
                assert await presses_for_nothing(screen) == [], pane
            assert not any(
                pane.check_action("problems", ())
                for pane in screen.app.main.panes
                if pane.id in ("estate", "library")
            )


async def test_problems_are_offered_where_there_are_some(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        assert screen.app.main.pane.check_action("problems", ())
        await screen.press("6")
        await screen.until(lambda: "exclamation_mark" in offered(screen))


@pytest.mark.parametrize(
    ("scene", "edits"),
    [("plan", True), ("plan-locked", False), ("plan-tried", False)],
)
async def test_a_plan_offers_to_edit_only_what_can_be_edited(scene: str, edits: bool) -> None:
    shown = next(found for found in PLAN_SCENES if found.name == scene)
    app = shown.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown.steps(pilot)
        plan = app.screen
        assert isinstance(plan, PlanScreen) and plan.book is not None
        assert plan.offers("edit") is edits
        plan.book.leaves_out = False
        assert not plan.offers("why")
