"""What the owner says of a root folder that arrtui does not trust."""

from __future__ import annotations

import asyncio
import os

from arrtui.core.config import InstanceConfig
from arrtui.core.errors import UsageError
from arrtui.core.text import name_some
from arrtui.core.trailers import MediaRoot
from arrtui.db import media
from arrtui.db.database import Database
from arrtui.media.mapping import PathMapper
from arrtui.media.mounts import accept_root, count_there, look_at_root


async def accept(instance: InstanceConfig, path: str, database: Database, now: float) -> MediaRoot:
    """Take a root folder for right as it is; it is doubted again only when less is there than now.

    ``path`` is as the app gives it, ``now`` the time in UTC seconds. Raises UsageError for one in which the
    instance has no title, and for one that cannot be listed: there is nothing to accept.
    """
    mapper = PathMapper(instance.path_mapping)
    path = path.rstrip("\\/") or path
    local = mapper.local(path)
    titles = await database.read(media.trailer_titles, [instance.name])
    known = sorted({title.root_folder for title in titles})
    if path not in known:
        why = f"it has titles in {name_some(known)} only" if known else "no title of it is stored yet"
        raise UsageError(f"accepting {path} of {instance.name}", why=why)
    folders = [mapper.local(title.path) for title in titles if title.files and title.root_folder == path]
    look = await asyncio.to_thread(look_at_root, local or os.devnull)
    if look.error:
        advice = f"Mount it, or say where it lies here: [[{instance.name}.path_mapping]] with from and to."
        raise UsageError(f"accepting {path} of {instance.name}", why=look.error, advice=advice)
    there = await asyncio.to_thread(count_there, [folder for folder in folders if folder], local or "", look)
    roots = await database.read(media.media_roots, instance.name)
    accepted = accept_root(roots.get(path, MediaRoot(path=path)), look, there, now)
    await database.write(media.store_roots, instance.name, [*(roots | {path: accepted}).values()])
    return accepted
