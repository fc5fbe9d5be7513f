"""The base of screens that list rows with the detail of the one under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen, ScreenResultType
from textual.widgets import Static

from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.text_line import HeadLine


class SplitScreen(Screen[ScreenResultType]):
    """A table over the whole screen, below a breadcrumb and perhaps a line of counts, above the keys.

    A screen of this kind defines :meth:`detail_lines`, and has bindings for the actions ``detail`` and
    ``leave``.
    """

    DEFAULT_CSS = """
    SplitScreen .tab-line {
        height: 1;
        padding: 0 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    LEAST_WIDTH: ClassVar[int]
    """Cells that the detail is wrapped to before it has a size."""

    def __init__(self, table: EstateTable[Any], crumbs: Sequence[str], line: Static | None = None) -> None:
        """Make the screen; ``crumbs`` are its breadcrumb, and ``line`` stands above the table."""
        super().__init__()
        self.table = table
        self.split = Split(table)
        self._crumbs = crumbs
        self._line_above = line

    def detail_lines(self, row: Any, width: int) -> list[Content]:
        """Return the text about a row."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The breadcrumb, the counts, the rows with their detail, and the keys."""
        yield HeadLine(*self._crumbs)
        with Vertical():
            if self._line_above is not None:
                yield self._line_above
            yield self.split
            yield FilterBar(self.table)
        yield KeyLine()

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the detail again."""
        self.call_after_refresh(self._show_detail)

    @on(EstateTable.CursorMoved)
    def _show_detail(self) -> None:
        """Show the row under the cursor; nothing where no row shows."""
        row = self.table.cursor_row
        if self.split.is_mounted and self.split.detail_shows:
            width = self.split.detail.room_beside_bar or self.LEAST_WIDTH
            lines = [] if row is None else self.detail_lines(row, width)
            self.split.detail.show(Content("\n").join(lines), self.table.cursor_key)
        self.refresh_bindings()

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self.split.toggle()
        self.call_after_refresh(self._show_detail)

    def action_leave(self) -> None:
        """Leave the detail, else the screen."""
        if not self.split.close():
            self.dismiss(None)
