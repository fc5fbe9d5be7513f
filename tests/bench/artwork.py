"""What scanning 5,000 title folders for artwork takes, cold and warm, against a bare ``os.walk`` over them.

``python -m tests.bench.artwork FOLDER TITLES REPEAT`` is the process that does it. Cold is the first reading,
with nothing stored, NFO parsed and kept; warm is the next, in which nothing changed. Both include reading the
database and storing. ``adopt`` copies the owner's posters into an empty cache. The system's cache is warm.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.config import Config, InstanceConfig
from arrtui.core.domain import Item
from arrtui.db.artwork_models import ArtFolderRow, AssetRow, MetadataRow, SlotChoiceRow
from arrtui.db.database import Database
from arrtui.features.artwork.adopting import Adopting
from arrtui.features.artwork.scan import ScanScope, scan_folders
from arrtui.media.art_cache import ArtCache
from tests.bench.children import python, run
from tests.bench.estate import FULL, Estate
from tests.bench.report import Row
from tests.db.samples import store
from tests.media.pictures import draw

COLD, WARM = 5.0, 0.5
"""Budgets, seconds."""
NAME = "radarr.main"
NFO = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<movie><title>Film {0}</title><year>1999</year><plot>{1}</plot><genre>Drama</genre><genre>Crime</genre>
<uniqueid type="tmdb" default="true">{0}</uniqueid><uniqueid type="imdb">tt{0:07}</uniqueid>{2}
<fileinfo><streamdetails><video><codec>h264</codec><width>1920</width></video></streamdetails></fileinfo>
</movie>
"""
_ACTOR = "<actor><name>Actor {0}</name><role>Role {0}</role><order>{0}</order></actor>"


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Scan the folders in a process of its own."""
    count = estate.size.movies if estate.size == FULL else FULL.movies // 10
    place = estate.folder / "artwork"
    command = python("-m", "tests.bench.artwork", str(place), str(count), str(repeat))
    figures = run(command, estate.folder / "errors").output
    for what, budget in (("cold", COLD), ("warm", WARM), ("adopt", None)):
        yield Row(
            what=f"{count:,} title folders scanned, {what}",
            unit="s",
            samples=tuple(figures[what]),
            floors=tuple(figures["walk"]),
            budget=budget,
            detail=figures["counts"][what],
        )
        yield Row(
            what=f"{count:,} title folders scanned, {what}, processor time",
            unit="s",
            samples=tuple(figures["processor"][what]),
            floors=tuple(figures["processor"]["walk"]),
            budget=budget,
        )


def _lay_out(root: Path, count: int) -> list[Item]:
    """Make folders as people have them: a film, an NFO, subtitles, and with every tenth title a poster."""
    items = []
    posters = [draw(1_000, 1_500, seed=seed) for seed in range(10)]
    for number in range(1, count + 1):
        title = f"Film {number:05} (1999)"
        folder = root / title
        folder.mkdir(parents=True)
        for name in (f"{title}.mkv", f"{title}.en.srt", f"{title}-trailer.mp4"):
            (folder / name).touch()
        actors = "".join(_ACTOR.format(actor) for actor in range(12))
        (folder / f"{title}.nfo").write_text(NFO.format(number, "A plot of some length. " * 12, actors))
        if number % 10 == 0:
            (folder / f"{title}-poster.jpg").write_bytes(posters[number // 10 % 10] + number.to_bytes(4))
        items.append(
            Item(
                id=number,
                external_id=str(number),
                title=title,
                sort_title=title.lower(),
                path=str(folder),
                root_folder=str(root),
            )
        )
    return items


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return the seconds that some work takes, those of all processors, and what it returns."""
    gc.collect()
    began, used = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - began, time.process_time() - used, result


async def _no_progress(_done: int, _total: int, _text: str) -> None:
    """Show nothing."""


class _Bench:
    """A library on disk, and what is measured on it."""

    def __init__(self, place: Path, count: int) -> None:
        self.root = place / "movies"
        self.cache = ArtCache(place / "cache", 10**12)
        items = _lay_out(self.root, count)
        self.posters = [*self.root.glob("*/*-poster.jpg")]
        self.database = Database.open(f"sqlite:///{place / 'arrtui.db'}")
        store(self.database, NAME, *items)
        self.config = InstanceConfig(
            name=NAME, kind=Kind.RADARR, label="main", url="http://localhost:1", api_key="k"
        )

    def scan(self) -> dict[str, int]:
        """Scan as the job does: the folders, then what is in their images and NFO."""
        return asyncio.run(self._scan())

    async def _scan(self) -> dict[str, int]:
        later = time.time() + 60  # or the folders just made are too fresh to be trusted
        scan = await scan_folders(self.config, Config(), ScanScope(), self.database, _no_progress, int, later)
        adopting = Adopting(self.config, self.cache, self.database, most_bytes=25_000_000, now=later)
        adoption = await adopting.run(scan.unread, _no_progress, int)
        counts = {"titles": scan.titles, "read": len(scan.read)}
        return {**counts, "nfos": adoption.nfos, "images": adoption.images}

    def forget(self) -> None:
        """Remove what was stored and cached, and the posters."""

        def clear() -> None:
            for model in (ArtFolderRow, MetadataRow, AssetRow, SlotChoiceRow):
                model.delete().execute()

        self.database.write_sync(clear)
        shutil.rmtree(self.cache.folder, ignore_errors=True)
        for poster in self.posters:
            if poster.exists():
                poster.rename(poster.with_suffix(".away"))

    def bring_posters(self) -> None:
        """Put the posters back."""
        for poster in self.posters:
            poster.with_suffix(".away").rename(poster)


def main() -> None:
    """Print the seconds of all, those of all processors, and what was read, as one line of JSON."""
    place, count, repeat = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    bench = _Bench(place, count)
    seconds: dict[str, list[float]] = {"cold": [], "warm": [], "adopt": [], "walk": []}
    processor: dict[str, list[float]] = {what: [] for what in seconds}
    counts = {}

    def measure_work(what: str, work: Callable[[], Any]) -> Any:
        took, used, result = _timed(work)
        seconds[what].append(took)
        processor[what].append(used)
        return result

    for _ in range(repeat):
        bench.forget()
        for what in ("cold", "warm", "adopt"):
            if what == "adopt":
                bench.bring_posters()
            counts[what] = measure_work(what, bench.scan)
        measure_work("walk", lambda: sum(len(files) for *_, files in os.walk(bench.root)))
    bench.database.close()
    sys.stdout.write(json.dumps({**seconds, "processor": processor, "counts": counts}) + "\n")


if __name__ == "__main__":
    main()
