"""The large table: sixty thousand rows on screen at once, by identity, sorted, filtered and marked."""

from arrtui.tui.kit.table.cells import Align, Cell
from arrtui.tui.kit.table.columns import REQUIRED, Column
from arrtui.tui.kit.table.messages import FilterState
from arrtui.tui.kit.table.widget import EstateTable

__all__ = ["REQUIRED", "Align", "Cell", "Column", "EstateTable", "FilterState"]
