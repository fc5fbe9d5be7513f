"""The lines of a table's viewport, drawn once and kept."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Hashable, Sequence
from itertools import product
from typing import TYPE_CHECKING, Generic

from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from arrtui.tui.kit.table.columns import Column, Grid, Row, lay_out
from arrtui.tui.kit.table.cursor import Cursor
from arrtui.tui.kit.table.marks import Marks
from arrtui.tui.kit.table.paint import ASCII, GUTTER, UNICODE, Frame, Header, Look, Painter, Palette
from arrtui.tui.kit.table.rows import RowModel

if TYPE_CHECKING:
    from arrtui.tui.kit.table.view import TableView

HEADER = 1
"""Lines above the first row."""

CACHED_LINES = 1_024
"""Drawn lines that are kept: several screens, so that scrolling back draws nothing."""

STYLES = ("accent", "bad", "choice", "cursor", "dim", "empty", "good", "header", "marked", "warn")
"""Component classes of a table, after their prefix, whose style is complete."""


class TableRenderer(Generic[Row]):
    """Draws the lines of one table. Rows are drawn over their whole width, and cut to what shows."""

    def __init__(
        self,
        table: TableView[Row],
        model: RowModel[Row],
        cursor: Cursor,
        marks: Marks,
        changed: Container[Hashable],
    ) -> None:
        """Draw the lines of ``table``; ``changed`` holds the keys of rows that have just changed."""
        self._table = table
        self._model = model
        self._cursor = cursor
        self._marks = marks
        self._changed = changed
        self._columns: Sequence[Column[Row]] = ()
        self._grid: Grid[Row] | None = None
        self._grid_room = 0
        self._palette: Palette | None = None
        self._painter: Painter | None = None
        self._frame: Frame | None = None
        self._strips: LRUCache[tuple[int, Look], Strip] = LRUCache(CACHED_LINES)

    @property
    def grid(self) -> Grid[Row]:
        """The visible columns and their places at the present width."""
        room = self._table.scrollable_content_region.width - GUTTER
        columns = self._table.columns
        outdated = columns is not self._columns or (self._grid_room != room and room > 0)
        if self._grid is None or outdated:
            self._grid, self._grid_room = lay_out(columns, room), room
            self._columns = columns
        return self._grid

    def clear(self) -> None:
        """Forget the drawn rows."""
        self._strips.clear()

    def forget_row(self, index: int) -> None:
        """Forget the drawn lines of one row."""
        for look in product((False, True), repeat=3):
            self._strips.discard((index, Look(*look)))

    def restyle(self, *, theme: bool = False) -> None:
        """Forget all that was drawn with other glyphs or another filter, or under another ``theme``."""
        self._painter = None
        self._strips.clear()
        if theme:
            self._palette = None

    def prepare(self, terms: tuple[str, ...]) -> None:
        """Fix the viewport, and a painter for the present columns, width, theme and filter.

        Nothing is fixed while the table has no styles: rows may be there before it is styled, or after.
        """
        table, grid, painter = self._table, self.grid, self._painter
        if painter is None or painter.grid is not grid or painter.width != table.size.width:
            self._strips.clear()
            glyphs = ASCII if table.ascii else UNICODE
            try:
                self._palette = self._palette or self._mix_palette()
            except KeyError:
                return
            self._painter = painter = Painter(grid, table.size.width, self._palette, glyphs, terms)
        self._frame = Frame(painter, table.size.height, table.scroll_offset.x, table.scroll_offset.y)

    def draw(self, y: int, header: Header) -> Strip | None:
        """Draw a line of the viewport: the header, a row, or what stands in for rows.

        Returns None before the first :meth:`prepare`.
        """
        if self._frame is None:
            return None
        frame, painter = self._frame, self._frame.painter
        place = y - HEADER + frame.top
        if y < HEADER:
            strip = painter.header(header)
        elif place < len(self._model.view):
            strip = self._row(place, painter)
        elif self._model.view:
            strip = painter.blank()
        else:
            strip = painter.message(self._empty_line(y, frame))
        return frame.window(strip)

    def _row(self, place: int, painter: Painter) -> Strip:
        """Draw a row, or find it among those drawn before."""
        index = self._model.view[place]
        key = self._model.keys[index]
        look = Look(place == self._cursor.place, key in self._marks, key in self._changed)
        strip = self._strips.get((index, look))
        if strip is None:
            strip = self._strips[(index, look)] = painter.row(self._model.rows[index], look)
        return strip

    def _empty_line(self, y: int, frame: Frame) -> str:
        """Return a line of the text that stands in for rows, set in the middle."""
        text = self._table.empty_filtered if self._model.rows else self._table.empty
        width = max(1, frame.painter.width - 2)
        lines = [line for part in text.splitlines() for line in textwrap.wrap(part, width)]
        number = y - HEADER - max(0, (frame.height - HEADER - len(lines)) // 2)
        return lines[number] if 0 <= number < len(lines) else ""

    def _mix_palette(self) -> Palette:
        """Gather the styles of the theme; without colour, the cursor is in reverse video."""
        table = self._table
        styles = {name: table.get_component_rich_style(f"estate-table--{name}") for name in STYLES}
        styles[""] = table.rich_style
        styles["match"] = table.get_component_rich_style("estate-table--match", partial=True)
        styles["under-cursor"] = table.get_component_rich_style("estate-table--match-cursor", partial=True)
        if table.app.no_color:
            styles["cursor"] = table.rich_style + Style(reverse=table.has_focus, bold=True)
            styles["choice"] = styles["header"] + Style(reverse=True)
        return Palette(styles)
