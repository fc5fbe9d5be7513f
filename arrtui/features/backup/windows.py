"""Which dates of the calendar to ask for at once, and whose files are due to be read again. Pure.

Dates are the first ten characters of the app's own (``2026-11-28``, UTC) and compare as texts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple

FIRST, LAST = "1800-01-01", "2200-01-01"
"""No episode airs before the one or after the other."""
EPISODES_PER_WINDOW = 19_900
"""Episodes asked for at once; as windows are cut between dates, some hold a few more, and none 20,000."""
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
    """Dates to ask for, ``end`` not included."""

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


def windows(dates: Sequence[str], size: int, start: str = FIRST, end: str = LAST) -> list[Window]:
    """Return windows from ``start`` to ``end`` that hold about ``size`` of the sorted ``dates`` each.

    They are of equal length; one that a single date fills holds all of that date.
    """
    first, last = bisect_left(dates, start), bisect_left(dates, end)
    count = max(1, ceil((last - first) / size))
    cuts = [dates[first + (last - first) * number // count] for number in range(1, count)]
    edges = [start, *sorted({cut for cut in cuts if start < cut < end}), end]
    return [Window(*pair) for pair in pairwise(edges)]


def weekly(first: str, count: int) -> list[str]:
    """Return the dates of episodes that are not known yet: one a week from ``first`` on."""
    try:
        day = date.fromisoformat(first)
    except ValueError:
        return []
    span = (date.fromisoformat(LAST) - day).days // 7
    return [(day + timedelta(days=7 * number)).isoformat() for number in range(max(0, min(count, span)))]


def plain_windows(dates: Sequence[str], turn: Sequence[Window]) -> list[Window]:
    """Return the windows that show what those of a turn do not: all dates, or the rest if that is fewer."""
    everything = windows(dates, EPISODES_PER_WINDOW)
    if not turn:
        return everything
    gaps = ((FIRST, turn[0].start), (turn[-1].end, LAST))
    around = [
        window
        for start, end in gaps
        if start < end
        for window in windows(dates, EPISODES_PER_WINDOW, start, end)
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
