"""A table whose columns can be chosen and ordered, and whose state can be saved as a view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from arrtui.core.config.views import SavedView, ViewedTable
from arrtui.core.filter.fields import FilterFields
from arrtui.tui.kit.table import messages
from arrtui.tui.kit.table.columns import Column, Row
from arrtui.tui.kit.table.flashing import FlashingTable
from arrtui.tui.kit.table.sorting import SortState


class ArrangedTable(FlashingTable[Row]):
    """Shows the columns that were chosen, in their order; without a choice all, as they were given."""

    ViewsRequested: TypeAlias = messages.ViewsRequested

    def __init__(
        self,
        columns: Sequence[Column[Row]] = (),
        *,
        search: Callable[[Row], str] | None = None,
        fields: FilterFields[Row] | None = None,
        markable: bool = True,
        viewed_as: ViewedTable | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty table.

        Args:
            columns: What to show of each row.
            search: The text of a row that the filter looks at; without it, the text of all columns.
            fields: What the filter can ask for beside the fields of the columns.
            markable: Whether rows can be marked; otherwise the keys for marks go to what is around the table.
            viewed_as: What saved views of it belong to; None for a table that has none.
            id: The id of the widget in the DOM.
            classes: The CSS classes of the widget.
        """
        self._arranged = tuple(columns)
        super().__init__(columns, search=search, fields=fields, markable=markable, id=id, classes=classes)
        self.viewed_as = viewed_as
        """What saved views of it belong to; None for a table that has none."""
        self.chosen_columns: tuple[str, ...] = ()
        """The keys of the columns chosen, in their order; empty for all."""
        self._wanted_sort: SortState | None = None
        """The sort of a view whose column is not there yet."""

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns chosen, those hidden for want of space included."""
        return self._arranged

    @property
    def all_columns(self) -> tuple[Column[Row], ...]:
        """All columns there are, chosen or not."""
        return self._columns

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns of the same rows; choice and sort stay as far as their columns do."""
        self._arranged = arranged(columns, self.chosen_columns)
        super().set_columns(columns)
        wanted = self._wanted_sort
        if wanted is not None and any(column.key == wanted.key for column in columns):
            self._wanted_sort = None
            self.sort_by(wanted.key, descending=wanted.descending)

    def choose_columns(self, keys: Sequence[str]) -> None:
        """Show only these columns, in this order; none of them for all. Unknown ones are ignored."""
        self.chosen_columns = tuple(keys)
        self.set_columns(self.all_columns)

    def show_view(self, view: SavedView) -> None:
        """Show a saved view: its columns, sort and filter take the place of what there is."""
        self.choose_columns(view.columns)
        self._wanted_sort = SortState(view.sort_key, view.descending)
        self.sort_by(None)
        self.set_columns(self.all_columns)
        self.set_filter(view.filter)

    def make_view(self, name: str) -> SavedView:
        """Return what shows as a view to save. The table must be one that has views."""
        sort = f"{'-' * self.sort.descending}{self.sort.key}" if self.sort.key else ""
        values: dict[str, Any] = {"filter": self.filter_state.text, "sort": sort}
        columns = list(self.chosen_columns)
        return SavedView.model_construct(name=name, table=self.viewed_as, columns=columns, **values)


def arranged(columns: Sequence[Column[Row]], keys: Sequence[str]) -> tuple[Column[Row], ...]:
    """Return the columns of these keys in their order; all columns where none of them is there."""
    by_key = {column.key: column for column in columns}
    return tuple(by_key[key] for key in keys if key in by_key) or tuple(columns)
