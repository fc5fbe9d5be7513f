"""The figures of an instance's scores on the day of a backup, for the trends."""

from __future__ import annotations

from datetime import UTC, datetime

from arrtui.core.config import Config
from arrtui.db.scores import Day, stored_days
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.load import load_library
from arrtui.features.scores.model import Analysis, Verdict
from arrtui.runtime.scores.use_cases import rules_of


def day_of_instance(config: Config, name: str, now: float) -> Day | None:
    """Return the figures of an instance on the day of ``now`` (UTC seconds), None without files.

    Runs inside ``Database.reading()``.
    """
    analysis = analyse(load_library(name, config.instance(name).kind), rules_of(config))
    return day_of(analysis, now) if analysis.judged else None


def day_is_stored(name: str, now: float) -> bool:
    """Return whether the figures of the day are stored; runs inside ``Database.reading()``."""
    return bool(stored_days(name, _date(now)))


def _date(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()


def day_of(analysis: Analysis, now: float) -> Day:
    """Return an analysis as the figures of a day. Pure."""
    judged = analysis.judged
    scores = sorted(file.score for file in judged)
    divisor = len(judged) or 1
    return Day(
        date=_date(now),
        files=len(judged),
        median=scores[len(scores) // 2] if scores else 0,
        health=analysis.health.points,
        done=sum(file.verdict is Verdict.DONE for file in judged) / divisor,
        below_minimum=sum(file.below_minimum for file in judged) / divisor,
        size=sum(file.file.size for file in judged),
    )
