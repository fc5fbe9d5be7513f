"""60,000 pictures of episodes: what scanning, publishing, a second time and the pane's overview take.

500 series of 120 episodes on real folders of a simulated Sonarr; a tiny picture is chosen for each episode
that has a file. Every step is the command line's own process.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from arrtui.core.artwork import Asset, AssetOrigin, SlotChoice
from arrtui.db.artwork import assets, presence, slots
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.artwork.matrix_fields import art_index
from arrtui.features.artwork.overview import load_rows
from arrtui.media.art_cache import ArtCache
from tests.trials.phase_meter import PhaseMeter
from tests.trials.site import Site

NAME = "sonarr.main"
EPISODES = 120
"""Of a series."""
LONGEST = 3_600.0
"""Seconds that a task may take."""


def trial(hundreds: int) -> Iterator[str]:
    """Yield a line for each step with so many hundred series."""
    series = 100 * hundreds
    size = EstateSize(radarr=(), sonarr=(("main", series, series * EPISODES),))
    with (
        tempfile.TemporaryDirectory(prefix="arrtui-thumbs-") as folder,
        SimulatedEstate(size, folder=Path(folder) / "media") as estate,
    ):
        estate.wait_for_files()
        place, site = Path(folder), Site(estate, Path(folder))
        site.config.write_text(
            estate.config_toml(database=site.database).partition("[sync")[0]
            + f'[artwork]\ncache = "{place / "cache"}"\nkinds = ["poster", "thumb"]\nprobe = false\n'
            'names_for = ["kodi"]\n'
        )
        site.config.chmod(0o600)
        yield _step(site, "backup")
        yield _step(site, "artwork", "scan")
        _choose(site, place / "cache")
        for task in ("publish --apply", "scan", "publish --apply", "scan"):
            yield _step(site, "artwork", *task.split())
        there = sum(1 for _ in (place / "media").rglob("*-thumb.jpg"))
        count = sum(1 for _ in (place / "media").rglob("*.mkv"))  # one that holds several has one picture
        yield f"{'ok' if there == count else 'WRONG'} {there:,} pictures beside {count:,} files of episodes"
        yield _overview(site)


def _choose(site: Site, cache_folder: Path) -> None:
    """Bring a picture for each episode with a file into the cache and choose it."""
    database = Database.open(f"sqlite:///{site.database}")
    try:
        cache, stored, choices = ArtCache(cache_folder, 10**10), [], []
        for external_id, episodes in database.read_sync(presence.present_episodes, NAME).items():
            for season, number in sorted(episodes):
                content = f"{external_id} {season} {number}".encode() * 8
                sha256 = cache.add(content, ".jpg")
                facts = {"extension": ".jpg", "size": len(content), "added_at": 1.0}
                stored.append(Asset(sha256=sha256, origin=AssetOrigin.PROVIDER, **facts))
                slot = f"s{season:02}e{number:02}:thumb"
                choices.append(SlotChoice(external_id=external_id, slot=slot, sha256=sha256, provider="tmdb"))
        database.write_sync(assets.record, stored)
        database.write_sync(slots.choose, NAME, choices)
    finally:
        database.close()


def _step(site: Site, *task: str) -> str:
    process = site.start(*task, "--json")
    meter = PhaseMeter(process, site.database, Counter)
    _, err = process.communicate(timeout=LONGEST)
    figures = [f"  {name}: {each.text}" for name, each in meter.finish().items()]
    return "\n".join((f"{'WRONG' if process.returncode else 'ok'} {' '.join(task)} {err[-300:]}", *figures))


def _overview(site: Site) -> str:
    """Read and index what the pane shows, as often as it takes to see that it is the same each time."""
    database = Database.open(f"sqlite:///{site.database}")
    try:
        seconds = []
        for _ in range(3):
            gc.collect()
            began = time.process_time()
            rows = database.read_sync(load_rows, NAME)
            art_index(rows, [NAME])
            seconds.append(round(time.process_time() - began, 3))
    finally:
        database.close()
    return f"ok overview of the pane: {len(rows):,} titles, processor {seconds} s"
