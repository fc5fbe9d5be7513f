"""Ask for pages of a history before they are stored: the app makes them while other things are written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from arrtui.clients import ArrClient, HistoryPage
from arrtui.core.errors import TimedOutError
from arrtui.features.backup.history_pages import HistorySlice, PageWalk

MOST_AHEAD = 6
"""Pages that are asked for before they are taken."""


class WalkedPage(NamedTuple):
    """A page of a walk through a history."""

    request: HistorySlice
    page: HistoryPage
    total_before: int
    """Rows of the history by the page before it, or 0."""


class PagesAhead:
    """The pages of a whole history, oldest row first; one that times out is asked for again in halves."""

    def __init__(self, client: ArrClient) -> None:
        self._client = client
        self._room = asyncio.Semaphore(MOST_AHEAD)
        self._pages: asyncio.Queue[WalkedPage | None] = asyncio.Queue()
        """Ends with None."""
        self._task = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        walk = PageWalk()
        try:
            while not walk.done:
                await self._room.acquire()
                request = walk.next
                try:
                    page = await self._client.history_page(request.number, request.size)
                except TimedOutError:
                    self._room.release()
                    if not walk.halve():
                        raise
                    continue
                self._pages.put_nowait(WalkedPage(request, page, walk.total or 0))
                walk.advance(page.total)
        finally:
            self._pages.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[WalkedPage]:
        """Yield the pages. Raises the client's :class:`ArrError`."""
        while (walked := await self._pages.get()) is not None:
            yield walked
            self._room.release()
        await self._task

    async def stop(self) -> None:
        """Ask for nothing further."""
        self._task.cancel()
        await asyncio.wait([self._task])


@asynccontextmanager
async def asking_ahead(client: ArrClient, *, wanted: bool) -> AsyncIterator[PagesAhead | None]:
    """Give the pages of the history as they come, where they are wanted; None where not."""
    pages = PagesAhead(client) if wanted else None
    try:
        yield pages
    finally:
        if pages is not None:
            await pages.stop()
