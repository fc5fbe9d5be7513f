"""What each custom format does in each profile: how often it matches, what it adds and comes with. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.text import plural
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


class _Use(NamedTuple):
    """A format in a profile, before it is rated."""

    format_id: int
    name: str
    score: int
    uses: int
    share: float
    weight: float
    lift: float | None


def format_rows(judged: Sequence[Judged], library: ScoreLibrary) -> tuple[FormatRow, ...]:
    """Return the formats of each profile that has files: those it scores, and those its files match.

    The profile with the most files comes first; within it the highest rating, then the greatest weight.
    """
    rows: list[FormatRow] = []
    for profile, groups in _by_profile(judged, library.profiles):
        files = sum(group.files for group in groups)
        rows += [
            FormatRow(profile.instance, profile.name, *use, rating=_rating(use), advice=_advice(use, files))
            for use in sorted(_uses(profile, groups, library.formats), key=_order)
        ]
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


def _uses(profile: Profile, groups: Sequence[_FileGroup], names: Mapping[int, str]) -> Iterator[_Use]:
    """Yield every format that the profile scores or a file of it matches."""
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
        whole = gained if points > 0 else lost
        yield _Use(
            format_id,
            name_of(format_id, names),
            profile.scores.get(format_id, 0),
            counts[format_id],
            counts[format_id] / files,
            points / whole if points else 0.0,
            lifts.get(format_id),
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
        for format_id, (difference, files) in _differences(profile, groups_of_place).items():
            weighted, counted = sums.get(format_id, (0.0, 0))
            sums[format_id] = (weighted + difference * files, counted + files)
    return {format_id: weighted / files for format_id, (weighted, files) in sums.items()}


def _differences(profile: Profile, groups: Sequence[_FileGroup]) -> dict[int, tuple[float, int]]:
    """Return, within one place, the difference each format goes along with and the files that match it."""
    files, points = sum(group.files for group in groups), sum(group.points for group in groups)
    matched: dict[int, tuple[int, int]] = {}
    for group in groups:
        for format_id in group.formats:
            with_format, reached = matched.get(format_id, (0, 0))
            matched[format_id] = (with_format + group.files, reached + group.points)
    return {
        format_id: (
            reached / use - profile.scores.get(format_id, 0) - (points - reached) / (files - use),
            use,
        )
        for format_id, (use, reached) in matched.items()
        if use < files
    }


# --- rating ----------------------------------------------------------------------------------------------


def _order(use: _Use) -> tuple[int, float, int, int, str]:
    return RATINGS.index(_rating(use)), -use.weight, -use.uses, -abs(use.score), use.name.casefold()


def _rating(use: _Use) -> str:
    if not use.score:
        return "unscored"
    if not use.uses:
        return "dead"
    if use.score < 0:
        return "negative"
    if use.weight >= HIGH_WEIGHT:
        return "high"
    return "medium" if use.weight >= MEDIUM_WEIGHT else "low"


def _advice(use: _Use, files: int) -> str:
    """Return what a format's numbers come to, as one sentence."""
    files_text = plural(use.uses, "file")
    if not use.score:
        verb = "matches" if use.uses == 1 else "match"
        return f"{files_text} {verb} it without an effect: score it if that should count{_lift_words(use)}."
    if not use.uses:
        none = "The only file does not match it" if files == 1 else f"None of the {files:,} files matches it"
        dead = (
            "what it warns of stays out" if use.score < 0 else "check its conditions if there should be some"
        )
        return f"{none}: {dead}."
    if use.score < 0:
        what = "costs 1 file" if use.uses == 1 else f"costs each of {files_text}"
        return f"It {what} {-use.score:,} points: a file without it is better{_lift_words(use)}."
    part = f"{use.weight:.0%}" if use.weight >= 0.005 else "less than 1%"
    advice = {
        "high": "a change of its score moves the profile",
        "medium": "a change of its score is felt",
        "low": "it decides only between files that are otherwise alike",
    }[_rating(use)]
    return f"It brings {part} of all points, on {files_text}: {advice}{_lift_words(use)}."


def _lift_words(use: _Use) -> str:
    """Say what files with the format have besides, where that is much."""
    if use.lift is None or abs(use.lift) < _NOTABLE_LIFT:
        return ""
    word = "more" if use.lift > 0 else "less"
    return f"; apart from it, files with it score {abs(use.lift):,.0f} {word} than others of their quality"
