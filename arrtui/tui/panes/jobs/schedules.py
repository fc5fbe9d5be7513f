"""The schedules: what runs by itself, when next and how it went last; pause it, or run it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import format_age, format_minute, format_span
from arrtui.runtime.schedules import ScheduleView
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import hidden_key
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table import REQUIRED, Cell, Column, EstateTable
from arrtui.tui.kit.table.cells import sanitise

NO_SCHEDULE = (
    "Nothing runs by itself yet. Press E outside of this and add to the configuration, e.g.:  "
    '[schedule]  backup = "0 3 * * *"'
)
_WRITTEN = {
    "additions": "what its plan adds",
    "updates": "what its plan adds and updates",
    "all": "what its plan adds, updates and removes",
}
"""What a run writes, by its apply level."""


class SchedulesDialog(Dialog[None]):
    """Lists the schedules until `esc`."""

    KEYS_BESIDE = frozenset({"table"})
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_key("p", "pause", "Pause", "schedules.pause", "Pause the schedule, or resume a paused one"),
        hidden_key("r", "run_now", "Run now", "schedules.run-now", "Run it now, beside its times"),
    ]

    DEFAULT_CSS = """
    SchedulesDialog > DialogPanel {
        width: 100%;
        max-width: 130;
        height: 100%;
        & > #schedule-detail {
            height: auto;
            max-height: 9;
            border-top: solid $primary;
        }
    }
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._table: EstateTable[ScheduleView] = EstateTable(schedule_columns(clock), id="schedules")
        self._table.empty = NO_SCHEDULE
        self._clock = clock

    def compose(self) -> ComposeResult:
        """The schedules, and everything about the one under the cursor."""
        with DialogPanel() as panel:
            panel.border_title = "Schedules"
            panel.border_subtitle = "p pauses or resumes, r runs now, esc closes"
            yield self._table
            yield Static(id="schedule-detail", markup=False)

    def on_mount(self) -> None:
        """Show the schedules."""
        self._table.focus()
        self.read()

    @work(exclusive=True)
    async def read(self) -> None:
        """Show the schedules as they are stored now."""
        await self._show()

    async def _show(self) -> None:
        try:
            views = await host_of(self).services.schedules.views()
        except ArrtuiError as error:
            self._table.empty, views = str(error), []
        self._table.set_rows(views, key=lambda view: view.task.name)
        self._show_detail()

    def _show_detail(self) -> None:
        view = self._table.cursor_row
        text = schedule_detail(view, self._clock()) if view else Content("")
        detail = self.query_one("#schedule-detail", Static)
        detail.display = view is not None
        detail.update(text)

    def on_estate_table_cursor_moved(self, event: EstateTable.CursorMoved) -> None:
        """Show everything about the schedule under the cursor."""
        event.stop()
        self._show_detail()

    async def action_pause(self) -> None:
        """Pause the schedule under the cursor, or resume it."""
        if (view := self._table.cursor_row) is not None:
            schedules = host_of(self).services.schedules
            await try_or_notify(self, schedules.pause([view.task.name], paused=not view.paused))
            await self._show()

    @work(exclusive=True, group="run-now")
    async def action_run_now(self) -> None:
        """Queue a run of the schedule under the cursor, after a question where it writes."""
        if (view := self._table.cursor_row) is None:
            return
        if view.task.writes and not await self.app.push_screen_wait(ConfirmDialog(run_question(view))):
            return
        job_id = await try_or_notify(self, host_of(self).services.schedules.run_now(view.task.name))
        if job_id is not None:
            notify_done(self, f"Job {job_id} runs {view.task.name}.")
            await self._show()


def run_question(view: ScheduleView) -> Question:
    """Return what is asked before a run that writes."""
    written = _WRITTEN.get(view.task.apply, "what its words say")
    return Question(
        f"Run {view.task.name} now",
        f"This run writes {written} and asks nothing more. The limits of the configuration hold.",
        "Run it",
    )


def schedule_columns(clock: Callable[[], float]) -> tuple[Column[ScheduleView], ...]:
    """Return the columns of schedules."""

    def next_in(view: ScheduleView) -> str:
        left = format_span(view.next_runs[0] - clock())
        return "" if view.paused else left if left == "now" else f"in {left}"

    return (
        Column("name", "Schedule", lambda view: view.task.name, min_width=18, priority=REQUIRED),
        Column("cron", "Cron", lambda view: view.task.cron, width=14, priority=60),
        Column("apply", "Applies", lambda view: view.task.apply, width=9, priority=50),
        Column("state", "State", _state, width=9, priority=REQUIRED),
        Column("next", "Next", next_in, width=9, priority=90),
        Column("result", "Last result", _result, min_width=20, priority=REQUIRED),
    )


def schedule_detail(view: ScheduleView, now: float) -> Content:
    """Return the text about a schedule."""
    stored = view.stored
    times = ", ".join(map(format_minute, view.next_runs))
    zone = f" ({view.task.time_zone})" if view.task.time_zone else ""
    began_at = stored.began_at if stored else None
    last = f"{format_minute(began_at)}, {format_age(now - began_at)}" if began_at else "never"
    missed = "made up for by one run" if view.task.catch_up == "once" else "left out"
    facts = (
        ("times", f"{view.task.cron}{zone}; what is missed is {missed}"),
        ("next", f"{times}{' once it is resumed' if view.paused else ''}"),
        ("last", last),
        ("result", view.outcome),
    )
    lines = [
        Content.assemble((f"{name:<8}", CONTENT_STYLES["dim"]), sanitise(value))
        for name, value in facts
        if value
    ]
    return Content("\n").join([Content.styled(sanitise(view.task.name), "bold"), *lines])


def _state(view: ScheduleView) -> Cell:
    style = "accent" if view.is_running else "warn" if view.paused else ""
    return view.state_word, style


def _result(view: ScheduleView) -> Cell:
    if view.stored is None or view.stored.began_at is None:
        return "never ran", "dim"
    return view.outcome, "bad" if view.ok is False else ""
