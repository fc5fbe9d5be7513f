"""A small library on disk and in the database, and a way to read its folders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from arrtui.core.apps import Kind
from arrtui.core.config import InstanceConfig, TrailersConfig
from arrtui.core.domain import EntityType, Item, RecordKey
from arrtui.core.trailers import TitleFolder, TrailerFile
from arrtui.db import media
from arrtui.db.database import Database
from arrtui.db.records import Listing, RecordBatch, write_records
from arrtui.features.trailers.overview import load_overview
from arrtui.features.trailers.scan import ScanCounts, scan_instance
from arrtui.features.trailers.status import TrailerCounts
from tests.db.samples import store

SETTLED = 10.0
"""Seconds after which the change time of a folder proves something."""


async def _no_progress(_done: int, _total: int, _text: str) -> None:
    """Show nothing."""


class TrailerLibrary:
    """An instance with titles in folders below one root."""

    def __init__(self, database: Database, root: Path, name: str = "radarr.main", **options: object) -> None:
        """``root`` is made; ``options`` are those of the instance's table."""
        root.mkdir(exist_ok=True)
        self.database = database
        self.root = root
        self.name = name
        self.config = InstanceConfig(
            name=name,
            kind=Kind(name.partition(".")[0]),
            label=name.partition(".")[2],
            url="http://localhost:1",
            api_key="k",
            **options,
        )
        self.now = 0.0
        self.titles = 0

    def add(self, title: str, *files: str, has_file: bool = True, folder: bool = True) -> str:
        """Store a title and lay out files of one byte in its folder; return its external id."""
        self.titles += 1
        item = Item(
            id=self.titles,
            external_id=str(600 + self.titles),
            title=title,
            sort_title=title.lower(),
            path=str(self.root / title),
            root_folder=str(self.root),
            monitored=True,
        )
        self.put(item, files=int(has_file))
        if folder:
            self.lay_out(title, *files)
        return item.external_id

    def put(self, item: Item, *, files: int) -> None:
        """Store a title as its app has it now."""
        instance_id = store(self.database, self.name, item)
        with self.database.writing():
            write_records(instance_id, RecordBatch(listings={item.id: Listing(str(files), files)}), ())

    def remove(self, item_id: int) -> None:
        """Take a title away from its app."""
        store(self.database, self.name, removed=[RecordKey(EntityType.ITEM, str(item_id))])

    def lay_out(self, title: str, *files: str) -> None:
        """Make the folder of a title and files in it."""
        (self.root / title).mkdir(exist_ok=True)
        for file in files:
            path = self.root / title / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"1")

    def scan(
        self, *, check: Callable[[], None] = lambda: None, rule: str = "missing", after: float = SETTLED
    ) -> ScanCounts:
        """Read the folders ``after`` seconds from now."""
        import time

        self.now = time.time() + after
        return asyncio.run(scan_instance(self.config, rule, self.database, _no_progress, check, self.now))

    def folders(self) -> dict[str, TitleFolder]:
        """Return what is stored of the folders, by external id."""
        return self.database.read_sync(media.stored_folders, self.name)

    def trailers(self) -> dict[str, list[TrailerFile]]:
        """Return what is stored of the trailers, by external id."""
        return self.database.read_sync(media.trailer_files, self.name)

    def counts(self, config: TrailersConfig | None = None) -> TrailerCounts:
        """Return how many titles have each status."""
        overview = self.database.read_sync(load_overview, self.config, config or TrailersConfig())
        return overview.counts({}, self.now)
