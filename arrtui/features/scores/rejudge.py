"""Judge files again under a changed profile or with other matched formats. Pure."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from arrtui.core.verdicts import shown_verdicts
from arrtui.features.scores.model import Judged, Profile, Verdict
from arrtui.features.scores.verdict import Ruling, judge_by, ruling_of


class FormatMove(NamedTuple):
    """The formats that a file would match besides those it matches now, and would match no more."""

    gained: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()


NO_MOVE = FormatMove()
"""The formats of a file stay."""


def verdict_counts(now: Counter[Verdict], then: Counter[Verdict]) -> tuple[tuple[Verdict, int, int], ...]:
    """Return each verdict with its files now and then; a rare one only where there are such."""
    shown = shown_verdicts({*(+now), *(+then)})
    return tuple((verdict, now[verdict], then[verdict]) for verdict in shown)


class ProfileJudge:
    """Judges files of one profile again after a change; each quality is looked up once.

    A file's score moves by what its formats move, so that whatever else the app counts stays.
    """

    def __init__(self, before: Profile, after: Profile) -> None:
        """Compare two states of a profile; a format that ``after`` does not score counts as 0."""
        format_ids = before.scores.keys() | after.scores.keys()
        moves = {
            format_id: after.scores.get(format_id, 0) - before.scores.get(format_id, 0)
            for format_id in format_ids
        }
        self._profiles = before, after
        self._moves = {format_id: move for format_id, move in moves.items() if move}
        self._moving = frozenset(self._moves)
        self._rulings: dict[int, tuple[Ruling, bool]] = {}
        """By quality id: the new ruling, and whether it differs from the one before."""

    def rejudge(self, judged: Judged, move: FormatMove = NO_MOVE) -> Judged:
        """Return a file under the changed profile, itself where nothing changes."""
        file = judged.file
        moving = self._moving.intersection(file.formats)
        if file.quality_id not in self._rulings:
            before, after = (ruling_of(profile, file.quality_id) for profile in self._profiles)
            self._rulings[file.quality_id] = after, after != before
        ruling, ruling_changed = self._rulings[file.quality_id]
        if not moving and not ruling_changed and move is NO_MOVE:
            return judged
        score = judged.score + sum(map(self._moves.__getitem__, moving))
        if move is not NO_MOVE:
            scores = self._profiles[1].scores
            score += sum(scores.get(number, 0) for number in move.gained)
            score -= sum(scores.get(number, 0) for number in move.lost)
        rejudged = judge_by(ruling, file, score)
        return judged if rejudged == judged else rejudged
