"""Which column a table is sorted by, and choosing another by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from arrtui.tui.kit.table.columns import Column

CHOICE_KEYS = "123456789"
"""The keys that choose a sortable column directly, left to right."""


@dataclass(frozen=True)
class SortState:
    """The column sorted by and its direction; no key is the order in which the rows were given."""

    key: str | None = None
    descending: bool = False

    def pressed(self, column: Column[Any]) -> SortState:
        """The state after a column's title is pressed: its first direction, then the other, then none."""
        if self.key != column.key:
            return SortState(column.key, column.descending)
        if self.descending == column.descending:
            return replace(self, descending=not self.descending)
        return SortState()


class SortChoice:
    """The moment in which a key chooses the column to sort by."""

    def __init__(self, keys: Sequence[str], current: str | None) -> None:
        self.keys = tuple(keys)
        """The columns that can be chosen, left to right."""
        self.chosen = current if current in self.keys else self.keys[0]
        """The column that `enter` would take."""

    @property
    def labels(self) -> dict[str, str]:
        """The key to press for each column; columns beyond the ninth are reached with the arrows."""
        return dict(zip(self.keys, CHOICE_KEYS, strict=False))

    def move(self, step: int) -> None:
        """Choose a neighbouring column; the last is followed by the first."""
        self.chosen = self.keys[(self.keys.index(self.chosen) + step) % len(self.keys)]

    def pick(self, key: str) -> bool:
        """Choose the column of a key; says whether there is one."""
        for column, label in self.labels.items():
            if label == key:
                self.chosen = column
                return True
        return False
