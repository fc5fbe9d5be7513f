"""The health of an instance, 0 to 100. Pure.

Made of shares of files and titles, never of mean scores: one file with -35,000 points is one file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from arrtui.core.apps import Kind, Noun
from arrtui.core.apps.model import FILE
from arrtui.core.text import name_some, plural
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

_NO_UNIT = Noun("title", "titles")
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
    upgradable = sum(file.verdict.facts.weighed for file in judged)
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
    kinds = (judged[0].file.kind,) if judged else ()
    counts = (
        ("minimum", 35, files - below_minimum, files),
        ("done", 30, upgradable - to_upgrade, upgradable),
        ("present", 20, missing.present, missing.wanted),
        ("no-negative", 15, files - with_negative, files),
    )
    parts = tuple(
        HealthPart(name, part_words(name, kinds), good / of if of else 1.0, weight, good, of, kinds)
        for name, weight, good, of in counts
    )
    points = points_of(parts)
    return ScoreHealth(points, grade_of(points), parts, _next_step(parts))


def part_words(name: str, kinds: Collection[Kind]) -> str:
    """Return what a part of the health of some apps' files counts; without an app nobody knows its nouns."""
    apps = [kind.app for kind in kinds]
    judged = name_some([*dict.fromkeys(app.judged.plural for app in apps)]) or FILE.plural
    units = name_some([*dict.fromkeys(app.unit.plural for app in apps)]) or _NO_UNIT.plural
    have = "all their files" if any(app.judges_children for app in apps) else "a file"
    return {
        "minimum": f"{judged} at or above the minimum",
        "done": f"upgradable {judged} as good as is in reach",
        "present": f"wanted {units} that have {have}",
        "no-negative": f"{judged} without a negative format",
    }[name]


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


def _next_step(parts: Sequence[HealthPart]) -> str:
    """Return the step that brings most points, and the grade where it brings another one."""
    part = max(parts, key=lambda part: part.lost)
    count = part.of - part.good
    if count <= 0:
        return ""
    app = part.kinds[0].app if part.kinds else None
    judged = (app.judged if app else FILE).count(count)
    unit = (app.unit if app else _NO_UNIT).of(count)
    lack = "that lack files" if app and app.judges_children else "without a file"
    step = {
        "minimum": f"Replace the {judged} below the minimum",
        "done": f"Upgrade the {judged} with better releases in reach",
        "present": f"Find the {count:,} wanted {unit} {lack}",
        "no-negative": f"Replace the {judged} with a negative format",
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
