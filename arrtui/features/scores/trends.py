"""Score events counted by week. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from arrtui.db.scores import Sample, ScoreEvent
from arrtui.features.scores.model import Week


def weeks(samples: Iterable[Sample], first: str, last: str) -> tuple[Week, ...]:
    """Return what happened in each week from the one of ``first`` to the one of ``last`` (ISO dates, UTC).

    Weeks begin on Monday; those in which nothing happened are there too. What was seen first when nothing
    was known before counts as nothing, nor does a file that replaced one of the same score.
    """
    counts: dict[date, Counter[ScoreEvent]] = {}
    for sample in samples:
        day = datetime.fromtimestamp(sample.at, UTC).date()
        counts.setdefault(_monday(day), Counter())[sample.event] += 1
    rows = []
    monday, last_monday = _monday(date.fromisoformat(first)), _monday(date.fromisoformat(last))
    while monday <= last_monday:
        events = counts.get(monday, Counter())
        rows.append(
            Week(
                start=monday.isoformat(),
                upgraded=events[ScoreEvent.UPGRADED],
                downgraded=events[ScoreEvent.DOWNGRADED],
                rescored=events[ScoreEvent.RESCORED],
                new=events[ScoreEvent.NEW],
                removed=events[ScoreEvent.REMOVED],
            )
        )
        monday += timedelta(weeks=1)
    return tuple(rows)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
