"""Loops for front ends: chains of releases as they are stored, without a request, and what is new of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.core.chain_key import ChainKey
from arrtui.core.errors import NoSuchSnapshotError, UsageError
from arrtui.core.estate_events import EventType
from arrtui.core.memory import not_collecting
from arrtui.core.text import DAY
from arrtui.db import chain_mutes
from arrtui.db.database import Database
from arrtui.db.library import child_keys
from arrtui.runtime.engine.standing import StandingWork
from arrtui.runtime.estate_events import EstateEvents
from arrtui.runtime.loops_cures import CureServices
from arrtui.runtime.loops_cutoffs import CutoffServices
from arrtui.runtime.loops_renames import RenameServices
from arrtui.runtime.loops_stop import StopServices
from arrtui.runtime.loops_titles import TitleServices
from arrtui.runtime.loops_watch import WatchServices
from arrtui.runtime.releases import ReleaseServices

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.loops.causes import Cause
    from arrtui.features.loops.load import StoredChains
    from arrtui.features.loops.model import Chain, ChainStep
    from arrtui.features.loops.waste import Formats
    from arrtui.runtime.engine.queue import JobQueue
    from arrtui.runtime.matches import MatchServices
    from arrtui.runtime.scores.use_cases import ScoresServices
    from arrtui.runtime.services import Services
    from arrtui.runtime.sync.use_cases import SyncServices

# The features are imported when they are first used: the app's first paint does not wait for them.

CONSUMER = "loops"
NEWS = (EventType.BACKUP_DONE, EventType.GRABBED, EventType.FILE_ADDED, EventType.IMPORT_BLOCKED)
"""What may make a chain what it was not."""
NEW_WITHIN = 7 * DAY
"""Seconds within which a grab in vain makes a chain news."""


class LoopServices:
    """Reads what is stored. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        clock: Callable[[], float],
        events: EstateEvents,
        sync: SyncServices,
        jobs: JobQueue,
        matches: Callable[[], MatchServices],
        scores: Callable[[], ScoresServices],
    ) -> None:
        self._config = config
        self._database = database
        self._clock = clock
        self._events = events
        self._sync = sync
        self.cutoffs = CutoffServices(config, database)
        """Which profiles never stop searching."""
        self.after_changes = WatchServices(config, database, clock, events)
        """What changes of profiles and formats led to."""
        self.titles = TitleServices(config, database)
        """What happened to one title."""
        self.stopping = StopServices(config, database, clock, sync)
        """Removal of downloads from the queues of the apps."""
        self.renames = RenameServices(config, database, jobs, matches)
        """What renames would do to scores."""
        self.cures = CureServices(database, scores, matches, self.renames)
        """What would stop what goes round."""
        self.releases = ReleaseServices(config, database, clock)
        """What indexers have, and grabbing what was chosen of it."""

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

    async def causes(self, stored: StoredChains, chain: Chain) -> list[Cause]:
        """Return why a chain is of its kind, proven by the matcher; what costs most first."""
        from arrtui.features.loops.causes import causes_of

        return await self._database.read(causes_of, chain, stored.book)

    async def formats_at_fault(self, stored: StoredChains) -> Formats:
        """Return the formats that make files score less than their releases, of each chain that cost."""
        from arrtui.features.loops.waste import formats_at_fault

        return await self._database.read(formats_at_fault, stored.report.chains, stored.book)

    async def report(self, path: Path, chosen: Sequence[tuple[StoredChains, Sequence[Chain]]]) -> int:
        """Write a report on chains, in the form that the file's name asks for; return how many are in it.

        Raises UsageError for a name without a form, DestinationError where the file cannot be written.
        """
        from arrtui.features.loops.report.data import chains_data
        from arrtui.features.loops.report.write import check_form, write_chains

        check_form(path)
        muted, now = await self.muted(), self._clock()
        data = await self._database.read(lambda: chains_data(chosen, muted, now))
        return await asyncio.to_thread(write_chains, path, data, self._config().own_files)

    async def unmonitor(self, chains: Iterable[tuple[StoredChains, Chain]]) -> list[int]:
        """Queue the unmonitoring of the movies or episodes of chains, so that nothing is grabbed for them.

        What is not stored any more is left alone. Return the jobs' ids; each writes to the journal.
        Raises ReadOnlyError, and UsageError where nothing is left.
        """
        from arrtui.features.sync.actions import Action, ActionKind, ActionTarget

        targets = []
        for stored, chain in chains:
            report = stored.report
            known = await self._database.read(child_keys, report.instance, chain.episode_ids)
            # without an episode the target would be the whole series
            if chain.item_id in report.titles and (known or not chain.episode_ids):
                target = ActionTarget(
                    instance=report.instance,
                    item_id=chain.item_id,
                    episodes=tuple(known.values()),
                    episode_ids=tuple(known),
                    title=report.titles[chain.item_id],
                )
                targets.append(target)
        if not targets:
            raise UsageError("Nothing to unmonitor: what these chains are about is not stored any more.")
        return await self._sync.act(Action(kind=ActionKind.UNMONITOR, targets=tuple(targets)))

    async def muted(self) -> frozenset[ChainKey]:
        """Return the chains that are known and left as they are."""
        return await self._database.read(chain_mutes.muted)

    async def mute(self, keys: Iterable[ChainKey]) -> None:
        """Mute chains while they stay of their kind: nothing is told of them."""
        await self._database.write(chain_mutes.mute, list(keys), self._clock())

    async def unmute(self, keys: Iterable[ChainKey]) -> None:
        """Mute chains no more."""
        await self._database.write(chain_mutes.unmute, list(keys))

    async def tell_new(self, instance: str) -> int:
        """Store an event for each chain of an instance that costs something since lately; return how many.

        A chain that was told of already is not told of again while it stays of its kind.
        """
        from arrtui.features.loops.news import new_loops

        try:
            stored = await self.chains(instance, days=int(NEW_WITHIN / DAY))
        except NoSuchSnapshotError:
            return 0
        now = self._clock()
        fresh = new_loops(stored.report, now - NEW_WITHIN, now, await self.muted())
        return len(await self._events.publish(fresh))


async def _tell_new_loops(services: Services) -> None:
    """Look for new chains of the instances that something happened to, for ever."""
    async for name in services.events.follow_instances(
        CONSUMER, NEWS, lambda: services.config.instance_names()
    ):
        await services.loops.tell_new(name)


LOOKING = StandingWork("loops", _tell_new_loops)
