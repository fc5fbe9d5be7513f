"""The terminal app: its themes, the keys that work everywhere, and how it starts and ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import events, on
from textual.actions import ActionParseResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from arrtui.core.ending import ending_on_signals
from arrtui.core.events import Job
from arrtui.core.keys import keymap
from arrtui.core.memory import begin_collecting
from arrtui.runtime.capabilities import load, panes
from arrtui.runtime.services import Services
from arrtui.tui import themes, undoing
from arrtui.tui.bridge import Bridge
from arrtui.tui.drawing_app import DrawingApp
from arrtui.tui.global_keys import GLOBAL_ACTIONS, GLOBAL_BINDINGS, digit_binding
from arrtui.tui.hangup import let_go_of_terminal
from arrtui.tui.kit import incognito
from arrtui.tui.kit.key_table import KEY_WORDS
from arrtui.tui.kit.menus import has_lines, open_menu
from arrtui.tui.kit.notices import notify_refused
from arrtui.tui.kit.read_only import refusal
from arrtui.tui.kit.table.messages import TableRequest
from arrtui.tui.main_screen import MainScreen
from arrtui.tui.navigation import FIRST_MODE, Navigation
from arrtui.tui.terminal.driver import is_too_small
from arrtui.tui.type_ahead import TypeAhead
from arrtui.tui.undoing import Undoing
from arrtui.tui.welcome import welcome

if TYPE_CHECKING:
    from arrtui.tui.front_door.door import FrontDoor

SETTLED = 0.5
"""Seconds after which everything the start needs has been imported and drawn."""


class ArrtuiApp(DrawingApp):
    """The Textual app over the services."""

    TITLE = "arrtui"
    CSS_PATH = "styles/app.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES = {FIRST_MODE: MainScreen}  # noqa: RUF012
    DEFAULT_MODE = FIRST_MODE
    BINDINGS: ClassVar[list[BindingType]] = [*GLOBAL_BINDINGS]

    def __init__(
        self,
        services: Services,
        *,
        demo: bool = False,
        plain: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Make the app.

        Args:
            services: The work behind the screen, started once the first data is shown.
            demo: Whether the estate is the simulated one.
            plain: Whether only ASCII is drawn, whatever the configuration says.
            clock: Returns UTC seconds since the epoch.
        """
        super().__init__(services)
        self.demo, self.clock = demo, clock
        self._followed = services.config
        self._ending = ExitStack()
        self._type_ahead = TypeAhead(self)
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(map(digit_binding, panes()))])
        self.front_door: FrontDoor | None = None
        """What finds actions and places by name; made when it is first opened."""
        self.navigation = Navigation(self, lambda: self.main)
        """The panes with what was opened from them."""
        self.undoing = Undoing(self)
        """What `z` and `Z` do."""
        self.plain = plain or services.config.ui.ascii
        """Whether only ASCII is drawn."""
        if self.plain:
            from arrtui.tui.kit.ascii_rendition import draw_in_ascii

            draw_in_ascii(self)
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.textual_name(services.config.ui.theme)

    def on_mount(self) -> None:
        """Apply the configured keys; open the welcome dialog where no instance is configured."""
        self._ending.enter_context(ending_on_signals(self.hang_up, self.services.stop))
        self.set_keymap(keymap(self.services.config.keys))
        for warning in self.services.config.warnings:
            notify_refused(self, warning)
        if not self.services.config.instances:
            self.call_after_refresh(welcome, self)

    def on_bridge_config_read(self, _message: Bridge.ConfigRead) -> None:
        """Follow the configuration, or show why the file is not in use."""
        from arrtui.tui.config_dialog import follow_config

        self._followed = follow_config(self, self._followed)

    def on_unmount(self) -> None:
        """Leave signals to what they did before."""
        self._ending.close()

    def on_ready(self) -> None:
        """Begin to collect garbage once the first frame is out."""
        self.set_timer(SETTLED, begin_collecting)

    @property
    def main(self) -> MainScreen:
        """The screen with the panes."""
        return next(screen for screen in self.screen_stack if isinstance(screen, MainScreen))

    def exit(
        self, result: str | None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """Quit; no action runs from here on, and nothing is read for widgets that are being removed."""
        self.workers.cancel_all()
        super().exit(result, return_code, message)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; not while the app quits and its widgets go, nor a write in read-only mode."""
        if self._exit:
            return False
        if default_namespace is not None and (why := refusal(default_namespace, str(action))):
            notify_refused(self, why)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    async def on_event(self, event: events.Event) -> None:
        """Dispatch an event; a key only once what the key before it led to has happened."""
        if is_too_small(self) and isinstance(event, (events.InputEvent, events.Paste)):
            if isinstance(event, events.Key) and event.key in ("q", "ctrl+q"):
                await self.action_quit()
            self._type_ahead.drop(event)
            return
        if not event.is_forwarded:
            self._pace.follow(event)
        if self._type_ahead.holds(event):
            return
        if isinstance(event, events.Key) and event.key == "escape":
            self.clear_notifications()
        before = self._type_ahead.moment(event)
        await super().on_event(event)
        self._type_ahead.dispatched(before)

    async def action_go(self, pane: str) -> None:
        """Show a pane as it was left."""
        await self.navigation.go(pane)

    async def action_last_place(self) -> None:
        """Go back to the pane or screen that was left last."""
        await self.navigation.go_back()

    async def action_undo(self) -> None:
        """Have the undo of the newest change planned."""
        await self.undoing.go_back("undo")

    async def action_redo(self) -> None:
        """Have planned what takes the newest undo back."""
        await self.undoing.go_back("redo")

    def key_label(self, action: str, room: int) -> str:
        """Return what the key line calls `z` now."""
        return self.undoing.label(action, room)

    def key_tooltip(self, action: str) -> str:
        """Return what help and palette say of `z` and `Z` now."""
        return self.undoing.tooltip(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a menu only where it would have a line, and to go back only where that does something."""
        if action == "menu" and self.screen_stack:
            return has_lines(self, str(parameters[0]))
        if action in undoing.ACTIONS and self.screen_stack:
            return self.undoing.possible(action)
        return super().check_action(action, parameters)

    def action_call(self, name: str) -> None:
        """Do what has a module of its own."""
        load(GLOBAL_ACTIONS[name])(self)

    def action_menu(self, menu: str) -> None:
        """Show a menu of what can be done, or shown, here."""
        open_menu(self.screen, menu)

    def get_key_display(self, binding: Binding) -> str:
        """Return the name of a key as the lines and the help show it."""
        return KEY_WORDS.get(binding.key) or super().get_key_display(binding)

    @on(TableRequest)
    def _serve_table(self, event: TableRequest) -> None:
        """Do what a table asks of the app."""
        from arrtui.tui.kit.table_requests import serve_table

        serve_table(self, event)

    def action_how_to_quit(self) -> None:
        """Show which key quits; ctrl+c is pressed out of habit."""
        self.notify("Press q to quit, or ctrl+q inside a text field.", markup=False)

    async def action_quit(self) -> None:
        """Quit, and print what becomes of unfinished jobs."""
        self.exit(message=None if self.demo else self.main.farewell)

    def hang_up(self) -> None:
        """Quit because the terminal is gone."""
        let_go_of_terminal()
        self.exit()

    @property
    def jobs(self) -> Mapping[int, Job]:
        """All jobs known, by id."""
        return self.main.jobs

    @property
    def open_screens(self) -> list[Screen[Any]]:
        """The screens of all panes, whether they show or not."""
        return self.navigation.screens

    def copy(self, text: str, what: str) -> None:
        """Copy a text to the clipboard of the terminal (OSC 52)."""
        self.copy_to_clipboard(text)
        names = " with made-up names" if incognito.is_on() else ""
        self.notify(f"{what} copied{names}.", markup=False)

    def open_address(self, address: str) -> None:
        """Open a web address, or show and copy it where no browser would open."""
        from arrtui.tui.kit.desktop import open_or_copy

        open_or_copy(self, address)
