"""A text field of one line that takes back what was typed."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Input

from arrtui.tui.kit.incognito import disguised_input, hidden_input

MOST_STEPS = 200
"""Steps that are remembered."""


class UndoableInput(Input):
    """An input with `ctrl+z`: what was typed in one go, pasted or deleted is taken back at once.

    Its cursor does not blink: over a slow line nothing is sent while nothing happens.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo_typing", show=False, id="field.undo", tooltip="Take back what was typed"),
    ]

    def __init__(self, *args: Any, is_private: bool = False, **kwargs: Any) -> None:
        """Make the field; the incognito mode shows nothing of what is typed into a private one."""
        self._is_private = is_private
        self._steps: list[str] = []
        self._typing_on = ""
        """The value that typing one more character goes on from; empty where a new step begins."""
        super().__init__(*args, **kwargs)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        """The value as it is drawn, before it is scrolled."""
        text = super()._value
        text.plain = hidden_input(text.plain) if self._is_private else disguised_input(text.plain)
        return text

    def watch_value(self, before: str, value: str) -> None:
        """Remember the value before, unless a character was typed after another of the same word."""
        typed = len(value) == len(before) + 1 and not value[-1:].isspace()
        if not (typed and before and before == self._typing_on):
            self._steps.append(before)
            del self._steps[:-MOST_STEPS]
        self._typing_on = value if typed else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key to the dialog where nothing was typed."""
        return bool(self._steps) if action == "undo_typing" else super().check_action(action, parameters)

    def action_undo_typing(self) -> None:
        """Put the value back that was there before the last step."""
        if self._steps:
            value = self._steps.pop()
            self.value = value
            self._steps.pop()  # taking back is no step of its own
            self.cursor_position = len(value)
            self._typing_on = ""
