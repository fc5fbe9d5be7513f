"""No job that belongs to no instance reads one whose formats are written."""

from __future__ import annotations

import asyncio

from arrtui.core.events import Access
from arrtui.db import jobs, leases
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.runtime.sync.readers import InstanceReaders

NAME = "radarr.main"


async def test_reading_and_being_alone_exclude_each_other(database: Database) -> None:
    readers, order = InstanceReaders(database), list[str]()

    async def read() -> None:
        async with readers.reading(NAME):
            order.append("read")

    async with readers.reading(NAME):
        alone = NewJob(kind="apply", subject="x", instance=NAME, access=Access.ALONE)
        await database.write(jobs.enqueue, alone, 1.0)
        job = await database.write(leases.claim, "w", 1.0, 60.0)
        assert job is not None
        waiting = asyncio.create_task(readers.wait_for_none(NAME))
        late = asyncio.create_task(read())
        await asyncio.sleep(0)
        order.append("read before")
    await waiting
    order.append("alone")
    await readers.wait_for_none("radarr.4k")
    async with readers.reading("radarr.4k"):
        order.append("another")
    await database.write(leases.complete, "w", job.id, None, 2.0)
    await late
    assert order == ["read before", "alone", "another", "read"]
