"""The job that fetches trailers, title after title."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.text import format_size, plural
from arrtui.core.trailers import TrailerAttempt, TrailerDownload
from arrtui.db import jobs, media, trailers
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.trailers.refresh import refresh_job
from arrtui.runtime.trailers.use_cases import FETCH_KIND

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.db.database import Database
    from arrtui.features.trailers.fetching import FetchTarget, FetchTools, TrailerFetcher
    from arrtui.media.ytdlp_messages import DownloadProgress
    from arrtui.runtime.services import Services

PAUSE = (5.0, 10.0)
"""Seconds between two titles, so that a site sees a person rather than a machine."""


@asynccontextmanager
async def opened_tools(
    config: Config, database: Database, clock: Callable[[], float]
) -> AsyncIterator[FetchTools]:
    """Yield what fetching works with; yt-dlp's process and connections end with the block."""
    from arrtui.clients.tmdb import TmdbClient
    from arrtui.core.config.values import bytes_of
    from arrtui.features.trailers.candidates import Source
    from arrtui.features.trailers.fetching import FetchTools
    from arrtui.media.probe import probe_video
    from arrtui.media.tools import find_program
    from arrtui.media.ytdlp import Downloader
    from arrtui.media.ytdlp_messages import DownloaderOptions

    loop = asyncio.get_running_loop()

    def announce(instance: str, download: TrailerDownload) -> int:
        storing = database.write(trailers.record_download, instance, download)
        return asyncio.run_coroutine_threadsafe(storing, loop).result()

    options = config.trailers
    cookies = "" if options.cookies is None else str(options.cookies)
    downloader = Downloader(DownloaderOptions(cookies, bytes_of(options.rate_limit)))
    tmdb = None if options.tmdb_key is None else TmdbClient(options.tmdb_key.get_secret_value())
    try:
        yield FetchTools(
            videos=downloader,
            sources=[Source(name) for name in options.sources],
            free_space=bytes_of(options.free_space),
            merges=bool(await asyncio.to_thread(find_program, "ffmpeg")),
            tmdb=tmdb,
            probe=probe_video,
            clock=clock,
            announce=announce,
        )
    finally:
        await asyncio.shield(downloader.aclose())
        if tmdb is not None:
            await tmdb.aclose()


class _AttemptStore:
    """Keeps in the database what came of titles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def failures(self, target: FetchTarget) -> int:
        """Return how often fetching failed since the last download."""
        from arrtui.features.trailers.targets import failures_of

        title = target.title
        made = await self._database.read(trailers.attempts, title.instance, title.external_id)
        return failures_of(made.get(title.external_id, ()), target.season)

    async def store(
        self, target: FetchTarget, attempts: Sequence[TrailerAttempt], download: TrailerDownload | None
    ) -> None:
        """Keep what was tried, and the trailer, also when the job is being stopped."""
        await asyncio.shield(self._database.write(_store, target.title.instance, attempts, download))


def _store(instance: str, attempts: Sequence[TrailerAttempt], download: TrailerDownload | None) -> None:
    trailers.record_attempts(instance, attempts)
    if download is not None:
        trailers.update_download(download)  # it was announced before it was put in place


class _FetchJob:
    """A job under way."""

    def __init__(self, services: Services, job: JobContext, tools: FetchTools) -> None:
        self._services = services
        self._job = job
        self._tools = replace(tools, report=self._report)
        self._asked: set[tuple[str, str]] = set()
        self._total = 0
        self._place = 0
        self._current = ""

    async def run(self) -> Mapping[str, Any]:
        """Fetch for the titles in the arguments, also for those that are added meanwhile."""
        from arrtui.features.trailers.fetch_run import FetchRun

        run = FetchRun(
            self._fetcher, _AttemptStore(self._services.database), self._turn, self._services.clock
        )
        known: set[tuple[str, str]] = set()
        while titles := await self._titles(known):
            known |= set(titles)
            targets = await self._services.database.read(self._targets, titles)
            if len(known) == len(titles):
                await self._sweep(titles, targets)
            self._total += len(targets)
            await run.run(targets)
            if run.report.stopped:
                break
        for name in dict.fromkeys(instance for instance, _ in known):
            await self._job.enqueue_child(refresh_job(name, priority=4))
        result: dict[str, Any] = msgspec.to_builtins(run.report)
        return result

    async def _titles(self, known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the titles in the arguments as they are now, without the ones that are known."""
        job = await self._services.database.read(jobs.get, self._job.job.id)
        rows = (job or self._job.job).args.get("titles", ())
        self._asked = {(instance, external_id) for instance, external_id, asked in rows if asked}
        configured = set(self._services.config.instance_names())
        titles = [(instance, external_id) for instance, external_id, _ in rows if instance in configured]
        return [title for title in titles if title not in known]

    def _targets(self, titles: Sequence[tuple[str, str]]) -> list[FetchTarget]:
        """Return the targets of titles, in the order of their instances.

        A job that goes on after its process was killed leaves out what it had downloaded.
        """
        from arrtui.features.trailers.fetching import is_fetched

        targets: list[FetchTarget] = []
        for name in dict.fromkeys(instance for instance, _ in titles):
            external_ids = {external_id for instance, external_id in titles if instance == name}
            named = self._services.fetching.maker(name).named(external_ids)
            targets += (target for target in named if not is_fetched(target))
        return targets

    async def _sweep(self, titles: Sequence[tuple[str, str]], targets: Sequence[FetchTarget]) -> None:
        """Remove what earlier downloads left, except for the title that goes on where it was broken off."""
        first = targets[0].folder if targets else ""
        for name in dict.fromkeys(instance for instance, _ in titles):
            folders = await self._services.database.read(media.stored_folders, name)
            paths = [folder.path for folder in folders.values() if folder.path != first]
            await asyncio.to_thread(_sweep_all, paths)

    # --- title by title ------------------------------------------------------------------------------

    async def _turn(self, target: FetchTarget, is_first: bool) -> None:
        """Wait until a target may begin. Raises StoppedRunError outside of the hours for downloads."""
        from arrtui.features.trailers.fetching import StoppedRunError
        from arrtui.media.refusals import Refusal

        self._job.check()
        hours = self._services.config.trailers
        is_asked = (target.title.instance, target.title.external_id) in self._asked
        if not is_asked and not hours.in_hours(time.localtime(self._services.clock()).tm_hour):
            raise StoppedRunError(f"Trailers are downloaded from {hours.hours} o'clock only.", Refusal.OTHER)
        if not is_first:
            await asyncio.sleep(random.uniform(*PAUSE))  # noqa: S311  # no secret
        self._job.check()

    def _fetcher(self, target: FetchTarget) -> TrailerFetcher:
        from arrtui.features.trailers.fetching import TrailerFetcher

        self._place += 1
        self._current = target.title.title
        self._job.report(self._place - 1, self._total, self._current)
        return TrailerFetcher(target, self._tools)

    def _report(self, progress: DownloadProgress) -> None:
        of = f" of {format_size(progress.total)}" if progress.total else ""
        text = f"{self._current}: {format_size(progress.done)}{of}"
        self._job.report(self._place - 1, self._total, text)


def _sweep_all(folders: Iterable[str]) -> None:
    from arrtui.media.placing import sweep

    for folder in folders:
        sweep(Path(folder))


async def _fetch(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Fetch the trailers of the titles in ``args``."""
    async with opened_tools(services.config, services.database, services.clock) as tools:
        return await _FetchJob(services, job, tools).run()


def _describe(result: Mapping[str, Any]) -> str:
    if "downloaded" not in result:
        return ""
    downloaded, failed = sum(result["downloaded"].values()), sum(result["failed"].values())
    parts = [plural(downloaded, "trailer")]
    parts += [f"{failed:,} failed"] if failed else []
    parts += [f"{result['waiting']:,} waiting"] if result["waiting"] else []
    counts = ", ".join(parts)
    return f"{counts}: {result['stopped']}" if result["stopped"] else counts


FETCH = JobKind(FETCH_KIND, "Download", _fetch, max_attempts=2, describe_result=_describe)
