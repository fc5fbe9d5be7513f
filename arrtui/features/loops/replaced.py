"""Whether a file is better or worse than the one it replaced, by the settings of that time."""

from __future__ import annotations

from arrtui.core.text import parse_iso
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.model import FileLife, Known
from arrtui.features.loops.settings import SettingsState
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
        state = self._book.settings.state_at(parse_iso(life.row.date) or 0.0)
        places = [self._place(state, life, file.row.quality_id) for file in (life, old)]
        new_place, old_place = places
        if new_place is None or old_place is None:
            return Replaced.UNKNOWN
        if new_place != old_place:
            return Replaced.BETTER if new_place > old_place else Replaced.WORSE
        new_score, old_score = self._book.after(life).score, self._old_score(old, life).score
        if new_score is None or old_score is None:
            return Replaced.UNKNOWN
        if new_score == old_score:
            return Replaced.EQUAL
        return Replaced.BETTER if new_score > old_score else Replaced.WORSE

    def _place(self, state: SettingsState, life: FileLife, quality_id: int) -> int | None:
        item = self._book.items.get(life.row.item_id)
        profile = None if item is None else state.profiles.get(item.profile_id)
        places = () if profile is None else profile.places
        return next((rank for rank, place in enumerate(places) if quality_id in place.ids), None)

    def _old_score(self, old: FileLife, new: FileLife) -> Known:
        """Return the score of a file by the settings under which another one replaced it."""
        book = self._book
        dates = [parse_iso(life.row.date) or 0.0 for life in (old, new)]
        if book.settings.index_at(dates[0]) == book.settings.index_at(dates[1]):
            return book.after(old)
        if not old.path or book.computed_after(old).score is None:
            return Known(None, why="what the older file scored under the new settings is in no row")
        return book.score_of(old.row._replace(date=new.row.date), book.renamed_facts(old, old.path_now))
