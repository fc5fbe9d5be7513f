"""The line above the table: how many titles have each state, and what is wrong with root folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive

from arrtui.features.trailers.overview import TrailerRow
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.text_line import TextLine
from arrtui.tui.panes.trailers.rows import SIGNS


class CountLine(TextLine):
    """One line that is repainted only when what it says has changed."""

    DEFAULT_CSS = """
    CountLine {
        text-overflow: ellipsis;
    }
    """

    content_shown: reactive[Content] = reactive(Content(""))
    """What the line says."""

    def render(self) -> Content:
        """Draw it."""
        return self.content_shown

    def show(self, rows: Sequence[TrailerRow], problems: int, marks: str) -> None:
        """Count the titles; ``marks`` says how many of them are marked and hidden."""
        counts = Counter(row.status.state for row in rows)
        parts: list[tuple[str, str]] = [(f" ! {problems:,} ", CONTENT_STYLES["warn"] if problems else "")]
        for state, sign in SIGNS.items():
            if counts[state]:
                parts += [("  ", ""), (f"{sign.glyph} {counts[state]:,}", CONTENT_STYLES[sign.style])]
                parts += [(f" {sign.word}", CONTENT_STYLES["dim"])]
        if marks:
            parts += [("   ", ""), (marks, CONTENT_STYLES["accent"])]
        self.content_shown = Content.assemble(*parts)
