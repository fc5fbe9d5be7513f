"""The cursor of a table, which stays on its row while rows come, go and change places."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.tui.kit.table.rows import RowModel


@dataclass(frozen=True)
class ViewPosition:
    """Where the cursor and the viewport stood before the rows shown changed."""

    keys: Sequence[Hashable]
    view: Sequence[int]
    cursor: int
    scroll: int

    def key(self, place: int) -> Hashable | None:
        """Return the key of the row that was at a place; None outside of the rows shown."""
        return self.keys[self.view[place]] if 0 <= place < len(self.view) else None

    def neighbours(self) -> Iterable[Hashable]:
        """Yield the keys of the rows after the cursor, then of those before it, nearest first."""
        after = range(self.cursor + 1, len(self.view))
        before = range(min(self.cursor, len(self.view)) - 1, -1, -1)
        return (self.keys[self.view[place]] for places in (after, before) for place in places)


class Cursor:
    """A place among the rows shown, and the row the user put the cursor on.

    The two differ while a filter hides that row: the cursor is then at the nearest match.
    """

    def __init__(self, model: RowModel[Any]) -> None:
        self._model = model
        self.place = 0
        """From 0; meaningless when no row shows."""
        self.anchor: Hashable | None = None
        """The key of the row the user put the cursor on."""

    @property
    def key(self) -> Hashable | None:
        """The key of the row under the cursor; None when no row shows."""
        return self._model.key_at(self.place) if self.place < len(self._model.view) else None

    def move(self, place: int) -> None:
        """Put the cursor on a place, or on the nearest there is."""
        self.place = max(0, min(place, len(self._model.view) - 1))

    def keep(self) -> None:
        """Make the row under the cursor the one to stay on when rows change."""
        self.anchor = self.key

    def relocate(self, before: ViewPosition) -> None:
        """Return to the anchor's row after the rows shown have changed, or to the nearest to where it was."""
        candidates = [self.anchor, before.key(before.cursor)]
        places = (self._model.place(key) for key in candidates if key is not None)
        nearby = (self._model.place(key) for key in (before.neighbours() if self._model.view else ()))
        place = next((place for source in (places, nearby) for place in source if place is not None), None)
        self.move(before.cursor if place is None else place)
        if self.anchor is None or self._model.index(self.anchor) is None:
            self.keep()

    def new_scroll(self, before: ViewPosition, page: int) -> int:
        """Return the top row of the viewport that keeps the cursor's line on screen.

        Where the cursor was out of sight, the topmost row stays.
        """
        offset = before.cursor - before.scroll
        if 0 <= offset < page:
            return self.place - offset
        top = before.key(before.scroll)
        place = None if top is None else self._model.place(top)
        return before.scroll if place is None else place
