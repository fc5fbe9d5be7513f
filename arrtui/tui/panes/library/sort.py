"""The dialog that sorts by any column, those without room on screen included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.table import Column
from arrtui.tui.kit.table.sorting import SortState


class SortDialog(OptionsDialog[str]):
    """Gives the key of the column chosen."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("sort")

    heading = "Sort by"

    DEFAULT_CSS = """
    SortDialog > DialogPanel {
        width: 44;
    }
    """

    def __init__(self, columns: Sequence[Column[Any]], state: SortState) -> None:
        """Make the dialog; a column without a title of its own gets a name."""
        super().__init__()
        names = {"kind": "Kind", "state": "State", "on": "Instance"}
        self._titles = {
            column.key: names.get(column.key) or (column.key if "." in column.key else column.title)
            for column in columns
            if column.sort is not None
        }
        self._state = state

    def lines(self) -> Iterator[Content]:
        """Yield a line for each column."""
        direction = "descending" if self._state.descending else "ascending"
        for key, title in self._titles.items():
            yield Content(f"* {title}, {direction}" if key == self._state.key else f"  {title}")

    @property
    def first(self) -> int:
        """The column that is sorted by."""
        keys = list(self._titles)
        return keys.index(self._state.key) if self._state.key in keys else 0

    def choose(self, place: int) -> None:
        """Give the key."""
        self.dismiss(list(self._titles)[place])
