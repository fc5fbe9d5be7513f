"""Move files of arrtui's own into the recycle bin and back, and delete those whose time is over.

A file is noted before it is moved. One that never got there is where it was, and its note goes, unless a
second try is under way: that goes on with the same note, so that no file is in the bin twice.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from arrtui.core.text import DAY, HOUR
from arrtui.core.trailers import RecycledFile
from arrtui.db import recycled
from arrtui.db.database import Database
from arrtui.media.recycle import FileGoneError, RecycleBin, RecycleError, are_same


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


_UNFINISHED = HOUR
"""Seconds after which a file that is in the bin and under its own name too counts as cut off on its way."""


async def recycle(
    database: Database, recycle_bin: RecycleBin, own: OwnFile, *, days: int, now: float, stays: bool = False
) -> RecycledFile:
    """Move a file into the bin, to be deleted after so many days.

    ``stays``: it keeps its name too, until another file replaces it in one step. Raises RecycleError if it is
    not the file that arrtui noted any more, or cannot be moved: it stays then.
    """
    await asyncio.to_thread(_check_own, own)
    earlier = await database.read(recycled.at_place, own.kind, own.instance, own.external_id, str(own.path))
    begun = await asyncio.to_thread(_begun, own, earlier)
    file = await _note(database, recycle_bin, own, begun, days, now)
    put = recycle_bin.keep if stays else recycle_bin.take
    try:
        await asyncio.to_thread(put, own.path, Path(file.bin_path))
    except RecycleError:
        # another process that shares the note may have brought it there meanwhile
        if not await asyncio.to_thread(os.path.lexists, file.bin_path):
            await database.write(recycled.forget_recycled, [file.id])
        raise
    return file


def _begun(own: OwnFile, earlier: Iterable[RecycledFile]) -> RecycledFile | None:
    """Return the note of an earlier try to bring a file into the bin that was cut off; None for none."""
    for file in earlier:
        place = Path(file.bin_path)
        if not os.path.lexists(place) or are_same(place, own.path):
            return file
    return None


async def _note(
    database: Database,
    recycle_bin: RecycleBin,
    own: OwnFile,
    begun: RecycledFile | None,
    days: int,
    now: float,
) -> RecycledFile:
    """Store that a file is about to go into the bin; what an earlier try noted is renewed."""
    expires_at = now + days * DAY
    if begun is not None:
        renewed = msgspec.structs.replace(begun, size=own.size, removed_at=now, expires_at=expires_at)
        await database.write(recycled.renew, renewed)
        return renewed
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
        expires_at=expires_at,
    )
    return msgspec.structs.replace(file, id=await database.write(recycled.record_recycled, file))


def _check_own(own: OwnFile) -> None:
    """Raise RecycleError if something else has the name of a file that arrtui made."""
    what = f"moving {own.path} to the recycle bin"
    try:
        facts = _facts(own.path)
    except FileNotFoundError as error:
        raise FileGoneError(what, why="it is not there any more", instance=own.instance) from error
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
    unmoved = await asyncio.to_thread(_settle, recycle_bin, files, now)
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


def _settle(recycle_bin: RecycleBin, files: Iterable[RecycledFile], now: float) -> set[int]:
    """Take back removals that were cut off half way; return the ids of the files that are not in the bin.

    One that was noted just now may be under way in another process.
    """
    recycle_bin.sweep()
    unmoved = set()
    for file in files:
        if now - file.removed_at < _UNFINISHED:
            continue
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
