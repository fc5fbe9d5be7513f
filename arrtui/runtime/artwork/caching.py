"""The cache of artwork, where the configuration has it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from arrtui.core.errors import ConfigError

if TYPE_CHECKING:
    from arrtui.media.art_cache import ArtCache
    from arrtui.runtime.services import Services


async def open_cache(services: Services) -> ArtCache:
    """Return the cache, without what killed processes left unfinished in it.

    Raises ConfigError for one in or around a root folder, as far as these are stored; CacheError.
    """
    from arrtui.media.art_cache import ArtCache

    if problem := await services.artwork.warnings.misplaced():
        raise ConfigError("using the cache of artwork", why=str(problem), problems=(problem,))
    artwork = services.config.artwork
    cache = ArtCache(artwork.cache_place, artwork.cache_bytes)
    await asyncio.to_thread(cache.sweep)
    return cache
