"""The base of widgets that are one line of text."""

from __future__ import annotations

from textual.widget import Widget


class TextLine(Widget, can_focus=False):
    """One line that is neither focused nor selected; a subclass defines ``render``."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    TextLine {
        height: 1;
        padding: 0 1;
        color: $foreground;
        text-wrap: nowrap;
    }
    """
