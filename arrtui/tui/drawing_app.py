"""The base of the terminal app: how it draws to a terminal that may be far away, or seen by others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter

from arrtui.runtime.services import Services
from arrtui.tui.kit import incognito
from arrtui.tui.kit.notices import place_toasts
from arrtui.tui.terminal.driver import bytes_sent, send_everything, sending_changes_only
from arrtui.tui.terminal.pace import DrawingPace


class DrawingApp(App[str]):
    """Draws only what changes, at the pace of the terminal, and in made-up names where that is asked for."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        """The work behind the screen."""
        self._pace = DrawingPace(self, lambda: bytes_sent(self))

    async def on_load(self) -> None:
        """Begin in the incognito mode where that is configured."""
        if self.services.config.ui.incognito:
            from arrtui.tui.kit.disguising import begin_incognito

            await begin_incognito(self)

    def on_unmount(self) -> None:
        """Leave what is drawn to what it was before."""
        incognito.use(None)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line goes through before it is drawn."""
        return [*super().get_line_filters(), *incognito.line_filters()]

    def copy_to_clipboard(self, text: str) -> None:
        """Give the terminal a text as it may be shown; fields of the app paste the real one."""
        super().copy_to_clipboard(incognito.disguised(text))
        self._clipboard = text

    def get_driver_class(self) -> type[Driver]:
        """Send a terminal only what changes."""
        return sending_changes_only(super().get_driver_class())

    def on_resize(self, event: events.Resize) -> None:
        """Draw again what a terminal rearranges when its size changes."""
        send_everything(self, event.size)
        self.place_toasts()

    def post_display_hook(self) -> None:
        """Keep the pace of drawing."""
        self._pace.drawn()

    def place_toasts(self) -> None:
        """Move notifications away from the line one types in, once its place is known."""
        if self.screen_stack:
            self.call_after_refresh(place_toasts, self.screen)

    on_descendant_focus = place_toasts

    def notify(self, message: str, **options: Any) -> None:
        """Show a notification, away from the line one types in."""
        super().notify(message, **options)
        self.place_toasts()

    def _fatal_error(self) -> None:
        """Close because of a fault, which ``run_app`` raises: Textual would print variables with keys."""
        self._close_messages_no_wait()
