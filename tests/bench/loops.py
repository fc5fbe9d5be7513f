"""What it takes to find the chains of 110,000 rows of history, and its cutoffs, against reading these rows.

``python -m tests.bench.loops ROWS REPEAT FOLDER`` is the process that does both, on a database of its own: a
Sonarr of one file an episode, three in ten of them upgrades and one in a hundred a loop, with 50 formats. No
app is there to be asked.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from arrtui.core.apps import app_of
from arrtui.core.domain import Episode, Item, MediaFile, ReleaseEvent, Setting
from arrtui.core.memory import not_collecting
from arrtui.core.text import format_iso
from arrtui.db import history, scores, snapshots
from arrtui.db.chain_rows import ChainRow, chain_rows
from arrtui.db.database import Database
from arrtui.db.scores import NewSample, ScoreEvent
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.loops.cutoffs import CutoffReport
from arrtui.features.loops.load import StoredChains, load_chains
from arrtui.features.loops.summary import count_chains
from arrtui.runtime.loops_cutoffs import CutoffServices
from tests.bench.children import python, run
from tests.bench.estate import FULL, Estate
from tests.bench.report import Row
from tests.db.samples import store

BUDGET = 1.0
"""Seconds."""
CUTOFF_BUDGET = 3.0
"""Seconds; every release is evaluated, since all are older than the first snapshot."""
ROWS = 110_000
INSTANCE = "sonarr.main"
AT = 1_795_000_000.0
WEB, BLURAY = 3, 7


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Find the chains in a process of its own; how many there are is in the JSON."""
    count = ROWS if estate.size == FULL else ROWS // 10
    folder = estate.folder / "loops"
    folder.mkdir(exist_ok=True)
    command = python("-m", "tests.bench.loops", str(count), str(repeat), str(folder))
    figures = run(command, estate.folder / "errors").output
    yield Row(
        what=f"chains of {count:,} rows of history, processor time",
        unit="s",
        samples=tuple(figures["ours"]),
        floors=tuple(figures["least"]),
        budget=BUDGET,
        detail=figures["counts"],
    )
    yield Row(
        what=f"profiles that never stop, by {count:,} rows and their files",
        unit="s",
        samples=tuple(figures["cutoffs"]),
        floors=tuple(figures["least"]),
        budget=CUTOFF_BUDGET,
    )


def _settings() -> list[Setting]:
    """Return a profile, its qualities and fifty formats, of which one in two counts."""
    names = [f"TOKEN{number:02}" for number in range(50)]
    formats = [
        Setting(
            id=number,
            type="custom_format",
            name=name,
            body={
                "id": number,
                "name": name,
                "specifications": [
                    {"implementation": "ReleaseTitleSpecification", "fields": {"value": rf"\b{name}\b"}}
                ],
            },
        )
        for number, name in enumerate(names, 1)
    ]
    items = [{"quality": {"id": number}, "allowed": True} for number in (WEB, BLURAY)]
    scores_of = [{"format": number, "score": 10 * (number % 2)} for number in range(1, 51)]
    profile = Setting(
        id=8, type="quality_profile", name="HD", body={"items": items, "formatItems": scores_of}
    )
    return [*formats, profile]


class Script:
    """Writes rows as an app does, with ids that rise."""

    def __init__(self) -> None:
        self.events: list[ReleaseEvent] = []
        self.files: list[MediaFile] = []
        self.last_file = 0

    def get(self, episode: Episode, words: str, score: int, imported: int, quality: int, old: int) -> int:
        """Grab a release and import it; return the id of its file."""
        number, title = len(self.events) + 1, f"Show.{episode.item_id}.S01E{episode.id}.{words}-GRP"
        facts: dict[str, Any] = {"item_id": episode.item_id, "episode_id": episode.id, "quality_id": quality}
        date = format_iso(AT - 86_400 * (ROWS - number) / 500)
        self.last_file += 1
        job = {"download_id": f"nzo_{number}", "source_title": title}
        source = {"releaseSource": "Rss", "indexerFlags": "0", "releaseType": "SingleEpisode"}
        rows = [{"event": "grabbed", "score": score, "data": source, **job}]
        if old:
            path = f"/tv/Show {episode.item_id}/{episode.id}.mkv"
            rows.append({"event": "episodeFileDeleted", "reason": "Upgrade", "source_title": path})
        data = {"fileId": str(self.last_file), "droppedPath": f"/downloads/{title}/{title}.mkv"}
        data["importedPath"] = f"/tv/Show {episode.item_id}/{episode.id}.mkv"
        rows.append({"event": "downloadFolderImported", "score": imported, "data": data, **job})
        for place, row in enumerate(rows):
            self.events.append(ReleaseEvent(id=number + place, date=date, size=2**30, **facts, **row))
        return self.last_file


def build(folder: Path, count: int) -> Database:
    """Return a database with so many rows of history."""
    chance, script, episodes = random.Random(count), Script(), list[Episode]()
    while len(script.events) < count:
        number = len(episodes) + 1
        episode = Episode(id=number, item_id=1 + number // 120, season=1, number=number % 120)
        token = f"TOKEN{chance.randrange(0, 50, 2):02}.1080p.WEB-DL"
        drawn, file = chance.random(), 0
        if drawn < 0.01:
            for _ in range(3):
                file = script.get(episode, token, 20, 10, WEB, file)
        else:
            if drawn < 0.3:
                file = script.get(episode, "1080p.WEB-DL", 0, 0, WEB, 0)
            file = script.get(episode, token, 10, 10, chance.choice((WEB, BLURAY)), file)
        script.files.append(MediaFile(id=file, item_id=episode.item_id, quality_id=WEB, score=10))
        episodes.append(episode)
    items = [
        Item(id=number, external_id=str(number), title=f"Show {number}", profile_id=8)
        for number in range(1, 2 + len(episodes) // 120)
    ]
    database = Database.open(f"sqlite:///{folder / 'loops.db'}")
    instance_id = store(database, INSTANCE, *_settings(), *items, *episodes, *script.files)
    with database.writing():
        snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=AT, state="complete"))
        history.store_events(instance_id, script.events, {item.id: item.external_id for item in items})
        sample = (
            NewSample(
                str(file.item_id), 1, file.id, AT, ScoreEvent.FIRST, 10, None, file.id, "", 1, "Show", 1
            )
            for file in script.files
        )
        scores.insert_samples(instance_id, sample)
    return database


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds of processor time that something takes; what it returns is freed after that."""
    gc.collect()
    began = time.process_time()
    outcome = work()
    elapsed = time.process_time() - began
    del outcome
    return elapsed


def main(count: int, repeat: int, folder: Path) -> None:
    """Print the seconds of each and the chains, as JSON."""
    database = build(folder, count)
    instance_id = 1

    def least() -> list[ChainRow]:
        with not_collecting():
            return database.read_sync(chain_rows, instance_id)

    def ours() -> StoredChains:
        with not_collecting():
            stored = database.read_sync(load_chains, INSTANCE, "sonarr")
        counts.update(count_chains(stored.report)._asdict())
        return stored

    def cutoffs() -> CutoffReport:
        config: Any = SimpleNamespace(instance=lambda name: SimpleNamespace(kind=app_of(name).kind))
        return asyncio.run(CutoffServices(lambda: config, database).report(INSTANCE))

    counts: dict[str, Any] = {}
    figures: dict[str, Any] = {"ours": [], "least": [], "cutoffs": [], "counts": counts}
    for _ in range(repeat):
        figures["least"].append(timed(least))
        figures["ours"].append(timed(ours))
        figures["cutoffs"].append(timed(cutoffs))
    database.close()
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
