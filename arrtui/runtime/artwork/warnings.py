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
from arrtui.db.artwork.publish_facts import marked_folders
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
        problems = await self._services.doctor.problems(names) if names else []
        for problem in problems:
            warnings[problem.instance].append(problem.text)
        return {name: sentences for name, sentences in warnings.items() if sentences}

    def _read(self, names: Sequence[str]) -> dict[str, list[str]]:
        from arrtui.features.artwork.warnings import consumer_warnings, folder_warnings

        config, warnings = self._services.config, dict[str, list[str]]()
        for name in names:
            consumers = list(settings_of(name, SettingType.METADATA_CONSUMER).values())
            marked = marked_folders(name)
            warnings[name] = [
                *consumer_warnings(config.instance(name).kind.app, consumers, config.artwork.nfo),
                *folder_warnings(marked.linked, marked.matched),
            ]
        return warnings

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
