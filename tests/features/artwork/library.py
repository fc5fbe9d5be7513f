"""A small library on disk and in the database, and a way to scan it for artwork."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from arrtui.core.artwork import ArtFolder, ArtNoteKind, SlotChoice
from arrtui.core.config import Config
from arrtui.db.artwork import folders, slots
from arrtui.features.artwork.adopting import Adopting, Adoption
from arrtui.features.artwork.scan import ArtScan, ScanScope, scan_folders
from arrtui.media.art_cache import ArtCache
from tests.features.trailers.library import SETTLED, TrailerLibrary


async def _no_progress(_done: int, _total: int, _text: str) -> None:
    """Show nothing."""


class ArtLibrary(TrailerLibrary):
    """An instance with titles in folders below one root, whose artwork is scanned."""

    arrtui_config = Config()
    most_bytes = 5_000_000

    @property
    def cache(self) -> ArtCache:
        """The cache of the owner's images."""
        return ArtCache(self.root.with_name("cache"), 10**9)

    def put_file(self, title: str, name: str, data: bytes) -> Path:
        """Write a file into the folder of a title."""
        path = self.root / title / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def adopt(
        self, *external_ids: str, check: Callable[[], None] = lambda: None, **options: bool
    ) -> Adoption:
        """Read the folders, then the images and NFO in them that are still to be read."""
        scan = self.scan_art(*external_ids, **options)
        adopting = Adopting(self.config, self.cache, self.database, most_bytes=self.most_bytes, now=self.now)
        return asyncio.run(adopting.run(scan.unread, _no_progress, check))

    def choices(self, external_id: str) -> dict[str, SlotChoice]:
        """Return what fills the slots of a title."""
        return self.database.read_sync(slots.choices, self.name).get(external_id, {})

    def notes(self, external_id: str) -> list[tuple[ArtNoteKind, str]]:
        """Return what is noted of a title's folder, without the sentences."""
        return [(note.kind, note.relative_path) for note in self.art()[external_id].notes]

    def scan_art(
        self,
        *external_ids: str,
        limit: int = 0,
        reads_again: bool = False,
        check: Callable[[], None] = lambda: None,
        after: float = SETTLED,
    ) -> ArtScan:
        """Read the folders ``after`` seconds from now."""
        self.now = time.time() + after
        scope = ScanScope(external_ids, limit, reads_again)
        work = scan_folders(
            self.config, self.arrtui_config, scope, self.database, _no_progress, check, self.now
        )
        return asyncio.run(work)

    def art(self) -> dict[str, ArtFolder]:
        """Return what is stored of the folders, by external id."""
        return self.database.read_sync(folders.folders, self.name)

    def slots(self, external_id: str) -> dict[str, str]:
        """Return the paths of a title's images by the slot that each fills."""
        return {file.slot: file.relative_path for file in self.art()[external_id].files if file.slot}
