"""Act on the marks of one instance: sort them, wait until they are due, have read what they are about."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from arrtui.core.errors import ArrtuiError
from arrtui.db.estate import estate_rows
from arrtui.runtime.engine.bus import call_soon

if TYPE_CHECKING:
    from arrtui.features.live.collector import DueReading
    from arrtui.features.live.inbox import Inbox
    from arrtui.runtime.services import Services

_log = logging.getLogger(__name__)


async def read_marked(services: Services, name: str) -> None:
    """Read what is marked of an instance, until cancelled."""
    inbox, loop, marked = services.live.inbox(name), asyncio.get_running_loop(), asyncio.Event()
    inbox.on_change(lambda: call_soon(loop, marked.set))
    while True:
        try:
            async with asyncio.timeout(inbox.wait):
                await marked.wait()
        except TimeoutError:
            pass
        marked.clear()
        await _sort(services, name, inbox)
        reading = inbox.take()
        try:
            await _read(services, name, reading)
        except ArrtuiError as error:
            _log.info("%s: what its live feed told of could not be read: %s", name, error)
            if error.passing:
                inbox.put_back(reading)


async def _sort(services: Services, name: str, inbox: Inbox) -> None:
    """Look up which messages tell nothing new, and which titles lost a file."""
    from arrtui.features.live.hints import echoes_of, titles_of_files

    if unsorted := inbox.take_unsorted():
        echoes = await services.database.read(echoes_of, name, unsorted.hints)
        titles = await services.database.read(titles_of_files, name, unsorted.files)
        inbox.sort(unsorted, echoes, titles)


async def _read(services: Services, name: str, reading: DueReading) -> None:
    """Have everything read that is due. Raises ArrtuiError."""
    if reading.of_titles:
        (row,) = await services.database.read(estate_rows, [name])
        if row.complete_at is not None:  # else there is nothing that it could be compared with
            await services.backup.back_up([name])
