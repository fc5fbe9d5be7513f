"""Dialogs that list a few options, of which one is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, Result


def option_bindings(scope: str) -> list[BindingType]:
    """Return the letters that move the cursor; ``scope`` is the first part of their ids."""
    return [
        Binding("j", "move('down')", "Down", show=False, id=f"{scope}.down"),
        Binding("k", "move('up')", "Up", show=False, id=f"{scope}.up"),
    ]


class OptionsDialog(Dialog[Result]):
    """A dialog around one option list, which has the focus."""

    heading = ""
    """What the border says above."""
    hint = ""
    """What the keys do, said below."""

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

    def compose(self) -> ComposeResult:
        """A panel with a line for each option."""
        with DialogPanel() as panel:
            panel.border_title = Content(self.heading)
            panel.border_subtitle = self.hint
            yield OptionList(*self.lines())

    def lines(self) -> Iterable[Content | None]:
        """Return a line for each option, and None for a rule between two."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Put the cursor on the option to begin at."""
        self.begin_at(self.first)

    @property
    def first(self) -> int | None:
        """The option to begin at, counted from 0; None for none."""
        return 0

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.choose(event.option_index)

    def choose(self, place: int) -> None:
        """Do what choosing an option does, counted from 0."""
        raise NotImplementedError

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
