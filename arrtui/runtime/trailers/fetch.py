"""Use cases of fetching trailers: the first batch that is reviewed, and what is queued to be downloaded."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import msgspec

from arrtui.core.apps import Feature
from arrtui.core.errors import GuardError, UsageError
from arrtui.core.text import format_size, plural
from arrtui.core.trailers import BatchEntry, TrailerBatch, TrailerChoice
from arrtui.db import jobs, media, trailer_fetching, trailers
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.read_only import refuse_writing
from arrtui.runtime.trailers.use_cases import FETCH_KIND

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.trailers.candidates import VideoVerdict
    from arrtui.features.trailers.targets import TargetMaker

_WHAT = "downloading trailers"

# The features are imported when they are first used: the app's first paint does not wait for them.


@dataclass(eq=False)
class NoBatchApprovedError(GuardError):
    """Nothing was ever downloaded, and nobody has looked at what would be."""

    code: ClassVar[str] = "no-batch"


class FetchServices:
    """Fetches trailers. Every method may raise ArrtuiError."""

    def __init__(
        self, config: Callable[[], Config], database: Database, queue: JobQueue, clock: Callable[[], float]
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._clock = clock

    async def wanted(self, names: Sequence[str] = ()) -> list[BatchEntry]:
        """Return the trailers that the named instances, or all, want now, with estimated sizes."""
        entries: list[BatchEntry] = []
        for name in self._config().names_with(Feature.TRAILERS, names):
            entries += await self._database.read(self._entries, name)
        return entries

    def _entries(self, name: str) -> list[BatchEntry]:
        from arrtui.features.trailers.targets import entry_of

        return [entry_of(target) for target in self.maker(name).wanted()]

    def maker(self, name: str) -> TargetMaker:
        """Return what makes the targets of an instance; call it inside ``Database.reading()``."""
        from arrtui.features.trailers.overview import load_overview
        from arrtui.features.trailers.targets import FetchFacts, TargetMaker
        from arrtui.media.mapping import PathMapper

        config = self._config()
        instance = config.instance(name)
        facts = FetchFacts(
            kind=instance.kind,
            films=media.film_files([name])[name],
            videos=trailer_fetching.video_ids(name),
            attempts=trailers.attempts(name),
        )
        overview = load_overview(instance, config.trailers)
        return TargetMaker(overview, facts, PathMapper(instance.path_mapping).local, self._clock())

    # --- the first batch -----------------------------------------------------------------------------

    async def plan_batch(self, names: Sequence[str] = ()) -> TrailerBatch:
        """Store what would be downloaded now as a batch to be reviewed; an older one is forgotten."""
        entries = tuple(await self.wanted(names))
        return await self._database.write(trailer_fetching.make_batch, entries, self._clock())

    async def waiting_batch(self) -> TrailerBatch | None:
        """Return the batch that waits to be reviewed."""
        return await self._database.read(trailer_fetching.waiting_batch)

    async def is_batch_approved(self) -> bool:
        """Return whether trailers may be downloaded without a review."""
        return await self._database.read(trailer_fetching.is_batch_approved)

    async def approve_batch(self, batch_id: int, without: Collection[tuple[str, str]] = ()) -> int | None:
        """Approve a batch and queue its downloads; return the job's id, None if nothing is left in it.

        ``without`` are titles, as instance and external id, that are to have no trailer: that is stored as
        their owner's choice. Raises UsageError for a batch that is not there any more.
        """
        refuse_writing(self._config(), _WHAT)
        batch = await self._database.read(trailer_fetching.batch, batch_id)
        if batch is None:
            why = f"batch {batch_id} is not there any more"
            raise UsageError(_WHAT, why=why, advice="Look at the newest.")
        decided = tuple(
            msgspec.structs.replace(entry, approved=(entry.instance, entry.external_id) not in without)
            for entry in batch.entries
        )
        approved = msgspec.structs.replace(batch, entries=decided)
        await self._database.write(_approve, approved, self._clock())
        titles = [(entry.instance, entry.external_id) for entry in decided if entry.approved]
        return await self._enqueue(titles, asked=True) if titles else None

    # --- downloads -----------------------------------------------------------------------------------

    async def fetch(self, names: Sequence[str] = (), limit: int | None = None) -> int | None:
        """Queue the downloads that are wanted, at most ``limit``; return the job's id, None for none.

        Raises NoBatchApprovedError without a limit as long as no batch was approved; what would be downloaded
        is stored as a batch to be reviewed then.
        """
        refuse_writing(self._config(), _WHAT)
        entries = (await self.wanted(names))[:limit]
        if entries and limit is None and not await self.is_batch_approved():
            batch = await self.plan_batch(names)
            count = plural(len(batch.entries), "trailer")
            raise NoBatchApprovedError(
                _WHAT,
                why=f"nothing was downloaded yet, and {count} of about {format_size(batch.size)} are wanted",
                advice="Review them in the pane Trailers first, or give --limit N.",
            )
        titles = [(entry.instance, entry.external_id) for entry in entries]
        return await self._enqueue(titles, asked=limit is not None) if titles else None

    async def fetch_titles(self, titles: Iterable[tuple[str, str]]) -> int:
        """Queue the downloads for titles that a person chose, as instance and external id; return the job."""
        refuse_writing(self._config(), _WHAT)
        return await self._enqueue([*titles], asked=True, priority=3)

    async def fetch_new(self, name: str) -> None:
        """Queue what an instance wants after its folders were read, once a batch was approved."""
        trailers_config = self._config().trailers
        if self._config().ui.read_only or not await self.is_batch_approved():
            return
        if trailers_config.in_hours(time.localtime(self._clock()).tm_hour):
            await self.fetch([name])

    async def _enqueue(self, titles: Sequence[tuple[str, str]], *, asked: bool, priority: int = 6) -> int:
        """Queue titles to be fetched: there is one job, so that sites are asked for one video at a time."""
        from arrtui.features.trailers.fetch_queue import fetch_args, with_titles

        rows = [[instance, external_id, asked] for instance, external_id in dict.fromkeys(titles)]
        new = NewJob(kind=FETCH_KIND, subject="trailers", args=fetch_args(rows), priority=priority)
        job_id, created = await self._queue.enqueue(new)
        if created:
            return job_id
        job = await self._database.write(jobs.amend, job_id, lambda args: with_titles(args, rows))
        if job is None:  # it has ended meanwhile
            return await self._enqueue(titles, asked=asked, priority=priority)
        self._queue.publish(job)
        return job_id

    async def candidates(self, name: str, external_id: str) -> list[VideoVerdict]:
        """Return the videos that may be a title's trailer and what is judged of each; none is downloaded."""
        from arrtui.features.trailers.sources import all_verdicts
        from arrtui.runtime.trailers.fetch_tools import opened_tools

        target = await self._database.read(lambda: self.maker(name).target_of(external_id))
        if target is None:
            return []
        async with opened_tools(self._config(), self._database, self._clock) as tools:
            return await all_verdicts(tools.sources, target.wish, target.known, tools.videos, tools.tmdb)


def _approve(batch: TrailerBatch, now: float) -> None:
    declined = {(entry.instance, entry.external_id) for entry in batch.entries if not entry.approved}
    for instance, external_id in sorted(declined):
        known = trailers.choices(instance).get(external_id) or TrailerChoice(external_id=external_id)
        trailers.choose(instance, msgspec.structs.replace(known, wanted=False))
    trailer_fetching.approve_batch(batch, now)
