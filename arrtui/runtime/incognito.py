"""What the incognito mode replaces: the titles, hosts and folders that are known of an estate."""

from __future__ import annotations

import asyncio
import getpass
import platform
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from arrtui.core.config import Config
from arrtui.core.incognito import Disguise
from arrtui.db.database import Database
from arrtui.db.private_names import private_names

_SALT = token_hex(16)
"""What names are made up from: the same until arrtui ends, so that nobody can try titles out."""


async def read_disguise(config: Config, database: Database) -> Disguise:
    """Return the disguise of everything stored and configured now. Raises StorageError."""
    names, folders, hosts = await database.read(private_names)
    addresses = [
        address
        for instance in config.instances
        for address in (instance.url, instance.external_url)
        if address
    ]
    own = [str(folder) for path in config.own_files for folder in path.parents]
    return await asyncio.to_thread(
        Disguise, names, addresses, [*folders, *own, str(Path.home())], [*hosts, *_own_hosts()], salt=_SALT
    )


def _own_hosts() -> Iterator[str]:
    """Yield how this machine and its user are called."""
    yield platform.node()
    try:
        yield getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return
