"""What is known of the artwork and metadata of titles, as front ends read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.core.apps import Feature
from arrtui.core.memory import large_list
from arrtui.db.database import Database

if TYPE_CHECKING:
    from arrtui.core.artwork import Asset
    from arrtui.core.config import Config
    from arrtui.features.artwork.overview import ArtRow
    from arrtui.features.artwork.title import ArtTitle

# The features are imported when they are first used: the app's first paint does not wait for them.


class ArtTitles:
    """Titles with their artwork. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database) -> None:
        self._config = config
        self._database = database

    async def matrix(self, names: Sequence[str] = ()) -> list[ArtRow]:
        """Return the titles of the named instances, or of all, with the state of each kind of artwork."""
        from arrtui.features.artwork.overview import load_rows

        rows: list[ArtRow] = []
        with large_list():
            for name in self._config().names_with(Feature.ARTWORK, names):
                rows += await self._database.read(load_rows, name)
        return rows

    async def title(self, instance: str, external_id: str) -> ArtTitle:
        """Return the artwork of a title in full."""
        from arrtui.features.artwork.title import load_title

        title = await self._database.read(load_title, instance, external_id, self._config().artwork)
        slots = (slot._replace(readers=self.readers(instance, slot.slot)) for slot in title.slots)
        return title._replace(slots=tuple(slots))

    def readers(self, instance: str, slot: str, path: str = "") -> str:
        """Return who reads what is published for a slot, or one file of it, and how that is known.

        As words: ``Kodi (recorded), Plex (by documents)``; empty where no player reads it.
        """
        from arrtui.features.artwork.name_evidence import readers_text
        from arrtui.runtime.artwork.publishing import publish_rules

        config = self._config()
        form = config.instance(instance).kind.app.art.form
        return readers_text(slot, path, publish_rules(config).players, form=form)

    def image_path(self, asset: Asset) -> Path:
        """Return where an image lies in the cache."""
        from arrtui.media.art_cache import ArtCache

        options = self._config().artwork
        return ArtCache(options.cache_place, options.cache_bytes).path_of(asset.sha256, asset.extension)
