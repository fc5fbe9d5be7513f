"""The list of themes: the one under the cursor is shown, the one chosen is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from arrtui.core.errors import ArrtuiError
from arrtui.tui import themes
from arrtui.tui.kit.dialogs.base import DialogPanel
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
            await app.services.save_theme(name)
        except ArrtuiError as error:
            app.notify(f"The theme is not saved: {error}", severity="warning", markup=False)

    if app.services.config.exists:
        app.run_worker(save(), group="theme", exclusive=True)


class ThemeDialog(OptionsDialog[str]):
    """Gives the name of the theme chosen, as the configuration calls it."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("theme")

    def __init__(self, current: str) -> None:
        """Make the dialog; ``current`` is what Textual calls the theme in use."""
        super().__init__()
        self._current = current

    def compose(self) -> ComposeResult:
        """A line for each theme."""
        with DialogPanel() as panel:
            panel.border_title = "Theme"
            panel.border_subtitle = "enter keeps it, esc goes back to the one before"
            yield OptionList()

    def on_mount(self) -> None:
        """List the themes, the one in use under the cursor."""
        for name in themes.NAMES:
            line = Content.assemble(f"{name:<8}", (WORDS[name], CONTENT_STYLES["dim"]))
            self.option_list.add_option(Option(line, id=name))
        names = [themes.textual_name(name) for name in themes.NAMES]
        self.begin_at(names.index(self._current))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the theme under the cursor."""
        event.stop()
        self.app.theme = themes.textual_name(event.option.id or "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the theme under the cursor."""
        event.stop()
        self.dismiss(event.option.id)
