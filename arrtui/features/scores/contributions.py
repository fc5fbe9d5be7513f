"""What each matched format adds to a file's score. Pure.

A file's own list of formats carries no scores; the profile of its title does
(``QualityProfile.CalculateCustomFormatScore``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from arrtui.features.scores.model import Contribution, Profile, ScoredFile


def contributions(
    file: ScoredFile, profile: Profile | None, formats: Mapping[int, str]
) -> tuple[Contribution, ...]:
    """Return what each of a file's formats adds in points, greatest first whatever its sign, then by name.

    ``formats`` names the formats of the file's instance. A format the profile does not know adds nothing.
    """
    scores = {} if profile is None else profile.scores
    rows = [Contribution(one, name_of(one, formats), scores.get(one, 0)) for one in file.formats]
    return tuple(sorted(rows, key=lambda row: (-abs(row.score), row.name, row.format_id)))


def name_of(format_id: int, formats: Mapping[int, str]) -> str:
    """Return the name of a format, or words with its id where the instance no longer has it."""
    return formats.get(format_id) or f"format {format_id}"


def explained(file: ScoredFile, profile: Profile | None) -> bool:
    """Return whether the formats of a file sum up to the score the app gave it.

    They do not where the app has not counted again since a profile or a format changed. Where the app gave
    no score there is nothing to explain.
    """
    return file.score is None or _total(file.formats, {} if profile is None else profile.scores) == file.score


def unexplained(files: Iterable[ScoredFile], profiles: Mapping[int, Profile]) -> int:
    """Count the files of one instance whose formats do not sum up to their score."""
    known = {number: defaultdict(int, profile.scores) for number, profile in profiles.items()}
    nothing = defaultdict[int, int](int)
    found = 0
    for file in files:
        scores = known.get(file.profile_id, nothing)
        found += file.score is not None and file.score != sum(map(scores.__getitem__, file.formats))
    return found


def _total(formats: Sequence[int], scores: Mapping[int, int]) -> int:
    return sum(scores.get(one, 0) for one in formats)
