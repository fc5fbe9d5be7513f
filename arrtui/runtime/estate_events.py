"""What happened in the estate, for whoever reports or follows it, in this process and in others."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Sequence

from arrtui.core.estate_events import EstateEvent as EstateEvent
from arrtui.core.estate_events import EventType
from arrtui.core.events import EstateEventsStored
from arrtui.core.text import DAY
from arrtui.db import estate_events
from arrtui.db.database import Database
from arrtui.runtime.engine.bus import Bus

BATCH = 500
"""Events that a consumer gets at once."""
EVENTS_KEPT = 90 * DAY
"""Seconds an event is kept."""
_REST = 30.0
"""Seconds between two looks at instances that something happened on."""
_POLL_SECONDS = 1.0
"""Seconds between two looks for what other processes stored."""


class EstateEvents:
    """Stores events and hands them on. Every method may raise StorageError."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus

    async def publish(self, events: Iterable[EstateEvent]) -> list[int]:
        """Store events and tell this process; return the ids of those that are new."""
        ids = await self._database.write(estate_events.insert, list(events))
        self.announce(ids)
        return ids

    def announce(self, ids: Sequence[int]) -> None:
        """Tell this process of events that were stored with something else."""
        if ids:
            self._bus.publish(EstateEventsStored(ids[-1]))

    async def after(
        self,
        event_id: int,
        limit: int = BATCH,
        types: Collection[EventType] = (),
        instances: Collection[str] = (),
    ) -> list[EstateEvent]:
        """Return the events after one, oldest first; of some types and instances, or all."""
        return await self._database.read(estate_events.after, event_id, limit, types, instances)

    async def since(
        self, at: float, types: Collection[EventType] = (), instances: Collection[str] = ()
    ) -> list[EstateEvent]:
        """Return the events from a time on (UTC seconds), oldest first; of some types, instances, or all."""
        return await self._database.read(estate_events.since, at, types, instances)

    async def latest_id(self) -> int:
        """Return the id of the last event, 0 before the first."""
        return await self._database.read(estate_events.latest_id)

    async def stream(self, after: int) -> AsyncGenerator[list[EstateEvent], None]:
        """Yield the events after one for ever, at most :data:`BATCH` at once; nothing is noted of it.

        While nothing happens an empty batch comes every second, so that whoever follows can end.
        """
        stored = self._bus.subscribe_queue(asyncio.get_running_loop(), EstateEventsStored)
        try:
            while True:
                batch = await self.after(after)
                after = batch[-1].id if batch else after
                yield batch
                if len(batch) < BATCH:
                    await stored.get_within(_POLL_SECONDS)
        finally:
            stored.close()

    async def follow(
        self, consumer: str, types: Collection[EventType] = ()
    ) -> AsyncGenerator[list[EstateEvent], None]:
        """Yield events for ever, at most :data:`BATCH` at once, each batch at least once.

        A batch counts as handled when the next one is asked for; what was not is yielded again after a
        restart, whatever process goes on. A consumer seen first begins with what comes now. Of other
        ``types`` than those given, none are yielded; without any, all are.
        """
        last = await self._database.write(estate_events.cursor, consumer)
        async with contextlib.aclosing(self.stream(last)) as batches:
            async for batch in batches:
                wanted = [event for event in batch if not types or event.type in types]
                if wanted:
                    yield wanted
                if batch:
                    await self._database.write(estate_events.advance, consumer, batch[-1].id)

    async def follow_instances(
        self, consumer: str, types: Collection[EventType], configured: Callable[[], Iterable[str]]
    ) -> AsyncGenerator[str, None]:
        """Yield for ever the configured instances that something of some types happened on.

        As :meth:`follow`; what happens within half a minute is yielded together, each instance once.
        """
        async with contextlib.aclosing(self.follow(consumer, types)) as batches:
            async for batch in batches:
                for name in sorted({event.instance for event in batch}.intersection(configured())):
                    yield name
                await asyncio.sleep(_REST)

    async def forget(self, consumer: str) -> None:
        """Forget how far a consumer has read: the next time it begins with what comes then."""
        if await self._database.read(estate_events.known_cursor, consumer) is not None:
            await self._database.write(estate_events.forget_cursor, consumer)
