"""Keep NFO: the owner's and those that arrtui writes. Their contents are in the database, not in the cache.

Versions before the table kept them as files of the cache. Such a file is read as long as nothing better is
there, and a verification moves it: the content is stored in one transaction, and only then the file goes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress

from arrtui.core.artwork import NFO_EXTENSION, Asset
from arrtui.core.batches import batched
from arrtui.db.artwork import assets, nfo_contents
from arrtui.db.database import Database
from arrtui.media.art_cache import ArtCache, AssetCheck, CachedFile, CacheError
from arrtui.media.art_placing import Source

_BATCH = 200
"""NFO that are moved in one transaction."""


def keep(nfos: Iterable[tuple[Asset, bytes]]) -> None:
    """Store NFO with their contents. Call it inside ``Database.writing()``."""
    listed = list(nfos)
    assets.record(asset for asset, _ in listed)
    nfo_contents.store({asset.sha256: content for asset, content in listed})


def contents_of(sha256s: Sequence[str], cache: ArtCache) -> dict[str, bytes]:
    """Return those of some NFO that are kept whole, by hash. Runs in a database thread; reads the disk."""
    kept = nfo_contents.contents(sha256s)
    for sha256 in sha256s:
        if sha256 not in kept:
            with suppress(CacheError):
                kept[sha256] = cache.read(sha256, NFO_EXTENSION)
    return kept


def kept_nfo(database: Database, cache: ArtCache, sha256: str) -> bytes:
    """Return an NFO that is kept whole; empty where it is not. Blocks. Raises StorageError."""
    return database.read_sync(contents_of, [sha256], cache).get(sha256, b"")


def sources_of(wanted: Iterable[Asset], cache: ArtCache) -> dict[str, Source]:
    """Return what files are copied from, by hash; an NFO that is not kept whole is left out.

    Runs in a database thread; reads the disk.
    """
    listed = list(wanted)
    images = (asset for asset in listed if asset.extension != NFO_EXTENSION)
    nfos = [asset.sha256 for asset in listed if asset.extension == NFO_EXTENSION]
    files = {asset.sha256: cache.path_of(asset.sha256, asset.extension) for asset in images}
    return {**files, **contents_of(nfos, cache)}


async def take_over(files: Iterable[CachedFile], cache: ArtCache, database: Database) -> set[tuple[str, str]]:
    """Move NFO that the database knows from the cache into it; return names and extensions of what went.

    What is not known stays, and so does what is damaged and not kept otherwise. Raises CacheError,
    StorageError.
    """
    gone: set[tuple[str, str]] = set()
    for batch in batched((file for file in files if file.extension == NFO_EXTENSION), _BATCH):
        moved = await database.write(_store_known, await asyncio.to_thread(_whole, batch, cache))
        kept = await database.read(nfo_contents.contents, [file.sha256 for file in batch])
        gone |= await asyncio.to_thread(_delete_moved, batch, moved, kept.keys(), cache)
    return gone


def _whole(files: Iterable[CachedFile], cache: ArtCache) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for file in files:
        with suppress(CacheError):
            contents[file.sha256] = cache.read(file.sha256, file.extension)
    return contents


def _store_known(contents: Mapping[str, bytes]) -> set[str]:
    """Store the contents of NFO that have an asset, and return their hashes."""
    known = assets.assets([*contents])
    nfos = {sha256 for sha256, asset in known.items() if asset.extension == NFO_EXTENSION}
    nfo_contents.store({sha256: contents[sha256] for sha256 in nfos})
    return nfos


def _delete_moved(
    files: Iterable[CachedFile], moved: Set[str], kept: Set[str], cache: ArtCache
) -> set[tuple[str, str]]:
    """Delete files whose content was stored now, and damaged ones whose content is kept whole."""
    gone = set()
    for sha256, extension, size in files:
        is_damaged = sha256 in kept and cache.check(sha256, extension, size) is AssetCheck.CHANGED
        if sha256 in moved or is_damaged:
            cache.delete(sha256, extension)
            gone.add((sha256, extension))
    return gone
