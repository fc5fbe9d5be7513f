"""The bases of widgets that draw a few lines of text themselves, and the breadcrumb above a screen."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise


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


class ContentLine(TextLine):
    """A line that is repainted only when what it says has changed."""

    DEFAULT_CSS = """
    ContentLine {
        text-overflow: ellipsis;
    }
    """

    content_shown: reactive[Content] = reactive(Content(""))
    """What the line says."""

    def render(self) -> Content:
        """Draw it."""
        return self.content_shown


class HeadLine(TextLine):
    """The breadcrumb above a screen that was opened from another one: ``Scores > radarr.main > Dune``."""

    DEFAULT_CSS = """
    HeadLine {
        dock: top;
        background: $panel;
        text-overflow: ellipsis;
    }
    """

    def __init__(self, *path: str) -> None:
        super().__init__()
        self._path = [sanitise(step).strip() for step in path]

    def render(self) -> Content:
        """Draw the steps, the last one bold."""
        *before, here = [step for step in self._path if step]
        return Content.assemble(*[(f"{step} > ", CONTENT_STYLES["dim"]) for step in before], (here, "bold"))
