"""What each custom format does in each profile: how often it matches, what it adds and comes with. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from arrtui.features.scores.model import FormatRow, Judged, Profile, ScoreLibrary
from arrtui.features.scores.verdict import group_of

HIGH_WEIGHT = 0.10
"""From this part of its profile's points on, a format is rated high."""
MEDIUM_WEIGHT = 0.02
"""From this part on, medium."""
RATINGS = ("high", "medium", "low", "negative", "unscored", "dead")
"""In the order of the rows."""
_TELLING = 50
"""Points of lift, either way, from which advice mentions it."""


class _Alike(NamedTuple):
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
    for profile, alike in _by_profile(judged, library.profiles):
        uses = sorted(_uses(profile, alike, library.formats), key=_order)
        files = sum(one.files for one in alike)
        rows += [_row(profile, use, files) for use in uses]
    return tuple(rows)


# --- counting --------------------------------------------------------------------------------------------


def _by_profile(
    judged: Iterable[Judged], profiles: Mapping[int, Profile]
) -> list[tuple[Profile, list[_Alike]]]:
    """Return each known profile with its files, gathered where their formats are the same."""
    sums: dict[tuple[int, int, tuple[int, ...]], list[int]] = {}
    for one in judged:
        file = one.file
        key = (file.profile_id, file.quality_id, file.formats)
        known = sums.get(key)
        if known is None:
            sums[key] = [1, one.score]
        else:
            known[0] += 1
            known[1] += one.score
    found: dict[int, list[_Alike]] = {}
    for (number, quality, formats), (files, points) in sums.items():
        if number in profiles:
            place = group_of(profiles[number], quality)
            found.setdefault(number, []).append(_Alike(place, tuple(set(formats)), files, points))
    pairs = [(profiles[number], alike) for number, alike in found.items()]
    return sorted(pairs, key=lambda pair: (-sum(one.files for one in pair[1]), pair[0].name, pair[0].id))


def _uses(profile: Profile, alike: Sequence[_Alike], names: Mapping[int, str]) -> Iterator[_Use]:
    """Yield every format that the profile scores or a file of it matches."""
    counts = _counts(alike)
    scored = {number for number, score in profile.scores.items() if score}
    earned = {
        number: counts.get(number, 0) * profile.scores.get(number, 0) for number in scored | set(counts)
    }
    gained = sum(points for points in earned.values() if points > 0)
    lost = sum(points for points in earned.values() if points < 0)
    files = sum(one.files for one in alike)
    lifts = _lifts(profile, alike)
    for number, points in earned.items():
        whole = gained if points > 0 else lost
        yield _Use(
            number,
            names.get(number, f"format {number}"),
            profile.scores.get(number, 0),
            counts.get(number, 0),
            counts.get(number, 0) / files,
            points / whole if points else 0.0,
            lifts.get(number),
        )


def _counts(alike: Iterable[_Alike]) -> dict[int, int]:
    """Return how many files match each format."""
    found: dict[int, int] = {}
    for one in alike:
        for number in one.formats:
            found[number] = found.get(number, 0) + one.files
    return found


def _lifts(profile: Profile, alike: Iterable[_Alike]) -> dict[int, float]:
    """Return the lift of each format that some place has files both with and without.

    The difference of the means of each such place counts by its files with the format, so that what a format
    goes along with is not mistaken for what a quality does.
    """
    places: dict[int, list[_Alike]] = {}
    for one in alike:
        places.setdefault(one.place, []).append(one)
    sums: dict[int, tuple[float, int]] = {}
    for group in places.values():
        for number, (difference, files) in _differences(profile, group).items():
            before, counted = sums.get(number, (0.0, 0))
            sums[number] = (before + difference * files, counted + files)
    return {number: total / files for number, (total, files) in sums.items()}


def _differences(profile: Profile, group: Sequence[_Alike]) -> dict[int, tuple[float, int]]:
    """Return, within one place, the difference each format goes along with and the files that match it."""
    files, points = sum(one.files for one in group), sum(one.points for one in group)
    matched: dict[int, tuple[int, int]] = {}
    for one in group:
        for number in one.formats:
            known, reached = matched.get(number, (0, 0))
            matched[number] = (known + one.files, reached + one.points)
    return {
        number: (reached / use - profile.scores.get(number, 0) - (points - reached) / (files - use), use)
        for number, (use, reached) in matched.items()
        if use < files
    }


# --- rating ----------------------------------------------------------------------------------------------


def _row(profile: Profile, use: _Use, files: int) -> FormatRow:
    return FormatRow(profile.instance, profile.name, *use, rating=_rating(use), advice=_advice(use, files))


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
    many = "1 file" if use.uses == 1 else f"{use.uses:,} files"
    if not use.score:
        verb = "matches" if use.uses == 1 else "match"
        return f"{many} {verb} it without an effect: score it if that should count{_lift_words(use)}."
    if not use.uses:
        return _dead_advice(use, files)
    if use.score < 0:
        what = "costs 1 file" if use.uses == 1 else f"costs each of {many}"
        return f"It {what} {-use.score:,} points: a file without it is better{_lift_words(use)}."
    part = f"{use.weight:.0%}" if use.weight >= 0.005 else "less than 1%"
    advice = {
        "high": "a change of its score moves the profile",
        "medium": "a change of its score is felt",
        "low": "it decides only between files that are otherwise alike",
    }[_rating(use)]
    return f"It brings {part} of all points, on {many}: {advice}{_lift_words(use)}."


def _dead_advice(use: _Use, files: int) -> str:
    none = "The only file does not match it" if files == 1 else f"None of the {files:,} files matches it"
    if use.score < 0:
        return f"{none}: what it warns of stays out."
    return f"{none}: check its conditions if there should be some."


def _lift_words(use: _Use) -> str:
    """Say what files with the format have besides, where that is much."""
    if use.lift is None or abs(use.lift) < _TELLING:
        return ""
    word = "more" if use.lift > 0 else "less"
    return f"; apart from it, files with it score {abs(use.lift):,.0f} {word} than others of their quality"
