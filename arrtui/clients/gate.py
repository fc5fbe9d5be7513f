"""Let a request be alone: it waits for those under way, and others wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class RequestGate:
    """Requests pass together, but for one that must be alone. Belongs to one event loop."""

    def __init__(self) -> None:
        self._passing = 0
        self._alone = 0
        """How many are alone or wait to be; no other one begins until there is none."""
        self._waiting: dict[asyncio.Future[None], None] = {}
        """In the order they came, in which they are let go on: of a set it would be any."""

    @asynccontextmanager
    async def passing(self, *, alone: bool = False) -> AsyncIterator[None]:
        """Pass beside others once nobody is alone or waits to be; ``alone`` once all others have passed."""
        self._alone += alone
        try:
            await self._wait_while((lambda: self._passing > 0) if alone else (lambda: self._alone > 0))
            self._passing += 1
            try:
                yield
            finally:
                self._passing -= 1
        finally:
            self._alone -= alone
            for waiter in self._waiting:
                if not waiter.done():
                    waiter.set_result(None)

    async def _wait_while(self, is_closed: Callable[[], bool]) -> None:
        while is_closed():
            waiter = asyncio.get_running_loop().create_future()
            self._waiting[waiter] = None
            try:
                await waiter
            finally:
                del self._waiting[waiter]
