"""What the incognito mode replaces: the titles, hosts and folders that are known of an estate."""

from __future__ import annotations

import asyncio
from pathlib import Path

from arrtui.core.config import Config
from arrtui.core.incognito import Disguise
from arrtui.db.database import Database
from arrtui.db.private_names import private_names


async def read_disguise(config: Config, database: Database) -> Disguise:
    """Return the disguise of everything stored and configured now. Raises StorageError."""
    names, folders = await database.read(private_names)
    addresses = [
        address
        for instance in config.instances
        for address in (instance.url, instance.external_url)
        if address
    ]
    own = [str(folder) for path in config.own_files for folder in path.parents]
    return await asyncio.to_thread(Disguise, names, addresses, [*folders, *own, str(Path.home())])
