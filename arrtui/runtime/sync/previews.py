"""What a pair would be about, over stored data, while it is being edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from arrtui.core.config.sync import SyncFilter, SyncPair
from arrtui.db.database import Database
from arrtui.features.backup.find import find_snapshot
from arrtui.features.backup.rebuild import state_at
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Side
from arrtui.features.sync.planning.check import unknown_names
from arrtui.features.sync.planning.filters import needs_files, rule_against


class FilterCount(NamedTuple):
    """How many titles of a source a filter leaves."""

    passing: int
    total: int


class PairPreviews:
    """Counts and checks for one pair; each side is read once, when it is first needed.

    Every method raises NoSuchSnapshotError where nothing is stored of an instance.
    """

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._sides: dict[tuple[str, bool], Side] = {}

    async def count(self, source: str, filter: SyncFilter) -> FilterCount:
        """Return how many titles of a source, an instance or a snapshot, pass a filter."""

        def count() -> FilterCount:
            side = self._side(source, files=needs_files(filter))
            rule = rule_against(filter, side)
            return FilterCount(sum(not rule(title) for title in side.titles), len(side.titles))

        return await self._database.read(count)

    async def unknown_names(self, pair: SyncPair) -> list[str]:
        """Return a sentence for each name of a pair that an instance does not have, after its option."""

        def check() -> list[str]:
            files = needs_files(pair.filter)
            union = files and pair.mode == "union"
            return unknown_names(
                pair, self._side(pair.source, files=files), self._side(pair.target, files=union)
            )

        return await self._database.read(check)

    def _side(self, label: str, *, files: bool) -> Side:
        """Return a side as it is stored, from what was read before where that suffices."""
        side = self._sides.get((label, True)) or self._sides.get((label, files))
        if side is None:
            name, _, when = label.partition("@")
            old = find_snapshot(name, when, self._clock()) if when else None
            states = state_at(old) if old else None
            side = load_side(name, snapshot=old, states=states, files=files, label=label)
            self._sides[label, files] = side
        return side
