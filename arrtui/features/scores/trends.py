"""What happened to scores over time, week by week. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from arrtui.features.scores.model import Sample, ScoreEvent, Week


def weeks(samples: Iterable[Sample], first: str, last: str) -> tuple[Week, ...]:
    """Return what happened in each week from the one of ``first`` to the one of ``last`` (ISO dates, UTC).

    Weeks begin on Monday; those in which nothing happened are there too. What was seen first when nothing
    was known before counts as nothing, nor does a file that replaced one of the same score.
    """
    counts: dict[date, Counter[ScoreEvent]] = {}
    for sample in samples:
        moment = datetime.fromtimestamp(sample.at, UTC).date()
        counts.setdefault(_monday(moment), Counter())[sample.event] += 1
    mondays = _mondays(_monday(date.fromisoformat(first)), _monday(date.fromisoformat(last)))
    return tuple(_week(monday, counts.get(monday, Counter())) for monday in mondays)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(weeks=1)


def _week(monday: date, events: Counter[ScoreEvent]) -> Week:
    return Week(
        start=monday.isoformat(),
        upgraded=events[ScoreEvent.UPGRADED],
        downgraded=events[ScoreEvent.DOWNGRADED],
        rescored=events[ScoreEvent.RESCORED],
        new=events[ScoreEvent.NEW],
        removed=events[ScoreEvent.REMOVED],
    )


def time_since_last_improvement(samples: Iterable[Sample], now: float) -> float | None:
    """Return the seconds since a file was last replaced by one of a higher score, None for never.

    A clock that was set back gives 0.
    """
    last = max((one.at for one in samples if one.event is ScoreEvent.UPGRADED), default=None)
    return None if last is None else max(0.0, now - last)
