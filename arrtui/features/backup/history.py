"""Read an app's release history: paged the first time, then only what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from arrtui.clients import ArrClient, Fetched, Skipped
from arrtui.core.domain import ReleaseEvent
from arrtui.core.errors import ArrError, TimedOutError
from arrtui.core.text import name_some, plural
from arrtui.db import history as events
from arrtui.db.database import Database
from arrtui.features.backup.collected import Progress

FIRST_PAGE = 1_000
"""Rows of the first page, whose answer has the total."""
LARGEST_PAGE = 5_000
"""Each row costs the app a title parse, so that larger pages would run into timeouts."""
SMALLEST_PAGE = 125
PAGES_WANTED = 5
FURTHER_WALKS = 3
"""How often the whole history is read again while rows of it are missing."""
SPARE_ROWS = 97
"""Rows that may be added while one page is to hold them all."""
OVERLAP = timedelta(hours=1)
"""The apps' dates are whole seconds and rows share one: read an hour again and drop what is stored."""


@dataclass(frozen=True)
class HistoryOutcome:
    """What reading a release history came to."""

    new: int = 0
    """Events stored that were not known."""
    warnings: tuple[str, ...] = ()
    """What of it is missing."""
    error: ArrError | None = None
    """Why it could not be read to its end."""

    @classmethod
    def failed(cls, error: ArrError, new: int = 0) -> HistoryOutcome:
        """Return the outcome of a history that could not be read to its end."""
        return cls(new, (f"The release history is not complete: {error}",), error)


async def collect_history(
    client: ArrClient,
    database: Database,
    instance_id: int,
    external_ids: Mapping[int, str],
    progress: Progress,
    recent: Fetched[ReleaseEvent],
) -> HistoryOutcome:
    """Store the release events that are new.

    ``recent`` are those since the newest stored one, where there is one. The history counts as complete, and
    is asked for by date alone from then on, once as many rows were read as the app says it has, every one of
    them. Every page is stored as it arrives, so that an interrupted first run loses nothing.
    """
    complete, newest = await database.read(events.reading_state, instance_id)
    if complete and newest:
        new = await database.write(events.store_events, instance_id, recent.records, external_ids)
        if recent.skipped:
            await database.write(events.mark_complete, instance_id, complete=False)
        return HistoryOutcome(new, _unreadable(recent.skipped))
    reader = HistoryReader(client, database, instance_id, external_ids, progress)
    try:
        await reader.read()
    except ArrError as error:
        return HistoryOutcome.failed(error, reader.new)
    if not reader.warnings:
        await database.write(events.mark_complete, instance_id)
    return HistoryOutcome(reader.new, reader.warnings)


class HistoryReader:
    """Reads the whole history of one instance, page by page, until every row has come.

    An app on PostgreSQL decides anew for every page in which order rows of one date come: pages lose some and
    repeat others although their number looks right (ARR_API 2.0). Only the distinct ids tell.
    """

    def __init__(
        self,
        client: ArrClient,
        database: Database,
        instance_id: int,
        external_ids: Mapping[int, str],
        progress: Progress,
    ) -> None:
        self._client = client
        self._database = database
        self._instance_id = instance_id
        self._external_ids = external_ids
        self._progress = progress
        self._ids: set[int] = set()
        self._skipped: list[Skipped] = []
        self._total = 0
        self.new = 0
        """Events stored that were not known."""

    @property
    def _missing(self) -> int:
        """The number of rows that never came."""
        return self._total - len(self._ids) - len(self._skipped)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What of the history is missing, as sentences."""
        if self._missing <= 0:
            return _unreadable(self._skipped)
        rows = f"{self._missing:,} of {plural(self._total, 'row')} of the release history did not come"
        return (f"{rows}; the next backup asks for all of it again", *_unreadable(self._skipped))

    async def read(self) -> None:
        """Walk through the history, and again with other pages while rows are missing.

        Raises the client's :class:`ArrError`.
        """
        await self._walk(PageWalk())
        for attempt in range(1, FURTHER_WALKS + 1):
            if self._missing > 0:
                await self._walk(PageWalk.again(self._total, attempt))

    async def _walk(self, walk: PageWalk) -> None:
        """Read every page, oldest row first; one that times out is asked for again in halves."""
        self._skipped = []
        while not walk.done:
            try:
                page = await self._client.history_page(walk.page, walk.size)
            except TimedOutError:
                if not walk.halve():
                    raise
                continue
            rows = page.fetched.records
            write = self._database.write
            self.new += await write(events.store_events, self._instance_id, rows, self._external_ids)
            self._ids.update(event.id for event in rows)
            self._skipped += page.fetched.skipped
            self._total = page.total
            walk.advance(page.total)
            await self._progress(min(walk.read, page.total), page.total, "reading release history")


def _unreadable(skipped: Sequence[Skipped]) -> tuple[str, ...]:
    """Return a warning of rows that could not be understood, none without any."""
    if not skipped:
        return ()
    rows = plural(len(skipped), "row")
    reasons = name_some(sorted({skip.reason for skip in skipped}))
    return (f"{rows} of the release history could not be read ({reasons})",)


def overlapped(date: str) -> str:
    """Return an app's ISO date moved back by OVERLAP, in the form the apps accept."""
    when = datetime.fromisoformat(date.replace("Z", "+00:00")) - OVERLAP
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


class PageWalk:
    """A position in the paged history; the page size adapts to its length and to slow apps."""

    def __init__(self, size: int = 0, total: int | None = None) -> None:
        self.read = 0
        """Rows from the start that have been read."""
        self.size = size or FIRST_PAGE
        self.total = total

    @classmethod
    def again(cls, total: int, attempt: int) -> PageWalk:
        """Return a walk through a history of which rows were lost between pages.

        It has one page where that is possible, else pages that begin elsewhere than those of other attempts.
        """
        whole = total + SPARE_ROWS
        return cls(whole if whole <= LARGEST_PAGE else LARGEST_PAGE - attempt * SPARE_ROWS, total)

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
