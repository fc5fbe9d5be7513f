"""The dialog that sorts by any column, those without room on screen included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList

from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.table import Column
from arrtui.tui.kit.table.sorting import SortState


class SortDialog(OptionsDialog[str]):
    """Gives the key of the column chosen."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("sort")

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

    def compose(self) -> ComposeResult:
        """One line for each column."""
        with DialogPanel() as panel:
            panel.border_title = "Sort by"
            direction = "descending" if self._state.descending else "ascending"
            yield OptionList(
                *(
                    f"* {title}, {direction}" if key == self._state.key else f"  {title}"
                    for key, title in self._titles.items()
                ),
                markup=False,
            )

    def on_mount(self) -> None:
        """Begin at the column that is sorted by."""
        keys = list(self._titles)
        self.begin_at(keys.index(self._state.key) if self._state.key in keys else 0)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose."""
        self.dismiss(list(self._titles)[event.option_index])
