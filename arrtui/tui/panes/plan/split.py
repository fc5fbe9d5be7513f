"""The entries of a plan and the detail of one: side by side where there is room, else below on demand."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container

from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.split import VERY_WIDE, WIDE
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.detail import EntryDetailView
from arrtui.tui.panes.plan.table import PlanTable

DEBOUNCE = 0.05
"""Seconds the cursor must rest before the detail follows it; a held key draws the table alone."""


class PlanSplit(Container):
    """Holds the table and the detail, which follows the cursor."""

    DEFAULT_CSS = """
    PlanSplit {
        height: 1fr;
        layout: vertical;
        & > EntryDetailView {
            display: none;
            height: 10;
            border-top: solid $border-blurred;
            &:focus {
                border-top: solid $accent;
            }
        }
        &.-ascii > EntryDetailView {
            border-top: ascii $border-blurred;
        }
        &.-open > EntryDetailView {
            display: block;
        }
        &.-wide {
            layout: horizontal;
            & > EntryDetailView {
                display: block;
                width: 44;
                height: 1fr;
                border-top: none;
                border-left: solid $border-blurred;
                &:focus {
                    border-left: solid $accent;
                }
            }
        }
        &.-wide.-ascii > EntryDetailView {
            border-top: none;
            border-left: ascii $border-blurred;
        }
        &.-very-wide > EntryDetailView {
            width: 76;
        }
    }
    """

    def __init__(self, table: PlanTable, *, plain: bool) -> None:
        """Make the split; ``plain`` draws the border in ASCII."""
        super().__init__(classes="-ascii" if plain else None)
        self.table = table
        self.detail = EntryDetailView(id="plan-detail")
        """The entry under the cursor in full."""
        self.notes: Sequence[str] = ()
        """What the detail says while the table is empty."""
        self._debounce = Debounce(self, self.follow, DEBOUNCE)

    def compose(self) -> ComposeResult:
        """The table first."""
        yield self.table
        yield self.detail

    @property
    def wide(self) -> bool:
        """Whether entries and detail stand side by side."""
        return self.has_class("-wide")

    def on_resize(self, event: events.Resize) -> None:
        """Show the detail beside the entries where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.width >= VERY_WIDE, "-very-wide")
        self.follow()

    @on(EstateTable.CursorMoved)
    def _follow_later(self) -> None:
        self._debounce.trigger()

    def follow(self) -> None:
        """Show the entry under the cursor in full, where that can be seen."""
        self._debounce.cancel()
        if not self.detail.display:
            return
        if self.table.cursor_row is not None:
            self.detail.show_entry(self.table.cursor_row)
        else:
            self.detail.say(self.notes)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Focus the detail; where it needs room of its own, show it or hide it."""
        event.stop()
        if self.wide:
            self.detail.focus()
            return
        self.toggle_class("-open")
        self.call_after_refresh(self.follow)

    def close(self) -> bool:
        """Leave the detail: to the table first, then out of sight.

        Returns:
            Whether there was anything to leave.
        """
        if self.detail.has_focus:
            self.table.focus()
            return True
        if self.wide or not self.has_class("-open"):
            return False
        self.remove_class("-open")
        return True
