"""The points that each matched format adds to a file's score. Pure.

A file's own list of formats carries no scores; the profile of its title does
(``QualityProfile.CalculateCustomFormatScore``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from arrtui.features.scores.model import Contribution, Profile, ScoredFile


def contributions(
    file: ScoredFile, profile: Profile | None, formats: Mapping[int, str]
) -> tuple[Contribution, ...]:
    """Return what each of a file's formats adds in points, greatest first whatever its sign, then by name.

    ``formats`` names the formats of the file's instance. A format the profile does not know adds nothing.
    """
    scores = {} if profile is None else profile.scores
    rows = [
        Contribution(format_id, name_of(format_id, formats), scores.get(format_id, 0))
        for format_id in file.formats
    ]
    return tuple(sorted(rows, key=lambda row: (-abs(row.score), row.name, row.format_id)))


def name_of(format_id: int, formats: Mapping[int, str]) -> str:
    """Return the name of a format, or words with its id where the instance no longer has it."""
    return formats.get(format_id) or f"format {format_id}"


def unexplained(files: Iterable[ScoredFile], profiles: Mapping[int, Profile]) -> int:
    """Count the files of one instance whose formats do not sum up to the score the app gave them.

    They do not where the app has not counted again since a profile or a format changed. Where the app gave
    no score there is nothing to explain.
    """
    by_profile = {profile_id: defaultdict(int, profile.scores) for profile_id, profile in profiles.items()}
    no_scores = defaultdict[int, int](int)
    count = 0
    for file in files:
        scores = by_profile.get(file.profile_id, no_scores)
        count += file.score is not None and file.score != sum(map(scores.__getitem__, file.formats))
    return count
