"""Processor time of reading and indexing the matrix of artwork, against the Library's titles.

``python -m tests.bench.matrix FOLDER TITLES REPEAT`` is the process that does both, on one database: of every
title something is published, chosen or a candidate.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from arrtui.core.artwork import ArtCandidate, Placement, SlotChoice, TitleCandidates
from arrtui.core.domain import Item
from arrtui.db.artwork import candidates, placements, slots
from arrtui.db.database import Database
from arrtui.features.artwork.matrix_fields import art_index
from arrtui.features.artwork.overview import load_rows
from arrtui.features.library.load import load_library
from tests.bench.children import python, run
from tests.bench.estate import FULL, Estate
from tests.bench.names import titles
from tests.bench.report import Row
from tests.db.samples import store

COUNT = 60_000
NAME = "radarr.main"
BUDGET = 1.0
"""Of the time that the Library takes."""
_KINDS = ("poster", "fanart", "clearlogo", "banner")


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Read both in a process of its own."""
    count = COUNT if estate.size == FULL else COUNT // 10
    place = estate.folder / "matrix"
    command = python("-m", "tests.bench.matrix", str(place), str(count), str(repeat))
    figures = run(command, estate.folder / "errors").output
    yield Row(
        what=f"matrix of artwork, {count:,} titles, processor time",
        unit="s",
        samples=tuple(figures["matrix"]),
        floors=tuple(figures["library"]),
        budget=BUDGET,
        budget_is_ratio=True,
    )


def _store(database: Database, count: int) -> None:
    """Store titles of which each has artwork, a few with something missing."""
    items = [
        Item(
            id=number,
            external_id=str(number),
            title=title,
            sort_title=title.lower(),
            path=f"/films/{number}",
            root_folder="/films",
        )
        for number, title in enumerate(titles(count), 1)
    ]
    store(database, NAME, *items)
    ids = [item.external_id for item in items]

    def store_artwork() -> None:
        slots.choose(
            NAME,
            (
                SlotChoice(external_id=key, slot=kind, sha256=f"{key:0>64}", provider="tmdb", address=kind)
                for key in ids
                for kind in _KINDS[: 1 + int(key) % 4]
            ),
        )
        placements.note(
            NAME,
            (
                Placement(
                    external_id=key, relative_path=f"a-{kind}.jpg", slot=kind, sha256=f"{key:0>64}",
                    size=9, mtime_ns=5, placed_at=2.0, lost_at=3.0 if int(key) % 100 == 0 else None,
                )
                for key in ids
                for kind in _KINDS[: int(key) % 3]
            ),
        )  # fmt: skip
        known = tuple(ArtCandidate(slot=kind, provider="tmdb", address=kind) for kind in _KINDS)
        candidates.store(NAME, [TitleCandidates(external_id=key, candidates=known) for key in ids])

    database.write_sync(store_artwork)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Print the seconds of processor time of all as one line of JSON."""
    place, count, repeat = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    place.mkdir(parents=True)
    database = Database.open(f"sqlite:///{place / 'arrtui.db'}")
    _store(database, count)
    seconds: dict[str, list[float]] = {"matrix": [], "library": []}
    for _ in range(repeat):
        seconds["matrix"].append(
            _seconds(lambda: art_index(database.read_sync(load_rows, NAME), [NAME])),
        )
        seconds["library"].append(_seconds(lambda: database.read_sync(load_library, {NAME: "radarr"})))
    database.close()
    sys.stdout.write(json.dumps(seconds) + "\n")


if __name__ == "__main__":
    main()
