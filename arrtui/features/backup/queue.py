"""Keep what stands in an app's queue: nothing else tells later why a download was not imported."""

from __future__ import annotations

from dataclasses import replace

from arrtui.clients import ArrClient
from arrtui.core.errors import ArrError
from arrtui.core.text import DAY, format_iso
from arrtui.db import history as events
from arrtui.db import queue_rows
from arrtui.db.database import Database
from arrtui.features.backup.history import HistoryOutcome

OPEN_DAYS = 90
"""Days after which a grab that came to nothing is given up: its download was seen before."""


async def store_queue(
    client: ArrClient, database: Database, instance_id: int, history: HistoryOutcome, now: float
) -> HistoryOutcome:
    """Store the rows of the queue; return the outcome of the history with what went wrong.

    One request, and none while every release that was grabbed has been imported, has failed or is ignored:
    nothing of it is in the queue then. A queue that cannot be read fails no backup: the next one, or a
    message of the live feed, has it read again.
    """
    since = format_iso(now - OPEN_DAYS * DAY)
    if not await database.read(events.has_open_grab, instance_id, since):
        return history
    try:
        downloads = await client.downloads()
    except ArrError as error:
        return replace(history, warnings=(*history.warnings, f"The queue was not read: {error}"))
    seen = [download.seen_at(now) for download in downloads]
    await database.write(queue_rows.store_queue, client.config.name, seen)
    return history
