"""Kill -9 while titles are enriched: no half file, no unknown file, no lost lock, and it goes on."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from arrtui.core.config import Config, load_config
from arrtui.db.artwork import slots
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.media.art_cache import ArtCache
from tests.runtime.artwork.enrich_checks import broken
from tests.trials.site import ENV

NAME = "radarr.main"
FILMS = 12
MOST_REQUESTS = 30
"""A process is killed after at most so many requests."""
_BACKUP = (sys.executable, "-m", "arrtui", "--run", "backup", NAME, "--config")
_ENRICH = (sys.executable, "-m", "tests.runtime.artwork.enrich_process")


def trial(times: int) -> Iterator[str]:
    """Yield a line for each kill; a library that is done with is followed by a fresh one."""
    chance = random.Random(15)
    with SimulatedEstate(EstateSize(radarr=(("main", FILMS),), sonarr=()), providers=True) as estate:
        kills = 0
        while kills < times:
            with tempfile.TemporaryDirectory() as folder, _library(estate, Path(folder)) as config:
                status = None
                while kills < times and status != 0:
                    status = _ended(estate, config, chance.randrange(MOST_REQUESTS))
                    wrong = _wrong(config)
                    if status is None:
                        kills += 1
                        yield f"{'BROKEN' if wrong else 'ok'} kill {kills}: {'; '.join(wrong)}"
                    elif wrong:
                        yield f"BROKEN at the end: {'; '.join(wrong)}"


@contextmanager
def _library(estate: SimulatedEstate, folder: Path) -> Iterator[Config]:
    """Yield the configuration of a library that was backed up and has a lock on its first film."""
    file = folder / "config.toml"
    text = estate.config_toml(database=folder / "arrtui.db")
    file.write_text(f'{text}\n[artwork]\ncache = "{folder}/cache"\nfanart = 2\n')
    file.chmod(0o600)
    subprocess.run([*_BACKUP, str(file)], env=ENV, check=True, capture_output=True)
    config = load_config(file, env={})
    database = Database.open(config.database.url)
    database.write_sync(slots.lock, NAME, [("1", "*"), ("2", "poster")], 1.0)
    database.close()
    yield config


def _ended(estate: SimulatedEstate, config: Config, requests: int) -> int | None:
    """Start to enrich and kill it after a number of requests; return its status where it ended before.

    A job whose processes vanished too often fails; the next process queues another one.
    """
    assert estate.providers is not None
    estate.providers.requests.clear()
    process = subprocess.Popen([*_ENRICH, str(config.path)], env=ENV)
    while process.poll() is None and len(estate.providers.requests) <= requests:
        time.sleep(0.002)
    status = process.poll()
    process.kill()
    process.wait()
    return status


def _wrong(config: Config) -> list[str]:
    """Return what is not as it must be."""
    database = Database.open(config.database.url)
    try:
        cache = ArtCache(config.artwork.cache_place, config.artwork.cache_bytes)
        wrong = broken(database, cache, NAME)
        if database.read_sync(slots.locks, NAME) != {"1": {"*"}, "2": {"poster"}}:
            wrong.append("a lock is lost")
        return wrong
    finally:
        database.close()
