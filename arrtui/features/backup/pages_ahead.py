"""Ask for pages of a history before they are stored: the app makes them while other things are written."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from arrtui.clients import ArrClient, HistoryPage
from arrtui.core.errors import TimedOutError
from arrtui.features.backup.history_pages import HistorySlice, PageWalk

MOST_AHEAD = 6
"""Pages that are asked for before they are taken; of Sonarr each holds 8 MB."""
MOST_AT_ONCE = 2
"""Pages that are under way at once: each keeps a processor of the app busy for seconds."""


class WalkedPage(NamedTuple):
    """A page of a walk through a history."""

    request: HistorySlice
    page: HistoryPage
    total_before: int
    """Rows of the history by the page before it, or 0."""


class PagesAhead:
    """The pages of a whole history, oldest row first.

    Two are under way at once where the client may ask for two things at a time, so that the app makes one
    while another is read; one that times out is asked for again in halves, and these one after the other.
    """

    def __init__(self, client: ArrClient, width: int) -> None:
        self._client = client
        self._width = min(width, MOST_AT_ONCE)
        self._room = asyncio.Semaphore(MOST_AHEAD)
        self._pages: asyncio.Queue[WalkedPage | None] = asyncio.Queue()
        """Ends with None."""
        self._under_way: deque[tuple[HistorySlice, asyncio.Task[HistoryPage]]] = deque()
        self._task = asyncio.create_task(self._ask())
        self.total = 0
        """Rows of the history by the answer that came last."""

    async def _ask(self) -> None:
        walk = PageWalk()
        try:
            while self._under_way or not walk.done:
                width = self._width if walk.total is not None else 1
                while len(self._under_way) < width and not walk.done:
                    await self._room.acquire()
                    request = walk.take()
                    self._under_way.append((request, asyncio.create_task(self._answer(request))))
                request, answer = self._under_way[0]
                try:
                    page = await answer
                except TimedOutError:
                    await self._drop()
                    self._width = 1
                    if not walk.retreat(request):
                        raise
                    continue
                self._under_way.popleft()
                self._pages.put_nowait(WalkedPage(request, page, walk.total or 0))
                walk.note(page.total)
        finally:
            await self._drop()
            self._pages.put_nowait(None)

    async def _answer(self, request: HistorySlice) -> HistoryPage:
        page = await self._client.history_page(request.number, request.size)
        self.total = page.total
        return page

    async def _drop(self) -> None:
        """Give up what is under way."""
        answers = [answer for _, answer in self._under_way]
        self._under_way.clear()
        for answer in answers:
            answer.cancel()
            self._room.release()
        await asyncio.gather(*answers, return_exceptions=True)

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
async def asking_ahead(client: ArrClient, *, wanted: bool, width: int) -> AsyncIterator[PagesAhead | None]:
    """Give the pages of the history as they come, where they are wanted; None where not.

    ``width`` is how many requests may be under way at once.
    """
    pages = PagesAhead(client, width) if wanted else None
    try:
        yield pages
    finally:
        if pages is not None:
            await pages.stop()
