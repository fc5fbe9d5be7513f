"""An app's release history: by pages, since a date, of one title."""

from __future__ import annotations

from typing import ClassVar

from arrtui.clients import convert, decoding, wire
from arrtui.clients.answers import Fetched, HistoryPage
from arrtui.clients.asking import Asking
from arrtui.clients.http import Query
from arrtui.core.domain import ReleaseEvent

_GRABBED = 1
"""The type of such a row, in every app."""
_HISTORY = "reading the history"


class HistoryReads(Asking):
    """Reads of the history. Each raises an ArrError that names what was being done."""

    history_order: ClassVar[str] = "date"
    """The key that puts rows into a lasting order."""

    async def history_page(self, page: int, size: int) -> HistoryPage:
        """Return a page of the history, oldest first; ``page`` starts at 1, ``size`` has no upper limit.

        Rows may shift between pages while the app writes: ask until ``page * size >= total`` and keep each id
        once.
        """
        query: Query = {"page": page, "pageSize": size, "sortKey": self.history_order}
        answer = await self._get("/history", _HISTORY, {**query, "sortDirection": "ascending"}, heavy=True)
        return await self._read(answer, _HISTORY, _history_page)

    async def history_since(self, date: str) -> Fetched[ReleaseEvent]:
        """Return every row from ``date`` (UTC, ISO 8601) on, oldest first, in one request.

        The apps keep whole seconds: ask from a little before the last one known and drop known ids.
        """
        query: Query = {"date": date}
        return await self._list(
            "/history/since", _HISTORY, wire.History, convert.release_event, query=query, heavy=True
        )

    async def grabs(self, item_id: int) -> Fetched[ReleaseEvent]:
        """Return the rows of the history about releases grabbed for a title, one request."""
        query: Query = {self.app.resource.id: item_id, "eventType": _GRABBED}
        return await self._list(
            f"/history{self.app.resource.path}", _HISTORY, wire.History, convert.release_event, query=query
        )


def _history_page(body: bytes) -> HistoryPage:
    heading, records = decoding.cut_page(body) or (body, decoding.WHOLE)
    page = decoding.read_object(heading, wire.PagingResource)
    rows = bytes(page.records) if heading is body else body
    events = decoding.read_list(rows, wire.History, convert.release_event, records)
    return HistoryPage(page.total_records, events)
