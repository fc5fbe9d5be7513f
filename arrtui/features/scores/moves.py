"""How many files would change their verdict by other scores or another cutoff, counted only. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from arrtui.features.scores.model import Judged, Profile, Verdict
from arrtui.features.scores.verdict import Ruling, judge_by, ruling_of


class VerdictMoves(NamedTuple):
    """What a change does to files, counted."""

    files: int
    """Of the profiles concerned."""
    rescored: int
    moves: Mapping[tuple[Verdict, Verdict], int]
    """Verdict now and then → files."""


def verdict_moves(
    judged: Iterable[Judged], profiles: Mapping[int, Profile], points: Mapping[int, int]
) -> VerdictMoves:
    """Return what changed profiles do to their files.

    ``profiles`` are as they would be, by id; ``points`` are what files would score more, by their ids.
    """
    rulings: dict[tuple[int, int], Ruling] = {}
    moves: Counter[tuple[Verdict, Verdict]] = Counter()
    files = rescored = 0
    for row in judged:
        file = row.file
        profile = profiles.get(file.profile_id)
        if profile is None:
            continue
        files += 1
        key = (file.profile_id, file.quality_id)
        if key not in rulings:
            rulings[key] = ruling_of(profile, file.quality_id)
        gain = points.get(file.file_id, 0)
        then = judge_by(rulings[key], file, row.score + gain)
        rescored += gain != 0
        if then.verdict is not row.verdict:
            moves[row.verdict, then.verdict] += 1
    return VerdictMoves(files, rescored, moves)
