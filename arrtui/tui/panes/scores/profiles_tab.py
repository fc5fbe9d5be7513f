"""The tab of profiles: how the files of each do, how scores are spread, and what differs by instance."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.text import plural
from arrtui.features.scores.model import ProfileDifference, ProfileRow
from arrtui.tui.kit.detail_panel import DetailPanel
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.signs import WARN
from arrtui.tui.kit.split import HEADER
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.lines import content
from arrtui.tui.panes.scores.profile_rows import (
    differences_of,
    grouped,
    profile_columns,
    profile_detail,
    row_key,
)
from arrtui.tui.panes.scores.tab import NO_PROFILE, NOTHING_STORED, ScoresTab

MARGIN = 3
"""Cells beside the plot that it cannot use: padding and the scrollbar."""


class ProfilesTab(ScoresTab):
    """One line for each profile of each instance, and below it the spread of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("back", "profiles.back", "Back to the table", show=False)]

    DEFAULT_CSS = """
    ProfilesTab {
        & > DetailPanel {
            border-title-color: $text-warning;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table: EstateTable[ProfileRow] = EstateTable(
            search=lambda row: f"{row.profile} {row.instance}", markable=False, id="profiles-table"
        )
        self._table.empty = NO_PROFILE
        self._detail = DetailPanel()
        self._differences: tuple[ProfileDifference, ...] = ()

    def compose(self) -> ComposeResult:
        """The table, the detail below it, and the filter's line."""
        yield Static(NOTHING_STORED, classes="tab-none", markup=False)
        yield self._table
        yield self._detail
        yield FilterBar(self._table)

    def refill(self) -> None:
        """Show the profiles of the instances shown, and their differences as soon as those are known."""
        self.set_class(not self.shown, "-none")
        self._fill()
        self._compare()

    @work(exclusive=True, group="profiles-compare")
    async def _compare(self) -> None:
        differences = await try_or_notify(self, self.host.services.scores.differences())
        if differences is not None:
            self._differences = differences
            self._fill()

    def _fill(self) -> None:
        self._table.set_columns(profile_columns(self._differences))
        self._table.set_rows(grouped(self.shown), key=row_key)
        self._arrange()

    def select(self, instance: str, profile: str) -> None:
        """Put the cursor on a profile."""
        self._table.set_filter("", None)
        self._table.move_to((instance, profile))
        self._table.focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Share the lines among table and detail again."""
        self._arrange()

    def _arrange(self) -> None:
        """Give the table the lines it needs, but at most half of them; the plot gets the rest."""
        rows = max(1, self._table.total_count)
        self._table.styles.height = HEADER + min(rows, max(3, self.size.height // 2 - HEADER))
        self.call_after_refresh(self._show_detail)

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self, event: EstateTable.CursorMoved) -> None:
        event.stop()
        self._show_detail()

    def _show_detail(self) -> None:
        if not self._detail.is_mounted:
            return
        row, key = self._table.cursor_row, self._table.cursor_key
        if row is None:
            self._detail.show(Content(""), key)
            return
        size = (self.size.width - MARGIN, self._detail.size.height)
        count = len(differences_of(row, self._differences))
        self._detail.border_title = f"{WARN} {plural(count, 'difference')}, enter scrolls" if count else ""
        lines = profile_detail(row, self._differences, size, plain=self.plain)
        self._detail.show(content(lines), key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave esc to the pane while the table has the focus."""
        return self._detail.has_focus if action == "back" else True

    def action_back(self) -> None:
        """Go back to the table."""
        self._table.focus()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Focus the detail, so that keys scroll it."""
        event.stop()
        self._detail.focus()
