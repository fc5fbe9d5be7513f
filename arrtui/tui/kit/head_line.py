"""The breadcrumb line above a full screen, e.g. ``Scores > radarr.main > Metropolis (1927)``."""

from __future__ import annotations

from textual.content import Content

from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.text_line import TextLine


class HeadLine(TextLine):
    """The breadcrumb above a screen that was opened from another one."""

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
