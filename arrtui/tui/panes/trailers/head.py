"""The line above the table: how many titles have each state, and how many of them want to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from textual.content import Content

from arrtui.features.trailers.overview import TrailerRow
from arrtui.features.trailers.status import TrailerState
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.text_line import ContentLine
from arrtui.tui.panes.trailers.rows import SIGNS

WORDLESS = (
    TrailerState.MISSING,
    TrailerState.DOWNLOADED,
    TrailerState.MONITORED,
    TrailerState.DOWNLOADING,
    TrailerState.NOT_MOUNTED,
    TrailerState.UNMAPPED,
)
"""States in the order in which they lose their word where room is short; the table has it beside the sign.

The word that is left tells the two states of one sign apart.
"""


class CountLine(ContentLine):
    """How many titles have each status, and how many of them a problem."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._counts: Counter[TrailerState] = Counter()
        self._begin, self._marks = ("", ""), ""

    def show(
        self, rows: Sequence[TrailerRow], problems: int, marks: str, *, only_problems: bool = False
    ) -> None:
        """Count the titles; ``marks`` says how many of them are marked and hidden."""
        self._counts = Counter(row.status.state for row in rows)
        style = "bold reverse" if only_problems else CONTENT_STYLES["warn"] if problems else ""
        self._begin, self._marks = (f" ! {problems:,} ", style), marks
        self._fit()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._fit()

    def _fit(self) -> None:
        """Say it with as many words as there is room for."""
        present = [state for state in WORDLESS if self._counts[state]]
        for dropped in range(len(present) + 1):
            shown = Content.assemble(*self._parts(present[:dropped]))
            if shown.cell_length <= self.content_size.width:
                break
        self.content_shown = shown

    def _parts(self, wordless: Collection[TrailerState]) -> Iterator[tuple[str, str]]:
        """Yield the texts with their styles, without the words of some states."""
        yield self._begin
        for state, sign in SIGNS.items():
            if self._counts[state]:
                yield f"  {sign.glyph} {self._counts[state]:,}", CONTENT_STYLES[sign.style]
                if state not in wordless:
                    yield f" {sign.word}", CONTENT_STYLES["dim"]
        if self._marks:
            yield f"   {self._marks}", CONTENT_STYLES["accent"]
