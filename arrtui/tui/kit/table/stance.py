"""Where cursor and viewport stand, so that they can keep their place while rows come and go."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stance:
    """Where the cursor and the viewport stood before the rows shown changed."""

    keys: Sequence[Hashable]
    view: Sequence[int]
    cursor: int
    scroll: int

    def key(self, place: int) -> Hashable | None:
        """The row that was at a place; None outside of the rows shown."""
        return self.keys[self.view[place]] if 0 <= place < len(self.view) else None

    def neighbours(self) -> Iterable[Hashable]:
        """The rows after the cursor, then those before it, nearest first."""
        after = range(self.cursor + 1, len(self.view))
        before = range(min(self.cursor, len(self.view)) - 1, -1, -1)
        return (self.keys[self.view[place]] for places in (after, before) for place in places)
