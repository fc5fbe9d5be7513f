"""Kill -9 of processes that fill the cache of artwork and keep it within its limit, two at a time.

Whatever the moment: no file in the cache is half of one, what the owner chose is there, and a verification
with its repair finds nothing left to do.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from arrtui.core.artwork import AssetOrigin
from arrtui.db.artwork import assets, checks
from arrtui.db.database import Database
from arrtui.features.artwork.downloading import ImageKeeper
from arrtui.features.artwork.evicting import evict
from arrtui.features.artwork.healing import HealingTools, heal
from arrtui.features.artwork.verify import GRACE, VerifyTools, verify_cache
from arrtui.media.art_cache import GROWING, ArtCache, AssetCheck
from tests.media.pictures import draw

LIMIT = 60_000
"""Bytes: about twenty images."""
WORKERS = 2


def open_cache(folder: Path) -> ArtCache:
    """Return the cache below a folder; its limit is kept by evicting."""
    return ArtCache(folder / "cache", 10**9)


def work(folder: Path, seed: int) -> None:
    """Store images and evict others until somebody ends the process."""
    asyncio.run(_work(folder, random.Random(seed)))


async def _work(folder: Path, chance: random.Random) -> None:
    database, cache = Database.open(f"sqlite:///{folder / 'arrtui.db'}"), open_cache(folder)
    keeper = ImageKeeper(cache, database, lambda: time.time() - 2 * GRACE, 10**7)
    sys.stdout.write("working\n")
    sys.stdout.flush()
    while True:
        data = draw(60, 90, seed=chance.randrange(60))
        origin = AssetOrigin.OWNER if chance.random() < 0.05 else AssetOrigin.PROVIDER
        await keeper.keep(data, await keeper.inspect(data), origin)
        if chance.random() < 0.3:
            await evict(database, cache, LIMIT, time.time())


def trial(times: int) -> Iterator[str]:
    """Kill the workers at another moment each time, and yield what the cache is like afterwards."""
    chance = random.Random(15)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        Database.open(f"sqlite:///{place / 'arrtui.db'}").close()
        for number in range(times):
            _kill_workers(place, number, chance.uniform(0.0, 0.6))
            faults = asyncio.run(_examine(place))
            yield f"ok {number + 1}" if not faults else f"attempt {number + 1}: {'; '.join(faults)}"


def _kill_workers(place: Path, number: int, after: float) -> None:
    command = "import sys; from pathlib import Path; from tests.trials import art_cache; "
    command += "art_cache.work(Path(sys.argv[1]), int(sys.argv[2]))"
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", command, str(place), str(10 * number + worker)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for worker in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout is not None and worker.stdout.readline() == "working\n"
    time.sleep(after)
    for worker in workers:
        worker.kill()
        worker.communicate()


async def _nothing(*_: object) -> None:
    """Do nothing."""


async def _examine(place: Path) -> list[str]:
    """Return what is not as it must be right after the kill, and after a verification with its repair."""
    cache = open_cache(place)
    faults = [
        f"half a file: {file.sha256}"
        for file in cache.files()
        if cache.check(file.sha256, file.extension, file.size) is not AssetCheck.WHOLE
    ]
    database = Database.open(f"sqlite:///{place / 'arrtui.db'}")
    try:
        later = time.time() + 3 * GRACE
        tools = VerifyTools(database, cache, _nothing, lambda: None, later)
        report = await verify_cache(tools, 30, since=later)
        owners = {
            sha256 for sha256, asset in database.read_sync(assets.assets).items() if asset.origin == "owner"
        }
        await heal(report.problems, tools, HealingTools(_nothing, lambda _: None, 10**7))
        faults += [str(problem) for problem in (await verify_cache(tools, 30, since=later)).problems]
        await evict(database, cache, LIMIT, later)
        held = {file.sha256 for file in cache.files()}
        known = database.read_sync(assets.assets)
        faults += [f"an image of the owner is gone: {each}" for each in owners & known.keys() - held]
        faults += [f"{len(held ^ known.keys())} files differ from the database"] * (held != known.keys())
        faults += [f"left unfinished: {part.name}" for part in (cache.folder / GROWING).iterdir()]
        assert not database.read_sync(checks.uses)
    finally:
        database.close()
    return faults
