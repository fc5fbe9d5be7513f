"""The line above the table: how many titles have each state, and what is wrong with root folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual.content import Content

from arrtui.features.trailers.overview import TrailerRow
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.text_line import ContentLine
from arrtui.tui.panes.trailers.rows import SIGNS


class CountLine(ContentLine):
    """How many titles have each status, and how many of them a problem."""

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
