"""Read an app's release history: paged the first time, then only what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from arrtui.clients import ArrClient
from arrtui.core.domain import ReleaseEvent
from arrtui.core.errors import TimedOutError
from arrtui.db import history as events
from arrtui.db.database import Database
from arrtui.features.backup.collected import Progress

FIRST_PAGE = 1_000
"""Rows of the first page, whose answer has the total."""
LARGEST_PAGE = 5_000
"""Each row costs the app a title parse, so that larger pages would run into timeouts."""
SMALLEST_PAGE = 125
PAGES_WANTED = 5
OVERLAP = timedelta(hours=1)
"""The apps' dates are whole seconds and rows share one: read an hour again and drop what is stored."""


async def collect_history(
    client: ArrClient,
    database: Database,
    instance_id: int,
    external_ids: Mapping[int, str],
    progress: Progress,
    recent: Sequence[ReleaseEvent],
) -> int:
    """Store the release events that are new and return how many there were.

    ``recent`` are those since the newest stored one, where there is one.

    Every page is stored as it arrives, so that an interrupted first run loses nothing. Raises the client's
    :class:`ArrError`.
    """
    complete, newest = await database.read(events.reading_state, instance_id)
    if complete and newest:
        return await database.write(events.store_events, instance_id, recent, external_ids)
    # The whole history, oldest first; a page that times out is asked for again in halves.
    walk, stored = PageWalk(), 0
    while not walk.done:
        try:
            page = await client.history_page(walk.page, walk.size)
        except TimedOutError:
            if not walk.halve():
                raise
            continue
        stored += await database.write(events.store_events, instance_id, page.fetched.records, external_ids)
        walk.advance(page.total)
        await progress(min(walk.read, page.total), page.total, "reading release history")
    await database.write(events.mark_complete, instance_id)
    return stored


def overlapped(date: str) -> str:
    """Return an app's ISO date moved back by OVERLAP, in the form the apps accept."""
    when = datetime.fromisoformat(date.replace("Z", "+00:00")) - OVERLAP
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


class PageWalk:
    """A position in the paged history; the page size adapts to its length and to slow apps."""

    def __init__(self) -> None:
        self.read = 0
        """Rows from the start that have been read."""
        self.size = FIRST_PAGE
        self.total: int | None = None

    @property
    def done(self) -> bool:
        """Return whether the last page has been read."""
        return self.total is not None and self.read >= self.total

    @property
    def page(self) -> int:
        """Return the number of the next page, from 1."""
        return self.read // self.size + 1

    def halve(self) -> bool:
        """Halve the page size; return False if it is the smallest already."""
        if self.size // 2 < SMALLEST_PAGE:
            return False
        self.size //= 2
        return True

    def advance(self, total: int) -> None:
        """Move past a page that was read; the first one decides the length of the others."""
        self.read = self.page * self.size
        if self.total is None and self.size < next_size(total):
            self.size, self.read = next_size(total), 0
        self.total = total


def next_size(total: int) -> int:
    """Return the page size that reads ``total`` rows in about PAGES_WANTED pages, in whole first pages."""
    per_page = -(-total // PAGES_WANTED)
    return min(LARGEST_PAGE, max(1, -(-per_page // FIRST_PAGE)) * FIRST_PAGE)
