"""A table's state and its lines: rows, cursor, marks, sort and filter, without keys or mouse."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, ClassVar, Generic

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.signal import Signal
from textual.strip import Strip

from arrtui.tui.kit.table.canvas import LineCanvas
from arrtui.tui.kit.table.columns import Column, Grid, Row, lay_out
from arrtui.tui.kit.table.folding import split_terms
from arrtui.tui.kit.table.paint import ASCII, GUTTER, UNICODE, Frame, Header, Look, Painter, Palette
from arrtui.tui.kit.table.rows import Predicate, RowModel
from arrtui.tui.kit.table.sorting import SortState
from arrtui.tui.kit.table.stance import Stance

HEADER = 1
"""Lines above the first row."""

CACHED_LINES = 1_024
"""Drawn lines that are kept: several screens, so that scrolling back draws nothing anew."""


PREPARED_ROWS = 2_000
"""Rows made ready for filtering at a time."""


@dataclass(frozen=True)
class FilterState:
    """What is filtered for, and how many rows are left."""

    text: str
    matches: int
    """Rows shown."""
    total: int
    """All rows."""


class TableMessage(Message):
    """What a table tells."""

    def __init__(self, table: TableView[Any]) -> None:
        super().__init__()
        self.table = table
        """The table that sends the message."""

    @property
    def control(self) -> TableView[Any]:
        """The table that sends the message."""
        return self.table


class TableView(LineCanvas, Generic[Row]):
    """Shows rows by identity. A refresh, sort or filter leaves the cursor on its row."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "estate-table--accent",
        "estate-table--bad",
        "estate-table--choice",
        "estate-table--cursor",
        "estate-table--dim",
        "estate-table--empty",
        "estate-table--good",
        "estate-table--header",
        "estate-table--marked",
        "estate-table--match",
        "estate-table--match-cursor",
        "estate-table--warn",
    }

    ascii: reactive[bool] = reactive(False, repaint=False)
    """Whether the table's own glyphs are plain ASCII."""
    empty: reactive[str] = reactive("Nothing here yet", repaint=False)
    """Shown when there are no rows."""
    empty_filtered: reactive[str] = reactive("No row matches the filter", repaint=False)
    """Shown when there are rows, but the filter hides them all."""

    class CursorMoved(TableMessage, namespace="estate_table"):
        """The cursor is on another row, or on none."""

        def __init__(self, table: TableView[Any], row: Any, key: Hashable | None) -> None:
            super().__init__(table)
            self.row = row
            """The row under the cursor; None in an empty table."""
            self.key = key
            """Its identity."""

        def can_replace(self, message: Message) -> bool:
            """A newer position replaces one that nobody has handled yet."""
            return isinstance(message, TableView.CursorMoved) and message.table is self.table

    class MarksChanged(TableMessage, namespace="estate_table"):
        """Rows were marked or unmarked."""

        def __init__(self, table: TableView[Any], marked: list[Hashable]) -> None:
            super().__init__(table)
            self.marked = marked
            """The identities of all marked rows, first marked first."""

    class FilterChanged(TableMessage, namespace="estate_table"):
        """The filter, or the number of rows that meet it, changed."""

        def __init__(self, table: TableView[Any], state: FilterState) -> None:
            super().__init__(table)
            self.text = state.text
            """What is filtered for, as typed."""
            self.matches = state.matches
            """Rows shown."""
            self.total = state.total
            """All rows."""

    class SortChanged(TableMessage, namespace="estate_table"):
        """The table is sorted by another column or in another direction."""

        def __init__(self, table: TableView[Any], state: SortState) -> None:
            super().__init__(table)
            self.key = state.key
            """The column sorted by; None for the order in which the rows were given."""
            self.descending = state.descending
            """Whether the greatest is first."""

    def __init__(
        self,
        columns: Sequence[Column[Row]] = (),
        *,
        search: Callable[[Row], str] | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make an empty table.

        Args:
            columns: What to show of each row.
            search: The text of a row that the filter looks at; without it, the text of all columns.
            name: The name of the widget.
            id: The id of the widget in the DOM.
            classes: The CSS classes of the widget.
            disabled: Whether the widget takes no input.
        """
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self.filter_changes: Signal[FilterState] = Signal(self, "filter-changes")
        """Published whenever the filter or its number of matches changes."""
        self.filter_requests: Signal[str] = Signal(self, "filter-requests")
        """Published with the present filter's text when the key for a filter is pressed."""
        self._columns = tuple(columns)
        self._search = search
        self._model: RowModel[Row] = RowModel(self._search_text)
        self._cursor = 0
        self._wanted: Hashable | None = None
        self._marks: dict[Hashable, None] = {}
        self._sort = SortState()
        self._filter_text = ""
        self._told_key: Hashable | None = None
        self._told_filter = FilterState("", 0, 0)
        self._grid: Grid[Row] | None = None
        self._grid_room = 0
        self._palette: Palette | None = None
        self._painter: Painter | None = None
        self._frame: Frame | None = None
        self._strips: LRUCache[tuple[int, Look], Strip] = LRUCache(CACHED_LINES)

    # What the table holds

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """All columns, those hidden for want of space included."""
        return self._columns

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The keys of the columns that have room, left to right."""
        return self.grid.keys

    @property
    def total_count(self) -> int:
        """The number of all rows."""
        return len(self._model.rows)

    @property
    def visible_count(self) -> int:
        """The number of rows that the filter leaves."""
        return len(self._model.view)

    @property
    def visible_keys(self) -> list[Hashable]:
        """The identities of the rows that the filter leaves, as sorted."""
        keys = self._model.keys
        return [keys[index] for index in self._model.view]

    @property
    def cursor_index(self) -> int:
        """The place of the cursor among the rows shown, from 0; meaningless when none are."""
        return self._cursor

    @property
    def cursor_key(self) -> Hashable | None:
        """The identity of the row under the cursor."""
        return self._model.key_at(self._cursor) if self._has_cursor else None

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor."""
        return self._model.row_at(self._cursor) if self._has_cursor else None

    @property
    def marked(self) -> list[Hashable]:
        """The identities of the marked rows, first marked first; the filter may hide some."""
        return list(self._marks)

    @property
    def sort(self) -> SortState:
        """What the table is sorted by."""
        return self._sort

    @property
    def filter_text(self) -> str:
        """What is filtered for, as typed."""
        return self._filter_text

    @property
    def filter_state(self) -> FilterState:
        """What is filtered for, and how many rows are left."""
        return FilterState(self._filter_text, self.visible_count, self.total_count)

    def get_row(self, key: Hashable) -> Row | None:
        """Find a row by its identity, whether it shows or not."""
        index = self._model.index(key)
        return None if index is None else self._model.rows[index]

    @property
    def _has_cursor(self) -> bool:
        """Whether there is a row for the cursor to be on."""
        return self._cursor < len(self._model.view)

    # Changing what it holds

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns of the same rows; the sort stays if its column does."""
        self._columns = tuple(columns)
        self._grid = None
        self._rearrange(lambda: self._resort(self._sort if self._column(self._sort.key) else SortState()))

    def set_rows(self, rows: Sequence[Row], key: Callable[[Row], Hashable]) -> None:
        """Replace all rows; cursor, scroll position, marks, sort and filter stay with the rows they meant.

        Args:
            rows: The new rows, in the order to show them in when nothing is sorted.
            key: The identity of a row: the same for the same thing in every call, and unique in it.
        """
        before = self._stance()
        self._model.load(rows, key)
        self._strips.clear()
        self._settle(before)
        self.set_marks(mark for mark in self._marks if self._model.index(mark) is not None)

    def update_rows(self, changed: Mapping[Hashable, Row]) -> None:
        """Exchange single rows and repaint their lines.

        Order and filter stay as they are until the next `set_rows`, sort or filter, so that nothing
        moves under the cursor. Keys that are not known are passed over.
        """
        for index in self._model.replace(changed):
            for cursor in (False, True):
                for marked in (False, True):
                    self._strips.discard((index, Look(cursor, marked)))
        self.repaint()

    def set_filter(self, text: str, predicate: Predicate[Row] | EllipsisType | None = ...) -> None:
        """Show only rows that contain every word of a text, case and accents aside.

        Args:
            text: What to look for; empty for everything.
            predicate: A further condition, None for none; left out, the present one stays.
        """
        self._filter_text = text
        wanted = self._model.predicate if isinstance(predicate, EllipsisType) else predicate
        self._rearrange(lambda: self._model.filter(split_terms(text), wanted))

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by a column, or restore the order in which the rows were given.

        Raises:
            KeyError: There is no such column, or it cannot be sorted by.
        """
        column = self._column(key)
        if key is not None and (column is None or column.sort is None):
            raise KeyError(key)
        self._rearrange(lambda: self._resort(SortState(key, descending)))

    def cycle_sort(self, key: str) -> None:
        """Sort by a column; again for the other direction, and again for the given order."""
        column = self._column(key)
        if column is not None and column.sort is not None:
            state = self._sort.pressed(column)
            self.sort_by(state.key, descending=state.descending)

    def set_marks(self, keys: Iterable[Hashable]) -> None:
        """Mark exactly these rows; keys that are not known are passed over."""
        marks = {key: None for key in keys if self._model.index(key) is not None}
        if list(marks) != list(self._marks):
            self._marks = marks
            self.repaint()
            self._tell(self.MarksChanged(self, self.marked))

    def toggle_mark(self, key: Hashable) -> None:
        """Mark a row, or take its mark away."""
        kept = [mark for mark in self._marks if mark != key]
        self.set_marks(kept if key in self._marks else [*kept, key])

    def toggle_shown_marks(self) -> None:
        """Mark all rows shown, or, if they all are, take their marks away."""
        shown = dict.fromkeys(self.visible_keys)
        hidden = [key for key in self._marks if key not in shown]
        if len(self._marks) - len(hidden) == len(shown):
            self.set_marks(hidden)
        else:
            self.set_marks([*self._marks, *shown])

    def clear_marks(self) -> None:
        """Take all marks away."""
        self.set_marks(())

    # The cursor

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on a row; says whether that row shows."""
        place = self._model.place(key)
        if place is not None:
            self.move_cursor(place, centre=True)
        return place is not None

    def move_cursor(self, place: int, *, centre: bool = False) -> None:
        """Put the cursor on a place among the rows shown, or on the nearest there is.

        Args:
            place: The place, from 0.
            centre: Whether a row out of sight appears in the middle, not at the edge.
        """
        self._cursor = max(0, min(place, self.visible_count - 1))
        self.keep_cursor()
        self._reveal(centre=centre)
        self.repaint()
        self._tell_cursor()

    def move_page(self, rows: int) -> None:
        """Move cursor and viewport together, so that the cursor stays where it is on screen."""
        cursor = self._cursor + rows
        self.jump(y=self.scroll_offset.y + rows)
        self.move_cursor(cursor)

    def next_match(self, step: int = 1) -> None:
        """Move to the next row that the filter leaves; the last is followed by the first."""
        if self.visible_count:
            self.move_cursor((self._cursor + step) % self.visible_count, centre=True)

    def prepare_filter(self) -> None:
        """Get ready to filter, in pieces of a few milliseconds, while there is nothing else to do."""
        if self._model.prepare(PREPARED_ROWS):
            self.call_later(self.prepare_filter)

    def keep_cursor(self) -> None:
        """Take the row under the cursor as the one the user wants.

        While a filter is typed the cursor goes to the nearest match, and back when the text is
        taken back; this ends it.
        """
        self._wanted = self.cursor_key

    @property
    def page_rows(self) -> int:
        """Rows that fit into the viewport, at least one."""
        return max(1, self.scrollable_content_region.height - HEADER)

    def _reveal(self, *, centre: bool = False) -> None:
        """Scroll as little as is needed for the cursor to be in sight."""
        top, page = self.scroll_offset.y, self.page_rows
        if top <= self._cursor < top + page or not self.is_mounted:
            return
        if centre:
            self.jump(y=self._cursor - page // 2)
        else:
            self.jump(y=self._cursor if self._cursor < top else self._cursor - page + 1)

    # Keeping place while the rows shown change

    def _rearrange(self, change: Callable[[], None]) -> None:
        """Sort or filter, and show the cursor's row afterwards."""
        before = self._stance()
        change()
        self._restyle()
        self._settle(before)
        self._reveal(centre=True)
        self.repaint()

    def _stance(self) -> Stance:
        """Remember where things stand."""
        return Stance(self._model.keys, self._model.view, self._cursor, self.scroll_offset.y)

    def _settle(self, before: Stance) -> None:
        """Find cursor and viewport their places among the rows shown now."""
        self._cursor = self._relocate(before)
        if self._wanted is None or self._model.index(self._wanted) is None:
            self.keep_cursor()
        self._resize_content()
        if self.is_mounted:
            self.jump(y=self._new_scroll(before))
        self.repaint()
        self._tell_cursor()
        self._tell_filter()

    def _relocate(self, before: Stance) -> int:
        """Find the row the cursor was on, or else the nearest one that was near it."""
        keys = (self._wanted, before.key(before.cursor))
        for key in keys:
            if key is not None and (place := self._model.place(key)) is not None:
                return place
        for key in before.neighbours() if self.visible_count else ():
            if (place := self._model.place(key)) is not None:
                return place
        return max(0, min(before.cursor, self.visible_count - 1))

    def _new_scroll(self, before: Stance) -> int:
        """Keep the cursor's line on screen, or the topmost row where the cursor is out of sight."""
        offset = before.cursor - before.scroll
        if 0 <= offset < self.page_rows:
            return self._cursor - offset
        top = before.key(before.scroll)
        place = None if top is None else self._model.place(top)
        return before.scroll if place is None else place

    def _resort(self, state: SortState) -> None:
        """Sort the rows and tell of it."""
        column = self._column(state.key)
        self._model.sort(column.sort if column else None, descending=state.descending)
        if state != self._sort:
            self._sort = state
            self._tell(self.SortChanged(self, state))

    def _column(self, key: str | None) -> Column[Row] | None:
        """Find a column by its key."""
        return next((column for column in self._columns if column.key == key), None)

    def _search_text(self, row: Row) -> str:
        """The text of a row that the filter looks at."""
        if self._search is not None:
            return self._search(row)
        return " ".join(_plain_text(column.text(row)) for column in self._columns)

    # Telling others

    def _tell(self, message: Message) -> None:
        """Post a message, once there is somebody to hear it."""
        if self.is_mounted:
            self.post_message(message)

    def _tell_cursor(self) -> None:
        """Tell when the cursor is on another row."""
        if self.is_mounted and (key := self.cursor_key) != self._told_key:
            self._told_key = key
            self.post_message(self.CursorMoved(self, self.cursor_row, key))

    def _tell_filter(self) -> None:
        """Tell when the filter finds something else."""
        state, told = self.filter_state, self._told_filter
        if self.is_mounted and state != told:
            self._told_filter = state
            self.post_message(self.FilterChanged(self, state))
            self.filter_changes.publish(state)

    # Drawing

    def prepare(self) -> None:
        """Fix the viewport, and a painter for the present columns, width, theme and filter."""
        size, scroll, grid = self.size, self.scroll_offset, self.grid
        painter = self._painter
        if painter is None or painter.grid is not grid or painter.width != size.width:
            self._strips.clear()
            glyphs = ASCII if self.ascii else UNICODE
            self._palette = self._palette or self._mix_palette()
            painter = Painter(grid, size.width, self._palette, glyphs, self._model.terms)
            self._painter = painter
        self._frame = Frame(painter, size.height, scroll.x, scroll.y)

    def draw_line(self, y: int) -> Strip:
        """Draw a line of the viewport: the header, a row, or what stands in for rows."""
        if self._frame is None:
            return super().draw_line(y)
        frame, painter = self._frame, self._frame.painter
        place = y - HEADER + frame.top
        if y < HEADER:
            strip = painter.header(self._header())
        elif place < self.visible_count:
            strip = self._row_strip(place, painter)
        elif self.visible_count:
            strip = painter.blank()
        else:
            strip = painter.message(self._empty_line(y, frame))
        return frame.window(strip)

    def _header(self) -> Header:
        """What the header shows."""
        return Header(self._sort.key, self._sort.descending)

    def _row_strip(self, place: int, painter: Painter) -> Strip:
        """Draw a row, or find it among those drawn before."""
        index = self._model.view[place]
        look = Look(place == self._cursor, self._model.keys[index] in self._marks)
        strip = self._strips.get((index, look))
        if strip is None:
            strip = self._strips[(index, look)] = painter.row(self._model.rows[index], look)
        return strip

    def _empty_line(self, y: int, frame: Frame) -> str:
        """A line of the text that stands in for rows, set in the middle."""
        text = self.empty_filtered if self.total_count else self.empty
        width = max(1, frame.painter.width - 2)
        lines = [line for part in text.splitlines() for line in textwrap.wrap(part, width)]
        number = y - HEADER - max(0, (frame.height - HEADER - len(lines)) // 2)
        return lines[number] if 0 <= number < len(lines) else ""

    def _mix_palette(self) -> Palette:
        """Gather the styles of the theme; without colour, the cursor is in reverse video."""
        names = ("accent", "bad", "choice", "cursor", "dim", "empty", "good", "header", "marked", "warn")
        styles = {name: self.get_component_rich_style(f"estate-table--{name}") for name in names}
        styles[""] = self.rich_style
        styles["match"] = self.get_component_rich_style("estate-table--match", partial=True)
        styles["under-cursor"] = self.get_component_rich_style("estate-table--match-cursor", partial=True)
        if self.app.no_color:
            styles["cursor"] = self.rich_style + Style(reverse=self.has_focus, bold=True)
            styles["choice"] = styles["header"] + Style(reverse=True)
        return Palette(styles)

    def _restyle(self) -> None:
        """Forget all that was drawn in an older fashion."""
        self._painter = None
        self._strips.clear()

    @property
    def grid(self) -> Grid[Row]:
        """The visible columns and their places at the present width."""
        room = self.scrollable_content_region.width - GUTTER
        if self._grid is None or (self._grid_room != room and room > 0):
            self._grid, self._grid_room = lay_out(self._columns, room), room
        return self._grid

    def _fit(self) -> None:
        """Follow a new size of the viewport."""
        self._resize_content()
        self._reveal()
        self.repaint()

    def _resize_content(self) -> None:
        """Let the scrollbars know how much there is."""
        self.resize_content(Size(GUTTER + self.grid.width, HEADER + self.visible_count))

    def notify_style_update(self) -> None:
        """Follow a change of theme or focus."""
        super().notify_style_update()
        self._palette = None
        self._restyle()

    def watch_ascii(self) -> None:
        """Draw with the other glyphs."""
        self._restyle()
        self.repaint()

    def watch_empty(self) -> None:
        """Show the other text."""
        self.repaint()

    def watch_empty_filtered(self) -> None:
        """Show the other text."""
        self.repaint()

    def on_mount(self) -> None:
        """Tell of what was set before anybody could hear it."""
        self._tell_cursor()
        self._tell_filter()

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the columns out anew and keep the cursor in sight."""
        self._fit()

    def on_show(self) -> None:
        """Make up for what could not be measured while the table was hidden."""
        self._fit()


def _plain_text(cell: Any) -> str:
    """The text of a cell without its styles."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, tuple):
        return str(cell[0])
    return "".join(text for text, _style in cell)
