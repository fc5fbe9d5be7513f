"""Whether a file is better or worse than the one it replaced, by the settings of that time."""

from __future__ import annotations

from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.model import FileLife
from arrtui.features.loops.watch import Replaced


class ReplacementJudge:
    """Compares files with those they replaced, by quality first and then by score, as the apps do.

    Where formats or scores were changed between the two imports, the older file counts with those of the
    later one, by the matcher.
    """

    def __init__(self, book: ScoreBook) -> None:
        self._book = book
        self._known: dict[int, Replaced] = {}

    def __call__(self, life: FileLife) -> Replaced:
        """Return what a file is against the one it replaced, which must be known."""
        known = self._known.get(id(life))
        if known is None:
            known = self._known[id(life)] = self._compare(life)
        return known

    def _compare(self, life: FileLife) -> Replaced:
        old = life.replaced
        if old is None:
            return Replaced.UNKNOWN
        new_place, old_place = (self._book.place(life.row, file.row.quality_id) for file in (life, old))
        if new_place is None or old_place is None:
            return Replaced.UNKNOWN
        if new_place != old_place:
            return Replaced.BETTER if new_place > old_place else Replaced.WORSE
        new_score, old_score = self._book.after(life).score, self._book.before(old, life.row).score
        if new_score is None or old_score is None:
            return Replaced.UNKNOWN
        if new_score == old_score:
            return Replaced.EQUAL
        return Replaced.BETTER if new_score > old_score else Replaced.WORSE
