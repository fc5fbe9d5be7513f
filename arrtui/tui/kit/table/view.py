"""A table's state and its lines: rows, cursor, marks, sort and filter, without keys or mouse."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import ClassVar, Generic, TypeAlias

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.signal import Signal
from textual.strip import Strip

from arrtui.core.filter.fields import FilterFields
from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.table import messages
from arrtui.tui.kit.table.canvas import LineCanvas
from arrtui.tui.kit.table.cells import plain_text
from arrtui.tui.kit.table.columns import Column, Grid, Row
from arrtui.tui.kit.table.cursor import Cursor, ViewPosition
from arrtui.tui.kit.table.filtering import TableFilter
from arrtui.tui.kit.table.marks import Marks
from arrtui.tui.kit.table.messages import FilterState
from arrtui.tui.kit.table.paint import GUTTER, Header
from arrtui.tui.kit.table.renderer import HEADER, STYLES, TableRenderer
from arrtui.tui.kit.table.rows import RowModel
from arrtui.tui.kit.table.sorting import SortState


class TableView(LineCanvas, Generic[Row]):
    """Shows rows by identity. A refresh, sort or filter leaves the cursor on its row."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"estate-table--{style}" for style in (*STYLES, "match", "match-cursor")
    }

    ascii: reactive[bool] = reactive(False, repaint=False)
    """Whether the table's own glyphs are plain ASCII."""
    empty: reactive[str] = reactive("Nothing here yet", repaint=False)
    """Shown when there are no rows."""
    empty_filtered: reactive[str] = reactive("No row matches the filter", repaint=False)
    """Shown when there are rows, but the filter hides them all."""

    CursorMoved: TypeAlias = messages.CursorMoved
    MarksChanged: TypeAlias = messages.MarksChanged
    FilterChanged: TypeAlias = messages.FilterChanged

    def __init__(
        self,
        columns: Sequence[Column[Row]] = (),
        *,
        search: Callable[[Row], str] | None = None,
        fields: FilterFields[Row] | None = None,
        markable: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty table.

        Args:
            columns: What to show of each row.
            search: The text of a row that the filter looks at; without it, the text of all columns.
            fields: What the filter can ask for beside the fields of the columns.
            markable: Whether rows can be marked; otherwise the keys for marks go to what is around the table.
            id: The id of the widget in the DOM.
            classes: The CSS classes of the widget.
        """
        super().__init__(id=id, classes=classes)
        self.filter_changes: Signal[FilterState] = Signal(self, "filter-changes")
        """Published whenever the filter or its number of matches changes."""
        self.filter_requests: Signal[str] = Signal(self, "filter-requests")
        """Published with the present filter's text when the key for a filter is pressed."""
        self._columns = tuple(columns)
        self._search = search
        self._markable = markable
        self._model: RowModel[Row] = RowModel(self._search_text)
        self._cursor = Cursor(self._model)
        self._marks = Marks(self._model)
        self._filter: TableFilter[Row] = TableFilter(self._model, self._marks if markable else None, fields)
        self._filter.follow_columns(self._columns)
        self._flashing: set[Hashable] = set()
        drawn = (self._model, self._cursor, self._marks, self._flashing)
        self._renderer: TableRenderer[Row] = TableRenderer(self, *drawn)
        self._sort = SortState()
        self._posted_key: Hashable | None = None
        self._posted_filter = FilterState("", 0, 0)

    # What the table holds

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """All columns, those hidden for want of space included."""
        return self._columns

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
        return [self._model.keys[index] for index in self._model.view]

    @property
    def cursor_index(self) -> int:
        """The place of the cursor among the rows shown, from 0; meaningless when none are."""
        return self._cursor.place

    @property
    def cursor_key(self) -> Hashable | None:
        """The identity of the row under the cursor."""
        return self._cursor.key

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor."""
        return None if self._cursor.key is None else self._model.rows[self._model.view[self._cursor.place]]

    @property
    def marked(self) -> list[Hashable]:
        """The identities of the marked rows, first marked first; the filter may hide some."""
        return self._marks.keys

    @property
    def sort(self) -> SortState:
        """What the table is sorted by."""
        return self._sort

    @property
    def filter_state(self) -> FilterState:
        """What is filtered for, and how many rows are left."""
        return FilterState(self._filter.text, self.visible_count, self.total_count, self._filter.error)

    @property
    def fields(self) -> FilterFields[Row]:
        """What a filter can ask for: the fields of the columns and those beside them."""
        return self._filter.fields

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, in the order in which they were given."""
        return self._model.rows

    def get_row(self, key: Hashable) -> Row | None:
        """Find a row by its identity, whether it shows or not."""
        index = self._model.index(key)
        return None if index is None else self._model.rows[index]

    @property
    def grid(self) -> Grid[Row]:
        """The visible columns and their places at the present width."""
        return self._renderer.grid

    # Changing what it holds

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns of the same rows; the sort stays if its column does."""
        self._columns = tuple(columns)
        self._filter.follow_columns(self._columns)
        self._rearrange(lambda: self._apply_sort(self._sort if self._column(self._sort.key) else SortState()))

    def set_rows(self, rows: Sequence[Row], key: Callable[[Row], Hashable]) -> None:
        """Replace all rows; cursor, scroll position, marks, sort and filter stay with the rows they meant.

        Args:
            rows: The new rows, in the order to show them in when nothing is sorted.
            key: The identity of a row: the same for the same thing in every call, and unique in it.
        """
        self._filter.reread(rows)
        self._replace_rows(lambda: self._model.load(rows, key))

    def _replace_rows(self, replace: Callable[[], None]) -> None:
        """Have other rows put into the model, and show them in place of those before."""
        before = self._position()
        replace()
        self._renderer.clear()
        self._restore(before)
        self.set_marks(self._marks.keys)

    def update_rows(self, changed: Mapping[Hashable, Row]) -> None:
        """Exchange single rows and repaint their lines.

        Order and filter stay as they are until the next `set_rows`, sort or filter, so that nothing
        moves under the cursor. Unknown keys are ignored.
        """
        for index in self._model.replace(changed):
            self._renderer.forget_row(index)
        self.repaint()

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by a column, or restore the order in which the rows were given.

        Raises:
            KeyError: There is no such column, or it cannot be sorted by.
        """
        column = self._column(key)
        if key is not None and (column is None or column.sort is None):
            raise KeyError(key)
        self._rearrange(lambda: self._apply_sort(SortState(key, descending)))

    def cycle_sort(self, key: str) -> None:
        """Sort by a column; again for the other direction, and again for the given order."""
        column = self._column(key)
        if column is not None and column.sort is not None:
            state = self._sort.pressed(column)
            self.sort_by(state.key, descending=state.descending)

    def set_marks(self, keys: Iterable[Hashable]) -> None:
        """Mark exactly these rows; unknown keys are ignored."""
        if self._marks.replace(keys):
            self.repaint()
            self._post(self.MarksChanged(self))

    def toggle_mark(self, key: Hashable) -> None:
        """Mark a row, or take its mark away."""
        self.set_marks(self._marks.toggled(key))

    def clear_marks(self) -> None:
        """Clear all marks."""
        self.set_marks(())

    # The cursor

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on a row; return whether that row shows."""
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
        self._cursor.move(place)
        self._cursor.keep()
        self._reveal(centre=centre)
        self.repaint()
        self._post_cursor()

    def keep_cursor(self) -> None:
        """Make the row under the cursor the one to stay on when rows change.

        While a filter is typed the cursor goes to the nearest match, and back when the text is
        taken back; this ends it.
        """
        self._cursor.keep()

    @property
    def page_rows(self) -> int:
        """Rows that fit into the viewport, at least one."""
        return max(1, self.scrollable_content_region.height - HEADER)

    def _reveal(self, *, centre: bool = False) -> None:
        """Scroll as little as is needed for the cursor to be in sight."""
        top, page, place = self.scroll_offset.y, self.page_rows, self._cursor.place
        if top <= place < top + page or not self.is_mounted:
            return
        if centre:
            self.jump(y=place - page // 2)
        else:
            self.jump(y=place if place < top else place - page + 1)

    # Keeping place while the rows shown change

    def _rearrange(self, change: Callable[[], None]) -> None:
        """Sort or filter, and show the cursor's row afterwards."""
        before = self._position()
        change()
        self._renderer.restyle()
        self._restore(before)
        self._reveal(centre=True)
        self.repaint()

    def _position(self) -> ViewPosition:
        return ViewPosition(self._model.keys, self._model.view, self._cursor.place, self.scroll_offset.y)

    def _restore(self, before: ViewPosition) -> None:
        """Put cursor and viewport back to their rows among those shown now."""
        self._cursor.relocate(before)
        self._resize_content()
        if self.is_mounted:
            self.jump(y=self._cursor.new_scroll(before, self.page_rows))
        self.repaint()
        self._post_cursor()
        self._post_filter()

    def _apply_sort(self, state: SortState) -> None:
        """Sort the rows; the state of a column that is gone restores the given order."""
        column = self._column(state.key)
        self._model.sort(column.sort if column else None, descending=state.descending)
        self._sort = state

    def _column(self, key: str | None) -> Column[Row] | None:
        return next((column for column in self._columns if column.key == key), None)

    def _search_text(self, row: Row) -> str:
        """Return the text of a row that the filter looks at."""
        if self._search is not None:
            return self._search(row)
        return " ".join(plain_text(column.text(row)) for column in self._columns)

    # Messages

    def _post(self, message: Message) -> None:
        """Post a message, once the table is mounted."""
        if self.is_mounted:
            self.post_message(message)

    def _post_cursor(self) -> None:
        """Post a message when the cursor is on another row."""
        if self.is_mounted and (key := self.cursor_key) != self._posted_key:
            self._posted_key = key
            self.post_message(self.CursorMoved(self, self.cursor_row, key))

    def _post_filter(self) -> None:
        """Post a message when the filter, or what it leaves, is different."""
        state = self.filter_state
        if self.is_mounted and state != self._posted_filter:
            self._posted_filter = state
            self.post_message(self.FilterChanged(self))
            self.filter_changes.publish(state)
            self.refresh_bindings()  # an empty table offers less

    # Drawing

    def prepare(self) -> None:
        """Fix the viewport and what the lines are drawn with."""
        self._renderer.prepare(self._model.row_filter.words)

    def draw_line(self, y: int) -> Strip:
        """Draw a line of the viewport."""
        strip = self._renderer.draw(y, self._header())
        return super().draw_line(y) if strip is None else strip

    def _header(self) -> Header:
        return Header(self._sort.key, self._sort.descending)

    def _resize_content(self) -> None:
        self.resize_content(Size(GUTTER + self.grid.width, HEADER + self.visible_count))

    def notify_style_update(self) -> None:
        """Follow a change of theme or focus."""
        super().notify_style_update()
        self._renderer.restyle(theme=True)

    def watch_ascii(self) -> None:
        """Draw with the other glyphs, and the border that a table may have."""
        self.set_class(self.ascii, "-ascii")
        self._renderer.restyle()
        self.repaint()

    def watch_empty(self) -> None:
        """Show the other text."""
        self.repaint()

    watch_empty_filtered = watch_empty

    def on_mount(self) -> None:
        """Draw in ASCII where that is asked for; post what was set before the table could post messages."""
        self.ascii = self.ascii or is_plain(self)
        self._post_cursor()
        self._post_filter()

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the columns out again and keep the cursor in sight."""
        self.on_show()

    def on_show(self) -> None:
        """Measure again; nothing could be measured while the table was hidden."""
        self._resize_content()
        self._reveal()
        self.repaint()
