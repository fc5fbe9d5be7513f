"""Navigation: each pane keeps the screens that were opened from it while another pane shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from textual.app import App
from textual.screen import Screen

from arrtui.tui.main_screen import MainScreen

FIRST_MODE = "place-1"
"""Name of the mode the app begins in."""


@dataclass(frozen=True)
class Place:
    """A pane, or a screen that was opened from it."""

    pane: str
    screen: Screen[Any]


class Navigation:
    """Goes to panes and back.

    Every mode of the app is a stack of screens with the main screen at the bottom. A pane that is left with
    screens on top of it keeps its mode; one without anything on top needs none of its own.
    """

    def __init__(self, app: App[Any], main: Callable[[], MainScreen]) -> None:
        self._app = app
        self._main = main
        self._modes = [FIRST_MODE]
        self._kept: dict[str, str] = {}
        """Modes of the panes that were left with screens on top, by the pane's id."""
        self._last: Place | None = None

    @property
    def screens(self) -> list[Screen[Any]]:
        """The screens of all panes, each once, whether they show or not."""
        stacks = [self._app.get_screen_stack(mode) for mode in self._modes]
        return list(dict.fromkeys(chain.from_iterable(stacks)))

    @property
    def here(self) -> Place:
        """Where one is."""
        return Place(self._main().pane.id or "", self._app.screen)

    async def go(self, pane: str) -> None:
        """Show a pane as it was left; of the pane one is in already, leave what was opened from it."""
        here = self.here
        if pane == here.pane:
            await self._leave_to(self._main())
        else:
            await self._show(pane)
        if self.here != here:
            self._last = here

    async def go_back(self) -> None:
        """Show the place that was left last; again, the one left by that."""
        last, here = self._last, self.here
        if last is None:
            return
        if last.pane != here.pane:
            await self._show(last.pane)
        await self._leave_to(last.screen)
        self._last = here

    async def show(self, pane: str, *, on_top: bool = False) -> None:
        """Show a pane; what was opened from it is left, unless something is about to open ``on_top``."""
        here = self.here
        if pane != here.pane:
            await self._show(pane)
        if not on_top:
            await self._leave_to(self._main())
        self._last = here

    async def _show(self, pane: str) -> None:
        """Show another pane with what was opened from it."""
        main = self._main()
        if self._app.screen is not main:
            self._kept[main.pane.id or ""] = self._app.current_mode
        await main.show_pane(pane)
        mode = self._kept.pop(pane, None)
        if mode is None and self._app.screen is not main:
            mode = self._free_mode()
        if mode is not None:
            await self._app.switch_mode(mode)

    def _free_mode(self) -> str:
        """Return a mode with nothing on top of the main screen."""
        kept = self._kept.values()
        for mode in self._modes:
            if mode not in kept and len(self._app.get_screen_stack(mode)) == 1:
                return mode
        mode = f"place-{len(self._modes) + 1}"
        self._app.add_mode(mode, self._main)
        self._modes.append(mode)
        return mode

    async def _leave_to(self, screen: Screen[Any]) -> None:
        """Leave the screens above one; nothing happens when that one was left already."""
        if screen in self._app.screen_stack:
            while self._app.screen is not screen:
                await self._app.screen.dismiss(None)
