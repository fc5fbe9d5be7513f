"""How one instance is asked: paths below its API, patience for heavy answers, errors that say what for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from arrtui.clients import decoding, wire
from arrtui.clients.answers import Fetched
from arrtui.clients.http import ArrHttp, Query
from arrtui.clients.list_stream import ListStream, UnstreamableError
from arrtui.core.errors import ArrError, CannotWriteError

if TYPE_CHECKING:
    from arrtui.clients.faults import BufferedResponse
    from arrtui.core.config import InstanceConfig

R = TypeVar("R")
T = TypeVar("T")

HEAVY = 4
"""Times the configured timeout for answers the app computes over the whole library or the disks."""
ROWS_PER_PAGE = 2_000
"""Rows of one page; the apps have no maximum (ARR_API 2.0)."""
WRITE_TIMEOUT = 120.0
"""Seconds a write may take at least: one that is given up may have been done all the same."""

_DONE_ANYWAY = "The app has very likely done it: look there before asking again."


class Asking:
    """The base of all clients: sends, reads and decodes."""

    def __init__(self, config: InstanceConfig, http: ArrHttp | None = None) -> None:
        self.config = config
        self.http = http or ArrHttp(config)
        self.app = config.kind.app
        """What the app has and calls things."""

    async def _get(
        self, path: str, what: str, query: Query | None = None, *, heavy: bool = False
    ) -> BufferedResponse:
        timeout = self.config.timeout * HEAVY if heavy else None
        return await self.http.get(f"{self.app.api}{path}", what=what, params=query, timeout=timeout)

    async def _send(
        self,
        method: str,
        path: str,
        what: str,
        body: Any = None,
        *,
        query: Query | None = None,
        at_least: float = WRITE_TIMEOUT,
        alone: bool = False,
    ) -> BufferedResponse:
        """Send a write once; ``at_least`` (seconds) is how long it may take.

        ``alone``: while no other request of ours to the instance is under way.

        :raises CannotWriteError: it would break something there and is not sent.
        """
        if why := self._refusal(method, path, query or {}, body):
            raise CannotWriteError(
                what, f"{self.app.name} must not be asked that: {why}", instance=self.config.name
            )
        timeout = max(self.config.timeout * HEAVY, at_least)
        path = f"{self.app.api}{path}"
        return await self.http.send(
            method, path, what=what, json=body, params=query, timeout=timeout, alone=alone
        )

    def _refusal(self, method: str, path: str, query: Query, body: Any) -> str:
        """Return why a write must never be sent to this kind of app; empty for one that may be."""
        return ""

    async def _list(
        self,
        path: str,
        what: str,
        type_: type[T],
        convert_one: Callable[[T], R],
        *,
        query: Query | None = None,
        heavy: bool = False,
    ) -> Fetched[R]:
        """Return a list resource, each element decoded as ``type_`` and converted."""
        answer = await self._get(path, what, query, heavy=heavy)
        return await self._read(answer, what, lambda body: decoding.read_list(body, type_, convert_one))

    async def _streamed(
        self,
        path: str,
        what: str,
        type_: type[T],
        convert_one: Callable[[T], R],
        query: Query | None = None,
    ) -> Fetched[R]:
        """Return a heavy list as :meth:`_list` does, read as it comes; a damaged one is asked for again.

        ``convert_one`` must have no effects: an answer that breaks off is read anew from its beginning.
        """
        stream, timeout = ListStream(type_, convert_one), self.config.timeout * HEAVY
        await self.http.get(f"{self.app.api}{path}", what=what, params=query, timeout=timeout, stream=stream)
        try:
            return await asyncio.to_thread(stream.finish)
        except UnstreamableError:
            return await self._list(path, what, type_, convert_one, query=query, heavy=True)

    async def _single(
        self,
        path: str,
        what: str,
        type_: type[T],
        convert_one: Callable[[T], R],
        query: Query | None = None,
    ) -> Fetched[R]:
        """Return a resource as the only element of a list, read as leniently as one of many."""
        answer = await self._get(path, what, query)
        return await self._read(
            answer, what, lambda body: decoding.read_list(b"[" + body + b"]", type_, convert_one)
        )

    async def _page(self, path: str, what: str, query: Query) -> wire.PagingResource:
        """Return one page of a paged resource, its records as they came."""
        return await self._read(
            await self._get(path, what, query),
            what,
            lambda body: decoding.read_object(body, wire.PagingResource),
        )

    async def _pages(self, path: str, what: str, convert_one: Callable[[dict[str, Any]], R]) -> Fetched[R]:
        """Return every row of a paged resource in the order of ids: one request for :data:`ROWS_PER_PAGE`."""
        every: Fetched[R] = Fetched([], [])
        page, total = 0, 1
        while page * ROWS_PER_PAGE < total:
            page += 1
            order = {"sortKey": "id", "sortDirection": "ascending"}
            query: Query = {"page": page, "pageSize": ROWS_PER_PAGE, **order}
            heading = await self._page(path, what, query)
            total = heading.total_records
            rows = decoding.read_list(bytes(heading.records), dict[str, Any], convert_one)
            every.records.extend(rows.records)
            every.skipped.extend(rows.skipped)
        return every

    async def _read(
        self, answer: BufferedResponse, what: str, read: Callable[[bytes], R], *, written: bool = False
    ) -> R:
        """Return what ``read`` makes of the body; its errors learn here what was asked of whom.

        ``written``: the answer is to a write, which the app accepted whatever its answer looks like.
        """
        try:
            return await decoding.beside_loop(answer.body, read)
        except ArrError as fault:
            self._about(fault, what, written=written)
            raise

    def _about(self, fault: ArrError, what: str, *, written: bool) -> ArrError:
        """Return a fault found in an answer, told what was asked of whom."""
        fault.what, fault.instance = what, self.config.name
        if written:
            fault.advice = _DONE_ANYWAY
        return fault


def plain_object(body: bytes) -> dict[str, Any]:
    """Return a JSON object with everything in it, so that it can be sent back whole.

    :raises ArrError: it is cut, or no object.
    """
    return decoding.read_object(body, dict[str, Any])


def plain_objects(body: bytes) -> list[dict[str, Any]]:
    """Return a JSON list of objects with everything in them.

    :raises ArrError: it is cut, or no list.
    """
    return decoding.read_list(body, dict[str, Any], lambda element: element).records
