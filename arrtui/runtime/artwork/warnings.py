"""What gets in the way of published artwork: settings of apps, links, a cache in a root folder."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from arrtui.core.apps import Feature
from arrtui.core.config.own_folders import why_misplaced
from arrtui.core.domain import SettingType
from arrtui.core.errors import ConfigProblem
from arrtui.db.artwork import placements
from arrtui.db.artwork.publish_facts import marked_folders, shared_folders
from arrtui.db.library import settings_of

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


class ArtWarnings:
    """Says what the owner should mend. Every method may raise ArrtuiError."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def of(self, instances: Collection[str]) -> dict[str, list[str]]:
        """Return sentences by instance, of some; none of one that has no artwork or has none published."""
        names = [name for name in self._services.config.names_with(Feature.ARTWORK) if name in instances]
        if not self._services.config.artwork.phases:
            published = self._services.database.read
            names = [name for name in names if await published(placements.placements, name)]
        warnings = await self._services.database.read(self._read, names)
        videos = [name for name in names if self._services.config.instance(name).has(Feature.TRAILERS)]
        problems = await self._services.doctor.problems(videos) if videos else []
        for problem in problems:
            warnings[problem.instance].append(problem.text)
        return {name: sentences for name, sentences in warnings.items() if sentences}

    def _read(self, names: Sequence[str]) -> dict[str, list[str]]:
        """Read what is stored; of videos the doctor of trailers tells what else is wrong."""
        from arrtui.features.artwork.warnings import consumer_warnings, folder_warnings

        config, warnings = self._services.config, dict[str, list[str]]()
        for name in names:
            consumers = list(settings_of(name, SettingType.METADATA_CONSUMER).values())
            marked = marked_folders(name)
            warnings[name] = [
                *consumer_warnings(config.instance(name).kind.app, consumers, config.artwork.nfo),
                *folder_warnings(marked.linked, marked.matched),
                *([] if config.instance(name).has(Feature.TRAILERS) else self._read_more(name)),
            ]
        return warnings

    def _read_more(self, name: str) -> list[str]:
        """Read what is wrong with how an instance is set up that the doctor of trailers does not look at."""
        from arrtui.features.artwork.warnings import extras_warnings, shared_warnings

        config, app = self._services.config, self._services.config.instance(name).kind.app
        shared = shared_folders(name, config.names_with(Feature.ARTWORK))
        management = settings_of(name, SettingType.MEDIA_MANAGEMENT).values()
        extras = (text for setting in management for text in extras_warnings(app, setting.body))
        return [*shared_warnings(app, shared), *extras]

    async def misplaced(self) -> ConfigProblem | None:
        """Return why the cache must not be where it is, as far as root folders are stored; None if it may."""
        from arrtui.features.recycle.roots import local_roots

        config = self._services.config
        roots = await self._services.database.read(local_roots, config.instances)
        why = await asyncio.to_thread(config.artwork.misplaced, roots)
        return ConfigProblem("artwork.cache", why) if why else None

    async def misplaced_sets(self) -> str:
        """Return why nothing is published into the folder of sets, a sentence; empty where it may be."""
        from arrtui.features.recycle.roots import local_roots

        config = self._services.config
        folder = config.artwork.sets_folder
        roots = await self._services.database.read(local_roots, config.instances) if folder else []
        why = await asyncio.to_thread(why_misplaced, folder, roots) if folder else ""
        return f"No pictures of sets are published: sets_folder under [artwork] {why}." if why else ""
