"""The messages of a table."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from arrtui.core.filter.syntax import FilterError

if TYPE_CHECKING:
    from arrtui.tui.kit.table.view import TableView


@dataclass(frozen=True)
class FilterState:
    """What is filtered for, and how many rows are left."""

    text: str
    matches: int
    """Rows shown."""
    total: int
    """All rows."""
    error: FilterError | None = None
    """Why the text is not understood; the rows are then those of the last text that was."""


class TableMessage(Message):
    """A message of a table."""

    def __init__(self, table: TableView[Any]) -> None:
        super().__init__()
        self.table = table
        """The table that sends the message."""

    @property
    def control(self) -> TableView[Any]:
        """The table that sends the message."""
        return self.table


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
        return isinstance(message, CursorMoved) and message.table is self.table


class Opened(TableMessage, namespace="estate_table"):
    """A row was chosen, by `enter` or a double click."""

    def __init__(self, table: TableView[Any], row: Any, key: Hashable) -> None:
        super().__init__(table)
        self.row = row
        """The row chosen."""
        self.key = key
        """Its identity."""


class MarksChanged(TableMessage, namespace="estate_table"):
    """Rows were marked or unmarked: `table.marked` says which are now."""


class TableRequest(TableMessage):
    """What a table asks the app to do with it."""


class ViewsRequested(TableRequest, namespace="estate_table"):
    """The key for views and columns of the table was pressed."""


class PagerRequested(TableRequest, namespace="estate_table"):
    """The key for reading the rows in a pager was pressed."""


class CommandsRequested(TableRequest, namespace="estate_table"):
    """The key for the owner's own programs was pressed."""


class FilterChanged(TableMessage, namespace="estate_table"):
    """The filter, or the number of rows that meet it, changed: `table.filter_state` says to what."""
