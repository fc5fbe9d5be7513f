"""How the scores of files are spread: one bar for each range, with its number."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from arrtui.core.text import plural
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.panes.scores.bars import Bin, bins, length_bar

BINS = 8
"""Bars at most."""


class ScorePlot(Widget, can_focus=False):
    """Draws a histogram with one line for each bin, so that it needs no axis."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    ScorePlot {
        height: auto;
        width: 1fr;
        padding: 0 1;
        color: $foreground;
        text-wrap: nowrap;
    }
    """

    scores: reactive[Sequence[int]] = reactive((), layout=True)
    """The score of each file."""
    plain: reactive[bool] = reactive(False)
    """Whether only ASCII is drawn."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._bins: tuple[Sequence[int], list[Bin]] = ((), [])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines it needs: its title and a line for each bar."""
        return 1 + len(self._binned())

    def render(self) -> Content:
        """Draw the number of files and the bars."""
        title = Content.styled(f"Scores of {plural(len(self.scores), 'file')}", "bold")
        lines = plot_lines(self._binned(), self.content_size.width, plain=self.plain)
        return Content("\n").join([title, *lines])

    def _binned(self) -> list[Bin]:
        """Return the bins; they are counted once for each set of scores."""
        if self._bins[0] is not self.scores:
            self._bins = (self.scores, bins(self.scores, BINS))
        return self._bins[1]


def plot_lines(found: Sequence[Bin], width: int, *, plain: bool) -> list[Content]:
    """Return one line for each bin: its range, its bar and its number of files."""
    longest = max((len(one.label) for one in found), default=0)
    digits = max((len(f"{one.files:,}") for one in found), default=0)
    room = max(1, width - longest - digits - 3)
    most = max((one.files for one in found), default=0)
    return [
        Content.assemble(
            (f"{one.label:>{longest}} ", CONTENT_STYLES["bad"] if one.high < 0 else ""),
            (length_bar(one.files, most, room, plain=plain), CONTENT_STYLES[_style(one)]),
            (f" {one.files:,}", CONTENT_STYLES["dim"]),
        )
        for one in found
    ]


def _style(one: Bin) -> str:
    return "bad" if one.high < 0 else "accent"
