"""The cache of artwork, where the configuration has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.core.errors import ConfigError

if TYPE_CHECKING:
    from arrtui.media.art_cache import ArtCache
    from arrtui.runtime.services import Services


async def open_cache(services: Services) -> ArtCache:
    """Return the cache. Raises ConfigError for one in or around a root folder, as far as these are stored."""
    from arrtui.media.art_cache import ArtCache

    if problem := await services.artwork.warnings.misplaced():
        raise ConfigError("using the cache of artwork", why=str(problem), problems=(problem,))
    artwork = services.config.artwork
    return ArtCache(artwork.cache_place, artwork.cache_bytes)
