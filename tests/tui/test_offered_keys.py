"""The key line offers only what does something now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.actions import parse
from textual.widgets import Input

from arrtui.runtime.services import Services
from arrtui.tui.front_door.hits import live_hits
from arrtui.tui.kit.key_line import GAP, KeyLine
from arrtui.tui.kit.key_table import ENTRIES, MenuBinding, declared_bindings
from arrtui.tui.panes.plan.screen import PlanScreen
from tests.tui.estates import EMPTY_CONFIG, NOW, scene_services
from tests.tui.live import Screen, opened
from tests.tui.panes.activity.scenes import busy
from tests.tui.panes.artwork.scenes import verified
from tests.tui.panes.estate.changes.test_snapshots import add_changes
from tests.tui.panes.scores.scenes import SCENES as SCORES_SCENES
from tests.tui.panes.scores.scenes import TAB_SCENES, ScoresScene
from tests.tui.panes.sync.scenes import PLAN_SCENES
from tests.tui.panes.trailers.scenes import lay_out, trailers_services
from tests.tui.scenes import PaneScene, idle

REQUESTS = ("r", "B", "t")
"""Keys that ask for something to be read; what comes of it may be what shows already."""
ANYWHERE = ("slash", "s", "f", "a")
"""Keys that open the same in each state of a screen: pressed in its first state alone."""
LOOKS = 50
"""How often the screen is looked at before a key is taken for one that does nothing."""


def offered(screen: Screen) -> list[str]:
    """Return the keys in the line that belong to the pane or its table, the one that leaves last."""
    everywhere = {"question_mark", "colon", "q"}
    lines = screen.app.screen.query(KeyLine)
    keys = [hint.key for line in lines for hint in line._hints if hint.key not in everywhere]
    return sorted(keys, key="escape".__eq__)


def seen(screen: Screen) -> object:
    """Return all that a person could see change."""
    app = screen.app
    return app.screen, [list(strip) for strip in app.screen._compositor.render_strips()], len(screen.toasts)


async def does_something(screen: Screen, key: str) -> bool:
    """Press a key; return whether anything looks different for it."""
    before = seen(screen)
    await screen.press(key)
    for _ in range(LOOKS):
        if seen(screen) != before:
            return True
        await screen.pilot.pause(0.02)
    return False


async def presses_for_nothing(screen: Screen, *left_out: str) -> list[str]:
    """Press each key that is offered, or comes to be; return those after which everything looks as before."""
    app, place = screen.app, screen.app.screen
    pressed, without_effect = {*REQUESTS, *left_out}, []
    while app.screen is place and (keys := [key for key in offered(screen) if key not in pressed]):
        pressed.add(keys[0])
        if not await does_something(screen, keys[0]):
            without_effect.append(keys[0])
        await screen.until(lambda: app.screen is not place or idle(screen.pilot))
        while place in app.screen_stack and (app.screen is not place or isinstance(app.focused, Input)):
            await screen.press("escape")
    return without_effect


def without_a_way(screen: Screen) -> list[str]:
    """Return actions that are live here, but not found at the front door, or a menu's lines without a key.

    A key means what the nearest widget does with it, so that the same entry of one farther away is not live.
    """
    place = screen.app.screen
    at_the_front_door, keys, nearer = dict(live_hits(place)), place.active_bindings, set[str]()
    missing = []
    for node in (place.focused or place).ancestors_with_self:
        for name, item in declared_bindings(type(node)).items():
            _namespace, action, parameters = parse(item.action)
            entry = name if isinstance(item, MenuBinding) else item.entry
            if entry in nearer or not node.check_action(action, parameters):
                continue
            nearer.add(entry)
            if name not in at_the_front_door:
                missing.append(f"{name} at the front door")
            if isinstance(item, MenuBinding) and item.menu and ENTRIES[item.menu].keys not in keys:
                missing.append(f"{name} by a key")
    return missing


async def walk(screen: Screen, *steps: Sequence[str]) -> None:
    """Press keys that lead from one state to the next, and in each state each key that is offered."""
    known: set[object] = set()
    for keys in steps:
        for key in keys:
            await screen.press(key)
            await screen.until(lambda: len(screen.app.screen_stack) > 1 or idle(screen.pilot))
        place = screen.app.screen
        assert not isinstance(screen.app.focused, Input), keys
        assert without_a_way(screen) == [], (steps, keys)
        assert await presses_for_nothing(screen, *(ANYWHERE if place in known else ())) == [], (steps, keys)
        known.add(place)


async def test_where_nothing_is_each_key_that_is_offered_does_something(
    library: Path, tmp_path: Path
) -> None:
    with scene_services(library, tmp_path, config=EMPTY_CONFIG) as services:
        async with opened(services, clock=lambda: NOW) as screen:
            await screen.until(lambda: screen.dialog == "WelcomeDialog")
            await screen.press("escape")
            for digit in "123456789":
                await walk(screen, digit)
                assert not {"slash", "s", "exclamation_mark", "r"} & set(offered(screen)), digit
            assert not any(
                pane.check_action("problems", ())
                for pane in screen.app.main.panes
                if pane.id in ("estate", "library")
            )


NO_MATCH = ("slash", "~", "enter")
"""Shows no row."""
PLACES: dict[str, Sequence[Sequence[str]]] = {
    "estate": (("1", "space"), ("escape", *NO_MATCH)),
    "changes": (("1", "a", "c"), ("right_square_bracket", "down", "space"), ("left_square_bracket", "enter")),
    "library": (("2", "space"),),
    "series": (("2", "slash", *"kind:series", "enter", "enter"), ("tab",)),
    "jobs": ("6", "!"),
    "trailers": ("5", "!"),
    "a title's trailers": (("5", "enter"),),
    "artwork": ("7", "!"),
    "a title's artwork": (("7", "enter"),),
    "verified artwork": (("7", "a", "y"),),
    "doctor": (("5", "a", "o"),),
    "settings": ("8", ("left", "enter"), ("d",)),
    "activity": ("9", ("!", "!", "down", "down", "space")),
}
"""The keys that lead to each state of a pane or screen, one state after the other."""


@pytest.mark.parametrize("steps", PLACES.values(), ids=list(PLACES))
async def test_each_key_that_is_offered_does_something(
    steps: Sequence[Sequence[str]], library: Path, tmp_path: Path
) -> None:
    def store() -> None:
        add_changes()
        lay_out()
        verified()
        busy()

    with trailers_services(library, tmp_path, store=store) as services:
        async with opened(services, (80, 24), clock=lambda: NOW) as screen:
            await walk(screen, *steps)


SCENES: tuple[PaneScene, ...] = (
    *(scene for scene in SCORES_SCENES if scene.name in ("scores-marked", "scores-candidate")),
    *(scene for scene in TAB_SCENES if scene.name != "scores-whatif"),
    ScoresScene("scores-whatif", keys=("greater_than_sign", "f", "x", "plus")),
    *(scene for scene in PLAN_SCENES if scene.name in ("plan", "plan-applying", "plan-failures")),
)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_each_key_of_scores_sync_and_plans_does_something(scene: PaneScene) -> None:
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await scene.steps(pilot)
        assert await presses_for_nothing(Screen(pilot, app, app.services)) == []


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


async def test_a_click_on_a_key_of_the_line_presses_it_and_one_on_a_line_of_a_menu_chooses_it(
    services: Services,
) -> None:
    async with opened(services, (80, 24), clock=lambda: NOW) as screen:
        line = screen.app.screen.query_one(KeyLine)
        hints = line.shown(line.content_size.width)
        begin = 1 + sum(hint.width + GAP for hint in hints[: [hint.key for hint in hints].index("a")])
        await screen.pilot.click(line, offset=(begin, 0))
        await screen.until(lambda: screen.dialog == "KeyMenu")
        await screen.pilot.click("OptionList", offset=(2, 0))
        await screen.until(lambda: screen.dialog == "InstanceDialog")
