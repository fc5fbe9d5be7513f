"""Follow changes of stored jobs, whichever process made them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from arrtui.core.errors import StorageError
from arrtui.core.events import Job, JobChanged
from arrtui.db import jobs
from arrtui.db.database import Database
from arrtui.runtime.engine.bus import Bus

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
        last = since
        while True:
            changed: list[Job] = []
            try:
                if last is None:
                    last = await database.read(jobs.latest_revision)
                changed = await database.read(jobs.changed_since, last)
            except StorageError as error:
                _log.warning("changes of jobs could not be read: %s", error)
            if changed:
                last = changed[-1].revision
                yield tuple(map(JobChanged, changed))
                await sleep(SPACING)
            else:
                await queue.get_within(poll)
    finally:
        queue.close()
