"""The Activity pane: what every instance is doing now, read as it tells of it or every half minute."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from arrtui.core.apps.words import child_words
from arrtui.core.errors import ArrtuiError
from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.features.activity.order import in_order
from arrtui.runtime.activity import ACTIVITY, StoredActivity
from arrtui.runtime.estate import EstateRow
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.activity.detail import activity_detail, full_text
from arrtui.tui.panes.activity.head import ReadingLine, due_readings, readings
from arrtui.tui.panes.activity.rows import COLUMNS, FIELDS, ActivityView
from arrtui.tui.panes.activity.search import search_action, search_question, search_target

EVERY = 30.0
"""Seconds between two readings of the instances while the pane shows."""

NOTHING_CONFIGURED = "No instance is configured. 1 shows the Estate, where one is added."
NOTHING_READ = "The instances are being asked what they are doing."
NOTHING_WRONG = "No problem: ! shows everything again."


class ActivityPane(Pane):
    """All that the instances are doing in one table, and the detail of the row under the cursor."""

    TOUR = (
        "What every instance is doing now, in one table: downloads, health, commands.",
        "Releases grabbed and imported lately are there too, and what is wanted.",
        "{activity.detail} shows all of a line; {activity.problems} leaves only problems.",
        "{activity.address} opens the web address in the app; {activity.search} has a title searched.",
        "{activity.refresh} asks again; while the pane shows, it asks by itself.",
        "Nothing here changes an instance but a search that you start.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("address", "activity.address", "Open its page in the app, or show the address"),
        bind("search", "activity.search", f"Have the app search for titles, {child_words()}", writes=True),
        bind("problems", "activity.problems", "Show only what somebody should look at, or everything"),
        bind("detail", "activity.detail"),
        bind("copy", "activity.copy", "Copy everything about the row", show=False),
        bind("refresh", "activity.refresh", "Ask every instance now"),
        bind("back", "activity.back", "Leave the detail", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table: EstateTable[ActivityView] = EstateTable(
            COLUMNS, fields=FIELDS, viewed_as="activity", id="activity-table"
        )
        self._split = Split(self._table)
        self._reloader = Reloader(self, self._read)
        self._rows: Sequence[StoredActivity] = ()
        self._only_problems = False
        self._live: set[str] = set()
        """The instances that tell by themselves what is different."""

    def compose(self) -> ComposeResult:
        """How old everything is, the table with its detail, and the filter's line."""
        yield ReadingLine(id="activity-read")
        yield self._split
        yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Start the timer that has the instances read."""
        self.set_interval(EVERY, self._ask_while_shown)

    def focus_content(self) -> None:
        """Focus the table."""
        self._table.focus()

    # Data handed down

    def show_estate(self, rows: Sequence[EstateRow]) -> None:
        """Follow the configuration and the live feeds."""
        self._live = {row.name for row in rows if row.feed is not None and row.feed.is_up}
        if self.display:
            self._show()

    def activity_stored(self, instances: Collection[str]) -> None:
        """Read again what an instance told of itself."""
        if self.display:
            self._reloader.request()

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Read again what is stored when a reading of an instance has ended."""
        ended = changed is None or any(
            jobs[number].kind == ACTIVITY.name and jobs[number].state.finished
            for number in changed
            if number in jobs
        )
        if ended and self.display:
            self._reloader.request()

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read again: titles may have got a name."""
        if self.display:
            self._reloader.request()

    def tick(self) -> None:
        """Update the ages."""
        if self.display:
            self._show()

    def shown(self) -> None:
        """Show what is stored at once, and have the instances read."""
        self._reloader.request()
        self._ask()

    # Reading

    def _ask_while_shown(self) -> None:
        """Have the instances read, unless another pane or screen covers this one."""
        if self.display and self.screen.is_active:
            self._ask()

    def _ask(self) -> None:
        """Have the instances read that do not tell by themselves; the queue holds one reading of each."""
        names = due_readings(self.services.config.instance_names(), self._rows, self._live, self.now())

        async def queue_readings() -> None:
            with contextlib.suppress(ArrtuiError):  # where nothing can be stored the screen says so already
                await self.services.activity.refresh(names)

        if names:
            self.run_worker(queue_readings(), group="asking")

    async def _read(self) -> None:
        before = {view.key: view.noticeable for view in self._table.rows}
        self._rows = in_order(await self.services.activity.rows())
        self._show()
        if before:
            changed = (view.key for view in self._table.rows if before.get(view.key) != view.noticeable)
            self._table.flash(changed)

    def _show(self) -> None:
        """Show the rows; cursor, marks, sort and filter stay with what they meant."""
        names = [instance.name for instance in self.services.config.instances]
        now = self.now()
        self._table.empty = NOTHING_READ if names else NOTHING_CONFIGURED
        self._table.set_rows([ActivityView(row, now) for row in self._rows], lambda view: view.key)
        problems = sum(row.entry.problem for row in self._rows)
        read = readings(names, self._rows, self._live)
        self.query_one(ReadingLine).show(read, now, problems=problems, only_problems=self._only_problems)
        self._show_detail()
        self.refresh_bindings()

    # The detail

    @property
    def current(self) -> ActivityView | None:
        """The row under the cursor."""
        return self._table.cursor_row

    @on(EstateTable.CursorMoved)
    @on(EstateTable.MarksChanged)
    def _show_detail(self) -> None:
        self.refresh_bindings()
        view = self.current
        self._split.detail.show(activity_detail(view) if view else Content(""), view.key if view else None)

    @on(EstateTable.Opened)
    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the marked rows, or the one under the cursor."""
        if action == "search":
            return any(search_target(view.row) for view in self._table.actionable_rows)
        if action in ("address", "copy", "detail"):
            return self.current is not None
        if action == "back":
            return self._split.can_leave
        return True

    def offers(self, action: str) -> bool:
        """Leave keys out of the key line where there is no problem to show, or no instance to ask."""
        if action == "problems":
            return self._only_problems or any(row.entry.problem for row in self._rows)
        return action != "refresh" or bool(self.services.config.instances)

    def action_problems(self) -> None:
        """Show only problems; again shows everything."""
        self._only_problems = not self._only_problems
        self._table.empty_filtered = NOTHING_WRONG if self._only_problems else "No row matches the filter"
        self._table.set_filter(
            self._table.filter_state.text, (lambda view: view.entry.problem) if self._only_problems else None
        )
        self._show()

    def action_refresh(self) -> None:
        """Ask every instance now."""
        self.run_worker(self.trying(self.services.activity.refresh()), group="asking")

    def action_address(self) -> None:
        """Open the page about the row under the cursor."""

        async def open_page(row: StoredActivity) -> None:
            if (address := await self.trying(self.services.activity.address(row))) is not None:
                self.host.open_address(address)

        if self.current is not None:
            self.run_worker(open_page(self.current.row))

    def action_copy(self) -> None:
        """Copy everything about the row under the cursor."""
        if self.current is not None:
            self.host.copy(full_text(self.current), "Everything about the row")

    def action_search(self) -> None:
        """Ask, and have the apps search for what the chosen rows are about."""

        async def search() -> None:
            rows = [view.row for view in await choose_rows(self, self._table) or ()]
            action = search_action(rows)
            if action is None:
                return
            summaries = await self.trying(self.services.sync.summary(action))
            if summaries is None or not await self.ask(search_question(rows, summaries)):
                return
            if jobs := await self.trying(self.services.sync.act(action)):
                self._table.clear_marks()
                self.tell(f"{plural(len(jobs), 'search', 'searches')} queued; 6 shows them at work.")

        self.run_worker(search(), group="actions", exclusive=True)
