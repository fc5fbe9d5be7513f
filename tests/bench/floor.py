"""A process that does the least a backup can do: fetch the same addresses, decode them, write the rows.

``python -m tests.bench.floor ADDRESSES CONFIG INSTANCE DATABASE`` fetches the addresses of a recorded backup
with plain httpx, as many at a time as the instance's client would, decodes every answer with msgspec into the
very Structs the client uses, and writes one row per record (id, owner, JSON) with ``executemany`` into a
fresh SQLite file, in one transaction. Nothing is retried, checked, compared, hashed or indexed.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from arrtui.clients import lidarr_wire, wire
from arrtui.core.config import InstanceConfig, config_path, load_config


class HistoryPage(wire.Wire):
    """A page of the history, decoded at once."""

    records: list[wire.History] = []


LISTS: Mapping[str, Any] = {
    "movie": list[wire.Movie],
    "moviefile": list[wire.File],
    "series": list[wire.SeriesResource],
    "episode": list[wire.EpisodeResource],
    "episodefile": list[wire.File],
    "artist": list[lidarr_wire.ArtistResource],
    "album": list[lidarr_wire.AlbumResource],
    "trackfile": list[lidarr_wire.TrackFile],
    "calendar": list[wire.EpisodeResource],
    "history": HistoryPage,
    "since": list[wire.History],
}
"""What an answer is decoded as, by the last part of its path; the rest is plain JSON."""
TABLE = "CREATE TABLE {} (id INTEGER, owner INTEGER, doc TEXT, PRIMARY KEY (id))"
OWNERS = ("movie_id", "series_id", "artist_id")

decoders = {name: msgspec.json.Decoder(kind) for name, kind in LISTS.items()}
encode = msgspec.json.Encoder().encode


class Floor:
    """One run of it."""

    def __init__(self, config: InstanceConfig, database: Path) -> None:
        self.config = config
        self.bytes = self.rows = 0
        self.database = sqlite3.connect(database, isolation_level=None)
        self.database.execute("PRAGMA journal_mode = wal")
        self.database.execute("PRAGMA synchronous = NORMAL")
        for name in (*LISTS, "setting"):
            self.database.execute(TABLE.format(name))

    async def run(self, addresses: list[str]) -> None:
        """Fetch, decode and write everything."""
        headers = {"X-Api-Key": self.config.api_key.get_secret_value(), "Accept-Encoding": "gzip"}
        limits = httpx.Limits(max_connections=self.config.concurrency)
        self.database.execute("BEGIN")
        pending = iter(addresses)
        async with (
            httpx.AsyncClient(headers=headers, limits=limits, timeout=120, trust_env=False) as client,
            asyncio.TaskGroup() as group,
        ):
            for _ in range(self.config.concurrency):
                group.create_task(self._drain(client, pending))
        self.database.execute("COMMIT")

    async def _drain(self, client: httpx.AsyncClient, pending: Iterator[str]) -> None:
        for address in pending:
            answer = await client.get(address)
            answer.raise_for_status()
            self._store(urlsplit(address).path.rpartition("/")[2], answer.content)

    def _store(self, name: str, body: bytes) -> None:
        self.bytes += len(body)
        if name not in decoders:
            self._insert("setting", [(None, None, encode(msgspec.json.decode(body)).decode())])
            return
        answer = decoders[name].decode(body)
        records = answer.records if isinstance(answer, HistoryPage) else answer
        self._insert(name, [(record.id, _owner(record), encode(record).decode()) for record in records])

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        self.rows += len(rows)
        self.database.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?, ?)", rows)


def _owner(record: Any) -> int:
    return next((owner for name in OWNERS if (owner := getattr(record, name, 0))), 0)


def main() -> None:
    """Measure from the first request to the committed rows; imports are not counted."""
    addresses, config, instance, database = sys.argv[1:]
    settings = load_config(config_path(config)).instance(instance)
    requested = json.loads(Path(addresses).read_text(encoding="utf-8"))
    began = time.monotonic()
    floor = Floor(settings, Path(database))
    asyncio.run(floor.run(requested))
    seconds = time.monotonic() - began
    figures = {"seconds": seconds, "requests": len(requested), "bytes": floor.bytes, "rows": floor.rows}
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
