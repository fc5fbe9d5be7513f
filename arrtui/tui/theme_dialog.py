"""The list of themes: the one under the cursor is shown, the one chosen is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from arrtui.core.errors import ArrtuiError
from arrtui.tui import themes
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.signs import CONTENT_STYLES

if TYPE_CHECKING:
    from arrtui.tui.app import ArrtuiApp

WORDS = {
    "dark": "light text on dark, for most terminals",
    "light": "dark text on light, for bright rooms",
    "ansi": "the terminal's own sixteen colours",
}
"""What each theme is for."""


def choose_theme(app: ArrtuiApp) -> None:
    """Let one of the themes be chosen; the one before comes back when none is."""
    before = app.theme

    def chosen(name: str | None) -> None:
        if name is None:
            app.theme = before
        else:
            use_theme(app, name)

    app.push_screen(ThemeDialog(before), chosen)


def use_theme(app: ArrtuiApp, name: str) -> None:
    """Switch to a theme, and save it where there is a configuration file."""
    app.theme = themes.textual_name(name)

    async def save() -> None:
        try:
            await app.services.config_file.save_theme(name)
        except ArrtuiError as error:
            app.notify(f"The theme is not saved: {error}", severity="warning", markup=False)

    if app.services.config.exists:
        app.run_worker(save(), group="theme", exclusive=True)


class ThemeDialog(OptionsDialog[str]):
    """Gives the name of the theme chosen, as the configuration calls it."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("theme")

    heading = "Theme"
    hint = "enter keeps it, esc goes back to the one before"

    def __init__(self, current: str) -> None:
        """Make the dialog; ``current`` is what Textual calls the theme in use."""
        super().__init__()
        self._current = current

    def lines(self) -> Iterator[Content]:
        """Yield a line for each theme."""
        for name in themes.NAMES:
            yield Content.assemble(f"{name:<8}", (WORDS[name], CONTENT_STYLES["dim"]))

    @property
    def first(self) -> int:
        """The theme in use."""
        return [themes.textual_name(name) for name in themes.NAMES].index(self._current)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the theme under the cursor."""
        event.stop()
        self.app.theme = themes.textual_name(themes.NAMES[event.option_index])

    def choose(self, place: int) -> None:
        """Give the theme."""
        self.dismiss(themes.NAMES[place])
