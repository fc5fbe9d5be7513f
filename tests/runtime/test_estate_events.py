"""Following what happens in the estate."""

from __future__ import annotations

import asyncio
from pathlib import Path

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import EstateEventsStored
from arrtui.db import estate_events
from arrtui.db.database import Database
from arrtui.db.reading import rows_of
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.estate_events import EstateEvents


def event(key: str, type: EventType = EventType.GRABBED) -> EstateEvent:
    return EstateEvent(type=type, at=1.0, key=key)


async def test_a_consumer_gets_each_event_again_until_it_has_handled_it(tmp_path: Path) -> None:
    database, bus = Database.open(f"sqlite:///{tmp_path / 'arrtui.db'}"), Bus()
    told: list[int] = []
    bus.subscribe(lambda stored: told.append(stored.last_id), EstateEventsStored)
    events = EstateEvents(database, bus)
    await events.publish([event("before")])
    interrupted = events.follow("twins")
    first = asyncio.ensure_future(anext(interrupted))
    while not await database.read(rows_of, "SELECT * FROM event_cursor"):
        await asyncio.sleep(0)
    await events.publish([event("a")])
    assert [one.key for one in await first] == ["a"]
    await interrupted.aclose()  # before it asked for more: not handled
    following = events.follow("twins", [EventType.GRABBED])
    assert [one.key for one in await anext(following)] == ["a"]
    await database.write(estate_events.insert, [event("t", EventType.TRIPWIRE), event("elsewhere")])
    assert [one.key for one in await anext(following)] == ["elsewhere"], "stored by another process"
    assert await events.publish([event("elsewhere")]) == []
    assert len(told) == 2
    await following.aclose()
    database.close()
