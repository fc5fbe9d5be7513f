"""The driver that sends to the terminal only the cells that change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import constants
from textual.driver import Driver
from textual.geometry import Size

from arrtui.tui.terminal.abilities import erases_in_background
from arrtui.tui.terminal.screen import ScreenModel

if TYPE_CHECKING:
    from textual.app import App


class ChangesOnly(Driver):
    """What is mixed into a driver of Textual."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._shown = ScreenModel(erases_in_background=erases_in_background())

    def write(self, data: str) -> None:
        """Send what of the output changes the screen."""
        if changes := self._shown.changes(data):
            super().write(changes)  # type: ignore[safe-super]

    def forget(self, width: int, height: int) -> None:
        """Send everything anew from now on, on a screen of so many columns and lines."""
        self._shown.forget(width, height)


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


def send_everything(app: App[Any], size: Size) -> None:
    """Draw the whole screen of an app again, on a terminal of that size."""
    if isinstance(app._driver, ChangesOnly):
        app._driver.forget(size.width, size.height)
    app.screen.refresh()
