"""Have an app make an archive of itself, and fetch it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from arrtui.clients import ArrClient
from arrtui.clients.archive_requests import BACKUP, BY_HAND, AppArchive
from arrtui.clients.command_watch import CommandWatch
from arrtui.core.app_archives import ArchiveError
from arrtui.features.archives.check import check_archive
from arrtui.features.archives.kept import ArchiveFolder, KeptArchive

POSTGRES = "postgresql"
"""How ``/system/status`` names it, in small letters."""
_LONGEST = 1_800.0
"""Seconds that an app may take to make one."""
_PAUSE = 0.5
_LONGEST_PAUSE = 5.0
_MAKING = "having the app make an archive of itself"


async def fetch_new_archive(
    client: ArrClient, folder: ArchiveFolder, now: Callable[[], float]
) -> KeptArchive:
    """Have an app make an archive, fetch and check it, and keep it.

    Nothing is made where it could not be fetched. Raises LoginNeededError, ArchiveError, DestinationError
    and what the client raises; nothing is left of it here then.
    """
    await client.check_archives_open()
    config, app = client.config, client.config.kind.app
    archive = await make_archive(client)
    check = partial(
        check_archive,
        app=app,
        api_key=config.api_key.get_secret_value(),
        what=f"checking the archive of {config.name}",
    )
    incoming = await asyncio.to_thread(folder.begin, now())
    try:
        await client.fetch_archive(archive, incoming.file)
        return await asyncio.to_thread(incoming.keep, check)
    except BaseException:
        incoming.discard()
        raise


async def make_archive(client: ArrClient) -> AppArchive:
    """Have an app make an archive of itself and return it, as the app lists it.

    Raises ArchiveError when it makes none, and for an app whose database no archive holds.
    """
    name = client.config.name
    if (await client.status()).database_type.lower() == POSTGRES:
        why = f"{client.app.name} keeps its data in PostgreSQL, which its archives are without"
        raise ArchiveError(_MAKING, why, "Save that database with pg_dump.", name)
    await _run(client)
    newest = next((archive for archive in await client.archives() if archive.type == BY_HAND), None)
    if newest is None:
        why = "it says it has made one, and lists none"
        raise ArchiveError(_MAKING, why, "Look into the app's own log and its backup folder.", name)
    return newest


async def _run(client: ArrClient) -> None:
    """Have the command done. Raises ArchiveError when it fails or takes too long."""
    queued, watch, pause = await client.command(BACKUP), CommandWatch(client), _PAUSE
    why = f"it was not done within {_LONGEST / 60:.0f} minutes"
    try:
        async with asyncio.timeout(_LONGEST):
            while True:
                commands = {command.id: command for command in await watch.commands()}
                command = commands.get(queued.id)
                if command is None or (command.finished and not command.failed):
                    return  # the app forgets what has ended; whether there is an archive shows
                if command.failed:
                    why = f"it failed: {command.message or command.status}"
                    break
                await watch.pause(pause)
                pause = min(pause * 1.5, _LONGEST_PAUSE)
    except TimeoutError:
        pass
    raise ArchiveError(_MAKING, why, "Look into the app's own log.", client.config.name)
