"""Which quality profile a title had at a time: it may have got another one since. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

from arrtui.core.domain import Item
from arrtui.db.setting_changes import ProfileMove


class TitleProfiles:
    """The profiles of an instance's titles over time."""

    def __init__(self, items: Mapping[int, Item], moves: Iterable[ProfileMove] = ()) -> None:
        """``items`` are the titles as they are stored now."""
        self._items = items
        self._moves: dict[int, list[ProfileMove]] = defaultdict(list)
        for move in sorted(moves, key=lambda move: move.at):
            self._moves[move.item_id].append(move)

    def profile_at(self, item_id: int, at: float) -> int:
        """Return the id of a title's profile at a time (UTC seconds); 0 where the title is not stored.

        Before a move it is the one that the move left.
        """
        if known := self._moves.get(item_id):
            place = bisect_right(known, at, key=lambda move: move.at)
            if place < len(known):
                return known[place].before
        item = self._items.get(item_id)
        return 0 if item is None else item.profile_id
