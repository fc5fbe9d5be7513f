"""Notice changes of the configuration file, whoever makes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

LOOK_SECONDS = 2.0
"""Between two looks at the file."""
SETTLE_SECONDS = 0.5
"""For how long a changed file must stand still: editors and scripts may write it in several steps."""


class FileStamp(NamedTuple):
    """What differs once a file has been written or replaced."""

    modified_ns: int
    size: int
    inode: int


def stamp_of(path: Path) -> FileStamp | None:
    """Return the stamp of a file, links followed; None where there is none or it cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        return None
    return FileStamp(status.st_mtime_ns, status.st_size, status.st_ino)


async def watch_file(path: Path, changed: Callable[[], Awaitable[None]]) -> None:
    """Call ``changed`` after each change of a file that stands still, until cancelled.

    It is called once at the start where there is a file, as that may have changed since it was read.
    """
    taken: FileStamp | None = None
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        stamp = await asyncio.to_thread(stamp_of, path)
        if stamp == taken:
            continue
        while True:
            await asyncio.sleep(SETTLE_SECONDS)
            again = await asyncio.to_thread(stamp_of, path)
            if again == stamp:
                break
            stamp = again
        taken = stamp
        await changed()
