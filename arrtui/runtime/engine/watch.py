"""Follow changes of stored jobs, whichever process made them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from arrtui.core.errors import StorageError
from arrtui.core.events import JobChanged
from arrtui.db import jobs
from arrtui.db.database import Database
from arrtui.runtime.engine.bus import Bus, EventQueue

_log = logging.getLogger(__name__)

POLL = 1.0
"""Seconds between two reads of what other processes changed."""
SPACING = 0.2
"""Seconds between two batches at least."""


async def job_changes(
    database: Database,
    bus: Bus,
    since: int | None = None,
    poll: float = POLL,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> AsyncIterator[tuple[JobChanged, ...]]:
    """Yield the jobs that changed after revision ``since``, in batches, at most five a second, for ever.

    Read :func:`arrtui.db.jobs.latest_revision` before the list that is shown first, and pass it: then nothing
    falls between the list and the changes. Without it, changes count from now. The bus wakes it for changes
    of this process; for others' it reads once in ``poll`` seconds, which is one search in an index. Removed
    jobs are not yielded. While the database cannot be read it keeps trying.
    """
    queue = bus.subscribe_queue(asyncio.get_running_loop(), JobChanged)
    try:
        last = await database.read(jobs.latest_revision) if since is None else since
        while True:
            batch = await _read_changes(database, last)
            if batch:
                last = batch[-1].job.revision
                yield batch
                await sleep(SPACING)
            else:
                await _wait_for_change(queue, poll)
    finally:
        queue.close()


async def _read_changes(database: Database, last: int) -> tuple[JobChanged, ...]:
    try:
        return tuple(JobChanged(job) for job in await database.read(jobs.changed_since, last))
    except StorageError as error:
        _log.warning("changes of jobs could not be read: %s", error)
        return ()


async def _wait_for_change(queue: EventQueue, seconds: float) -> None:
    """Wait until this process changes a job, at most for ``seconds``."""
    try:
        async with asyncio.timeout(seconds):
            await queue.get()
    except TimeoutError:
        return
