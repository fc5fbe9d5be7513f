"""Schedules: when a cron expression names a time, and what is to be done when it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple
from zlib import crc32

from croniter import croniter
from croniter.croniter import CroniterError

from arrtui.core.errors import UsageError

DAY = 86_400.0
GRACE = 300.0
"""Seconds by which a run may begin late before its time counts as missed: a process takes over in thirty."""


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


# --- what is to be done ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Timing:
    """The times of a schedule, and how they are kept."""

    expression: str
    tz: tzinfo | None = None
    """None is the machine's own."""
    skips_missed: bool = False
    """Whether times that passed while nothing ran are left out, instead of made up for by one run."""
    jitter: int = 0
    """Seconds by which a run begins later at most."""
    salt: str = ""
    """Makes the jitter of one schedule differ from that of another; the same at each start."""

    def next_runs(self, after: float, number: int) -> list[float]:
        """Return the next times after ``after``, UTC seconds, without the jitter. Raises UsageError."""
        times: list[float] = []
        for _ in range(number):
            times.append(next_run(self.expression, times[-1] if times else after, self.tz))
        return times

    def begins_at(self, due: float) -> float:
        """Return when the run of a time begins: up to ``jitter`` seconds later, by the time itself."""
        if not self.jitter:
            return due
        return due + crc32(f"{self.salt} {due:.0f}".encode()) % (self.jitter + 1)


class DueDecision(NamedTuple):
    """What a schedule is to do now."""

    runs: bool
    """Whether a run begins."""
    settled: float
    """The time up to which all is dealt with then, UTC seconds."""
    missed: float | None = None
    """The first time that passed while nothing ran."""


def decide(timing: Timing, settled: float, now: float) -> DueDecision:
    """Return what to do with the times after ``settled``, up to which all has been dealt with.

    Several that passed count as one. A clock set back makes nothing run twice: until it reaches ``settled``
    again nothing is due. But a time more than a day ahead was noted under a wrong clock and would hold
    everything up, so the times count from now on then. Raises UsageError for an expression that is none.
    """
    if settled > now + DAY:
        return DueDecision(False, now)
    due = next_run(timing.expression, settled, timing.tz)
    begins_at = timing.begins_at(due)
    if begins_at > now:
        return DueDecision(False, settled)
    if now - begins_at > GRACE:
        return DueDecision(not timing.skips_missed, now, due)
    while timing.begins_at(later := next_run(timing.expression, due, timing.tz)) <= now:
        due = later
    return DueDecision(True, due)
