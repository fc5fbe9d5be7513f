"""Kill -9 while titles are enriched: no half file, no unknown file, no lost lock, and it goes on."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from arrtui.core.config import Config, load_config
from arrtui.db.artwork import slots
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.media.art_cache import ArtCache
from tests.runtime.artwork.enrich_checks import broken
from tests.trials.site import ENV

NAMES = ("radarr.main", "lidarr.main")
SIZE = EstateSize(radarr=(("main", 12),), sonarr=(), lidarr=(("main", 6, 3, 2),))
MOST_REQUESTS = 30
"""A process is killed after at most so many requests."""
_BACKUP = (sys.executable, "-m", "arrtui", "--run", "backup", *NAMES, "--config")
_ENRICH = (sys.executable, "-m", "tests.runtime.artwork.enrich_process")


def trial(times: int) -> Iterator[str]:
    """Yield a line for each kill; a library that is done with is followed by a fresh one."""
    chance = random.Random(15)
    with SimulatedEstate(SIZE, providers=True) as estate:
        kills = 0
        for name in cycle(NAMES):
            with tempfile.TemporaryDirectory() as folder, _library(estate, Path(folder), name) as config:
                status = None
                while kills < times and status != 0:
                    status = _ended(estate, config, name, chance.randrange(MOST_REQUESTS))
                    wrong = _wrong(config, name)
                    if status is None:
                        kills += 1
                        yield f"{'BROKEN' if wrong else 'ok'} kill {kills} of {name}: {'; '.join(wrong)}"
                    elif wrong:
                        yield f"BROKEN at the end of {name}: {'; '.join(wrong)}"
            if kills >= times:
                return


@contextmanager
def _library(estate: SimulatedEstate, folder: Path, name: str) -> Iterator[Config]:
    """Yield the configuration of a library that was backed up and has a lock on its first title."""
    file = folder / "config.toml"
    text = estate.config_toml(database=folder / "arrtui.db").replace(
        "[lidarr.main]\n", "[lidarr.main]\nartwork = true\n"
    )
    file.write_text(f'{text}\n[artwork]\ncache = "{folder}/cache"\nfanart = 2\n')
    file.chmod(0o600)
    subprocess.run([*_BACKUP, str(file)], env=ENV, check=True, capture_output=True)
    config = load_config(file, env={})
    database = Database.open(config.database.url)
    database.write_sync(slots.lock, name, [("1", "*"), ("2", "poster")], 1.0)
    database.close()
    yield config


def _ended(estate: SimulatedEstate, config: Config, name: str, requests: int) -> int | None:
    """Start to enrich and kill it after a number of requests; return its status where it ended before.

    A job whose processes vanished too often fails; the next process queues another one.
    """
    assert estate.providers is not None
    estate.providers.requests.clear()
    process = subprocess.Popen([*_ENRICH, str(config.path), name], env=ENV)
    while process.poll() is None and len(estate.providers.requests) <= requests:
        time.sleep(0.002)
    status = process.poll()
    process.kill()
    process.wait()
    return status


def _wrong(config: Config, name: str) -> list[str]:
    """Return what is not as it must be."""
    database = Database.open(config.database.url)
    try:
        cache = ArtCache(config.artwork.cache_place, config.artwork.cache_bytes)
        wrong = broken(database, cache, name)
        if database.read_sync(slots.locks, name) != {"1": {"*"}, "2": {"poster"}}:
            wrong.append("a lock is lost")
        return wrong
    finally:
        database.close()
