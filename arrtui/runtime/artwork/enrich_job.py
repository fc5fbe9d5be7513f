"""The job that asks providers for images and metadata of titles, and downloads what is chosen."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.artwork import PhaseName
from arrtui.core.text import plural
from arrtui.db.artwork import slots
from arrtui.runtime.artwork import phases
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.clients.providers.making import Providers
    from arrtui.features.artwork.due import DueTitle, DueTitles
    from arrtui.features.artwork.enriching import TitleEnricher
    from arrtui.runtime.services import Services

WIDTH = 6
"""Titles under way at a time: what takes time is waiting for providers."""
MOST_MESSAGES = 20
ROOM = 10
"""Percent of the cache's limit that are made free first, out of images that fill no slot."""


async def _enrich(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Enrich the titles of the job's instance for which there is something to do; return the counts."""
    from arrtui.runtime.artwork.asking import opened_providers

    started = time.monotonic()
    args, name = phases.args_of(job), job.job.instance
    async with opened_providers(services, name, asks_again=args.asks_again) as providers:
        counts = await _EnrichJob(services, job, providers).run()
    await phases.start_next(services, job, PhaseName.ENRICH, args.external_ids)
    return {**msgspec.to_builtins(counts), "seconds": round(time.monotonic() - started, 3)}


class _EnrichJob:
    """A job under way. Its features are imported when it runs."""

    def __init__(self, services: Services, job: JobContext, providers: Providers) -> None:
        self._services = services
        self._job = job
        self._args = phases.args_of(job)
        self._instance = services.config.instance(job.job.instance)
        self._providers = providers
        self._done = 0

    async def run(self) -> phases.PhaseCounts:
        """Enrich title after title. Raises ConfigError for a cache in a root folder, StorageError."""
        from arrtui.core.fan_out import fan_out
        from arrtui.features.artwork.downloading import ImageKeeper
        from arrtui.features.artwork.enriching import EnrichTools, TitleEnricher
        from arrtui.features.artwork.evicting import evict
        from arrtui.features.artwork.gathering import Gatherer, asked_providers
        from arrtui.runtime.artwork.caching import open_cache
        from arrtui.runtime.artwork.publishing import publish_rules

        services, options = self._services, self._services.config.artwork
        asked = asked_providers(options, self._instance.kind.app)
        known = self._providers.by_name
        gatherer = Gatherer([known[name] for name in asked if name in known], options, services.clock)
        cache = await open_cache(services)
        keeper = ImageKeeper(cache, services.database, services.clock, options.image_bytes)
        await keeper.settle()
        room = options.cache_bytes * (100 - ROOM) // 100
        await evict(services.database, cache, room, services.clock(), only_loose=True)
        if options.sets_folder:
            await services.database.write(slots.share_in_sets, self._instance.name, services.clock())
        due = await self._due(gatherer.names)
        titles = due.titles[: self._args.limit or None]
        tools = EnrichTools(
            *(services.database, gatherer, keeper, options, services.clock, self._job.check),
            players=publish_rules(services.config).players,
            asks_again=self._args.asks_again,
        )
        enricher = TitleEnricher(self._instance, tools)

        async def enrich(title: DueTitle) -> None:
            await enricher.enrich(title)
            self._done += 1
            await self._job.progress(self._done, len(titles), title.title)

        await fan_out(enrich, titles, width=WIDTH)
        off = [self._providers.off[name] for name in asked if name in self._providers.off]
        return self._counts(due, enricher, [*gatherer.down.values(), *off])

    async def _due(self, names: tuple[str, ...]) -> DueTitles:
        from arrtui.features.artwork.due import DueWish, due_titles

        config, args = self._services.config, self._args
        wish = DueWish(
            options=config.artwork,
            providers=names,
            fresh_days=config.providers.fresh_days,
            now=self._services.clock(),
            external_ids=args.external_ids,
            asks_again=args.asks_again,
        )
        return await self._services.database.read(due_titles, self._instance, wish)

    def _counts(
        self, due: DueTitles, enricher: TitleEnricher, providers: Sequence[str]
    ) -> phases.PhaseCounts:
        """Return what came of the job; ``providers``: why some were not asked."""
        report = enricher.report
        messages = [enricher.stopped] if enricher.stopped else []
        messages += [*providers, *(fault for fault in report.faults if fault not in providers)]
        if left := len(due.titles) - report.titles:
            messages.append(f"{plural(left, 'title')} left for the next run.")
        return phases.PhaseCounts(
            titles=report.titles if self._args.limit else due.looked_at,
            found=report.candidates,
            fetched=report.fetched,
            locked=report.locked,
            failed=report.failed,
            messages=tuple(messages[:MOST_MESSAGES]),
        )


ENRICH = JobKind(
    phases.kind_of(PhaseName.ENRICH), "Enrich", _enrich, stores=True, describe_result=phases.describe
)
"""Writes to no app and no title's folder: images go into the cache."""
