"""One tab of the Scores pane alone on screen, over services in memory, with the lines it gets in the pane."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.model import Analysis
from arrtui.tui import themes
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import KEY_WORDS
from arrtui.tui.panes.scores.tab import ScoresTab
from tests.tui.estates import NOW
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.scenes import until

Make = Callable[[], ScoresTab]
LOW, HIGH = 6, 12
"""Lines that the pane keeps for itself on a low and on a high terminal."""


class TabScreen(Screen[None]):
    """The tab below what stands for the rest of the pane."""

    def __init__(self, make: Make) -> None:
        super().__init__()
        self._make = make

    def compose(self) -> ComposeResult:
        yield Static(id="rest")
        yield self._make()
        yield KeyLine()

    def on_mount(self) -> None:
        rest = self.query_one("#rest")
        rest.styles.height = HIGH if self.app.size.height >= 30 else LOW
        rest.styles.background = "black"
        app: Any = self.app
        app.tab.show(app.analyses, app.instance)
        app.tab.focus_content()


class TabApp(App[None]):
    """The app with nothing but a tab."""

    def __init__(
        self,
        make: Make,
        services: FakeServices,
        *,
        instance: str = "",
        plain: bool = False,
        theme: str = "dark",
    ) -> None:
        super().__init__()
        self._make = make
        self.services = services
        self.analyses: list[Analysis] = [analyse(library) for library in services.scores.libraries]
        self.instance = instance
        self.clock = lambda: NOW
        self.plain = plain
        self.animation_level = "none"
        self.notifications: list[str] = []
        self.opened: list[str] = []
        self.copied: dict[str, str] = {}
        """What was copied → its text."""
        for own_theme in themes.THEMES:
            self.register_theme(own_theme)
        self.theme = themes.textual_name(theme)

    def get_key_display(self, binding: Binding) -> str:
        return KEY_WORDS.get(binding.key) or super().get_key_display(binding)

    def on_mount(self) -> None:
        """Give lines of menus keys; only the whole app has menus."""
        self.set_keymap({"formats.rating": "R", "whatif.reset-all": "Z", "loops.waste": "w"})

    def get_default_screen(self) -> Screen[Any]:
        return TabScreen(self._make)

    @property
    def tab(self) -> Any:
        return self.screen_stack[0].query_one(ScoresTab)

    def notify(self, message: str, **options: Any) -> None:
        self.notifications.append(message)

    def copy(self, text: str, what: str) -> None:
        self.copied[what] = text

    def open_address(self, address: str) -> None:
        self.opened.append(address)


@dataclass
class TabPilot:
    """What a test sees and types."""

    pilot: Pilot[None]
    app: TabApp
    services: FakeServices

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def until(self, true: Callable[[], object]) -> None:
        await until(true, self.pilot)

    @property
    def tab(self) -> Any:
        return self.app.tab

    @property
    def seen(self) -> str:
        """What the terminal shows."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def dialog(self) -> str:
        """The class of the screen in front."""
        return type(self.app.screen).__name__


@asynccontextmanager
async def tab_opened(
    make: Make,
    services: FakeServices | None = None,
    size: tuple[int, int] = (120, 40),
    **more: Any,
) -> AsyncIterator[TabPilot]:
    """Run a tab until the block ends."""
    fake = services or estate()
    app = TabApp(make, fake, **more)
    async with app.run_test(size=size) as pilot:
        screen = TabPilot(pilot, app, fake)
        await screen.until(lambda: app.screen_stack and app.tab.is_mounted)
        await quiet(pilot)
        yield screen


async def quiet(pilot: Pilot[Any]) -> None:
    """Wait until no worker is at work, but for one that waits for a dialog."""
    await until(
        lambda: len(pilot.app.screen_stack) > 1 or all(worker.is_finished for worker in pilot.app.workers),
        pilot,
    )
    await pilot.pause()
    await pilot.pause()


@dataclass(frozen=True)
class TabScene:
    """One view of a tab."""

    name: str
    make: Make
    keys: tuple[str, ...] = ()
    instance: str = ""
    services: Callable[[], FakeServices] = estate
    theme: str = "dark"
    plain: bool = False
    shows: str = ""
    """A text that is on screen once everything is."""

    def app(self) -> TabApp:
        return TabApp(self.make, self.services(), instance=self.instance, theme=self.theme, plain=self.plain)

    async def steps(self, pilot: Pilot[Any]) -> None:
        """Press the keys, each after what the one before led to, and wait for the text."""
        app = pilot.app
        assert isinstance(app, TabApp)
        await until(lambda: app.screen_stack and app.tab.is_mounted, pilot)
        await quiet(pilot)
        for key in self.keys:
            await pilot.press(key)
            await quiet(pilot)
        if self.shows:
            screen = TabPilot(pilot, app, app.services)
            await until(lambda: self.shows in screen.seen, pilot)
