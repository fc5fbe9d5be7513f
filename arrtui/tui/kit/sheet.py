"""Running text in sections: headings, wrapped sentences, and values beside their labels."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise

LABEL = 12
"""Cells of the labels to the left of the values."""

Piece = tuple[str, str]
"""Text and the name of its style."""


class Sheet:
    """Lines that are being written, each wrapped to the width."""

    def __init__(self, width: int) -> None:
        self.lines: list[Content] = []
        self._width = max(20, width)

    def blank(self) -> None:
        """Leave a line free."""
        self.lines.append(Content(""))

    def text(self, *pieces: Piece, indent: int = 0) -> None:
        """Write pieces of text one after the other; what does not fit goes on below them."""
        parts = [(sanitise(text), CONTENT_STYLES.get(style, style)) for text, style in pieces]
        for line in Content.assemble(*parts).wrap(self._width - indent):
            self.lines.append(line.pad_left(indent))

    def heading(self, text: str, *after: Piece) -> None:
        """Begin a section."""
        self.blank()
        self.text((text, "bold $text-accent"), *after)

    def label(self, text: str) -> Content:
        """Return a label as wide as all; one without room for that is written in a line above."""
        shown = sanitise(text)
        if cell_len(shown) >= LABEL:
            self.text((shown, "dim"))
            shown = ""
        return Content.styled(set_cell_size(shown, LABEL), CONTENT_STYLES["dim"])

    def pair(self, label: str, value: str, style: str = "") -> None:
        """Write a value beside its label; a value without text is left out."""
        if not value:
            return
        styled = Content.styled(sanitise(value), CONTENT_STYLES.get(style, style))
        shown = self.label(label)
        for line in styled.wrap(self._width - LABEL):
            self.lines.append(shown + line)
            shown = Content(" " * LABEL)
