"""Twins: bring single titles of a pair in line, as soon as something was heard of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from arrtui.core.text import plural
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.db.leases import URGENT
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.core.config import Config
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


class TwinServices:
    """Bring touched titles of pairs in line. Every method may raise StorageError."""

    def __init__(
        self, config: Callable[[], Config], database: Database, queue: JobQueue, clock: Callable[[], float]
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._clock = clock

    async def queue_touched(
        self, pair_name: str, external_ids: Collection[str] | None, *, apply: TwinLevel, why: str
    ) -> int:
        """Queue the job of :meth:`plan_touched`; return its id. Raises UsageError, ReadOnlyError."""
        pair = self._config().pair(pair_name)
        if apply != "none":
            refuse_writing(self._config(), f"bringing titles of {pair.name} in line")
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
