"""Changes: days and instances with counts, and the backups to compare two of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen

from arrtui.core.events import Job
from arrtui.core.text import format_days
from arrtui.features.backup.days import ChangeDay, SnapshotSpan, local_day
from arrtui.features.backup.folding import SnapshotRun, fold_equal
from arrtui.runtime.backup import SnapshotRow
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import notify_refused
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.estate.changes.backup_rows import backup_columns, run_key, span_to_compare
from arrtui.tui.panes.estate.changes.day_rows import (
    DAY_WIDTH,
    LEAST_ROOM,
    MOST_ROOM,
    day_columns,
    day_detail,
)
from arrtui.tui.panes.estate.changes.list_screen import ChangeListScreen

READING = "Reading what is stored ..."
NO_BACKUPS = "Nothing is backed up yet. Press b in the Estate to do so."
BORDERS = 4
"""Cells of a table that no column gets: the margin for marks, the scroll bar."""


class ChangesScreen(Screen[None]):
    """Shows the days, or the backups, until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("instance_before", "changes.instance-before", "The instance before, or all",
             action="instance(-1)", show=False),
        bind("instance_next", "changes.instance-next", "The next instance alone, or all",
             action="instance(1)"),
        bind("tab_before", "changes.tab-before", "The days or the backups", action="tab", show=False),
        bind("tab_next", "changes.tab-next", "The days or the backups", action="tab"),
        bind("detail", "changes.detail", show=False),
        bind("refresh", "changes.refresh", "Read what is stored again", show=False),
        bind("back", "changes.back", "Go back to where you were", action="leave", show=False),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ChangesScreen {
        & > #change-backups {
            display: none;
        }
        &.-backups {
            & > #change-days {
                display: none;
            }
            & > #change-backups {
                display: block;
            }
        }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._chosen: str | None = None
        """The instance that is looked at alone; None for all."""
        self._backups: Sequence[SnapshotRow] = ()
        self._reloader = Reloader(self, self._read)
        self.days: EstateTable[ChangeDay] = EstateTable(markable=False, id="days")
        self.backups: EstateTable[SnapshotRun] = EstateTable(id="backups")
        self.days.empty = self.backups.empty = READING
        self.split = Split(self.days, beside=160)

    def compose(self) -> ComposeResult:
        """The breadcrumb, the two tables of which one shows, and the keys."""
        yield HeadLine("Estate", "Changes")
        with Vertical(id="change-days"):
            yield self.split
            yield FilterBar(self.days)
        with Vertical(id="change-backups"):
            yield self.backups
            yield FilterBar(self.backups)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read what is stored."""
        self.days.focus()
        self._reloader.request()

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    @property
    def _names(self) -> list[str]:
        """The configured instances."""
        return self.host.services.config.instance_names()

    # Reading and showing

    async def _read(self) -> None:
        services = self.host.services
        days = await services.changes.days()
        self._backups = await services.backup.snapshots(self._names, complete=True)
        self.days.empty = self.backups.empty = NO_BACKUPS
        self._fit()
        self.split.fit(len(days))
        self.days.set_rows(days, key=lambda day: day.last)
        self._show_backups()
        self._follow_cursor()

    def _show_backups(self) -> None:
        """Show the backups of the chosen instance, or of all."""
        self.backups.set_columns(backup_columns(self._names, self.host.clock()))
        chosen = [row for row in self._backups if self._chosen in (None, row.instance)]
        self.backups.set_rows(fold_equal(chosen), key=run_key)

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Give the columns of the instances the room there is."""
        names = self._names
        spare = self.days.size.width - BORDERS - DAY_WIDTH
        room = min(MOST_ROOM, max(LEAST_ROOM, spare // max(1, len(names)) - 1))
        today = local_day(self.host.clock())
        self.days.set_columns(day_columns(names, self._chosen, today, room))

    @on(EstateTable.CursorMoved, "#days")
    def _follow_cursor(self) -> None:
        """Show the detail of the day under the cursor."""
        day = self.days.cursor_row
        if day is None or not self.split.is_mounted:
            return
        names = self._names if self._chosen is None else [self._chosen]
        detail = day_detail(day, names, local_day(self.host.clock()))
        self.split.detail.show(detail, (day.last, self._chosen))

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Read again once a job is finished, which may have been a backup; called by the main screen."""
        if any(jobs[number].state.finished for number in changed or ()):
            self._reloader.request()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action == "instance":
            return len(self._names) > 1
        if action == "detail":
            return self.days.cursor_row is not None and not self.has_class("-backups")
        return True

    def action_instance(self, step: int) -> None:
        """Look at the next instance alone, after the last at all of them again."""
        choices = [None, *self._names]
        place = choices.index(self._chosen) if self._chosen in choices else 0
        self._chosen = choices[(place + step) % len(choices)]
        self._fit()
        self._show_backups()
        self._follow_cursor()

    def action_tab(self) -> None:
        """Show the backups in place of the days, or the days again."""
        self.toggle_class("-backups")
        (self.backups if self.has_class("-backups") else self.days).focus()
        self.refresh_bindings()

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self._reloader.request()

    def action_detail(self) -> None:
        """Show what is known of the day, or hide it."""
        self.split.toggle()

    def action_leave(self) -> None:
        """Leave the detail, else the screen."""
        if not self.split.close():
            self.dismiss(None)

    @on(EstateTable.Opened, "#days")
    def _open_day(self, event: EstateTable.Opened) -> None:
        """Open the changes of the day, of the chosen instance or of all."""
        event.stop()
        day: ChangeDay = event.row
        when = format_days(day.first, day.last, local_day(self.host.clock()))
        spans = [span for span in day.spans if self._chosen in (None, span.instance)]
        if spans:
            where = f"{spans[0].instance}, " if len(spans) == 1 else ""
            self._open(f"{where}{when}", spans)
            return
        name = self._chosen or "any instance"
        error = day.cell(name).error
        notify_refused(self, error or f"Nothing that is stored of {name} changed, {when}.")

    @on(EstateTable.Opened, "#backups")
    def _compare(self, event: EstateTable.Opened) -> None:
        """Compare the two marked backups, or the one under the cursor with the one before it."""
        event.stop()
        span = span_to_compare(self.backups.chosen_rows, self._backups)
        if isinstance(span, str):
            notify_refused(self, span)
            return
        self._open(f"{span.instance}, {span.older.id} to {span.newer.id}", [span])

    def _open(self, when: str, spans: Sequence[SnapshotSpan]) -> None:
        self.app.push_screen(ChangeListScreen(when, spans))
