"""What reading the folders of 5,000 titles takes, cold and warm, against a bare ``os.walk`` over them.

``python -m tests.bench.folders FOLDER TITLES REPEAT`` is the process that does it. Cold is the first reading,
with nothing stored; warm is the next, in which no folder changed. Both include reading the database and
storing. The system's cache is warm in either, as it is for the walk.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from arrtui.core.apps import Kind
from arrtui.core.config import InstanceConfig
from arrtui.core.domain import Item
from arrtui.db.database import Database
from arrtui.db.models import Instance
from arrtui.db.trailer_models import MediaFolderRow, TrailerFileRow
from arrtui.features.trailers.scan import ScanCounts, scan_instance
from tests.bench.children import python, run
from tests.bench.estate import FULL, Estate
from tests.bench.report import Row
from tests.db.samples import store

COLD, WARM = 2.0, 0.3
"""Budgets, seconds."""
NAME = "radarr.main"


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Read the folders in a process of its own."""
    count = estate.size.movies if estate.size == FULL else FULL.movies // 10
    place = estate.folder / "titles"
    command = python("-m", "tests.bench.folders", str(place), str(count), str(repeat))
    figures = run(command, estate.folder / "errors").output
    for what, budget in (("cold", COLD), ("warm", WARM)):
        yield Row(
            what=f"{count:,} title folders, {what}",
            unit="s",
            samples=tuple(figures[what]),
            floors=tuple(figures["walk"]),
            budget=budget,
            detail=figures["counts"][what],
        )


def _lay_out(root: Path, count: int) -> list[Item]:
    """Make folders as people have them: a film, a poster and subtitles, every other with a trailer."""
    items = []
    for number in range(1, count + 1):
        title = f"Film {number:05} (1999)"
        folder = root / title
        folder.mkdir(parents=True)
        names = [f"{title}.mkv", f"{title}.en.srt", "poster.jpg"]
        names += [f"{title}-trailer.mp4"] if number % 2 else []
        if number % 10 == 0:
            (folder / "Trailers").mkdir()
            names.append("Trailers/Official.mkv")
        for name in names:
            (folder / name).touch()
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


def _timed(work: Callable[[], ScanCounts | int]) -> tuple[float, ScanCounts | int]:
    gc.collect()
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


async def _no_progress(_done: int, _total: int, _text: str) -> None:
    """Show nothing."""


def main() -> None:
    """Print the seconds of all three, and how many folders were read, as one line of JSON."""
    place, count, repeat = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    items = _lay_out(place / "movies", count)
    database = Database.open(f"sqlite:///{place / 'arrtui.db'}")
    store(database, NAME, *items)
    config = InstanceConfig(name=NAME, kind=Kind.RADARR, label="main", url="http://localhost:1", api_key="k")

    def scan() -> ScanCounts:
        later = time.time() + 60  # or the folders just made are too fresh to be trusted
        return asyncio.run(scan_instance(config, "missing", database, _no_progress, int, later))

    def forget() -> None:
        for model in (MediaFolderRow, TrailerFileRow):
            model.delete().execute()

    seconds: dict[str, list[float]] = {"cold": [], "warm": [], "walk": []}
    counts = {}
    for _ in range(repeat):
        database.write_sync(forget)
        for what, work in (("cold", scan), ("warm", scan)):
            took, result = _timed(work)
            seconds[what].append(took)
            counts[what] = {"read": result.read, "titles": result.titles}  # type: ignore[union-attr]
        seconds["walk"].append(_timed(lambda: sum(len(files) for *_, files in os.walk(place / "movies")))[0])
    assert Instance.select().count() == 1
    database.close()
    sys.stdout.write(json.dumps({**seconds, "counts": counts}) + "\n")


if __name__ == "__main__":
    main()
