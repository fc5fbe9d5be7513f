"""Act on the marks of one instance: sort them, wait until they are due, have read what they are about."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from arrtui.core.activity import READ, ActivityKind
from arrtui.core.errors import ArrtuiError
from arrtui.core.events import Event, JobChanged, JobState
from arrtui.db import leases
from arrtui.features.backup.refresh import RefreshRequest
from arrtui.features.live.collector import DueReading
from arrtui.features.live.grabs import read_grabs
from arrtui.features.live.hints import echoes_of, titles_of_files
from arrtui.features.live.inbox import Inbox
from arrtui.features.live.marks import FeedMarks
from arrtui.runtime.activity import ACTIVITY
from arrtui.runtime.artwork.following import follow_heard
from arrtui.runtime.engine.bus import call_soon
from arrtui.runtime.refresh import KIND as REFRESH

if TYPE_CHECKING:
    from arrtui.core.config import InstanceConfig
    from arrtui.runtime.services import Services

_log = logging.getLogger(__name__)


async def read_marked(services: Services, instance: InstanceConfig) -> None:
    """Read what is marked of an instance, until cancelled."""
    name = instance.name
    inbox, loop, marked = services.live.inbox(name), asyncio.get_running_loop(), asyncio.Event()
    inbox.on_change(lambda: call_soon(loop, marked.set))
    unsubscribe = services.bus.subscribe(partial(_note_end, name, inbox), JobChanged)
    try:
        await _read_for_ever(services, name, inbox, marked)
    finally:
        unsubscribe()


def _note_end(name: str, inbox: Inbox, event: Event) -> None:
    """Keep what a reading of an instance was to read that failed for good. In the publisher's thread."""
    if not isinstance(event, JobChanged) or event.job.instance != name:
        return
    job = event.job
    if job.kind not in (REFRESH, ACTIVITY.name) or not job.state.finished:
        return
    if job.state is JobState.COMPLETED:
        inbox.note_success()
    elif job.state is JobState.FAILED and job.kind == REFRESH:
        inbox.keep_failed(msgspec.convert(job.args, DueReading))
    elif job.state is JobState.FAILED:
        inbox.keep_failed(DueReading(activity=frozenset(map(ActivityKind, job.args.get("kinds", READ)))))


async def _read_for_ever(services: Services, name: str, inbox: Inbox, marked: asyncio.Event) -> None:
    """Act on marks as they are due."""
    while True:
        try:
            async with asyncio.timeout(inbox.wait):
                await marked.wait()
        except TimeoutError:
            pass
        marked.clear()
        await _sort(services, name, inbox)
        if commands := inbox.take_commands():
            await services.activity.put_commands(name, commands)
        reading = inbox.take()
        try:
            await _read(services, name, reading)
        except ArrtuiError as error:
            _log.info("%s: what its live feed told of could not be read: %s", name, error)
            if error.passing:
                inbox.put_back(DueReading(grabbed=reading.grabbed))


async def _sort(services: Services, name: str, inbox: Inbox) -> None:
    """Look up which messages tell nothing new, and which titles lost a file."""
    if unsorted := inbox.take_unsorted():
        echoes = await services.database.read(echoes_of, name, unsorted.hints)
        titles = await services.database.read(titles_of_files, name, unsorted.files)
        inbox.sort(unsorted, echoes, titles)


async def _read(services: Services, name: str, reading: DueReading) -> None:
    """Have everything read that is due: jobs do it, and try again what fails. Raises ArrtuiError."""
    if reading.activity and not await services.activity.refresh_kinds(name, reading.activity):
        services.live.add(name, FeedMarks(activity=reading.activity))
    request = RefreshRequest(
        titles=reading.titles | reading.deleted, whole=reading.whole, settings=reading.settings
    )
    if request != RefreshRequest():
        await services.backup.queue_refresh(name, request)
    await follow_heard(services, name, reading.titles, whole=reading.whole)
    if not reading.grabbed:
        return
    if await services.database.read(leases.is_taken_alone, name):
        services.live.inbox(name).put_back(DueReading(grabbed=reading.grabbed))
    else:
        client = services.clients.get(services.config.instance(name))
        new = await read_grabs(client, services.database, reading.grabbed, services.clock())
        services.events.announce(new)
