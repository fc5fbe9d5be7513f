"""How well an instance does, 0 to 100. Pure.

Made of shares of files and titles, never of mean scores: one file with -35,000 points is one file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arrtui.core.apps import Kind
from arrtui.features.scores.model import HealthPart, Judged, Missing, Profile, ScoreHealth, Verdict

_GRADES = ((90, "A"), (80, "B"), (70, "C"), (60, "D"))


def health(judged: Sequence[Judged], profiles: Mapping[int, Profile], missing: Missing) -> ScoreHealth:
    """Return the health of one instance with its parts; an instance without anything has all points."""
    parts = _parts(judged, profiles, missing)
    exact = sum(part.weight * part.share for part in parts)
    return ScoreHealth(_rounded(exact), grade_of(_rounded(exact)), parts, _next_step(parts, exact, judged))


def grade_of(points: int) -> str:
    """Return the grade of 0 to 100 points: A from 90, B, C and D in steps of ten, F below 60."""
    return next((grade for least, grade in _GRADES if points >= least), "F")


def _parts(
    judged: Sequence[Judged], profiles: Mapping[int, Profile], missing: Missing
) -> tuple[HealthPart, ...]:
    files = len(judged)
    below = sum(one.below_minimum for one in judged)
    upgradable = sum(one.verdict is not Verdict.NO_UPGRADES for one in judged)
    done = sum(one.verdict is Verdict.DONE for one in judged)
    return (
        _part("minimum", "files at or above the minimum", 35, files - below, files),
        _part("done", "upgradable files that are done", 30, done, upgradable),
        _part("present", f"wanted {_titles(judged)} that have a file", 20, missing.present, missing.wanted),
        _part(
            "no-negative", "files without a negative format", 15, files - _spoiled(judged, profiles), files
        ),
    )


def _part(name: str, words: str, weight: int, good: int, of: int) -> HealthPart:
    return HealthPart(name, words, good / of if of else 1.0, weight, good, of)


def _spoiled(judged: Sequence[Judged], profiles: Mapping[int, Profile]) -> int:
    """Count the files that match a format with a negative score in their profile."""
    nothing: frozenset[int] = frozenset()
    negative = {
        number: frozenset(one for one, score in profile.scores.items() if score < 0)
        for number, profile in profiles.items()
    }
    return sum(not negative.get(one.file.profile_id, nothing).isdisjoint(one.file.formats) for one in judged)


def _titles(judged: Sequence[Judged]) -> str:
    """Return what is wanted of an instance; without a file nothing says which app it is."""
    if not judged:
        return "titles"
    return "movies" if judged[0].file.kind is Kind.RADARR else "episodes"


def _next_step(parts: Sequence[HealthPart], exact: float, judged: Sequence[Judged]) -> str:
    part = max(parts, key=_lost)
    if part.good >= part.of:
        return ""
    count = part.of - part.good
    files = "file" if count == 1 else "files"
    titles = _titles(judged) if count != 1 else _titles(judged).removesuffix("s")
    step = {
        "minimum": f"Replace the {count:,} {files} below the minimum",
        "done": f"Upgrade the {count:,} {files} not done yet",
        "present": f"Find the {count:,} wanted {titles} without a file",
        "no-negative": f"Replace the {count:,} {files} with a negative format",
    }[part.name]
    return f"{step}: {_worth(exact, _lost(part))}."


def _lost(part: HealthPart) -> float:
    return part.weight * (1 - part.share)


def _worth(exact: float, lost: float) -> str:
    """Say how many points a step brings, and the grade where it brings another."""
    points = _rounded(lost)
    words = "less than a point" if not points else "1 point" if points == 1 else f"{points} points"
    now, then = grade_of(_rounded(exact)), grade_of(_rounded(exact + lost))
    return f"up to {words} more" + (f", grade {then} instead of {now}" if then != now else "")


def _rounded(points: float) -> int:
    """Return whole points, halves upwards."""
    return int(points + 0.5)
