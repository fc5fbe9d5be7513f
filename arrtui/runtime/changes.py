"""What changed on each day, and between two snapshots, for front ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from arrtui.db import snapshots
from arrtui.db.database import Database

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.backup.change_lines import WordedChange
    from arrtui.features.backup.days import ChangeDay, SnapshotSpan

# The features are imported when they are first used: the app's first paint does not wait for them.


class ChangesServices:
    """Reads what the stored snapshots say of changes. Every method may raise StorageError."""

    def __init__(self, config: Callable[[], Config], database: Database, clock: Callable[[], float]) -> None:
        self._config = config
        self._database = database
        self._clock = clock

    async def days(self) -> list[ChangeDay]:
        """Return what the backups of all configured instances brought, day by local day, newest first.

        Days in a row on which nothing changed, and the same happened, are one.
        """
        from arrtui.features.backup.days import changes_by_day, local_day

        names = self._config().instance_names()
        rows = await self._database.read(snapshots.list_snapshots, names)
        return changes_by_day(rows, local_day(self._clock()))

    async def lines(self, span: SnapshotSpan) -> AsyncIterator[list[WordedChange]]:
        """Yield what changed from the older to the newer snapshot, in words, a page of lines at a time.

        Nothing of it is done on the caller's event loop.
        """
        from arrtui.features.backup.change_lines import pages_of_lines
        from arrtui.features.backup.rebuild import changes_from

        diff = await self._database.read(changes_from, span.older, span.newer)
        pages = pages_of_lines(diff, span)
        while (page := await asyncio.to_thread(next, pages, None)) is not None:
            yield page
