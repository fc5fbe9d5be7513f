"""Jobs that belong to no instance, as those that plan, and read one: never while its formats are written.

The queue keeps apart the jobs of one instance; of a job of none it does not know what it asks.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from arrtui.db import leases
from arrtui.db.database import Database

_PAUSE = 0.2
"""Seconds between looks at what runs; a job of another process may be it."""


class InstanceReaders:
    """Which instances are read by jobs that belong to none."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading: Counter[str] = Counter()
        self._gone: dict[str, asyncio.Event] = {}
        """Set once nothing reads an instance any more; of those that a job waits for."""

    @asynccontextmanager
    async def reading(self, instance: str) -> AsyncIterator[None]:
        """Read an instance in the block; it begins once no job must be alone with it."""
        while True:
            if not await self._database.read(leases.is_taken_alone, instance):
                self._reading[instance] += 1
                try:  # it may have begun before this was counted
                    if not await self._database.read(leases.is_taken_alone, instance):
                        yield
                        return
                finally:
                    self._reading[instance] -= 1
                    if not self._reading[instance] and (gone := self._gone.pop(instance, None)):
                        gone.set()
            await asyncio.sleep(_PAUSE)

    async def wait_for_none(self, instance: str) -> None:
        """Wait until nothing in this process reads an instance; for the job that must be alone and runs."""
        while self._reading[instance]:
            gone = self._gone[instance] = asyncio.Event()
            await gone.wait()
