"""What an app will do to the files in the folder of one title, and which of them come back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from arrtui.clients import ArrClient
from arrtui.core.artwork import FileClass
from arrtui.core.domain import Item
from arrtui.db.artwork import folders, placements
from arrtui.db.database import Database
from arrtui.features.artwork.foretelling import Fate, adopted_by_name, foretell_rename
from arrtui.media.art_placing import list_files
from arrtui.media.names import is_video

NEW_NAME = "<new name>"
"""Stands for the name that a video gets."""
UNKNOWN = "?"
"""Stands for the new name of a subtitle, which depends on its language."""


class ForetoldFile(NamedTuple):
    """A file in a title's folder that is no video."""

    relative_path: str
    video: str
    """The video that it goes with, at an upgrade too; empty for none: it stays whatever happens."""
    renamed: str
    """What a rename of that video calls it; empty where it keeps its name."""
    comes_back: bool
    """Whether arrtui brings it back: it published it, or keeps the owner's image in the cache."""


async def foretell_title(
    client: ArrClient, database: Database, item: Item, folder: Path | None
) -> list[ForetoldFile]:
    """Return what will become of the files in a title's folder and in those of its videos.

    The app is asked where it tells what it holds; otherwise that follows from the names. Of a folder that is
    not on this machine only what the app tells is known. Raises ArrError.
    """
    files = (await client.files([item.id])).records
    videos = {file.relative_path.replace("\\", "/"): file.id for file in files}
    adopted, name = await client.extra_files(item.id), folder.name if folder is not None else ""
    others = sorted({file.relative_path for file in adopted or ()})
    with suppress(OSError):
        if folder is not None:
            below = {path.rpartition("/")[0] for path in videos}
            present = await asyncio.to_thread(list_files, folder, below)
            others = sorted(path for path, facts in present.items() if facts.is_plain and not is_video(path))
    if adopted is None:
        adopted = adopted_by_name(client.app, name, others, videos)
    names: dict[str, str] = {}
    for path, number in videos.items():
        new = f"{NEW_NAME}{Path(path).suffix}"
        fates = foretell_rename(client.app, name, adopted, number, new, others)
        renamed = (fate for fate in fates if fate.fate is Fate.RENAMED)
        names |= {fate.relative_path: fate.becomes or UNKNOWN for fate in renamed}
    paths = {number: path for path, number in videos.items()}
    with_video = {file.relative_path: paths.get(file.file_id or 0, "") for file in adopted}
    kept = await database.read(_kept, client.config.name, item.external_id)
    return [
        ForetoldFile(path, with_video.get(path, ""), names.get(path, ""), path in kept) for path in others
    ]


def _kept(instance: str, external_id: str) -> set[str]:
    """Return the files of a title that arrtui can bring back."""
    placed = placements.placements(instance, [external_id]).get(external_id, ())
    folder = folders.folders(instance, [external_id]).get(external_id)
    images = folder.files if folder is not None else ()
    return {placement.relative_path for placement in placed} | {
        file.relative_path for file in images if file.kind is FileClass.IMAGE and file.sha256
    }
