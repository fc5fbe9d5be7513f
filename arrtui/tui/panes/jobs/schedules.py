"""The schedules: what runs by itself, when next and how it went last; pause it, or run it now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content

from arrtui.core.text import format_age, format_minute, format_span
from arrtui.runtime.schedules import ScheduleView
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import hidden_key
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.table import REQUIRED, Cell, Column
from arrtui.tui.panes.jobs.list_dialog import ListDialog, named_facts

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


class SchedulesDialog(ListDialog[ScheduleView]):
    """Lists the schedules until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_key("p", "pause", "Pause", "schedules.pause", "Pause the schedule, or resume a paused one"),
        hidden_key("r", "run_now", "Run now", "schedules.run-now", "Run it now, beside its times"),
    ]

    def __init__(self, clock: Callable[[], float]) -> None:
        hint = "p pauses or resumes, r runs now, esc closes"
        super().__init__("Schedules", hint, schedule_columns(clock), empty=NO_SCHEDULE)
        self._clock = clock

    async def rows(self) -> Sequence[ScheduleView]:
        """Return the schedules as they are stored now."""
        return await host_of(self).services.schedules.views()

    def key_of(self, row: ScheduleView) -> str:
        """Return the name of a schedule."""
        return row.task.name

    def describe(self, row: ScheduleView) -> Content:
        """Return everything about a schedule."""
        return schedule_detail(row, self._clock())

    async def action_pause(self) -> None:
        """Pause the schedule under the cursor, or resume it."""
        if (view := self.current) is not None:
            schedules = host_of(self).services.schedules
            await try_or_notify(self, schedules.pause([view.task.name], paused=not view.paused))
            await self.show_rows()

    @work(exclusive=True, group="run-now")
    async def action_run_now(self) -> None:
        """Queue a run of the schedule under the cursor, after a question where it writes."""
        if (view := self.current) is None:
            return
        if view.task.writes and not await self.app.push_screen_wait(ConfirmDialog(run_question(view))):
            return
        job_id = await try_or_notify(self, host_of(self).services.schedules.run_now(view.task.name))
        if job_id is not None:
            notify_done(self, f"Job {job_id} runs {view.task.name}.")
            await self.show_rows()


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
    return named_facts(view.task.name, facts)


def _state(view: ScheduleView) -> Cell:
    style = "accent" if view.is_running else "warn" if view.paused else ""
    return view.state_word, style


def _result(view: ScheduleView) -> Cell:
    if view.stored is None or view.stored.began_at is None:
        return "never ran", "dim"
    return view.outcome, "bad" if view.ok is False else ""
