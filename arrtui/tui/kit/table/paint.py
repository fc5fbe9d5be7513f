"""From cells to strips: the lines of a table, ready for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from arrtui.core.folding import match_spans
from arrtui.tui.kit.incognito import disguised
from arrtui.tui.kit.table.cells import (
    LEFT_TO_RIGHT_MARK,
    Cell,
    cut,
    cut_middle,
    fit,
    is_right_to_left,
    paddings,
    sanitise,
)
from arrtui.tui.kit.table.columns import Grid, Slot

Row = TypeVar("Row")

GUTTER = 2
"""Cells left of the first column: the cursor's glyph and the mark's."""


@dataclass(frozen=True)
class Glyphs:
    """The signs that carry meaning without colour."""

    cursor: str
    mark: str
    changed: str
    ascending: str
    descending: str
    ellipsis: str


UNICODE = Glyphs(cursor="▌", mark="*", changed="◆", ascending="▲", descending="▼", ellipsis="…")
ASCII = Glyphs(cursor=">", mark="*", changed="%", ascending="^", descending="v", ellipsis="~")


@dataclass(frozen=True)
class TextRun:
    """A piece of a line in one style."""

    text: str
    style: str = ""
    """A name of the palette; empty for the table's own style."""
    matched: bool = False
    """Whether the filter found this piece."""


@dataclass(frozen=True)
class Look:
    """What a line shows of the table's state."""

    cursor: bool = False
    marked: bool = False
    changed: bool = False
    """Whether it has just changed by itself."""


PLAIN = Look()


class Palette:
    """The styles of a table under one theme, by name.

    `""` is the plain row and `match` is laid over others; the rest are `cursor`, `marked`, `header`,
    `choice`, `empty` and the styles that cells name. An unknown name is plain.
    """

    def __init__(self, styles: Mapping[str, Style]) -> None:
        self._styles = styles
        self._mixed: dict[tuple[str, bool, Look], Style] = {}

    def style(self, name: str, *, matched: bool = False, look: Look = PLAIN) -> Style:
        """Mix the style of one piece. A line under the cursor has one style, so that it costs few bytes."""
        key = (name, matched, look)
        if (mixed := self._mixed.get(key)) is None:
            if look.cursor:
                name = "cursor"
            elif look.marked and not name:
                name = "marked"
            mixed = self._styles.get(name) or self._styles[""]
            if matched:
                mixed += self._styles["under-cursor" if look.cursor else "match"]
            self._mixed[key] = mixed
        return mixed


@dataclass(frozen=True)
class Header:
    """What the header shows of the state of sorting."""

    sorted_by: str | None = None
    descending: bool = False
    choices: Mapping[str, str] | None = None
    """While a column is being chosen: the key to press for each sortable column."""
    chosen: str | None = None


class Painter:
    """Draws lines for one grid, palette, set of glyphs and filter."""

    def __init__(
        self, grid: Grid[Any], width: int, palette: Palette, glyphs: Glyphs, terms: tuple[str, ...]
    ) -> None:
        self.grid = grid
        """The columns and their places."""
        self.width = width
        """Cells of the viewport; a line is longer where the columns need more."""
        self.base = palette.style("")
        """The table's own style."""
        self._palette = palette
        self._glyphs = glyphs
        self._terms = terms

    def row(self, row: object, look: Look) -> Strip:
        """Draw a row over the whole width of the table, including what is scrolled out of sight."""
        cursor = self._glyphs.cursor if look.cursor else " "
        mark, style = (self._glyphs.changed, "accent") if look.changed else (" ", "")
        if look.marked:
            mark, style = self._glyphs.mark, "marked"
        gap = TextRun(" " * self.grid.gap)
        runs = [TextRun(cursor), TextRun(mark, style)]
        for number, slot in enumerate(self.grid.slots):
            if number:
                runs.append(gap)
            runs.extend(self._cell(slot.column.text(row), slot))
        return self._strip(runs, look)

    def header(self, header: Header) -> Strip:
        """Draw the titles of the columns, with the direction of the sort or the keys that choose one."""
        runs = [TextRun(" " * GUTTER, "header")]
        for number, slot in enumerate(self.grid.slots):
            if number:
                runs.append(TextRun(" " * self.grid.gap, "header"))
            key, glyphs = slot.column.key, self._glyphs
            title, sign = sanitise(slot.column.title), ""
            if key == header.sorted_by:
                sign = f" {glyphs.descending if header.descending else glyphs.ascending}"
            if header.choices and key in header.choices:
                title = f"{header.choices[key]}:{title}"
            # The sign of the sort stays when the title is cut.
            label = cut(title, max(1, slot.width - len(sign)), glyphs.ellipsis) + sign
            style = "choice" if key == header.chosen else "header"
            runs.append(TextRun(fit(label, slot.width, slot.column.align, glyphs.ellipsis), style))
        return self._strip(runs, rest="header")

    def message(self, text: str) -> Strip:
        """Draw one line of text in the middle of the table."""
        return self._strip(
            [TextRun(fit(sanitise(text), self.width, "center", self._glyphs.ellipsis), "empty")]
        )

    def blank(self) -> Strip:
        """Draw an empty line."""
        return self._strip([])

    def _cell(self, cell: Cell, slot: Slot[Any]) -> Iterable[TextRun]:
        """Make the pieces of one cell, exactly as wide as its column."""
        if isinstance(cell, list):
            return self._pieces(cell, slot)
        text, style = (cell, "") if isinstance(cell, str) else cell
        text = disguised(sanitise(text))
        if slot.column.elides == "middle":
            text = cut_middle(text, slot.width, self._glyphs.ellipsis)
        if not self._terms:
            return (TextRun(fit(text, slot.width, slot.column.align, self._glyphs.ellipsis), style),)
        return self._pieces([(text, style)], slot)

    def _pieces(self, cell: Sequence[tuple[str, str]], slot: Slot[Any]) -> Iterable[TextRun]:
        """Make a cell of several styles, matches among them."""
        runs = [run for text, style in cell for run in self._highlight(disguised(sanitise(text)), style)]
        shown = list(_cut_runs(runs, slot.width, self._glyphs.ellipsis))
        length = sum(cell_len(run.text) for run in shown)
        before, after = paddings(length, slot.width, slot.column.align)
        # One mark for the whole cell: inside a word it would break the word's direction.
        mark = LEFT_TO_RIGHT_MARK if any(is_right_to_left(run.text) for run in shown) else ""
        return [TextRun(" " * before), *shown, TextRun(mark + " " * after)]

    def _highlight(self, text: str, style: str) -> Iterator[TextRun]:
        """Split a text at what the filter found in it."""
        done = 0
        for start, end in match_spans(text, self._terms):
            yield TextRun(text[done:start], style)
            yield TextRun(text[start:end], style, matched=True)
            done = end
        yield TextRun(text[done:], style)

    def _strip(self, runs: Iterable[TextRun], look: Look = PLAIN, rest: str = "") -> Strip:
        """Join pieces into a strip of the line's width; equal neighbours become one segment."""
        texts: list[str] = []
        styles: list[Style] = []
        length = 0
        for run in runs:
            if run.text:
                length += cell_len(run.text)
                style = self._palette.style(run.style, matched=run.matched, look=look)
                _append(texts, styles, run.text, style)
        if length < self.width:
            _append(texts, styles, " " * (self.width - length), self._palette.style(rest, look=look))
        return Strip(list(map(Segment, texts, styles)), max(length, self.width))


@dataclass(frozen=True)
class Frame:
    """What all lines of one repaint have in common."""

    painter: Painter
    height: int
    left: int
    """Cells scrolled out of sight at the left."""
    top: int
    """Rows scrolled out of sight at the top."""

    def window(self, strip: Strip) -> Strip:
        """Cut a line to what shows of it; the gutter with cursor and mark always does."""
        width = self.painter.width
        if self.left:
            strip = Strip.join([strip.crop(0, GUTTER), strip.crop(GUTTER + self.left)])
        return strip.crop(0, width).extend_cell_length(width, self.painter.base)


def _append(texts: list[str], styles: list[Style], text: str, style: Style) -> None:
    """Add a piece of text, to the last one if it has the same style."""
    if styles and styles[-1] == style:
        texts[-1] += text
    else:
        texts.append(text)
        styles.append(style)


def _cut_runs(runs: Sequence[TextRun], width: int, ellipsis: str) -> Iterator[TextRun]:
    """Shorten the pieces of a cell to a width as if they were one text."""
    rest = sum(cell_len(run.text) for run in runs)
    for run in runs:
        length = cell_len(run.text)
        # The piece that must hold the ellipsis is the one after which nothing else would fit.
        if rest > width and length >= width:
            yield TextRun(cut(run.text + ellipsis, width, ellipsis), run.style, run.matched)
            return
        yield run
        width, rest = width - length, rest - length
