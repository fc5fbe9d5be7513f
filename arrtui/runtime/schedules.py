"""Schedules: tasks of ``--run`` that run by themselves, in the process that holds the duty."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from arrtui.core.errors import ArrtuiError, UsageError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job, JobState
from arrtui.core.text import format_timestamp
from arrtui.db import jobs, schedules
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.db.schedules import StoredSchedule
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.engine.standing import StandingWork

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.schedules import ApplyLevel, ScheduledTask, TaskWords
    from arrtui.runtime.engine.schedule import Timing
    from arrtui.runtime.estate_events import EstateEvents
    from arrtui.runtime.services import Services

_log = logging.getLogger(__name__)

NEXT_RUNS = 5
"""Times to come that are told of a schedule."""
_TICK_SECONDS = 5.0
"""Seconds between two looks at the clock."""
_TASKS = "arrtui.cli.scheduled"
"""The module that knows the words of tasks and runs them: a front end, imported when it is first used."""


def read_task(words: Sequence[str], apply: ApplyLevel) -> TaskWords:
    """Return what the words of a schedule are about. Raises UsageError for what is no task."""
    task: TaskWords = import_module(_TASKS).read_task(words, apply)
    return task


@dataclass(frozen=True)
class ScheduleView:
    """A schedule at one moment."""

    task: ScheduledTask
    paused: bool
    next_runs: tuple[float, ...]
    """The next times, UTC seconds, without the jitter; also those that a paused one will leave out."""
    stored: StoredSchedule | None
    """What is stored of it; None before a process with the duty has seen it."""
    job: Job | None
    """That of its last run, if it is kept still."""

    @property
    def is_running(self) -> bool:
        """Whether a run waits or is under way."""
        return self.job is not None and not self.job.state.finished

    @property
    def state_word(self) -> str:
        """What people read."""
        if self.job is not None and self.is_running:
            return self.job.state.word
        return "paused" if self.paused else "on time"

    @property
    def outcome(self) -> str:
        """What came of the last run, as a sentence; empty where there was none."""
        job = self.job
        if job is not None and job.state in (JobState.CANCELLED, JobState.FAILED):
            return job.error or job.state.word
        return self.stored.outcome if self.stored else ""

    @property
    def ok(self) -> bool | None:
        """Whether the last run did all it was to do; None before the first has ended."""
        if self.job is not None and self.job.state in (JobState.CANCELLED, JobState.FAILED):
            return False
        return self.stored.ok if self.stored else None

    def record(self) -> dict[str, Any]:
        """Return it as plain values, times in UTC seconds."""
        stored = self.stored
        return {
            "name": self.task.name,
            "cron": self.task.cron,
            "time_zone": self.task.time_zone,
            "apply": self.task.apply,
            "catch_up": self.task.catch_up,
            "jitter": self.task.jitter,
            "paused": self.paused,
            "running": self.is_running,
            "next": list(self.next_runs),
            "last": stored.began_at if stored else None,
            "last_success": stored.succeeded_at if stored else None,
            "ok": self.ok,
            "outcome": self.outcome,
            "job": stored.job_id if stored else None,
        }


class ScheduleServices:
    """Lists schedules, pauses and runs them. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        events: EstateEvents,
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._events = events
        self._clock = clock

    # --- for front ends ------------------------------------------------------------------------------

    async def views(self) -> list[ScheduleView]:
        """Return the configured schedules in the order of the file."""
        now = self._clock()
        stored = await self._database.read(schedules.stored_schedules)
        job_ids = [row.job_id for row in stored.values() if row.job_id is not None]
        known = {job.id: job for job in await self._database.read(jobs.with_children, job_ids)}

        def view(task: ScheduledTask) -> ScheduleView:
            row = stored.get(task.name)
            after = max(now, row.settled) if row and row.settled <= now + 86_400 else now
            times = tuple(timing_of(task).next_runs(after, NEXT_RUNS))
            job = known.get(row.job_id or 0) if row else None
            return ScheduleView(task, bool(row and row.paused), times, row, job)

        return [view(task) for task in self._config().schedules]

    async def view(self, name: str) -> ScheduleView | None:
        """Return the schedule of that name, None where there is none."""
        return next((view for view in await self.views() if view.task.name == name), None)

    async def pause(self, names: Sequence[str], *, paused: bool = True) -> None:
        """Let schedules begin no run, or again; what passes meanwhile is not made up for."""
        await self._note_configured()
        chosen = [self._task(name).name for name in names]
        await self._database.write(schedules.pause, chosen, paused, self._clock())

    async def run_now(self, name: str) -> int:
        """Queue a run of a schedule beside its times, paused or not; return the job's id.

        That of the run that is under way where there is one.
        """
        await self._note_configured()
        run = _new_run(self._task(name))
        job = await self._database.write(schedules.begin, run.subject, run, self._clock())
        if job is not None:
            return self._queue.publish(job).id
        unfinished = await self._database.read(jobs.unfinished, SCHEDULE.name)
        running = [job.id for job in unfinished if job.subject == run.subject]
        return running[0] if running else await self.run_now(name)

    def _task(self, name: str) -> ScheduledTask:
        """Return the schedule of that name. Raises UsageError with those there are."""
        every = {task.name: task for task in self._config().schedules}
        wanted = " ".join(name.split())
        if wanted in every:
            return every[wanted]
        known = f"There are: {', '.join(every)}." if every else "Add one to [schedule] in the configuration."
        raise UsageError("choosing the schedule", why=f"there is none named {wanted!r}", advice=known)

    # --- for the process that holds the duty ---------------------------------------------------------

    async def follow(self) -> None:
        """Begin runs at their times, until cancelled; return at once where nothing is scheduled."""
        await self._note_configured(forgets=True)
        while self._config().schedules:
            await self.tick()
            await asyncio.sleep(_TICK_SECONDS)

    async def tick(self) -> None:
        """Begin what is due. A schedule that fails is logged and tried again with the next tick."""
        stored = await self._database.read(schedules.stored_schedules)
        for task in self._config().schedules:
            row = stored.get(task.name)
            if row is None or row.paused:
                continue
            try:
                await self._begin_if_due(task, row)
            except ArrtuiError as error:
                _log.warning("schedule %s: %s", task.name, error)

    async def _note_configured(self, *, forgets: bool = False) -> None:
        timings = {task.name: f"{task.cron} {task.time_zone}" for task in self._config().schedules}
        await self._database.write(schedules.note_configured, timings, self._clock(), forgets=forgets)

    async def _begin_if_due(self, task: ScheduledTask, row: StoredSchedule) -> None:
        from arrtui.runtime.engine.schedule import decide

        now = self._clock()
        decision = decide(timing_of(task), row.settled, now)
        if decision.settled == row.settled:
            return
        run = _new_run(task) if decision.runs else None
        is_ours, job = await self._database.write(schedules.settle, row, decision.settled, run, now)
        if not is_ours:
            return
        if job is not None:
            self._queue.publish(job)
        elif run is not None:
            _log.warning("schedule %s: its last run is not finished, so this one is left out", task.name)
        if decision.missed is not None:
            await self._events.publish([_missed(task, decision.missed, now, made_up=job is not None)])


def _new_run(task: ScheduledTask) -> NewJob:
    return NewJob(kind=SCHEDULE.name, subject=task.name, max_attempts=SCHEDULE.max_attempts)


def timing_of(task: ScheduledTask) -> Timing:
    """Return the times of a schedule."""
    from zoneinfo import ZoneInfo

    from arrtui.runtime.engine.schedule import Timing

    zone = ZoneInfo(task.time_zone) if task.time_zone else None
    return Timing(task.cron, zone, task.catch_up == "skip", task.jitter, task.name)


def _missed(task: ScheduledTask, due: float, now: float, *, made_up: bool) -> EstateEvent:
    consequence = "it runs now" if made_up else "it is left out"
    return EstateEvent(
        type=EventType.SCHEDULE_MISSED,
        at=now,
        key=f"{task.name} {due:.0f}",
        reason=f"{task.name} was due at {format_timestamp(due)}, when nothing ran: {consequence}.",
        facts={"schedule": task.name, "due": due, "made_up": made_up},
    )


# --- jobs ------------------------------------------------------------------------------------------------


async def _run(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Run the task of the schedule that is the job's subject, as it is configured now."""
    name, last_try = job.job.subject, job.job.attempts - job.job.losses >= job.job.max_attempts
    task = next((task for task in services.config.schedules if task.name == name), None)
    if task is None:
        return {"lines": ["It is scheduled no more, so nothing was done."]}
    try:
        result: dict[str, Any] = await import_module(_TASKS).run_scheduled(services, job, task)
    except ArrtuiError as error:
        if last_try or not error.passing:
            await services.database.write(schedules.note_end, name, str(error), services.clock(), ok=False)
        raise
    outcome = _describe(result)
    await services.database.write(schedules.note_end, name, outcome, services.clock(), ok=True)
    return result


def _describe(result: Mapping[str, Any]) -> str:
    return str(result.get("summary") or (result.get("lines") or [""])[-1])


async def _follow(services: Services) -> None:
    await services.schedules.follow()


SCHEDULE = JobKind("schedule", "Schedule", _run, waits=True, max_attempts=2, describe_result=_describe)
"""A run of a schedule: its job waits for those that the task queues, as ``--run`` does."""
SCHEDULES = StandingWork("schedules", _follow)
