"""A small library on disk and in the database, and a way to scan it for artwork."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from arrtui.core.artwork import ArtFolder
from arrtui.core.config import Config
from arrtui.db.artwork import folders
from arrtui.features.artwork.scan import ArtScan, ScanScope, scan_folders
from tests.features.trailers.library import SETTLED, TrailerLibrary


async def _no_progress(_done: int, _total: int, _text: str) -> None:
    """Show nothing."""


class ArtLibrary(TrailerLibrary):
    """An instance with titles in folders below one root, whose artwork is scanned."""

    arrtui_config = Config()

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
