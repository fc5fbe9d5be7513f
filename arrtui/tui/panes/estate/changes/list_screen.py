"""What was added, changed and removed between two backups, to look at and to restore one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen

from arrtui.core.errors import ArrtuiError
from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.features.backup.change_lines import WordedChange
from arrtui.features.backup.days import SnapshotSpan
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import notify_done, notify_failed, notify_refused, try_or_notify
from arrtui.tui.kit.plan_waiter import plan_opener
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.estate.changes.line_rows import line_columns, line_detail, line_key

NO_MATCH = "No change matches.\nesc clears the text."
NOTHING = "Nothing differs: what was changed meanwhile has been changed back."
ONLY_ADDED = "It was not there before, and a restore removes nothing: remove it in the Library or in the app."
SEVERAL = "Marked are changes of several instances: restore those of one at a time."


class ChangeListScreen(Screen[None]):
    """Lists the changes of one or several instances until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("restore", "change-list.restore", "Restore the marked, or this one, as it was before"),
        bind("detail", "change-list.detail"),
        bind("back", "change-list.back", "Go back to where you were", action="leave", show=False),
    ]

    def __init__(self, when: str, spans: Sequence[SnapshotSpan]) -> None:
        """Make the screen.

        Args:
            when: What the breadcrumb calls it.
            spans: What to compare, one of each instance.
        """
        super().__init__()
        self._when = when
        self._spans = spans
        self._lines: list[WordedChange] = []
        self.table: EstateTable[WordedChange] = EstateTable(
            line_columns({span.instance for span in spans}), id="change-list"
        )
        self.table.empty, self.table.empty_filtered = "Reading ...", NO_MATCH
        self.split = Split(self.table)
        self._plan_waiter = plan_opener(self)

    def compose(self) -> ComposeResult:
        """The breadcrumb, the changes with the detail, and the keys."""
        yield HeadLine("Estate", "Changes", self._when)
        with Vertical():
            yield self.split
            yield FilterBar(self.table)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the changes."""
        self.table.focus()
        self.run_worker(self._read(), group="reading")

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    async def _read(self) -> None:
        """Read the changes page by page; the table shows them as they come, ever more at a time."""
        try:
            for span in self._spans:
                async for page in self.host.services.changes.lines(span):
                    self._lines += page
                    if len(self._lines) >= 2 * self.table.total_count:
                        await self._show()
        except ArrtuiError as error:
            notify_failed(self, error)
        await self._show()
        self.table.empty = NOTHING

    async def _show(self) -> None:
        await self.table.load_rows(list(self._lines), key=line_key)
        self._follow_cursor()

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self) -> None:
        """Show the detail of the change under the cursor."""
        line = self.table.cursor_row
        if line is not None and self.split.is_mounted:
            self.split.detail.show(line_detail(line), line_key(line))
        self.refresh_bindings()

    @on(EstateTable.MarksChanged)
    def _follow_marks(self) -> None:
        self.refresh_bindings()

    @on(EstateTable.Opened)
    def action_detail(self) -> None:
        """Show every fact of the change, or hide it."""
        self.split.toggle()

    def action_leave(self) -> None:
        """Leave the detail, else the screen."""
        if not self.split.close():
            self.dismiss(None)

    # Restoring

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Follow the restore that is being planned; called by the main screen."""
        self._plan_waiter.take(jobs)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action == "restore":
            return any(line.restorable for line in self.table.actionable_rows)
        if action == "detail":
            return self.table.cursor_row is not None
        return True

    def action_restore(self) -> None:
        """Plan the restore of the marked changes, or of the one under the cursor."""
        self.run_worker(self._restore(), group="restoring", exclusive=True)

    async def _restore(self) -> None:
        chosen = [line for line in await choose_rows(self, self.table) or () if line.restorable]
        if not chosen:
            notify_refused(self, ONLY_ADDED)
            return
        if len({line.instance for line in chosen}) > 1:
            notify_refused(self, SEVERAL)
            return
        first, records = chosen[0], [line.change.record_key for line in chosen]
        sync = self.host.services.sync
        job_id = await try_or_notify(self, sync.restore(first.instance, str(first.older), records))
        if job_id is not None:
            what = first.subject if len(chosen) == 1 else plural(len(chosen), "change")
            notify_done(self, f"The restore of {what} is being planned; the plan opens when ready.")
            self._plan_waiter.wait_for(job_id)
