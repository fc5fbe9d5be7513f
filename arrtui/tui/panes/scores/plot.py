"""The plot at the top of the Scores pane: one bar for each range of scores, with its number of files."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive

from arrtui.core.apps import Noun
from arrtui.core.apps.model import FILE
from arrtui.tui.kit.text_line import TextBlock
from arrtui.tui.panes.scores.bars import Bin, bins, length_bar
from arrtui.tui.panes.scores.lines import Line, content

BINS = 8
"""Bars at most."""


class ScorePlot(TextBlock):
    """Draws a histogram with one line for each bin, so that it needs no axis."""

    DEFAULT_CSS = """
    ScorePlot {
        height: auto;
        width: 1fr;
    }
    """

    scores: reactive[Sequence[int]] = reactive((), layout=True)
    """The score of each file."""
    noun: reactive[Noun] = reactive(FILE)
    """What a file is called."""
    plain: reactive[bool] = reactive(False)
    """Whether only ASCII is drawn."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._bins: tuple[Sequence[int], list[Bin]] = ((), [])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines it needs: its title and a line for each bar."""
        return 1 + len(self._binned())

    def render(self) -> Content:
        """Draw the number of files or albums and the bars."""
        title: Line = [(f"Scores of {self.noun.count(len(self.scores))}", "title")]
        return content([title, *plot_lines(self._binned(), self.content_size.width, plain=self.plain)])

    def _binned(self) -> list[Bin]:
        """Return the bins; they are counted once for each set of scores."""
        if self._bins[0] is not self.scores:
            self._bins = (self.scores, bins(self.scores, BINS))
        return self._bins[1]


def plot_lines(bins: Sequence[Bin], width: int, *, plain: bool) -> list[Line]:
    """Return one line for each bin: its range, its bar and its number of files."""
    longest = max((len(bin.label) for bin in bins), default=0)
    digits = max((len(f"{bin.files:,}") for bin in bins), default=0)
    bar_width = max(1, width - longest - digits - 3)
    most = max((bin.files for bin in bins), default=0)
    return [
        [
            (f"{bin.label:>{longest}} ", "bad" if bin.high < 0 else ""),
            (length_bar(bin.files, most, bar_width, plain=plain), "bad" if bin.high < 0 else "accent"),
            (f" {bin.files:,}", "dim"),
        ]
        for bin in bins
    ]
