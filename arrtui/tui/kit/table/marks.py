"""The marked rows of a table."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from arrtui.tui.kit.table.rows import RowModel


class Marks:
    """The keys of the marked rows, first marked first; the filter may hide some."""

    def __init__(self, model: RowModel[Any]) -> None:
        self._model = model
        self._keys: dict[Hashable, None] = {}
        self._range: tuple[Hashable, list[Hashable]] | None = None
        """Where a range began, and what was marked before."""

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    @property
    def keys(self) -> list[Hashable]:
        """The keys, first marked first."""
        return list(self._keys)

    def replace(self, keys: Iterable[Hashable]) -> bool:
        """Mark exactly these rows, as far as they exist; say whether that changed anything."""
        marks = {key: None for key in keys if self._model.index(key) is not None}
        changed = list(marks) != list(self._keys)
        self._keys = marks
        return changed

    def toggled(self, key: Hashable) -> list[Hashable]:
        """Return the marks with that of one row added or taken away."""
        others = [mark for mark in self._keys if mark != key]
        return others if key in self._keys else [*others, key]

    def toggled_all(self, keys: Sequence[Hashable]) -> list[Hashable]:
        """Return the marks with those of several rows added, or taken away if all of them are marked."""
        toggled = dict.fromkeys(keys)
        others = [mark for mark in self._keys if mark not in toggled]
        if len(self._keys) - len(others) == len(toggled):
            return others
        return [*self._keys, *toggled]

    def begin_range(self, key: Hashable) -> None:
        """Begin a range at a row; what is marked so far stays marked."""
        self._range = (key, self.keys)

    def end_range(self) -> None:
        """Leave the marks as they are from here on."""
        self._range = None

    @property
    def in_range(self) -> bool:
        """Whether moving the cursor marks."""
        return self._range is not None

    def ranged(self, keys: Sequence[Hashable], place: int) -> list[Hashable]:
        """Return the marks with the rows between the begin of the range and a place, both included.

        A row that is hidden since ends the range.
        """
        if self._range is None or self._range[0] not in keys:
            self.end_range()
            return self.keys
        begin = keys.index(self._range[0])
        between = keys[min(begin, place) : max(begin, place) + 1]
        return list(dict.fromkeys([*self._range[1], *between]))
