"""One row of figures for an instance, and for several instances together. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low
from typing import NamedTuple

from arrtui.features.scores.health import grade_of, part_words, points_of
from arrtui.features.scores.model import Analysis, HealthPart, Priority, Verdict


class ScoreSummary(NamedTuple):
    """The counts of one instance, or of several together."""

    instance: str
    """Empty for several together."""
    kind: str
    taken_at: float
    """When the data was stored, UTC seconds; of several the oldest."""
    files: int
    size: int
    """Bytes."""
    points: int
    """Health, 0 to 100."""
    grade: str
    next_step: str
    parts: tuple[HealthPart, ...]
    verdicts: Mapping[Verdict, int]
    """Files of each verdict, all of them in order."""
    below_minimum: int
    only_by_hand: int
    candidates: int
    beyond_reach: int
    """Files short of the wanted score of which no comparable file is better."""
    critical: int
    median: int | None
    """Of all scores; None without files."""
    disagreements: int
    unexplained: int


_SUMS = (
    *("files", "size", "below_minimum"),
    *("only_by_hand", "candidates", "beyond_reach", "critical", "disagreements", "unexplained"),
)


def summarize(analysis: Analysis) -> ScoreSummary:
    """Count the verdicts, flags and candidates of one instance."""
    verdicts = Counter(judged.verdict for judged in analysis.judged)
    scores = [judged.score for judged in analysis.judged]
    return ScoreSummary(
        instance=analysis.instance,
        kind=analysis.library.kind.value,
        taken_at=analysis.library.taken_at,
        files=len(analysis.judged),
        size=sum(judged.file.size for judged in analysis.judged),
        points=analysis.health.points,
        grade=analysis.health.grade,
        next_step=analysis.health.next_step,
        parts=analysis.health.parts,
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        below_minimum=sum(judged.below_minimum for judged in analysis.judged),
        only_by_hand=sum(judged.only_by_hand for judged in analysis.judged),
        candidates=len(analysis.candidates),
        beyond_reach=analysis.beyond_reach,
        critical=sum(candidate.priority is Priority.CRITICAL for candidate in analysis.candidates),
        median=median_low(scores) if scores else None,
        disagreements=analysis.disagreements,
        unexplained=analysis.unexplained,
    )


def summarize_all(analyses: Sequence[Analysis], summaries: Sequence[ScoreSummary]) -> ScoreSummary:
    """Return several instances as one: every file counts the same, wherever it is."""
    parts = joint_parts(summary.parts for summary in summaries)
    points = points_of(parts)
    scores = [judged.score for analysis in analyses for judged in analysis.judged]
    return ScoreSummary(
        instance="",
        kind="",
        taken_at=min((summary.taken_at for summary in summaries), default=0.0),
        points=points,
        grade=grade_of(points) if parts else "",
        next_step=_next_step(parts, summaries),
        parts=parts,
        verdicts={verdict: sum(summary.verdicts[verdict] for summary in summaries) for verdict in Verdict},
        median=median_low(scores) if scores else None,
        **{name: sum(getattr(summary, name) for summary in summaries) for name in _SUMS},
    )


def joint_parts(healths: Iterable[Sequence[HealthPart]]) -> tuple[HealthPart, ...]:
    """Return the parts of several instances' healths together; every file counts the same."""
    joint: list[HealthPart] = []
    for parts in zip(*healths, strict=True):
        first = parts[0]
        good, of = sum(part.good for part in parts), sum(part.of for part in parts)
        kinds = tuple(dict.fromkeys(kind for part in parts for kind in part.kinds))
        share = good / of if of else 1.0
        joint.append(
            HealthPart(first.name, part_words(first.name, kinds), share, first.weight, good, of, kinds)
        )
    return tuple(joint)


def _next_step(parts: Sequence[HealthPart], summaries: Sequence[ScoreSummary]) -> str:
    """Return a sentence on the part that costs most points, and the instance that loses most of it."""
    if not parts:
        return ""
    index = max(range(len(parts)), key=lambda index: parts[index].lost)
    part = parts[index]
    lost = part.of - part.good
    if lost <= 0:
        return ""
    worst = max(summaries, key=lambda summary: summary.parts[index].of - summary.parts[index].good)
    lost_there = worst.parts[index].of - worst.parts[index].good
    if lost_there == lost:
        where = f"{lost:,}, all on {worst.instance}"
    else:
        where = f"{lost:,}, {lost_there:,} of them on {worst.instance}"
    return f"Most points are lost on “{part.words}”: it lacks {where}."
