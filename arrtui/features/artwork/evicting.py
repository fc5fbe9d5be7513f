"""Keep the cache of artwork within its limit, and forget NFO that nobody needs."""

from __future__ import annotations

import asyncio

from arrtui.core.artwork import NFO_EXTENSION, Asset
from arrtui.core.text import DAY
from arrtui.db.artwork import assets, checks, nfo_contents
from arrtui.db.database import Database
from arrtui.features.artwork.verify import is_fresh
from arrtui.media.art_cache import ArtCache, plan_eviction

UNUSED = 30 * DAY
"""Seconds since an NFO was written after which it may go."""


async def evict(
    database: Database, cache: ArtCache, limit: int, now: float, *, only_loose: bool = False
) -> list[Asset]:
    """Delete the oldest images that nobody needs until at most ``limit`` bytes are left; return them.

    NFO do not count, as they are in the database; old ones that arrtui wrote go when nothing refers to them.
    What fills a slot leaves last, and its address stays; with ``only_loose`` it does not leave. What is
    published, locked, the owner's or new never does. Raises CacheError, StorageError.
    """
    await database.write(nfo_contents.forget_unused, now - UNUSED)
    known, users = await database.read(lambda: (assets.assets(), checks.uses()))
    images = [asset for asset in known.values() if asset.extension != NFO_EXTENSION]
    kept = {use.sha256 for use in users if only_loose or use.is_kept}
    kept |= {asset.sha256 for asset in images if is_fresh(asset.added_at, now)}
    leaving = plan_eviction(images, kept, limit, last={use.sha256 for use in users})
    if not leaving:
        return []
    gone = await database.write(_evict, leaving, cache)
    await asyncio.to_thread(cache.sweep)
    return [asset for asset in leaving if asset.sha256 in gone]


def _evict(leaving: list[Asset], cache: ArtCache) -> set[str]:
    """Delete files in the transaction that forgets them: who wants one meanwhile waits, and adds it again."""
    gone = set(checks.evict([asset.sha256 for asset in leaving]))
    for asset in leaving:
        if asset.sha256 in gone:
            cache.delete(asset.sha256, asset.extension)
    return gone
