"""Use cases of loops: chains of releases as they are stored, without a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from arrtui.core.memory import not_collecting
from arrtui.core.text import DAY
from arrtui.db.database import Database

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.loops.load import StoredChains
    from arrtui.features.loops.model import Chain, ChainStep

# The features are imported when they are first used: the app's first paint does not wait for them.


class LoopServices:
    """Reads what is stored. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database, clock: Callable[[], float]) -> None:
        self._config = config
        self._database = database
        self._clock = clock

    async def chains(self, instance: str, days: int | None = None) -> StoredChains:
        """Return the chains of an instance that something happened in within some days, or all of them.

        Raises NoSuchSnapshotError where nothing is stored.
        """
        from arrtui.features.loops.load import load_chains

        kind = self._config().instance(instance).kind.value
        since = 0.0 if days is None else self._clock() - days * DAY

        def load() -> StoredChains:
            with not_collecting():
                return load_chains(instance, kind, since)

        return await self._database.read(load)

    async def steps(self, stored: StoredChains, chain: Chain) -> list[ChainStep]:
        """Return the stations of a chain, the oldest first."""
        from arrtui.features.loops.steps import steps_of

        return await self._database.read(steps_of, chain, stored.book)
