"""Which pictures of actors Kodi does not show yet.

Kodi takes a picture of an actor only while it reads an NFO that names them, out of ``.actors`` beside the
film or in the folder of the series, by its last listing of that folder; no call sets one. All titles of an
actor share the picture (seen on 20.1, ``python -m tests.trials kodi``).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import PurePosixPath

from arrtui.clients.kodi import KodiActor, plain_address
from arrtui.core.players import ToldTitle
from arrtui.features.players.kodi_library import KodiWork
from arrtui.features.players.nfo_reading import is_readable
from arrtui.features.players.paths import PlayerPaths
from arrtui.features.players.titles import PlayerTitle
from arrtui.media.art_placing import ACTORS_FOLDER

_EXTENSIONS = (".jpg", ".png")
"""Pictures of actors that Kodi 20.1 reads: no ``.webp``, no ``.jpeg``, no ``.tbn``."""


def new_actor_pictures(title: PlayerTitle, last: ToldTitle | None, folder: str) -> dict[str, str]:
    """Return the pictures of actors that Kodi was not told of, paths here by the names of their files. Pure.

    ``folder``: that of the film below the title's; empty for the title's own.
    """
    known = {} if last is None else last.files
    paths = {PurePosixPath(name): mark for name, mark in title.files.items() if known.get(name) != mark}
    return {
        path.stem: title.path(str(path))
        for path in paths
        if path.parent == PurePosixPath(folder, ACTORS_FOLDER) and path.suffix in _EXTENSIONS
    }


async def has_new_faces(
    work: KodiWork,
    title: PlayerTitle,
    nfo: str,
    pictures: Mapping[str, str],
    cast: Callable[[], Awaitable[Iterable[KodiActor]]],
) -> bool:
    """Return whether Kodi shows pictures of actors only once it reads an NFO again.

    It is made to list their folders for that.

    Args:
        work: The Kodi.
        title: Whose actors they are.
        nfo: Below the title's folder; that names them.
        pictures: As of :func:`new_actor_pictures`.
        cast: Asks Kodi for the actors.
    """
    if not pictures or not await asyncio.to_thread(_any_lacks, await cast(), pictures, work.paths):
        return False
    folders = {os.path.dirname(path) for path in pictures.values()}  # noqa: PTH120
    await work.list_folders(title, [work.paths.player(path) for path in folders])
    await work.list_folders(title, [work.paths.player(path) for path in pictures.values()])
    return await asyncio.to_thread(is_readable, title.path(nfo))


def _any_lacks(cast: Iterable[KodiActor], pictures: Mapping[str, str], paths: PlayerPaths) -> bool:
    """Return whether Kodi has no picture of an actor of whom there is one.

    One whose file is gone counts as none. Blocks.
    """
    for actor in cast:
        if actor.name.replace(" ", "_") in pictures:
            path = paths.local(plain_address(actor.thumbnail))
            if not actor.thumbnail or (path is not None and not os.path.isfile(path)):  # noqa: PTH113
                return True
    return False
