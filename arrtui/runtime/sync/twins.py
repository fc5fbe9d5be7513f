"""Twins: bring single titles of a pair in line, as soon as something was heard of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import InstanceChecked
from arrtui.core.text import DAY, plural
from arrtui.db import estate_events, jobs, tripwire, twins
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.db.leases import URGENT
from arrtui.db.twins import StoredTwin
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.estate_events import EstateEvents
from arrtui.runtime.read_only import refuse_writing
from arrtui.runtime.tripwire import describe_alarm

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.sync import SyncPair
    from arrtui.features.sync.planning.divide import TwinLevel

TWIN_KIND = "twin"
"""Name of the kind of job that brings touched titles in line."""


class TouchedTitles(msgspec.Struct, frozen=True, kw_only=True):
    """The arguments of the job: which titles of which pair, and what may be written unasked."""

    pair: str
    titles: tuple[str, ...] | None
    """External ids; None for all titles of the pair."""
    apply: str = "none"
    why: str = ""
    """What touched them, in a few words."""


class TouchedOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of bringing touched titles in line."""

    pair: str
    plan: int | None = None
    """The plan that was applied unasked, which can be undone; None where nothing was to be written so."""
    review: int | None = None
    """The open plan in which collects what waits for somebody; None where nothing does."""
    is_news: bool = False
    """Whether nothing of the pair waited before."""
    add: int = 0
    update: int = 0
    """Entries of the plan that was applied."""
    waiting: int = 0
    """Entries of the open plan."""
    applied: int = 0
    """Entries that were written."""
    failed: int = 0
    """Entries that were not, for whatever reason."""
    obstacle: str = ""
    """Why nothing was written for now, as a sentence: it is worth another try."""
    burst: str = ""
    """Which limit stopped the writing, as a sentence."""
    error: str = ""
    """Why the job failed, as a sentence."""

    @property
    def ok(self) -> bool:
        """Whether all that may be written unasked is written."""
        return not (self.obstacle or self.burst or self.error or self.failed)


def describe_outcome(result: Mapping[str, Any]) -> str:
    """Word the result of the job for people."""
    if result.get("obstacle"):
        return f"waits: {result['obstacle']}"
    words = []
    if result.get("plan"):
        words.append(f"plan {result['plan']}: {result['applied']:,} applied")
        words += [f"{result['failed']:,} failed"] if result.get("failed") else []
    if result.get("review"):
        words.append(f"{plural(result['waiting'], 'entry', 'entries')} to review in plan {result['review']}")
    return ", ".join(words) or ("nothing to do" if "pair" in result else "")


@dataclass(frozen=True)
class TwinView:
    """How the following of a pair stands."""

    pair: SyncPair
    stored: StoredTwin | None
    """What is stored of it; None before a process with the duty has seen it."""
    touched: int = 0
    """Titles that were touched and are not in line yet."""
    alarm: str = ""
    """Why a side of it is stopped by the tripwire, as a sentence; empty where none is."""

    @property
    def is_paused(self) -> bool:
        """Whether it waits for somebody to resume it."""
        return self.stored is not None and self.stored.paused_at is not None

    @property
    def state_word(self) -> str:
        """What people read."""
        if not self.pair.follows:
            return "off"
        if self.is_paused or self.alarm:
            return "paused"
        if self.why:
            return "waits"
        return "dry run" if self.pair.dry_run else "follows live"

    @property
    def why(self) -> str:
        """Why nothing is written now, as a sentence; empty where nothing stands in the way."""
        if not self.pair.follows or self.stored is None:
            return self.alarm if self.pair.follows else ""
        return self.stored.reason or self.alarm or self.stored.obstacle

    def record(self) -> dict[str, Any]:
        """Return it as plain values, times in UTC seconds."""
        stored = self.stored
        return {
            "pair": self.pair.name,
            "follow": self.pair.follow,
            "dry_run": self.pair.dry_run,
            "burst": self.pair.burst,
            "state": self.state_word,
            "why": self.why,
            "paused_at": stored.paused_at if stored else None,
            "plan": stored.review if stored else None,
            "touched": self.touched,
            "last_write": stored.written_at if stored else None,
            "last_plan": stored.written if stored else None,
        }


class TwinServices:
    """Bring touched titles of pairs in line. Every method may raise StorageError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        bus: Bus,
        events: EstateEvents,
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._bus = bus
        self._events = events
        self._clock = clock

    # --- following -----------------------------------------------------------------------------------

    async def views(self) -> list[TwinView]:
        """Return how the following of each pair stands, in the order of the file."""
        pairs = self._config().sync

        def read() -> list[TwinView]:
            stored, counts = twins.stored_twins(), twins.touched_counts()
            alarms = {alarm.instance: describe_alarm(alarm) for alarm in tripwire.alarms()}
            return [
                TwinView(
                    pair,
                    stored.get(pair.name),
                    counts.get(pair.name, 0),
                    alarms.get(pair.source_instance) or alarms.get(pair.target, ""),
                )
                for pair in pairs
            ]

        return await self._database.read(read)

    async def pause(self, pair_name: str, why: str, review: int | None) -> None:
        """Stop following a pair until somebody resumes it; ``review`` is the plan that is to be looked at."""
        reason = f"{pair_name}: {why}"
        await self._store(EventType.FOLLOWING_PAUSED, pair_name, reason, review, why)

    async def resume(self, pair_name: str) -> bool:
        """Go on following a pair; return whether it was paused. Only a person is to do that.

        What was touched meanwhile is brought in line. Raises UsageError for a pair that is not configured.
        """
        pair = self._config().pair(pair_name)
        is_paused = any(view.is_paused for view in await self.views() if view.pair.name == pair.name)
        if is_paused:
            await self._store(EventType.FOLLOWING_RESUMED, pair.name, pair.name)
        return is_paused

    async def _store(
        self, kind: EventType, pair: str, reason: str, review: int | None = None, why: str = ""
    ) -> None:
        """Store that following is paused or goes on, with the event that tells of it."""
        now = self._clock()
        facts = {"pair": pair, "plan": review}
        event = EstateEvent(type=kind, at=now, reason=reason, facts=facts)

        def store() -> list[int]:
            if kind is EventType.FOLLOWING_PAUSED:
                twins.pause(pair, why, review, now)
            else:
                twins.resume(pair)
            return estate_events.insert([event])

        self._events.announce(await self._database.write(store))
        self._bus.publish(InstanceChecked(self._config().pair(pair).target))

    # --- single titles -------------------------------------------------------------------------------

    async def queue_touched(
        self, pair_name: str, external_ids: Collection[str] | None, *, apply: TwinLevel, why: str
    ) -> int:
        """Queue the job of :meth:`plan_touched`; return its id. Raises UsageError, ReadOnlyError."""
        pair = self._config().pair(pair_name)
        if apply != "none":
            refuse_writing(self._config(), f"bringing titles of {pair.name} in line")
        await self._database.write(jobs.prune_completed, TWIN_KIND, self._clock() - DAY)
        titles = None if external_ids is None else tuple(sorted(external_ids))
        args = TouchedTitles(pair=pair.name, titles=titles, apply=apply, why=why)
        subject = f"{pair.name} [{uuid4().hex[:8]}]"  # what is touched while one runs is another job
        new = NewJob(kind=TWIN_KIND, subject=subject, args=msgspec.to_builtins(args), priority=URGENT)
        return (await self._queue.enqueue(new))[0]

    async def plan_touched(
        self, pair_name: str, external_ids: Collection[str] | None, *, apply: TwinLevel, why: str
    ) -> TouchedOutcome:
        """Plan a pair for some titles only and write what may be written unasked; return what came of it.

        The pair's filter, mode, ``update`` and limits hold, and its ``burst``; removals are never written.
        What is not written collects in one open plan of the pair. ``external_ids`` None stands for all titles
        of the pair. Waits for the job that does it; one that failed is told in the outcome, and so is what
        stands in the way: an alarm, a side that does not answer, a plan of the pair that is being applied.
        Raises UsageError for a pair that is not configured, ReadOnlyError.
        """
        job = await self._queue.ended(await self.queue_touched(pair_name, external_ids, apply=apply, why=why))
        if job is not None and job.result is not None:
            return msgspec.convert(job.result, TouchedOutcome)
        error = (job.error or job.state.word) if job else "The job is gone."
        return TouchedOutcome(pair=pair_name, error=error)
