"""Take turns in the folders of an instance's titles: publishing and bringing back exclude each other.

Both plan a few titles anew and write them while they have the turn, so that a publication of hours lets what
an app just took come back in between, and neither waits for jobs that write to the app.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

from arrtui.core.config.lock import open_locked, release
from arrtui.core.paths import ensure_private_dir

_LOOK = 0.05
"""Seconds between two tries to get a lock that another has."""


@asynccontextmanager
async def turn(locks: Path, instance: str, check: Callable[[], None]) -> AsyncIterator[None]:
    """Have the folders of an instance to oneself, among all processes; wait for that.

    ``locks`` is the folder of the lock files, which a killed process leaves unlocked. Who waits is next,
    however soon the one before asks again. Raises what ``check`` raises while it waits, and OSError.
    """
    await asyncio.to_thread(ensure_private_dir, locks)
    mark = sha256(instance.encode()).hexdigest()[:16]
    first, second = locks / f".artwork-{mark}.next.lock", locks / f".artwork-{mark}.lock"
    async with _locked(first, check):
        waiting = _locked(second, check)
        await waiting.__aenter__()
    try:
        yield
    finally:
        await waiting.__aexit__(None, None, None)


@asynccontextmanager
async def _locked(path: Path, check: Callable[[], None]) -> AsyncIterator[None]:
    while (descriptor := open_locked(path)) is None:
        check()
        await asyncio.sleep(_LOOK)
    try:
        yield
    finally:
        release(descriptor, path)
