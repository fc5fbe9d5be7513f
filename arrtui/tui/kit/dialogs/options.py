"""Dialogs that list a few options, of which one is chosen."""

from __future__ import annotations

from typing import Literal

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from arrtui.tui.kit.dialogs.base import Dialog, Result


def option_bindings(scope: str) -> list[BindingType]:
    """Return the letters that move the cursor; ``scope`` is the first part of their ids."""
    return [
        Binding("j", "move('down')", "Down", show=False, id=f"{scope}.down"),
        Binding("k", "move('up')", "Up", show=False, id=f"{scope}.up"),
    ]


class OptionsDialog(Dialog[Result]):
    """A dialog around one option list, which has the focus."""

    DEFAULT_CSS = """
    OptionsDialog > DialogPanel {
        & > OptionList {
            height: auto;
            max-height: 16;
            padding: 0;
            background: $surface;
            &, &:focus {
                border: none;
            }
        }
    }
    """

    @property
    def option_list(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def begin_at(self, place: int | None) -> None:
        """Put the cursor on an option, counted from 0, and give the list the focus."""
        self.option_list.highlighted = place
        self.option_list.focus()

    def action_move(self, direction: Literal["up", "down"]) -> None:
        """Move up or down."""
        (self.option_list.action_cursor_down if direction == "down" else self.option_list.action_cursor_up)()
