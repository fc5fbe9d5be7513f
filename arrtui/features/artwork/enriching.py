"""Enrich titles: ask providers, keep what they tell, download the images that are chosen.

A title is stored step by step: what was gathered, each image with its choice, and last that it is done with.
A run that is killed goes on with the title under way, and repeats nothing that was stored.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from arrtui.core.artwork import TitleCandidates
from arrtui.core.config import ArtworkConfig, InstanceConfig
from arrtui.core.errors import StorageError
from arrtui.db.artwork import assets, candidates, metadata, presence, slots
from arrtui.db.artwork.presence import TitleRecords
from arrtui.db.artwork.slots import is_locked
from arrtui.db.database import Database
from arrtui.features.artwork.actors import actor_candidates
from arrtui.features.artwork.choosing import (
    FilledSlots,
    SlotChooser,
    is_free,
    kept_candidates,
    lookalikes,
    rank_pools,
)
from arrtui.features.artwork.downloading import ImageKeeper
from arrtui.features.artwork.due import DueTitle, judged_mark
from arrtui.features.artwork.fields import ids_of, part_of, rank_by
from arrtui.features.artwork.filling import EnrichWork, SlotFiller
from arrtui.features.artwork.gathering import GatheredTitle, Gatherer, merge_candidates
from arrtui.features.artwork.scoring import Scorer

_log = logging.getLogger(__name__)
MOST_MESSAGES = 20


@dataclass(frozen=True)
class EnrichTools:
    """What titles are enriched with."""

    database: Database
    gatherer: Gatherer
    keeper: ImageKeeper
    options: ArtworkConfig
    clock: Callable[[], float]
    check: Callable[[], None]
    """Raises when the work is to stop."""
    players: frozenset[str] = frozenset()
    """Who is to read the images."""
    asks_again: bool = False
    """Whether images that were refused may be tried again."""


class EnrichReport(msgspec.Struct):
    """What came of a run."""

    titles: int = 0
    candidates: int = 0
    fetched: int = 0
    """Slots that were filled, or filled better."""
    locked: int = 0
    """Slots that a lock kept as they are."""
    failed: int = 0
    """Titles of which something is left for the next run."""
    faults: list[str] = []
    """What went wrong with single titles, sentences; at most twenty."""


class _TitleState(NamedTuple):
    """What is stored of a title."""

    records: TitleRecords
    before: TitleCandidates | None
    filled: FilledSlots


class TitleEnricher:
    """Enriches titles of an instance. Belongs to one event loop."""

    def __init__(self, instance: InstanceConfig, tools: EnrichTools) -> None:
        self._instance = instance
        self._tools = tools
        self._scorer = Scorer(tools.options, instance.kind.app.art)
        self._chooser = SlotChooser(tools.options, self._scorer)
        self._filler = SlotFiller(
            *(instance.name, tools.database, tools.gatherer, tools.keeper, self._scorer, tools.clock),
            players=tools.players,
        )
        self.report = EnrichReport()

    @property
    def stopped(self) -> str:
        """Why no image is downloaded any more, a sentence; empty while they are."""
        return self._filler.stopped

    async def enrich(self, title: DueTitle) -> None:
        """Enrich a title; what goes wrong with it is reported and stops no other. Raises StorageError."""
        self._tools.check()
        try:
            is_done = await self._enrich(title)
        except StorageError:
            raise
        except Exception as error:
            _log.exception("%s: a title could not be enriched", self._instance.name)
            self._report([f"{title.title}: an unexpected {type(error).__name__}; the log has the full text."])
            is_done = False
        self.report.titles += 1
        self.report.failed += not is_done

    def _report(self, faults: list[str]) -> None:
        news = [fault for fault in dict.fromkeys(faults) if fault not in self.report.faults]
        self.report.faults += news[: MOST_MESSAGES - len(self.report.faults)]

    async def _enrich(self, title: DueTitle) -> bool:
        """Return whether nothing of the title is left for the next run."""
        tools, database = self._tools, self._tools.database
        state = await database.read(self._state, title.external_id)
        if state is None:
            return True  # its app has it no longer
        state = state._replace(filled=await self._without_lookalikes(title, state.filled))
        ids = ids_of(self._instance.kind, state.records.item, state.records.episodes)
        if any(slot.of_set for slot in title.wanted):
            ids = ids._replace(collection_id=state.records.item.collection_id)
        gathered = await tools.gatherer.gather(ids, title.seasons)
        work = await asyncio.to_thread(self._prepare, title, state, gathered)
        await database.write(self._store_gathered, work, state.records, gathered)
        self.report.candidates += len(work.stored.candidates)
        self.report.locked += sum(is_locked(work.locks, slot.text) for slot in title.wanted)
        self.report.fetched += await self._filler.renew(work)
        for task in self._chooser.tasks(title.wanted, work.pools, state.filled):
            tools.check()
            is_filled = await self._filler.fill(work, task)
            self.report.fetched += is_filled
        if tools.options.actors:
            await self._fill_actors(work)
        await database.write(self._store_judged, work)
        self._report([*gathered.faults.values(), *work.faults])
        return work.is_complete and not gathered.faults

    async def _without_lookalikes(self, title: DueTitle, filled: FilledSlots) -> FilledSlots:
        """Empty the slots whose images look like the owner's, which came later; return what is filled."""
        twins = await asyncio.to_thread(lookalikes, filled, self._scorer)
        if not twins:
            return filled
        name = self._instance.name
        left = set(await self._tools.database.write(slots.forget_chosen, name, twins))
        self._report([f"{title.title}: the {slot} looks like an image of yours and leaves." for slot in left])
        kept = {slot: choice for slot, choice in filled.choices.items() if slot not in left}
        return filled._replace(choices=kept)

    async def _fill_actors(self, work: EnrichWork) -> None:
        """Download the pictures of a title's actors that are not there yet."""
        known = await self._tools.database.read(
            metadata.fields_of, self._instance.name, [work.title.external_id]
        )
        filled = FilledSlots(work.choices, work.locks, work.cached)
        for slot, candidate in actor_candidates(known.get((work.title.external_id, ""), ())).items():
            choice = work.choices.get(slot)
            is_there = choice is not None and choice.sha256 in work.cached
            is_asked = self._tools.gatherer.provider(candidate.provider) is not None  # an NFO cannot be
            if not (work.title.wanted and is_asked and is_free(slot, filled)) or is_there:
                continue
            self._tools.check()
            is_filled = await self._filler.fill_actor(work, slot, candidate)
            self.report.fetched += is_filled

    def _state(self, external_id: str) -> _TitleState | None:
        """Return what is stored of a title; None for one that its app has no longer."""
        name = self._instance.name
        records = presence.title_records(name, [external_id]).get(external_id)
        if records is None:
            return None
        chosen = slots.choices(name, [external_id]).get(external_id, {})
        known = assets.assets([choice.sha256 for choice in chosen.values() if choice.sha256])
        locked = slots.locks(name, [external_id]).get(external_id, set())
        before = candidates.candidates(name, [external_id]).get(external_id)
        return _TitleState(records, before, FilledSlots(chosen, locked, known))

    def _prepare(self, title: DueTitle, state: _TitleState, gathered: GatheredTitle) -> EnrichWork:
        """Rank the candidates of a title."""
        tools, filled = self._tools, state.filled
        names = tools.gatherer.names
        merged = merge_candidates(state.before, gathered, names, forgives=tools.asks_again)
        pools = rank_pools((entry for entry in merged if self._scorer.counts(entry)), self._scorer, filled)
        addresses = {choice.address for choice in filled.choices.values()}
        stored = TitleCandidates(
            external_id=title.external_id,
            candidates=tuple(kept_candidates(pools, addresses)),
            faults=gathered.faults,
            read_at=tools.clock(),
        )
        return EnrichWork(title, stored, pools, filled.locks, dict(filled.choices), dict(filled.assets))

    def _store_gathered(self, work: EnrichWork, records: TitleRecords, gathered: GatheredTitle) -> None:
        """Store candidates and fields: of episodes, those that have a file."""
        parts = ["", *(part_of(episode.season, episode.number) for episode in records.episodes)]
        fields = {part: gathered.parts.get(part, ()) for part in parts}
        candidates.store(self._instance.name, [work.stored])
        rank = rank_by(self._tools.options)
        metadata.store_parts(self._instance.name, work.title.external_id, fields, gathered.sources, rank)

    def _store_judged(self, work: EnrichWork) -> None:
        """Store what downloading showed of the candidates, and whether the title is done with."""
        filled = FilledSlots(work.choices, work.locks, work.cached)
        title, names = work.title, self._tools.gatherer.names
        options, app = self._tools.options, self._instance.kind.app
        mark = judged_mark(options, app, names, title.wanted, filled, title.seasons)
        judged = msgspec.structs.replace(
            work.stored,
            candidates=tuple(work.learned.get(entry.address, entry) for entry in work.stored.candidates),
            judged_by=mark if work.is_complete else "",
        )
        candidates.store(self._instance.name, [judged])
