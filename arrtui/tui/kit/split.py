"""A table with the detail of its row: beside it or below it where there is room, else below it on demand."""

from __future__ import annotations

import sys

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size
from textual.widget import Widget

from arrtui.tui.kit.detail_panel import DetailPanel

WIDE = 120
"""Columns from which table and detail stand side by side."""
VERY_WIDE = 180
"""Columns from which the detail gets more room."""
LEAST_BELOW = 14
"""Lines a detail needs to stand below a table all the time."""
HEADER = 1
"""Lines of a table that are no row."""


class Split(Container):
    """Holds a table and a :class:`DetailPanel`."""

    DEFAULT_CSS = """
    Split {
        height: 1fr;
        layout: vertical;
        & > DetailPanel {
            display: none;
            height: 11;
        }
        &.-open > DetailPanel {
            display: block;
        }
        &.-below > DetailPanel {
            display: block;
        }
        &.-wide {
            layout: horizontal;
            & > DetailPanel {
                display: block;
                width: 40;
                height: 1fr;
                border-top: none;
                border-left: solid $border-blurred;
                &:focus {
                    border-left: solid $accent;
                }
            }
            & > DetailPanel.-ascii {
                border-top: none;
                border-left: ascii $border-blurred;
            }
        }
        &.-closed > DetailPanel {
            display: none;
        }
        &.-wide.-very-wide > DetailPanel {
            width: 64;
        }
    }
    """

    def __init__(
        self, table: Widget, *, beside: int = WIDE, columns: bool = False, id: str | None = None
    ) -> None:
        """Make the split.

        Args:
            table: What the detail is about a row of.
            beside: Columns from which the two stand side by side however short the table is; with less, but
                not less than :data:`WIDE`, a short table has the detail below it and keeps all its columns.
            columns: Whether a short table has the detail below it at any width, its text in several columns.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._table = table
        self._beside = sys.maxsize if columns else beside
        self._rows = 0
        self.detail = DetailPanel(columns=columns)
        """The text about the row under the cursor."""

    def compose(self) -> ComposeResult:
        """The table first."""
        yield self._table
        yield self.detail

    @property
    def wide(self) -> bool:
        """Whether table and detail stand side by side."""
        return self.has_class("-wide")

    @property
    def lasting(self) -> bool:
        """Whether there is room for the detail all the time, so that nobody has to ask for it."""
        return self.wide or self.has_class("-below")

    @property
    def detail_shows(self) -> bool:
        """Whether the detail is on screen."""
        return not self.has_class("-closed") if self.lasting else self.has_class("-open")

    @property
    def can_leave(self) -> bool:
        """Whether there is a detail to leave: it has the focus, or shows only because it was asked for."""
        return self.detail.has_focus or (self.detail_shows and not self.lasting)

    def toggle(self) -> None:
        """Show the detail, or hide it."""
        self.toggle_class("-closed" if self.lasting else "-open")
        self._arrange(self.size)
        if not self.detail_shows:
            self._table.focus()

    def close(self) -> bool:
        """Leave the detail: to the table first, then, where it covers the table, out of sight.

        Returns:
            Whether there was anything to leave.
        """
        if self.detail.has_focus:
            self._table.focus()
            return True
        if self.lasting or not self.detail_shows:
            return False
        self.toggle()
        return True

    def on_resize(self, event: events.Resize) -> None:
        """Follow the size of the terminal."""
        self._arrange(event.size)

    def fit(self, rows: int) -> None:
        """Make room for so many rows of the table."""
        self._rows = rows
        self._arrange(self.size)

    def _arrange(self, size: Size) -> None:
        """Put the detail where there is room for it."""
        rest = size.height - self._rows - HEADER
        below = WIDE <= size.width < self._beside and rest >= LEAST_BELOW
        self.set_class(below, "-below")
        self.set_class(size.width >= WIDE and not below, "-wide")
        self.set_class(size.width >= VERY_WIDE, "-very-wide")
        # The layout shares out the lines, not this method: a line that appears below the split, such as the
        # filter's, can make it smaller without an event.
        shared = below and self.detail_shows
        self._table.styles.height = self._rows + HEADER if shared else None
        self.detail.styles.height = "1fr" if shared else None
