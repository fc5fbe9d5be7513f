"""The health of an instance, 0 to 100. Pure.

Made of shares of files and titles, never of mean scores: one file with -35,000 points is one file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arrtui.core.text import plural
from arrtui.features.scores.model import (
    Candidate,
    HealthPart,
    Judged,
    Missing,
    Priority,
    Profile,
    ScoreHealth,
    Verdict,
)

_GRADES = ((90, "A"), (80, "B"), (70, "C"), (60, "D"))


def health(
    judged: Sequence[Judged],
    candidates: Sequence[Candidate],
    profiles: Mapping[int, Profile],
    missing: Missing,
) -> ScoreHealth:
    """Return the health of one instance with its parts; an instance without anything has all points.

    ``candidates`` are those of the ``judged`` files. A file whose quality is met counts as done when it has
    the wanted score or little less than comparable files reach (:class:`ScoreRules`).
    """
    files = len(judged)
    below_minimum = sum(file.below_minimum for file in judged)
    upgradable = sum(file.verdict is not Verdict.NO_UPGRADES for file in judged)
    to_upgrade = sum(_lacks_something_in_reach(candidate) for candidate in candidates)
    negative = {
        profile_id: frozenset(format_id for format_id, score in profile.scores.items() if score < 0)
        for profile_id, profile in profiles.items()
    }
    no_formats: frozenset[int] = frozenset()
    with_negative = sum(
        not negative.get(row.file.profile_id, no_formats).isdisjoint(row.file.formats) for row in judged
    )
    # Without a file nothing says which app it is.
    noun = judged[0].file.kind.app.unit.singular if judged else "title"
    counts = (
        ("minimum", "files at or above the minimum", 35, files - below_minimum, files),
        ("done", "upgradable files as good as is in reach", 30, upgradable - to_upgrade, upgradable),
        ("present", f"wanted {noun}s that have a file", 20, missing.present, missing.wanted),
        ("no-negative", "files without a negative format", 15, files - with_negative, files),
    )
    parts = tuple(
        HealthPart(name, words, good / of if of else 1.0, weight, good, of)
        for name, words, weight, good, of in counts
    )
    points = points_of(parts)
    return ScoreHealth(points, grade_of(points), parts, _next_step(parts, noun))


def _lacks_something_in_reach(candidate: Candidate) -> bool:
    """Return whether an upgrade of the file that is worth a search is within reach."""
    verdict = candidate.judged.verdict
    return verdict is Verdict.QUALITY or (
        verdict is Verdict.FORMAT and candidate.priority is not Priority.LOW
    )


def points_of(parts: Sequence[HealthPart]) -> int:
    """Return the points of all parts together, 0 to 100."""
    return _rounded(_exact_points(parts))


def grade_of(points: int) -> str:
    """Return the grade of 0 to 100 points: A from 90, B, C and D in steps of ten, F below 60."""
    return next((grade for least, grade in _GRADES if points >= least), "F")


def _next_step(parts: Sequence[HealthPart], title_noun: str) -> str:
    """Return the step that brings most points, and the grade where it brings another one."""
    part = max(parts, key=lambda part: part.lost)
    count = part.of - part.good
    if count <= 0:
        return ""
    step = {
        "minimum": f"Replace the {plural(count, 'file')} below the minimum",
        "done": f"Upgrade the {plural(count, 'file')} with better releases in reach",
        "present": f"Find the {count:,} wanted {title_noun}{'' if count == 1 else 's'} without a file",
        "no-negative": f"Replace the {plural(count, 'file')} with a negative format",
    }[part.name]
    gain = _rounded(part.lost)
    worth = plural(gain, "point") if gain else "less than a point"
    exact = _exact_points(parts)
    now, then = grade_of(_rounded(exact)), grade_of(_rounded(exact + part.lost))
    grade = f", grade {then} instead of {now}" if then != now else ""
    return f"{step}: up to {worth} more{grade}."


def _exact_points(parts: Sequence[HealthPart]) -> float:
    return sum(part.weight * part.share for part in parts)


def _rounded(points: float) -> int:
    """Return whole points, halves upwards."""
    return int(points + 0.5)
