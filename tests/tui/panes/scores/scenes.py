"""What the Scores pane and its dialogs look like in each state: for snapshots and screenshots."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot

from arrtui.core.errors import StorageError
from arrtui.features.scores.ignores import key_of
from arrtui.tui.main_screen import MainScreen
from arrtui.tui.panes.scores.pane import ScoresPane
from tests.tui.estates import DAY, NOW
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.libraries import content_library, main_library
from tests.tui.scenes import PaneScene, settled_enough, until

Steps = Callable[[Pilot[Any]], Awaitable[None]]


@dataclass(frozen=True)
class ScoresScene(PaneScene):
    """One view of the Scores pane."""

    services: Callable[[], FakeServices] = estate

    async def open_pane(self, pilot: Pilot[Any], main: MainScreen) -> None:
        """Show the pane and wait until it is read."""
        await pilot.press("4")
        await until(lambda: main.query(ScoresPane) and main.query_one(ScoresPane).read_once, pilot)
        await settled_enough(pilot)


def none() -> FakeServices:
    """Return services of which nothing is stored."""
    return FakeServices()


def content() -> FakeServices:
    """Return services where nothing is left to upgrade."""
    return FakeServices(content_library())


def ignoring() -> FakeServices:
    """Return services with three candidates that are ignored."""
    services = estate()
    services.scores.ignoring = {key_of(file): NOW + 12 * DAY for file in main_library().files[8:48:12]}
    return services


def broken() -> FakeServices:
    """Return services whose database cannot be read."""
    services = estate()
    services.scores.fault = StorageError("reading the scores", why="the disk is gone")
    return services


SCENES = (
    ScoresScene("scores"),
    ScoresScene("scores-one", keys=("greater_than_sign",)),
    ScoresScene("scores-plot", keys=("greater_than_sign", "f", "v")),
    ScoresScene("scores-by-hand", keys=("f", "o", "slash", "n", "i", "enter")),
    ScoresScene("scores-ignored", ignoring, keys=("f", "i", "greater_than_sign")),
    ScoresScene("scores-marked", keys=("space", "space", "space")),
    ScoresScene("scores-detail", keys=("greater_than_sign", "d")),
    ScoresScene("scores-candidate", keys=("greater_than_sign", "G", "enter")),
    ScoresScene("scores-search", keys=("asterisk", "S")),
    ScoresScene("scores-unmonitor", keys=("space", "space", "a", "u")),
    ScoresScene("scores-empty", none),
    ScoresScene("scores-content", content),
    ScoresScene("scores-broken", broken),
)

TAB_SCENES = (
    ScoresScene("scores-formats", keys=("greater_than_sign", "f", "f")),
    ScoresScene("scores-profiles", keys=("f", "p")),
    ScoresScene("scores-trends", keys=("greater_than_sign", "f", "t")),
    ScoresScene("scores-whatif", keys=("greater_than_sign", "f", "x")),
)
"""The other tabs within the pane."""
