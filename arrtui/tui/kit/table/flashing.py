"""A table that shows by a glyph which rows have just changed by themselves."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from arrtui.tui.kit.table.columns import Row
from arrtui.tui.kit.table.filtered import FilteredTable

FLASH_SECONDS = 5.0
"""How long a row is shown as changed."""


class FlashingTable(FilteredTable[Row]):
    """Puts a glyph into the margin of rows for some seconds: nothing moves, one cell of each differs."""

    def flash(self, keys: Iterable[Hashable]) -> None:
        """Show rows as just changed; unknown keys are ignored."""
        flashing = {key for key in keys if self._model.index(key) is not None}
        if not flashing:
            return

        def end() -> None:
            self._flashing.difference_update(flashing)
            self.repaint()

        self._flashing.update(flashing)
        self.repaint()
        self.set_timer(FLASH_SECONDS, end)
