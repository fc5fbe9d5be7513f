"""Which times of the calendar to ask for at once, and whose files are due to be read again. Pure.

Times are the app's own (``2026-11-28T01:00:00Z``) or their first ten characters; they compare as texts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple

FIRST, LAST = "1800-01-01", "2200-01-01"
"""No episode airs before the one or after the other."""
EPISODES_PER_WINDOW = 20_000
"""Episodes asked for at once: no answer holds more."""
FILES_PER_WINDOW = 2_000
"""Episodes asked for at once together with their files, which cost the app 1.3 ms each (ARR_API 2.3)."""
FILES_PER_TURN = 10_000
"""The same where a turn should cost one request."""
MARGIN = 1.25
"""How much faster than needed turns go round, since backups are late at times."""
SMALLEST_SHARE = 0.05
"""Share of all files below which a turn waits for the next backup."""
_DAY = 86_400


class Window(NamedTuple):
    """Times to ask for, ``end`` not included."""

    start: str
    end: str


class Turn(NamedTuple):
    """How far the files have been read again, oldest air date first."""

    at: float = 0.0
    """When some were read last (UTC seconds)."""
    until: str = ""
    """The air date up to which this round has come; empty at its start."""


class DueTurn(NamedTuple):
    """What a backup reads again."""

    windows: tuple[Window, ...]
    ends_round: bool
    """Files of episodes without a date are due too."""
    after: Turn
    """The state once they were read."""


def windows(times: Sequence[str], size: int, start: str = FIRST, end: str = LAST) -> list[Window]:
    """Return windows from ``start`` to ``end`` with ``size`` of the sorted ``times`` each, the last fewer.

    Some hold a few less, as equal times stay together; one that a single time fills holds all of that time.
    """
    first, last = bisect_left(times, start), bisect_left(times, end)
    edges = [start]
    while last - first > size:
        fits = bisect_left(times, times[first + size], first)
        first = fits if fits > first else bisect_right(times, times[first])
        if first < last:
            edges.append(_between(times[first - 1], times[first]))
    return [Window(*pair) for pair in pairwise((*edges, end))]


def _between(before: str, after: str) -> str:
    """Return the time midway between two, so that the app counts neither to both sides of it."""
    try:
        first, second = datetime.fromisoformat(before), datetime.fromisoformat(after)
    except ValueError:
        return after
    return f"{first + (second - first) / 2:%Y-%m-%dT%H:%M:%SZ}"


def weekly(first: str, count: int) -> list[str]:
    """Return the times of episodes that are not known yet: one a week from the date ``first`` on."""
    try:
        day = date.fromisoformat(first)
    except ValueError:
        return []
    span = (date.fromisoformat(LAST) - day).days // 7
    weeks = range(max(0, min(count, span)))
    return [f"{day + timedelta(days=7 * number)}T00:00:00Z" for number in weeks]


def plain_windows(times: Sequence[str], turn: Sequence[Window]) -> list[Window]:
    """Return the windows that show what those of a turn do not: all times, or the rest if that is fewer."""
    everything = windows(times, EPISODES_PER_WINDOW)
    if not turn:
        return everything
    gaps = ((FIRST, turn[0].start), (turn[-1].end, LAST))
    around = [
        window
        for start, end in gaps
        if start < end
        for window in windows(times, EPISODES_PER_WINDOW, start, end)
    ]
    return min(around, everything, key=len)


def due_turn(dates: Sequence[str], turn: Turn, now: float, days: int) -> DueTurn | None:
    """Return what to read again so that every file was read within ``days``; None while it is too little.

    ``dates`` are the sorted air dates of the episodes that have a file, ``now`` is in UTC seconds.
    """
    share = (now - turn.at) / (days * _DAY) * MARGIN
    if share < SMALLEST_SHARE or not dates:
        return None
    start = turn.until or FIRST
    begin = bisect_left(dates, start)
    stop = begin + ceil(share * len(dates))
    # The boundary is a date of its own, so that a turn always moves on.
    stop = stop if stop >= len(dates) else max(stop, bisect_right(dates, dates[begin]))
    until = "" if stop >= len(dates) else dates[stop]
    due = windows(dates, FILES_PER_TURN, start, until or LAST)
    return DueTurn(tuple(due), ends_round=not until, after=Turn(now, until))
