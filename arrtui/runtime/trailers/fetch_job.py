"""The job that fetches trailers, title after title."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.apps import Feature
from arrtui.core.text import format_size, plural
from arrtui.core.trailers import AttemptOutcome, TrailerAttempt, TrailerDownload, TrailerFile
from arrtui.db import jobs, media, trailers
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.trailers.refresh import refresh_job
from arrtui.runtime.trailers.use_cases import FETCH_KIND

if TYPE_CHECKING:
    from arrtui.features.trailers.fetching import FetchTarget, FetchTools, TrailerFetcher
    from arrtui.media.ytdlp_messages import DownloadProgress
    from arrtui.runtime.services import Services

_Title = tuple[str, str]
"""Instance and external id."""

# The features are imported when the job runs: the app's first paint does not wait for them.


def _title_of(target: FetchTarget) -> _Title:
    return target.title.instance, target.title.external_id


class _FetchJob:
    """A job under way: it keeps in its arguments what is left to do, and in the database what came of it."""

    def __init__(self, services: Services, job: JobContext, tools: FetchTools) -> None:
        self._services = services
        self._job = job
        self._tools = replace(tools, report=self._report)
        self._asked: set[_Title] = set()
        self._known: set[_Title] = set()
        """Titles that this run looked at and has not done with."""
        self._left: Counter[_Title] = Counter()
        """How many targets each title has left: a series may have one for each season."""
        self._total = 0
        self._done = 0
        self._current = ""

    async def run(self) -> Mapping[str, Any]:
        """Fetch for the titles in the arguments, also for those that are added meanwhile."""
        from arrtui.features.trailers.fetch_run import FetchRun
        from arrtui.features.trailers.turns import FetchTurns

        services = self._services
        turns = FetchTurns(
            lambda: services.config.trailers, lambda target: _title_of(target) in self._asked, services.clock
        )
        run = FetchRun(self._fetcher, self, turns.wait, services.clock)
        names: dict[str, None] = {}
        while titles := await self._new_titles():
            self._known |= set(titles)
            names |= dict.fromkeys(instance for instance, _ in titles)
            targets = await services.database.read(self._targets, titles)
            self._left.update(map(_title_of, targets))
            await self._drop(set(titles) - self._left.keys())  # e.g. fetched before the process was killed
            self._total += len(targets)
            await self._sweep(names)
            await run.run(targets)
            if run.report.stopped:
                break
        for name in names:
            await self._job.enqueue_child(refresh_job(name, priority=4))
        result: dict[str, Any] = msgspec.to_builtins(run.report)
        return result

    async def _new_titles(self) -> list[_Title]:
        """Return the titles in the arguments as they are now, without the ones that are known."""
        from arrtui.features.trailers.fetch_queue import title_rows

        job = await self._services.database.read(jobs.get, self._job.job.id)
        rows = title_rows((job or self._job.job).args)
        self._asked = {(instance, external_id) for instance, external_id, asked in rows if asked}
        configured = set(self._services.config.names_with(Feature.TRAILERS))
        titles = [(instance, external_id) for instance, external_id, _ in rows if instance in configured]
        return [title for title in titles if title not in self._known]

    def _targets(self, titles: Sequence[_Title]) -> list[FetchTarget]:
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

    async def _sweep(self, names: Iterable[str]) -> None:
        """Remove what downloads left that were broken off, but for titles that go on where they were."""
        for name in names:
            begun = await self._services.database.read(trailers.begun_titles, name)
            begun -= {external_id for instance, external_id in self._left if instance == name}
            if begun:
                folders = await self._services.database.read(media.stored_folders, name, contents=False)
                paths = {external_id: folders[external_id].path for external_id in begun & folders.keys()}
                unswept = await asyncio.to_thread(_sweep_all, paths)
                await self._services.database.write(trailers.forget_begun, name, begun - unswept)

    # --- title by title ------------------------------------------------------------------------------

    def _fetcher(self, target: FetchTarget) -> TrailerFetcher:
        from arrtui.features.trailers.fetching import TrailerFetcher

        return TrailerFetcher(target, self._tools)

    async def failures(self, target: FetchTarget) -> int:
        """Return how often fetching failed since the last download."""
        from arrtui.features.trailers.targets import failures_of

        title = target.title
        made = await self._services.database.read(trailers.attempts, title.instance, title.external_id)
        return failures_of(made.get(title.external_id, ()), target.season)

    async def begin(self, target: FetchTarget) -> None:
        """Note which title is under way, and that a part of a video may lie in its folder."""
        from arrtui.features.trailers.fetch_queue import LOOKING, progress_text, with_current

        self._job.check()
        title, now = target.title, self._services.clock()
        begun = TrailerAttempt(
            external_id=title.external_id, season=target.season, at=now, outcome=AttemptOutcome.BEGUN
        )
        await self._services.database.write(trailers.record_attempts, title.instance, [begun])
        await self._amend(lambda args: with_current(args, *_title_of(target)))
        self._current = title.title
        await self._job.progress(self._done, self._total, progress_text(title.title, LOOKING))

    async def store(
        self, target: FetchTarget, attempts: Sequence[TrailerAttempt], download: TrailerDownload | None
    ) -> None:
        """Keep what was tried, and the trailer, also when the job is being stopped."""
        await asyncio.shield(self._services.database.write(_store, target.title.instance, attempts, download))

    async def end(self, target: FetchTarget) -> None:
        """Take a title whose targets are all done with out of the arguments: its state is its own again."""
        title = _title_of(target)
        await self._services.database.write(trailers.forget_begun, title[0], [title[1]])
        self._done += 1
        self._left[title] -= 1
        if not self._left[title]:
            del self._left[title]
            await self._drop({title})
        await self._job.progress(self._done, self._total)

    async def _drop(self, titles: Set[_Title]) -> None:
        """Take titles out of the arguments; they may be asked for again."""
        from arrtui.features.trailers.fetch_queue import without_titles

        self._known -= titles
        if titles:
            await self._amend(lambda args: without_titles(args, titles))

    async def _amend(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Change the arguments of the job, and let front ends know."""
        job = await self._services.database.write(jobs.amend, self._job.job.id, change)
        if job is not None:
            self._services.jobs.publish(job)

    def _report(self, progress: DownloadProgress) -> None:
        from arrtui.features.trailers.fetch_queue import progress_text

        doing = format_size(progress.done)
        if progress.total:
            doing = f"{min(100, 100 * progress.done // progress.total)}% of {format_size(progress.total)}"
        self._job.report(self._done, self._total, progress_text(self._current, doing))


def _store(instance: str, attempts: Sequence[TrailerAttempt], download: TrailerDownload | None) -> None:
    trailers.record_attempts(instance, attempts)
    if download is not None:
        trailers.update_download(download)  # it was announced before it was put in place
        file = TrailerFile(
            external_id=download.external_id,
            relative_path=download.relative_path,
            size=download.size,
            mtime_ns=download.mtime_ns,
            season=download.season,
        )
        media.note_trailer(instance, file)


def _sweep_all(folders: Mapping[str, str]) -> set[str]:
    """Sweep folders by external id; return those that are not there now, as of a disk that is not mounted."""
    from arrtui.media.placing import sweep

    unswept = set()
    for external_id, folder in folders.items():
        if Path(folder).is_dir():
            sweep(Path(folder))
        else:
            unswept.add(external_id)
    return unswept


async def _fetch(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Fetch the trailers of the titles in ``args``."""
    from arrtui.runtime.trailers.fetch_tools import opened_tools

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
