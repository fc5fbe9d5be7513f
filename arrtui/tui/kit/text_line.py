"""The bases of widgets that draw a few lines of text themselves."""

from __future__ import annotations

from textual.widget import Widget


class TextBlock(Widget, can_focus=False):
    """Lines that are neither focused, selected nor wrapped; a subclass defines ``render``."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    TextBlock {
        padding: 0 1;
        color: $foreground;
        text-wrap: nowrap;
    }
    """


class TextLine(TextBlock):
    """A block of one line."""

    DEFAULT_CSS = """
    TextLine {
        height: 1;
    }
    """
