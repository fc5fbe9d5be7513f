"""Cures of loops for front ends: what each would have stopped, and what it does to stored files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from arrtui.core.errors import ArrtuiError
from arrtui.core.memory import not_collecting
from arrtui.db import chain_mutes
from arrtui.db.database import Database
from arrtui.runtime.loops_renames import RenameServices, TokenChange

if TYPE_CHECKING:
    from arrtui.features.loops.cures.find import CureList
    from arrtui.features.loops.cures.model import Cure
    from arrtui.features.loops.load import StoredChains
    from arrtui.features.loops.model import Chain
    from arrtui.features.matches.model import MatchForecast
    from arrtui.runtime.cure_files import TokenEffect
    from arrtui.runtime.matches import MatchServices
    from arrtui.runtime.scores.use_cases import ScoresServices

# The features are imported when they are first used: the app's first paint does not wait for them.


class CureSearch:
    """A search for cures in a thread: how far it is, and the word to end it."""

    def __init__(self) -> None:
        self.grabs = 0
        """How many chains and grabs were judged so far."""
        self._is_stopped = False

    def stop(self) -> None:
        """End it at its next grab."""
        self._is_stopped = True

    def step(self) -> None:
        """Count one more. Raises CancelledError once it is stopped."""
        if self._is_stopped:
            raise asyncio.CancelledError
        self.grabs += 1


class CureServices:
    """Reads what is stored. Every method may raise ArrtuiError."""

    def __init__(
        self,
        database: Database,
        scores: Callable[[], ScoresServices],
        matches: Callable[[], MatchServices],
        renames: RenameServices,
    ) -> None:
        self._database = database
        self._scores = scores
        self._matches = matches
        self._renames = renames

    async def of(self, stored: StoredChains, search: CureSearch | None = None) -> CureList:
        """Return the cures of an instance, the best first; who is cancelled ends the search.

        Muted chains are left as they are.
        """
        from arrtui.features.loops.cures.find import find_cures
        from arrtui.features.loops.cures.model import best_first
        from arrtui.runtime.cure_files import with_files

        search = search or CureSearch()

        def find() -> CureList:
            with not_collecting():
                return find_cures(stored, search.step, chain_mutes.muted())

        listed = await self._found(find, search)
        if not listed.cures:
            return listed
        analyses = await self._scores().analyses([listed.instance])
        forecast = await self._without_conditions(listed)
        cures = list(listed.cures)
        if analyses:
            renames = await self._without_tokens(listed)
            cures = await asyncio.to_thread(with_files, cures, analyses[0], forecast, renames)
        return listed._replace(cures=tuple(best_first(cures)))

    async def of_chain(self, stored: StoredChains, chain: Chain) -> list[Cure]:
        """Return the cures that stop a chain, or calm its file, looking at nothing else."""
        from arrtui.features.loops.cures.find import find_cures
        from arrtui.features.loops.cures.model import best_first
        from arrtui.features.loops.load import StoredChains
        from arrtui.features.loops.model import ChainKind

        if chain.kind is ChainKind.NONE:
            return []
        own = StoredChains(replace(stored.report, chains=[chain]), stored.book)
        search = CureSearch()
        listed = await self._found(lambda: find_cures(own, search.step), search)
        return best_first([cure for cure in listed.cures if cure.past.stopped or cure.past.calmed])

    async def _found(self, find: Callable[[], CureList], search: CureSearch) -> CureList:
        """Return what a search finds; who is cancelled ends its thread too."""
        try:
            return await self._database.read(find)
        except asyncio.CancelledError:
            search.stop()
            raise

    async def _without_tokens(self, listed: CureList) -> dict[str, TokenEffect]:
        """Return what the naming without each token does to files, by the token."""
        from arrtui.runtime.cure_files import effect_of_rename

        tokens = {cure.change.word for cure in listed.cures if cure.change.renamed}
        return {
            token: effect_of_rename(await self._renames.report(listed.instance, TokenChange(without=token)))
            for token in tokens
        }

    async def _without_conditions(self, listed: CureList) -> MatchForecast | None:
        """Return which files formats without a condition would match, in one go; None where there is none."""
        bodies = {
            cure.change.format_id: cure.change.changed_body
            for cure in listed.cures
            if cure.change.changed_body
        }
        if not bodies:
            return None
        try:
            return await self._matches().what_if(listed.instance, bodies.values())
        except ArrtuiError:
            return None
