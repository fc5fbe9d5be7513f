"""How an instance's scores stand on the day of a backup, for the trends."""

from __future__ import annotations

from datetime import UTC, datetime

from arrtui.core.config import Config
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.load import load_library
from arrtui.features.scores.model import Analysis, Day, Verdict
from arrtui.features.scores.samples import days_of
from arrtui.runtime.scores.use_cases import rules_of


def day_of_instance(config: Config, name: str, now: float) -> Day | None:
    """Return the figures of the day, None without files; runs inside ``Database.reading()``."""
    instance = config.instance(name)
    analysis = analyse(load_library(name, instance.kind), rules_of(config))
    return day_of(analysis, now) if analysis.judged else None


def day_is_noted(name: str, now: float) -> bool:
    """Tell whether the figures of the day are known; runs inside ``Database.reading()``."""
    return bool(days_of(name, _date(now)))


def _date(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()


def day_of(analysis: Analysis, now: float) -> Day:
    """Return an analysis as the figures of a day. Pure."""
    judged = analysis.judged
    scores = sorted(one.score for one in judged)
    number = len(judged) or 1
    return Day(
        date=_date(now),
        files=len(judged),
        median=scores[len(scores) // 2] if scores else 0,
        health=analysis.health.points,
        done=sum(one.verdict is Verdict.DONE for one in judged) / number,
        below_minimum=sum(one.below_minimum for one in judged) / number,
        size=sum(one.file.size for one in judged),
    )
