"""Schedules: when a cron expression is due, and the ticker that queues jobs when it is."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from croniter import croniter
from croniter.croniter import CroniterError

from arrtui.core.errors import ArrtuiError, UsageError
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.queue import JobQueue

_log = logging.getLogger(__name__)

DAY = 86_400.0
_TICK_SECONDS = 20.0
"""Seconds between two ticks."""


# --- when ------------------------------------------------------------------------------------------------


def next_run(expression: str, after: float, tz: tzinfo | None = None) -> float:
    """Return the first time after ``after`` that the expression names, both UTC seconds since the epoch.

    The expression is read as the wall clock of ``tz``, the machine's own by default. Each reading of that
    clock counts once: one that comes twice when summer time ends counts the first time, one that is left out
    when it begins counts an hour later. Raises UsageError for an expression that is none or never comes.
    """
    try:
        local = datetime.fromtimestamp(after, tz or UTC)
        if tz is None:
            local = local.astimezone()
        ticks = croniter(expression, local.replace(tzinfo=None, fold=0))
        at = after
        while at <= after:
            at = ticks.get_next(datetime).replace(tzinfo=tz).timestamp()
    except (CroniterError, ValueError) as error:
        raise UsageError(
            what=f"reading the schedule {expression!r}",
            why="it is no cron expression that ever comes",
            advice="Five fields: minute, hour, day, month, weekday; '0 4 * * *' is every night at four.",
            detail=str(error),
        ) from error
    return at


def is_due(expression: str, last_run: float, now: float, tz: tzinfo | None = None) -> bool:
    """Return whether the schedule names a time between ``last_run`` and ``now``; several count as one.

    A clock set back makes nothing run twice: until it reaches ``last_run`` again nothing is due. But a last
    run more than a day ahead was noted under a wrong clock, and would hold everything up, so then it is due.
    Raises UsageError for an expression that is none.
    """
    return next_run(expression, last_run, tz) <= now or last_run > now + DAY


# --- the ticker ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Schedule:
    """Jobs to be queued at the times of a cron expression."""

    name: str
    expression: str
    jobs: Callable[[], Sequence[NewJob]]
    """Asked each time, so that instances that were added meanwhile take part."""
    last_run: Callable[[], Awaitable[float | None]]
    """When it last ran in any process, e.g. from the jobs stored; None for never."""


class Ticker:
    """Queues the jobs of schedules when they are due.

    One that never ran waits for the first time its expression names from now on. What was missed while no
    process ran is made up for once.
    """

    def __init__(
        self,
        queue: JobQueue,
        schedules: Sequence[Schedule],
        tz: tzinfo | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._queue = queue
        self._schedules = schedules
        self._tz = tz
        self._clock = clock
        self._started_at = clock()
        self._ran: dict[str, float] = {}

    async def run(self) -> None:
        """Tick every twenty seconds, until cancelled."""
        while True:
            await self.tick()
            await asyncio.sleep(_TICK_SECONDS)

    async def tick(self) -> None:
        """Queue what is due now. A schedule that fails is logged and tried again at the next tick."""
        for schedule in self._schedules:
            try:
                await self._queue_if_due(schedule)
            except ArrtuiError as error:
                _log.warning("schedule %s: %s", schedule.name, error)
            except Exception:
                _log.exception("schedule %s failed", schedule.name)

    async def _queue_if_due(self, schedule: Schedule) -> None:
        now = self._clock()
        runs = (await schedule.last_run(), self._ran.get(schedule.name))
        times = [at for at in runs if at is not None]
        plausible = [at for at in times if at <= now + DAY]  # one far ahead was noted under a wrong clock
        if not is_due(schedule.expression, max(plausible or times, default=self._started_at), now, self._tz):
            return
        for new in schedule.jobs():
            await self._queue.enqueue(new)
        self._ran[schedule.name] = now
