"""The base of tabs that tell of the row under the cursor what is read once the cursor rests on it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.tab import ScoresTab

DEBOUNCE = 0.1
"""Seconds the cursor must rest before the detail follows it."""


class DetailTab(ScoresTab):
    """A table with the detail of its row. Rows have a ``key``; what was read of one is kept by it.

    A tab of this kind defines :meth:`read_detail` and :meth:`detail_lines`, and has bindings for the actions
    ``detail`` and ``back``. Above the table stands a line of counts.
    """

    DEFAULT_CSS = """
    DetailTab {
        & > Split.-wide > DetailPanel {
            width: 52;
        }
        & > Split.-very-wide > DetailPanel {
            width: 84;
        }
    }
    """

    LEAST_WIDTH: ClassVar[int] = 52
    """Cells that the detail is wrapped to before it has a size."""
    NOTHING_READ: ClassVar[Any]
    """What counts as read of a row of which nothing could be read."""
    SHOWS_UNREAD: ClassVar[bool] = False
    """Whether a row shows before its detail is read."""

    def __init__(self, table: EstateTable[Any], *, line: str, id: str | None = None) -> None:
        """Make the tab; ``line`` is the id of its line of counts."""
        super().__init__(id=id)
        self._table = table
        self._line = Static("", id=line, classes="tab-line", markup=False)
        self._split = Split(table)
        self._details: dict[Hashable, Any] = {}
        self._detail_debounce = Debounce(self, self._show_detail, DEBOUNCE)

    def compose(self) -> ComposeResult:
        """The counts, the table with its detail, and the filter's line."""
        yield self._line
        yield self._split
        yield FilterBar(self._table)

    async def read_detail(self, row: Any) -> Any:
        """Read what the detail of a row tells beside the row. Raises ArrtuiError."""
        raise NotImplementedError

    def detail_lines(self, row: Any, detail: Any, width: int) -> list[Content]:
        """Return the text about a row; ``detail`` is what was read, None before that."""
        raise NotImplementedError

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self, event: EstateTable.CursorMoved) -> None:
        """Show the row under the cursor in the detail as soon as the cursor rests."""
        event.stop()
        self._detail_debounce.trigger()

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the detail again."""
        self.call_after_refresh(self._show_detail)

    def _show_detail(self) -> None:
        """Show the row under the cursor, with what is read of it as soon as that is."""
        row = self._table.cursor_row
        if not self._split.detail_shows:
            return
        if row is None:
            self._split.detail.show(Content(""), None)
            return
        is_read = row.key in self._details
        if is_read or self.SHOWS_UNREAD:
            self._draw_detail(row)
        if not is_read:
            self._read_detail(row)

    def _draw_detail(self, row: Any) -> None:
        detail = self._split.detail
        width = detail.room_beside_bar or self.LEAST_WIDTH
        lines = self.detail_lines(row, self._details.get(row.key), width)
        detail.show(Content("\n").join(lines), row.key)

    @work(group="row-detail", exclusive=True)
    async def _read_detail(self, row: Any) -> None:
        detail = await try_or_notify(self, self.read_detail(row))
        self._details[row.key] = detail or self.NOTHING_READ
        if (current := self._table.cursor_row) is not None and current.key == row.key:
            self._draw_detail(current)

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()
        self.call_after_refresh(self._show_detail)

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable what has no meaning at the moment, so that its key goes to the pane."""
        if action == "detail":
            return self._table.visible_count > 0
        return self._split.can_leave if action == "back" else True
