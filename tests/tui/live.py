"""The app over a simulated estate that answers, with everything real between the keys and the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from arrtui.core.config import load_config
from arrtui.core.events import Job
from arrtui.demo.estate import SimulatedEstate
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.estate.rows import InstanceView
from tests.tui.estates import small_estate
from tests.tui.scenes import until

QUIET = "\n[ui]\nrefresh_minutes = 0\n"
"""Nothing is asked for that no test asks for."""


@dataclass
class Live:
    """An estate that answers, and the file that configures it."""

    estate: SimulatedEstate
    path: Path

    def services(self) -> Services:
        """Return new services over the file."""
        return Services(load_config(self.path, env={}), env={})

    def keep(self, *names: str, listened_to: bool = False) -> None:
        """Configure only some of the instances; ``listened_to``: they are heard over their live feeds."""
        text = self.estate.config_toml(database=self.path.with_name("arrtui.db"), live=listened_to)
        parts = [part for part in text.split("\n[") if part]
        kept = [part for part in parts if part.strip("[").split("]")[0] in (*names, "database")]
        self.path.write_text("\n".join(f"[{part.strip('[')}" for part in kept) + QUIET)
        self.path.chmod(0o600)


@contextmanager
def live_estate(folder: Path) -> Iterator[Live]:
    """Yield a small estate, all of it configured."""
    with small_estate() as estate:
        live = Live(estate, folder / "config.toml")
        live.keep(*estate.apps)
        yield live


@dataclass
class Screen:
    """What a test sees and types."""

    pilot: Pilot[Any]
    app: ArrtuiApp
    services: Services

    async def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def until(self, true: Any) -> None:
        """Wait until something is true."""
        await until(true, self.pilot)

    async def type(self, field: str, text: str) -> None:
        """Replace the text of an input of the dialog."""
        self.app.screen.query_one(f"#{field}", Input).value = text
        await self.pilot.pause()

    @property
    def estate(self) -> EstateTable[InstanceView]:
        """The table of the Estate pane."""
        return self.app.main.query_one("#estate-table", EstateTable)

    def view(self, name: str) -> InstanceView:
        """Return the line of an instance."""
        found = self.estate.get_row(name)
        assert found is not None, name
        return found

    @property
    def jobs(self) -> list[Job]:
        """All jobs the screen knows."""
        return list(self.app.main.jobs.values())

    @property
    def toasts(self) -> list[str]:
        """The notifications that are on screen."""
        return [notification.message for notification in self.app._notifications]

    def text(self, selector: str) -> str:
        """Return what a widget of the screen in front shows."""
        widget = self.app.screen.query_one(selector)
        return widget.plain if isinstance(widget, LinesView) else str(widget.render())

    @property
    def dialog(self) -> str:
        """The class of the screen in front."""
        return type(self.app.screen).__name__


@asynccontextmanager
async def opened(services: Services, size: tuple[int, int] = (120, 40), **more: Any) -> AsyncIterator[Screen]:
    """Run the app until the block ends; stored data is shown when it begins."""
    app = ArrtuiApp(services, **more)
    try:
        async with app.run_test(size=size) as pilot:
            screen = Screen(pilot, app, services)
            await screen.until(lambda: app.main.filled)
            await pilot.pause()
            yield screen
    finally:
        services.stop()
