"""A text field of several lines for what nobody else is to know."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import TextArea

from arrtui.tui.kit.incognito import hidden_input


class PrivateArea(TextArea):
    """A text area of which the incognito mode shows nothing that is typed."""

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is drawn."""
        line = super().get_line(line_index)
        line.plain = hidden_input(line.plain)
        return line
