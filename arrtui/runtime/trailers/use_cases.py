"""Use cases of trailers: which titles have one, what is wanted, and what their owner decides."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from arrtui.core.apps import Feature
from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.core.trailers import MediaRoot, RecycledFile, RootState, TrailerAttempt, TrailerChoice
from arrtui.db import jobs, media, trailers
from arrtui.db.database import Database
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.recycle import RecycleServices
from arrtui.runtime.trailers.refresh import refresh_job

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.trailers.overview import TrailerOverview, TrailerRow
    from arrtui.features.trailers.reports import FolderProblem
    from arrtui.features.trailers.status import TrailerCounts
    from arrtui.media.listing import FolderEntry

FETCH_KIND = "trailers-fetch"
"""Kind of the job that fetches trailers; its arguments are those of :mod:`.fetch_queue`."""

# The features are imported when they are first used: the app's first paint does not wait for them.


class Recycled(NamedTuple):
    """What came of moving files into the recycle bin, or out of it."""

    files: list[RecycledFile]
    """Those that were moved."""
    errors: list[ArrtuiError]
    """Why the others were not."""


class TrailersServices:
    """What is known of trailers, and what their owner decides. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        recycle: RecycleServices,
        clock: Callable[[], float],
    ) -> None:
        self._recycle = recycle
        self._config = config
        self._database = database
        self._queue = queue
        self._clock = clock

    async def refresh(self, names: Sequence[str] = ()) -> list[int]:
        """Queue a reading of the folders of the named instances, or of all; return the jobs' ids."""
        return await self._queue.enqueue_all(
            [refresh_job(name) for name in self._config().names_with(Feature.TRAILERS, names)]
        )

    async def rows(self, names: Sequence[str] = ()) -> list[TrailerRow]:
        """Return the titles of the named instances, or of all, with the status of their trailers."""
        rows: list[TrailerRow] = []
        for name in self._config().names_with(Feature.TRAILERS, names):
            rows += await self._database.read(self._rows, name)
        return rows

    def _rows(self, name: str) -> list[TrailerRow]:
        return self._overview(name).rows(self._downloading(name), self._clock())

    async def counts(self, name: str) -> TrailerCounts:
        """Return how many titles of an instance have each status."""
        return await self._database.read(self._counts, name)

    def _counts(self, name: str) -> TrailerCounts:
        return self._overview(name).counts(self._downloading(name), self._clock())

    async def doubted_roots(self, name: str) -> list[MediaRoot]:
        """Return the root folders of an instance that are not mapped or not mounted."""
        roots = await self._database.read(media.media_roots, name)
        return [root for root in roots.values() if root.state is not RootState.READY]

    def _downloading(self, name: str) -> dict[str, str]:
        """Return what is done for the titles whose trailers are being fetched, or wait for it."""
        from arrtui.features.trailers.fetch_queue import titles_in

        return titles_in(jobs.unfinished(FETCH_KIND), name)

    def _overview(self, name: str) -> TrailerOverview:
        from arrtui.features.trailers.overview import load_overview

        config = self._config()
        return load_overview(config.instance(name), config.trailers)

    async def problems(self, names: Sequence[str] = ()) -> list[FolderProblem]:
        """Return what is wrong in the folders of the named instances, or of all, by instance and title."""
        return await self._database.read(self._problems, self._config().names_with(Feature.TRAILERS, names))

    def _problems(self, names: Sequence[str]) -> list[FolderProblem]:
        from arrtui.features.trailers.problems import load_problems

        return load_problems(
            [self._overview(name) for name in self._config().names_with(Feature.TRAILERS)], names
        )

    # --- what the owner decides ----------------------------------------------------------------------

    async def attempts(self, name: str, external_id: str) -> list[TrailerAttempt]:
        """Return the attempts to fetch the trailers of a title, oldest first."""
        made = await self._database.read(trailers.attempts, name, external_id)
        return made.get(external_id, [])

    async def choose(self, name: str, choice: TrailerChoice) -> None:
        """Store what the owner decided for a title."""
        await self._database.write(trailers.choose, name, choice)

    async def plan_renames(self, name: str) -> int | None:
        """Store a plan of better names for files that the app would import; None where nothing is wrong.

        It is made from what was read last, and each of its entries has to be approved by hand.
        """
        from arrtui.runtime.trailers.renaming import save_rename_plan

        instance = self._config().instance(name)
        return await self._database.write(save_rename_plan, instance.name, self._clock())

    async def recycle(self, name: str, download_ids: Sequence[int]) -> Recycled:
        """Move trailers that arrtui downloaded into the recycle bin; the folders are read again then.

        Their videos are not taken for these titles again until they are restored or picked by hand. Raises
        ConfigError for a bin in a root folder, ReadOnlyError.
        """
        from arrtui.media.recycle import RecycleError
        from arrtui.runtime.trailers.removing import note_thrown_away, own_trailers

        wanted = frozenset(download_ids)
        own = await self._database.read(own_trailers, self._config().instance(name), wanted)
        files, errors = await self._recycle.recycle([trailer.file for trailer in own])
        moved = {file.original_path for file in files}
        thrown_away = [trailer.download for trailer in own if str(trailer.file.path) in moved]
        await self._database.write(note_thrown_away, name, thrown_away, self._clock())
        if lost := len(wanted) - len(own):
            why = "their titles or root folders are not there, or they are gone already"
            what = f"moving {plural(lost, 'trailer')} to the recycle bin"
            errors.append(RecycleError(what, why=why, instance=name))
        await self.refresh([name])
        return Recycled(files, errors)

    async def restore(self, file_ids: Sequence[int]) -> Recycled:
        """Move trailers back from the recycle bin; the folders are read again then.

        Their videos may be taken again. Raises ReadOnlyError.
        """
        from arrtui.runtime.trailers.removing import take_back

        files, errors = await self._recycle.restore(file_ids)
        await self._database.write(take_back, files)
        known = {instance.name for instance in self._config().instances}
        if names := sorted({file.instance for file in files} & known):
            await self.refresh(names)
        return Recycled(files, errors)

    async def want(self, titles: Iterable[tuple[str, str]], wanted: bool | None) -> None:
        """Note whether trailers are wanted of some titles, given as instance and external id.

        None leaves it to the rule again; addresses and profiles that were picked stay.
        """
        await self._database.write(_want, list(titles), wanted)

    async def listing(self, name: str, path: str) -> list[FolderEntry]:
        """Return everything in a title's folder as it is now; ``path`` is as the app gives it."""
        from arrtui.media.listing import list_folder
        from arrtui.media.mapping import PathMapper

        local = PathMapper(self._config().instance(name).path_mapping).local(path)
        return await asyncio.to_thread(list_folder, local) if local else []

    async def accept_root(self, name: str, path: str) -> MediaRoot:
        """Take a root folder for right as it is now; ``path`` is as the app gives it.

        Raises UsageError for one that is not there: there is nothing to accept.
        """
        from arrtui.features.trailers.roots import accept

        return await accept(self._config().instance(name), path, self._database, self._clock())


def _want(titles: Iterable[tuple[str, str]], wanted: bool | None) -> None:
    by_instance: defaultdict[str, list[str]] = defaultdict(list)
    for instance, external_id in titles:
        by_instance[instance].append(external_id)
    for instance, external_ids in by_instance.items():
        known = trailers.choices(instance)
        for external_id in external_ids:
            choice = known.get(external_id) or TrailerChoice(external_id=external_id)
            trailers.choose(instance, msgspec.structs.replace(choice, wanted=wanted))
