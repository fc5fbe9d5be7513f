"""The large table: sixty thousand rows on screen at once, by identity, sorted, filtered and marked."""

from arrtui.tui.widgets.table.cells import Align, Cell
from arrtui.tui.widgets.table.columns import REQUIRED, Column
from arrtui.tui.widgets.table.widget import EstateTable, FilterState

__all__ = ["REQUIRED", "Align", "Cell", "Column", "EstateTable", "FilterState"]
