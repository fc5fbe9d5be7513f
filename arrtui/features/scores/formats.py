"""The effect of each custom format in each profile: matches, points and what it goes along with. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.apps import Noun
from arrtui.features.scores.contributions import name_of
from arrtui.features.scores.model import FormatRow, Judged, Profile, ScoreLibrary
from arrtui.features.scores.verdict import index_of

HIGH_WEIGHT = 0.10
"""From this part of its profile's points on, a format is rated high."""
MEDIUM_WEIGHT = 0.02
"""From this part on, medium."""
RATINGS = ("high", "medium", "low", "negative", "unscored", "dead")
"""In the order of the rows."""
_NOTABLE_LIFT = 50
"""Points of lift, either way, from which advice mentions it."""


class _FileGroup(NamedTuple):
    """Files of one profile that have their quality's place and their formats in common."""

    place: int
    formats: tuple[int, ...]
    files: int
    points: int
    """The sum of their scores."""


def format_rows(judged: Sequence[Judged], library: ScoreLibrary) -> tuple[FormatRow, ...]:
    """Return the formats of each profile that has files: those it scores, and those its files match.

    The profile with the most files comes first; within it the highest rating, then the greatest weight.
    """
    rows: list[FormatRow] = []
    for profile, groups in _by_profile(judged, library.profiles):
        files = sum(group.files for group in groups)
        uses = sorted(_uses(profile, groups, library.formats), key=_order)
        rows += [row._replace(advice=_advice(row, files, library.kind.app.judged)) for row in uses]
    return tuple(rows)


# --- counting --------------------------------------------------------------------------------------------


def _by_profile(
    judged: Iterable[Judged], profiles: Mapping[int, Profile]
) -> list[tuple[Profile, list[_FileGroup]]]:
    """Return each known profile with its files, grouped where their formats are the same."""
    sums: dict[tuple[int, int, tuple[int, ...]], list[int]] = {}
    for judged_file in judged:
        file = judged_file.file
        key = (file.profile_id, file.quality_id, file.formats)
        counts = sums.get(key)
        if counts is None:
            sums[key] = [1, judged_file.score]
        else:
            counts[0] += 1
            counts[1] += judged_file.score
    by_profile: dict[int, list[_FileGroup]] = {}
    for (profile_id, quality_id, formats), (files, points) in sums.items():
        if profile_id in profiles:
            place = index_of(profiles[profile_id], quality_id)
            group = _FileGroup(place, tuple(set(formats)), files, points)
            by_profile.setdefault(profile_id, []).append(group)
    pairs = [(profiles[profile_id], groups) for profile_id, groups in by_profile.items()]
    return sorted(pairs, key=lambda pair: (-sum(group.files for group in pair[1]), pair[0].name, pair[0].id))


def _uses(profile: Profile, groups: Sequence[_FileGroup], names: Mapping[int, str]) -> Iterator[FormatRow]:
    """Yield every format that the profile scores or a file of it matches, without advice."""
    counts: Counter[int] = Counter()
    for group in groups:
        for format_id in group.formats:
            counts[format_id] += group.files
    scored = {format_id for format_id, score in profile.scores.items() if score}
    earned = {
        format_id: counts[format_id] * profile.scores.get(format_id, 0) for format_id in scored | set(counts)
    }
    gained = sum(points for points in earned.values() if points > 0)
    lost = sum(points for points in earned.values() if points < 0)
    files = sum(group.files for group in groups)
    lifts = _lifts(profile, groups)
    for format_id, points in earned.items():
        score, whole = profile.scores.get(format_id, 0), gained if points > 0 else lost
        weight = points / whole if points else 0.0
        yield FormatRow(
            instance=profile.instance,
            profile=profile.name,
            format_id=format_id,
            name=name_of(format_id, names),
            score=score,
            uses=counts[format_id],
            share=counts[format_id] / files,
            weight=weight,
            lift=lifts.get(format_id),
            rating=_rating(score, counts[format_id], weight),
            advice="",
        )


def _lifts(profile: Profile, groups: Iterable[_FileGroup]) -> dict[int, float]:
    """Return the lift of each format that some place has files both with and without.

    The difference of the means of each such place is weighted by its files with the format, so that what a
    format goes along with is not mistaken for what a quality does.
    """
    places: dict[int, list[_FileGroup]] = {}
    for group in groups:
        places.setdefault(group.place, []).append(group)
    sums: dict[int, tuple[float, int]] = {}
    for groups_of_place in places.values():
        files = sum(group.files for group in groups_of_place)
        points = sum(group.points for group in groups_of_place)
        matched: dict[int, tuple[int, int]] = {}
        for group in groups_of_place:
            for format_id in group.formats:
                uses, reached = matched.get(format_id, (0, 0))
                matched[format_id] = (uses + group.files, reached + group.points)
        for format_id, (uses, reached) in matched.items():
            if uses < files:
                mean_without = (points - reached) / (files - uses)
                difference = reached / uses - profile.scores.get(format_id, 0) - mean_without
                weighted, counted = sums.get(format_id, (0.0, 0))
                sums[format_id] = (weighted + difference * uses, counted + uses)
    return {format_id: weighted / files for format_id, (weighted, files) in sums.items()}


# --- rating ----------------------------------------------------------------------------------------------


def _order(row: FormatRow) -> tuple[int, float, int, int, str]:
    return RATINGS.index(row.rating), -row.weight, -row.uses, -abs(row.score), row.name.casefold()


def _rating(score: int, uses: int, weight: float) -> str:
    if not score:
        return "unscored"
    if not uses:
        return "dead"
    if score < 0:
        return "negative"
    if weight >= HIGH_WEIGHT:
        return "high"
    return "medium" if weight >= MEDIUM_WEIGHT else "low"


def _advice(row: FormatRow, files: int, noun: Noun) -> str:
    """Return what a format's numbers come to, as one sentence."""
    files_text = noun.count(row.uses)
    if not row.score:
        verb = "matches" if row.uses == 1 else "match"
        return f"{files_text} {verb} it without an effect: score it if that should count{_lift_words(row)}."
    if not row.uses:
        none = (
            f"None of the {files:,} {noun.plural} matches it"
            if files > 1
            else f"The only {noun.singular} does not match it"
        )
        dead = (
            "what it warns of stays out" if row.score < 0 else "check its conditions if there should be some"
        )
        return f"{none}: {dead}."
    if row.score < 0:
        what = f"costs 1 {noun.singular}" if row.uses == 1 else f"costs each of {files_text}"
        return f"It {what} {-row.score:,} points: a {noun.singular} without it is better{_lift_words(row)}."
    part = f"{row.weight:.0%}" if row.weight >= 0.005 else "less than 1%"
    advice = {
        "high": "a change of its score moves the profile",
        "medium": "a change of its score is felt",
        "low": "it decides only between files that are otherwise alike",
    }[row.rating]
    return f"It brings {part} of all points, on {files_text}: {advice}{_lift_words(row)}."


def _lift_words(row: FormatRow) -> str:
    """Return how files with the format score apart from it, where the difference is notable."""
    if row.lift is None or abs(row.lift) < _NOTABLE_LIFT:
        return ""
    word = "more" if row.lift > 0 else "less"
    return f"; apart from it, files with it score {abs(row.lift):,.0f} {word} than others of their quality"
