"""A terminal app with nothing but the Library pane, over a database on disk and without any instance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from textual.app import App, ComposeResult
from textual.screen import Screen

from arrtui.core.apps import Kind
from arrtui.core.config import UiConfig
from arrtui.db.database import Database
from arrtui.runtime.library import LibraryServices
from arrtui.runtime.loops_titles import TitleServices
from arrtui.tui import themes
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.panes.library.pane import LibraryPane
from arrtui.tui.panes.library.tables import TitleTable
from tests.features.library.estate import INSTANCES, NOW


class FakeServices:
    """What the pane asks of the services: reads of a real database, and a note of each backup."""

    def __init__(self, database: Database, instances: Mapping[str, str]) -> None:
        self.database = database
        self.backups = 0
        self.reads: list[str] = []
        found = [
            SimpleNamespace(name=name, kind=Kind(kind), web_url=f"http://{name}:80/base")
            for name, kind in instances.items()
        ]
        by_name = {one.name: one for one in found}
        config: Any = SimpleNamespace(
            instances=found, instance=by_name.__getitem__, own_files=[], ui=UiConfig()
        )
        self.config = config
        reader: Any = self
        self.library = LibraryServices(lambda: config, reader)
        self.loops = SimpleNamespace(titles=TitleServices(lambda: config, reader))
        self.backup = SimpleNamespace(back_up=self._back_up)

    async def read(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.reads.append(work.__name__)
        return await self.database.read(work, *args, **kwargs)

    async def _back_up(self) -> list[int]:
        self.backups += 1
        return [1, 2, 3, 4]


class PaneScreen(Screen[None]):
    def compose(self) -> ComposeResult:
        yield LibraryPane(id="library")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(LibraryPane).focus_content()


class LibraryApp(App[None]):
    CSS = "LibraryPane { width: 1fr; height: 1fr; }"

    def __init__(
        self, database: Database, instances: Mapping[str, str] = INSTANCES, *, theme: str = "dark"
    ) -> None:
        super().__init__()
        self.services = FakeServices(database, instances)
        self.clock = lambda: NOW
        self.plain = False
        self.undoing = SimpleNamespace(history=None)
        self.animation_level = "none"
        self.copied: list[str] = []
        self.said: list[str] = []
        for one in themes.THEMES:
            self.register_theme(one)
        self.theme = themes.textual_name(theme)

    def on_mount(self) -> None:
        """Give lines of the menu keys of their own."""
        keys = {"monitor": "m", "profile": "p", "tags": "t", "copy-to": "c"}
        self.set_keymap({f"{scope}.{id}": key for scope in ("library", "series") for id, key in keys.items()})

    def get_default_screen(self) -> Screen[Any]:
        return PaneScreen()

    @property
    def pane(self) -> LibraryPane:
        return self.screen_stack[0].query_one(LibraryPane)

    @property
    def composed(self) -> bool:
        """Whether the pane's tables are there."""
        return any(screen.query(TitleTable) for screen in self.screen_stack)

    def copy(self, text: str, what: str) -> None:
        self.copied.append(text)

    def notify(self, message: str, **options: Any) -> None:
        self.said.append(message)


def open_database(folder: Path, fill: Callable[[], None] | None = None) -> Database:
    database = Database.open(f"sqlite:///{folder / 'library.db'}")
    if fill is not None:
        database.write_sync(fill)
    return database
