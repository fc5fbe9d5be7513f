"""What the plan screen shows and where: lines above, the entries, one of them in full, and the filter."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.timer import Timer

from arrtui.core.errors import ArrtuiError
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.split import VERY_WIDE, WIDE
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.book import PlanBook
from arrtui.tui.panes.plan.detail import EntryDetailView
from arrtui.tui.panes.plan.head import PlanLine, PlanNotes, PlanTitle
from arrtui.tui.panes.plan.table import EntryRow, PlanTable

if TYPE_CHECKING:
    from arrtui.runtime.services import Services
    from arrtui.tui.app import ArrtuiApp

T = TypeVar("T")

READING = "Reading the plan ..."
DEBOUNCE = 0.05
"""Seconds the cursor must rest before the detail follows it; a held key draws the table alone."""


class PlanView(Screen[None]):
    """Two parts, side by side where there is room; else the detail opens below the entries."""

    DEFAULT_CSS = """
    PlanView {
        & #plan-split {
            height: 1fr;
            layout: vertical;
        }
        & EntryDetailView {
            display: none;
            height: 10;
            border-top: solid $panel-lighten-2;
            &:focus {
                border-top: solid $accent;
            }
        }
        &.-ascii EntryDetailView {
            border-top: ascii $panel-lighten-2;
        }
        &.-open EntryDetailView {
            display: block;
        }
        &.-wide {
            & #plan-split {
                layout: horizontal;
            }
            & EntryDetailView {
                display: block;
                width: 44;
                height: 1fr;
                border-top: none;
                border-left: solid $panel-lighten-2;
                &:focus {
                    border-left: solid $accent;
                }
            }
        }
        &.-wide.-ascii EntryDetailView {
            border-top: none;
            border-left: ascii $panel-lighten-2;
        }
        &.-very-wide EntryDetailView {
            width: 76;
        }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.book: PlanBook | None = None
        """The plan as it was read; None before that."""
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Where one is, what there is to say, the entries with one in full, and the keys."""
        table = PlanTable(id="plan-table")
        table.empty = READING
        yield PlanTitle()
        with Vertical():
            yield PlanLine()
            yield PlanNotes()
            with Container(id="plan-split"):
                yield table
                yield EntryDetailView(id="plan-detail")
            yield FilterBar(table, id="plan-filter")
        yield KeyLine()

    def on_mount(self) -> None:
        """Draw in ASCII where that is asked for."""
        self.table.ascii = self.arrtui.plain
        self.set_class(self.arrtui.plain, "-ascii")
        self.table.show_instances(())
        self.table.focus()

    @property
    def arrtui(self) -> ArrtuiApp:
        """The app."""
        return cast("ArrtuiApp", self.app)

    @property
    def services(self) -> Services:
        """The work behind the screen."""
        return self.arrtui.services

    @property
    def table(self) -> PlanTable:
        """The entries."""
        return self.query_one(PlanTable)

    @property
    def detail(self) -> EntryDetailView:
        """What shows one entry in full."""
        return self.query_one(EntryDetailView)

    @property
    def current(self) -> EntryRow | None:
        """The entry under the cursor."""
        return self.table.cursor_row

    def tell(self, sentence: str) -> None:
        """Say in one line what was done."""
        self.notify(sentence, markup=False)

    def refuse(self, sentence: str) -> None:
        """Say in one line why nothing was done."""
        self.notify(sentence, severity="warning", markup=False)

    async def trying(self, work: Awaitable[T]) -> T | None:
        """Return what some work gives, or None after showing the sentence of its error."""
        try:
            return await work
        except ArrtuiError as error:
            self.notify(str(error), severity="error", markup=False)
            return None

    # One in full

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
    def _moved(self, event: EstateTable.CursorMoved) -> None:
        event.stop()
        self.refresh_bindings()
        if self._resting is None:
            self._resting = self.set_timer(DEBOUNCE, self.follow)
        else:
            self._resting.reset()

    @property
    def resting(self) -> bool:
        """Whether the detail is still to follow the cursor."""
        return self._resting is not None

    def follow(self) -> None:
        """Show the entry under the cursor in full, where that can be seen."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        if not self.detail.display:
            return
        if self.current is not None:
            self.detail.show_entry(self.current)
        else:
            self.detail.say(self.book.plan.notes if self.book else ())

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Go to the detail; where it needs room of its own, show it or hide it."""
        event.stop()
        if self.wide:
            self.detail.focus()
            return
        self.toggle_class("-open")
        self.call_after_refresh(self.follow)

    def close_detail(self) -> bool:
        """Leave the detail; say whether there was anything to leave."""
        if self.detail.has_focus:
            self.table.focus()
            return True
        if self.wide or not self.has_class("-open"):
            return False
        self.remove_class("-open")
        return True
