"""Read an app's release history: paged the first time, then only what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from arrtui.clients import ArrClient, Fetched, HistoryPage, Skipped
from arrtui.core.domain import ReleaseEvent
from arrtui.core.errors import ArrError, TimedOutError
from arrtui.core.text import name_some, plural
from arrtui.db import history as events
from arrtui.db.database import Database
from arrtui.features.backup.collected import Progress
from arrtui.features.backup.history_pages import (
    ReadPage,
    Span,
    covering_page,
    short_spans,
    tied_spans,
)
from arrtui.features.backup.pages_ahead import PagesAhead

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


async def is_read_whole(database: Database, instance_id: int) -> bool:
    """Return whether the whole history has to be read, as what came of late would not complete it.

    It counts as complete, and is asked for by date alone from then on, once as many rows came as the app says
    it has; among these are rows that cannot be read, which no further reading would change.
    """
    complete, newest = await database.read(events.reading_state, instance_id)
    return not complete or not newest


async def collect_history(
    client: ArrClient,
    database: Database,
    instance_id: int,
    external_ids: Mapping[int, str],
    progress: Progress,
    recent: Fetched[ReleaseEvent],
    pages: PagesAhead | None,
) -> HistoryOutcome:
    """Store the release events that are new: those of ``recent``, or the whole history where ``pages`` come.

    Every page is stored as it arrives, so that an interrupted first run loses nothing.
    """
    if pages is None:
        new = await database.write(events.store_events, instance_id, recent.records, external_ids)
        return HistoryOutcome(new, warn_unreadable(recent.skipped))
    reader = HistoryReader(client, database, instance_id, external_ids, progress)
    try:
        await reader.read(pages)
    except ArrError as error:
        return HistoryOutcome.failed(error, reader.new)
    await database.write(events.mark_complete, instance_id, complete=reader.missing <= 0)
    return HistoryOutcome(reader.new, reader.warnings)


class HistoryReader:
    """Reads the whole history of one instance: page by page, then the pages again that may have lost rows.

    Only the distinct ids tell whether rows were lost (:mod:`arrtui.features.backup.history_pages`).
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
        self._skipped: dict[str, Skipped] = {}
        """Unreadable rows by id."""
        self._skipped_without_id: list[Skipped] = []
        self._total = 0
        self.new = 0
        """Events stored that were not known."""

    @property
    def missing(self) -> int:
        """The number of rows that never came."""
        return self._total - len(self._ids) - len(self._unreadable)

    @property
    def _unreadable(self) -> list[Skipped]:
        """The rows that came but were never readable."""
        with_id = [row for key, row in self._skipped.items() if int(key) not in self._ids]
        return [*with_id, *self._skipped_without_id]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What of the history is missing, as sentences."""
        if self.missing <= 0:
            return warn_unreadable(self._unreadable)
        rows = f"{self.missing:,} of {plural(self._total, 'row')} of the release history did not come"
        return (f"{rows}; the next backup asks for all of it again", *warn_unreadable(self._unreadable))

    async def read(self, pages: PagesAhead) -> None:
        """Store all pages; while rows are missing, ask again for those that may be among them.

        Each of them is asked for once: rows that tie between pages first, then pages that came short.
        Raises the client's :class:`ArrError`.
        """
        read = await self._walk(pages)
        shrunk = any(page.shrunk for page in read)  # rows deleted meanwhile are among those counted
        for spans in (tied_spans(read), short_spans(read)):
            for span in spans:
                if self.missing > 0 or shrunk:
                    await self._read_again(span)

    async def _walk(self, pages: PagesAhead) -> list[ReadPage]:
        """Store every page, and return what tells whether rows may have been lost between them."""
        read: list[ReadPage] = []
        async for request, page, total_before in pages:
            await self._store(page)
            if request.number == 1:  # the first page again, in its final size
                read.clear()
                self._skipped_without_id.clear()
            read.append(ReadPage.of(request, page, total_before))
            self._skipped_without_id += [row for row in page.fetched.skipped if row.key is None]
            done = min(request.span.end, page.total)
            await self._progress(done, page.total, "reading release history")
        self._total = pages.total
        return read

    async def _read_again(self, span: Span) -> None:
        """Read a span in one page, so that nothing ties across a seam of it.

        Where the app cannot send so much in time, its rows stay missing.
        """
        text = "reading release history again where rows were lost"
        await self._progress(len(self._ids), self._total, text)
        request = covering_page(span)
        with suppress(TimedOutError):
            await self._store(await self._client.history_page(request.number, request.size))

    async def _store(self, page: HistoryPage) -> None:
        """Store a page."""
        rows = page.fetched.records
        write = self._database.write
        self.new += await write(events.store_events, self._instance_id, rows, self._external_ids)
        self._ids.update(event.id for event in rows)
        self._skipped.update((row.key, row) for row in page.fetched.skipped if row.key is not None)
        self._total = page.total


def warn_unreadable(skipped: Sequence[Skipped]) -> tuple[str, ...]:
    """Return a warning that names the rows that could not be understood; none without any."""
    if not skipped:
        return ()
    rows = plural(len(skipped), "row")
    names = name_some([f"{row.name or f'row {row.key}'} ({row.reason})" for row in skipped])
    return (f"{rows} of the release history could not be read: {names}; backup --full asks for it again",)


def overlapped(date: str, by: timedelta = OVERLAP) -> str:
    """Return an app's ISO date moved back, in the form the apps accept."""
    when = datetime.fromisoformat(date.replace("Z", "+00:00")) - by
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
