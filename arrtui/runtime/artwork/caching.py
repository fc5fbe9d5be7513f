"""The cache of artwork, where the configuration has it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from arrtui.core.errors import ConfigError, ConfigProblem

if TYPE_CHECKING:
    from arrtui.media.art_cache import ArtCache
    from arrtui.runtime.services import Services


async def open_cache(services: Services) -> ArtCache:
    """Return the cache. Raises ConfigError for one in or around a root folder, as far as these are stored."""
    from arrtui.features.recycle.roots import local_roots
    from arrtui.media.art_cache import ArtCache

    config = services.config
    roots = await services.database.read(local_roots, config.instances)
    if why := await asyncio.to_thread(config.artwork.misplaced, roots):
        problem = ConfigProblem("artwork.cache", why)
        raise ConfigError("using the cache of artwork", why=str(problem), problems=(problem,))
    return ArtCache(config.artwork.cache_place, config.artwork.cache_bytes)
