"""Store webhooks as they come: one transaction for all that wait."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from arrtui.clients.redact import without_credentials
from arrtui.core.errors import StorageError
from arrtui.db import hook_inbox
from arrtui.db.database import Database
from arrtui.db.hook_inbox import NewHook

STORE_SECONDS = 5.0
"""How long an app waits for its webhook to be stored: whoever changed something there waits with it."""
CALM_SECONDS, LONGEST_STORM = 0.2, 3.0
"""Seconds without a webhook after which those that came are handled, and after which they are in any case."""
MOST_AT_ONCE = 500
"""Webhooks in one transaction."""

_log = logging.getLogger(__name__)


class HookReceiver:
    """Stores webhooks. Belongs to one event loop."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._waiting: list[tuple[NewHook, asyncio.Future[None]]] = []
        self._storing: asyncio.Task[None] | None = None
        self.stored = asyncio.Event()
        """Set whenever there is something to handle."""
        self._came_at = 0.0
        self.missed: set[str] = set()
        """Instances of which a webhook could not be stored: what they have is to be read."""

    async def put(self, instance: str, body: str) -> None:
        """Store a webhook; credentials in its addresses are masked.

        Raises StorageError when the database does not take it within :data:`STORE_SECONDS`. What it tells is
        not lost then: its instance is among those that were missed.
        """
        self._came_at = time.monotonic()
        hook = NewHook(instance, without_credentials(body), self._clock())
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((hook, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_all(), name="storing-webhooks")
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await stored
        except (StorageError, TimeoutError) as error:
            self.missed.add(instance)
            self.stored.set()
            if isinstance(error, StorageError):
                raise
            raise StorageError("storing a webhook", why="the database is busy", instance=instance) from None

    async def calm(self) -> None:
        """Wait until no webhook has come for :data:`CALM_SECONDS`, at most :data:`LONGEST_STORM`.

        What is handled meanwhile would take the time to answer those that come.
        """
        ends = time.monotonic() + LONGEST_STORM
        while (now := time.monotonic()) < ends and (left := self._came_at + CALM_SECONDS - now) > 0:  # noqa: ASYNC110
            await asyncio.sleep(left)  # what comes meanwhile makes it longer

    async def _store_all(self) -> None:
        """Store what waits until nothing does; what comes meanwhile is stored with the next transaction.

        Nothing is waited for: a burst fills the transactions by itself.
        """
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            wanted = [(hook, stored) for hook, stored in batch if not stored.done()]
            fault: StorageError | None = None
            try:
                await self._database.write(hook_inbox.put, [hook for hook, _ in wanted])
            except StorageError as error:
                fault = error
                _log.warning("%d webhooks could not be stored: %s", len(wanted), error)
            for _, stored in wanted:
                if stored.done():
                    continue
                if fault is None:
                    stored.set_result(None)
                else:
                    stored.set_exception(fault)
            self.stored.set()
