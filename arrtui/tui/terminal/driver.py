"""The driver that sends to the terminal only the cells that change, and nothing that it would print."""

from __future__ import annotations

import os
import re
import textwrap
from typing import TYPE_CHECKING, Any, cast

from textual import constants
from textual.driver import Driver
from textual.geometry import Size

from arrtui.core.terminals import is_console
from arrtui.tui.terminal.abilities import erases_in_background
from arrtui.tui.terminal.screen import ScreenModel

if TYPE_CHECKING:
    from textual.app import App


_FOR_EMULATORS = re.compile(
    r"\x1b\[[<>=]\d*u|\x1b\[\?\d+\$p|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b\[\?(?:100[0-6]|101[56]|20(?:04|26|48))[hl]"
)
"""What consoles may print: the keyboard of kitty, questions, titles; and modes that no console has."""
_LEAVE = "\x1b[?1049l"
"""The end of the app; consoles have no other screen to return to."""
_MODES = re.compile(r"(?:\x1b\[[<>=?][\d;$]*[a-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07)*")
"""Sequences that draw nothing."""
LEAST = Size(60, 16)
"""The smallest terminal in which the app can be used."""


class ChangesOnly(Driver):
    """What is mixed into a driver of Textual."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._shown = ScreenModel(erases_in_background=erases_in_background())
        self._is_console = is_console(os.environ.get("TERM", ""))
        self.is_too_small = False
        """Whether only a sentence shows, that the terminal is too small."""
        self.sent = 0
        """Bytes of all changes so far."""

    def write(self, data: str) -> None:
        """Send what of the output changes the screen."""
        if self._is_console:
            data = _FOR_EMULATORS.sub("", data).replace(_LEAVE, f"\x1b[m\x1b[2J\x1b[H{_LEAVE}")
        if self.is_too_small and not _MODES.fullmatch(data):
            return
        if changes := self._shown.changes(data):
            self.sent += len(changes.encode())
            super().write(changes)  # type: ignore[safe-super]

    def forget(self, width: int, height: int) -> None:
        """Send everything anew from now on, on a screen of so many columns and lines."""
        self._shown.forget(width, height)
        self.is_too_small = width < LEAST.width or height < LEAST.height
        if self.is_too_small:
            lines = textwrap.wrap(too_small_text(width, height), max(1, width))[:height]
            drawn = "".join(f"\x1b[{number};1H{line}" for number, line in enumerate(lines, 1))
            super().write(f"\x1b[m\x1b[2J{drawn}")  # type: ignore[safe-super]


def too_small_text(width: int, height: int) -> str:
    """Return the sentence that a terminal of too few cells shows."""
    return (
        f"arrtui needs {LEAST.width} columns and {LEAST.height} lines, but this terminal has {width} and "
        f"{height}: make it larger, or press q to quit."
    )


def sending_changes_only(driver_class: type[Driver]) -> type[Driver]:
    """Return a driver of that class that sends only the cells that change.

    A driver chosen by ``TEXTUAL_DRIVER`` stays as it is.
    """
    if constants.DRIVER is not None:
        return driver_class
    return cast("type[Driver]", type(f"Frugal{driver_class.__name__}", (ChangesOnly, driver_class), {}))


def redraw(app: App[Any]) -> None:
    """Draw over what something else has written to the terminal of an app."""
    send_everything(app, app.size)


def is_too_small(app: App[Any]) -> bool:
    """Return whether an app shows nothing but that its terminal is too small."""
    return isinstance(app._driver, ChangesOnly) and app._driver.is_too_small


def bytes_sent(app: App[Any]) -> int:
    """Return how many bytes were sent to draw an app so far; 0 where that is not counted."""
    return app._driver.sent if isinstance(app._driver, ChangesOnly) else 0


def send_everything(app: App[Any], size: Size) -> None:
    """Draw the whole screen of an app again, on a terminal of that size."""
    if isinstance(app._driver, ChangesOnly):
        app._driver.forget(size.width, size.height)
    app.screen.refresh()
