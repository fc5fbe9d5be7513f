"""Which titles have release events since the last backup: their files are read again.

A rename keeps the file's id and its size, and shows in no list; the app notes it in its history.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from arrtui.clients import ArrClient, Fetched
from arrtui.core.domain import ReleaseEvent
from arrtui.core.errors import ArrError
from arrtui.db import history
from arrtui.db.database import Database
from arrtui.features.backup.history import OVERLAP, overlapped
from arrtui.features.backup.store import BackupRun

UPGRADE = "Upgrade"
"""The app's reason for deleting a file for a better one (``DeleteMediaFileReason``)."""


class RecentHistory(NamedTuple):
    """The end of an app's history, read before the library."""

    fetched: Fetched[ReleaseEvent] = Fetched([], [])
    """Events from some time before the last backup on, stored ones among them."""
    items: frozenset[int] = frozenset()
    """Titles with an event that was not known to the last backup."""
    known: frozenset[tuple[int, str]] = frozenset()
    """Id and date of the events that are stored already."""
    upgraded: frozenset[tuple[int, int]] = frozenset()
    """Titles among these of which a file went because a better one came, each with its album or 0."""
    error: ArrError | None = None
    """Why it could not be read; the events are new to the next backup then."""


async def read_recent_history(
    client: ArrClient, database: Database, run: BackupRun, *, kept: bool, overlap: timedelta = OVERLAP
) -> RecentHistory:
    """Return the release events since the last backup; none before the first.

    ``kept``: events are stored, so that those known can be told from new ones. Those of the time of the last
    backup count as new again, since they may have come after their files were read.
    """
    if run.previous is None:
        return RecentHistory()
    began = datetime.fromtimestamp(run.backup_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    complete, newest = await database.read(history.reading_state, run.instance_id)
    since = overlapped(newest if kept and complete and newest else began, overlap)
    try:
        fetched = await client.history_since(since)
    except ArrError as error:
        return RecentHistory(error=error)
    known = await database.read(history.known_events, run.instance_id, since) if kept else frozenset()
    new = [event for event in fetched.records if (event.id, event.date) not in known or event.date >= began]
    is_of_albums = client.app.judges_children
    upgraded = frozenset(
        (event.item_id, event.episode_id if is_of_albums else 0) for event in new if event.reason == UPGRADE
    )
    return RecentHistory(fetched, frozenset(event.item_id for event in new), known, upgraded)
