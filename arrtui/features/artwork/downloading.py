"""Bring images into the cache: look into them, note them, then write them.

The note comes first, so that a process that is killed leaves no file of which nobody knows; a note without
its file is taken back by the next run.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

from arrtui.core.artwork import Asset, AssetOrigin
from arrtui.db.artwork import assets
from arrtui.db.database import Database
from arrtui.media.art_cache import ArtCache
from arrtui.media.images import ImageFacts, ImageRefusedError, inspect_image

_WHAT = "importing an image"
_DOWNLOADED = (AssetOrigin.PROVIDER, AssetOrigin.APP)


class ImageKeeper:
    """Puts images into the cache and its table."""

    def __init__(
        self, cache: ArtCache, database: Database, clock: Callable[[], float], most_bytes: int
    ) -> None:
        """``most_bytes``: a larger image is refused."""
        self.cache = cache
        self._database = database
        self._clock = clock
        self._most_bytes = most_bytes

    async def inspect(self, data: bytes) -> ImageFacts:
        """Return what an image is. Raises ImageRefusedError."""
        return await asyncio.to_thread(inspect_image, data, most_bytes=self._most_bytes)

    async def keep(self, data: bytes, facts: ImageFacts, origin: AssetOrigin) -> Asset:
        """Put an image that was looked into in the cache, and return it as it is noted.

        One that is there already keeps its note. Raises CacheError; nothing stays then but the note.
        """
        asset = Asset(
            sha256=hashlib.sha256(data).hexdigest(),
            extension=facts.extension,
            size=len(data),
            width=facts.width,
            height=facts.height,
            perceptual_hash=facts.perceptual_hash,
            origin=origin,
            added_at=self._clock(),
        )
        await self._database.write(assets.record, [asset])
        is_owners = origin is AssetOrigin.OWNER
        await asyncio.to_thread(self.cache.add, data, facts.extension, beyond_limit=is_owners)
        return asset

    async def known(self, sha256: str) -> Asset | None:
        """Return an image of which the cache has the file; None where it is not there."""
        asset = (await self._database.read(assets.assets, [sha256])).get(sha256)
        if asset is None or not await asyncio.to_thread(self.cache.holds, sha256, asset.extension):
            return None
        return asset

    async def settle(self) -> int:
        """Take back what killed processes left: unfinished files, and notes without a file.

        Return how many notes went.
        """
        await asyncio.to_thread(self.cache.sweep)
        noted, referenced = await self._database.read(lambda: (assets.assets(), assets.referenced()))
        loose = [
            asset
            for sha256, asset in noted.items()
            if sha256 not in referenced and asset.origin in _DOWNLOADED
        ]

        def fileless() -> list[str]:
            return [a.sha256 for a in loose if not self.cache.holds(a.sha256, a.extension)]

        lost = await asyncio.to_thread(fileless)
        return await self._database.write(assets.forget, lost) if lost else 0

    def read_import(self, path: Path) -> bytes:
        """Return an image that the owner points at. Blocks. Raises ImageRefusedError."""
        try:
            place = path.expanduser()
            if not place.is_file():
                why = "it is a folder" if place.is_dir() else "there is no such file"
                raise ImageRefusedError(f"{_WHAT} from {path}", why=why)
            with place.open("rb") as file:
                return file.read(self._most_bytes + 1)
        except (OSError, ValueError, RuntimeError) as error:  # a NUL in it, the home of nobody
            why = getattr(error, "strerror", None) or str(error)
            raise ImageRefusedError(f"{_WHAT} from {path}", why=why) from error
