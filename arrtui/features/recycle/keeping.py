"""Move files of arrtui's own into the recycle bin and back, and delete those whose time is over.

A file is noted before it is moved. One that never got there is where it was, and its note goes.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from arrtui.core.text import DAY
from arrtui.core.trailers import RecycledFile
from arrtui.db import recycled
from arrtui.db.database import Database
from arrtui.media.recycle import RecycleBin, RecycleError


class OwnFile(NamedTuple):
    """A file that arrtui made, as it noted it then."""

    kind: str
    """``trailer`` …"""
    instance: str
    external_id: str
    title: str
    """The name of the title's folder."""
    path: Path
    size: int
    """Bytes."""
    mtime_ns: int


async def recycle(
    database: Database, recycle_bin: RecycleBin, own: OwnFile, *, days: int, now: float
) -> RecycledFile:
    """Move a file into the bin, to be deleted after so many days.

    Raises RecycleError if it is not the file that arrtui made any more, or cannot be moved: it stays then.
    """
    await asyncio.to_thread(_check_own, own)
    place = await asyncio.to_thread(recycle_bin.place_for, own.path, own.instance, own.title, now)
    file = RecycledFile(
        kind=own.kind,
        instance=own.instance,
        external_id=own.external_id,
        title=own.title,
        original_path=str(own.path),
        bin_path=str(place),
        size=own.size,
        removed_at=now,
        expires_at=now + days * DAY,
    )
    file = msgspec.structs.replace(file, id=await database.write(recycled.record_recycled, file))
    try:
        await asyncio.to_thread(recycle_bin.take, own.path, place)
    except RecycleError:
        await database.write(recycled.forget_recycled, [file.id])
        raise
    return file


def _check_own(own: OwnFile) -> None:
    """Raise RecycleError if something else has the name of a file that arrtui made."""
    what = f"moving {own.path} to the recycle bin"
    try:
        facts = _facts(own.path)
    except OSError as error:
        raise RecycleError(what, why=error.strerror or str(error), instance=own.instance) from error
    if facts != (own.size, own.mtime_ns):
        raise RecycleError(
            what,
            why="it is not the file that arrtui put there: it was changed or replaced since",
            advice="Remove it yourself if you do not want it.",
            instance=own.instance,
        )


async def restore(database: Database, recycle_bin: RecycleBin, file: RecycledFile, now: float) -> None:
    """Move a file back to where it was. Raises RecycleError as :meth:`.RecycleBin.restore` does."""
    await asyncio.to_thread(recycle_bin.restore, Path(file.bin_path), Path(file.original_path))
    await database.write(recycled.mark_restored, file.id, now)


async def expire(database: Database, recycle_bin: RecycleBin, now: float) -> dict[str, int]:
    """Delete from the bin what was kept long enough; return how many files, and how many stay.

    A bin that is not there, as a disk that is not mounted, changes nothing.
    """
    files = await database.read(recycled.recycled_files)
    if not await asyncio.to_thread(recycle_bin.folder.is_dir):
        return {"deleted": 0, "kept": len(files), "failed": 0}
    unmoved = await asyncio.to_thread(_settle, recycle_bin, files)
    await database.write(recycled.forget_recycled, unmoved)
    deleted, failed = list[int](), 0
    for file in files:
        if file.expires_at > now or file.id in unmoved:
            continue
        try:
            await asyncio.to_thread(recycle_bin.delete, Path(file.bin_path))
            deleted.append(file.id)
        except RecycleError:
            failed += 1
    await database.write(recycled.forget_recycled, deleted)
    await database.write(recycled.forget_restored, now)
    return {"deleted": len(deleted), "kept": len(files) - len(deleted) - len(unmoved), "failed": failed}


def _settle(recycle_bin: RecycleBin, files: Iterable[RecycledFile]) -> set[int]:
    """Take back removals that were cut off half way; return the ids of the files that are not in the bin."""
    recycle_bin.sweep()
    unmoved = set()
    for file in files:
        place, original = Path(file.bin_path), Path(file.original_path)
        if not os.path.lexists(place):
            unmoved.add(file.id)
        elif os.path.lexists(original) and _facts(place) == _facts(original):  # one file, or its whole copy
            recycle_bin.delete(place)
            unmoved.add(file.id)
    return unmoved


def _facts(path: Path) -> tuple[int, int]:
    """Return size and time of a file. Raises OSError."""
    status = path.lstat()
    return status.st_size, status.st_mtime_ns
