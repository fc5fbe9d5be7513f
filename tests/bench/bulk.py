"""A process that writes 60,000 episodes: with ``bulk_upsert``, and with the driver's bare ``executemany``.

``python -m tests.bench.bulk FOLDER``: each goes into a fresh database of the same schema, in one transaction,
from the same rows in memory.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from arrtui.db.bulk import bulk_upsert
from arrtui.db.database import Database
from arrtui.db.models import EpisodeRow, Instance

COUNT = 60_000
COLUMNS = (
    *("instance", "episode_id", "item_id", "season", "number", "title", "air_date", "monitored"),
    *("file_id", "doc"),
)
NAMES = ("instance_id", *COLUMNS[1:])
PRAGMAS = ("synchronous = NORMAL", "temp_store = MEMORY", "cache_size = -32000", "foreign_keys = 1")
INSERT = f"INSERT INTO episode ({', '.join(NAMES)}) VALUES ({', '.join('?' * len(NAMES))})"
Rows = list[tuple[Any, ...]]


def _rows() -> Rows:
    """Return rows as large as those of a real backup."""
    doc = '{"id":%d,"item_id":%d,"tvdb_id":%d,"title":"%s","air_date":"2020-01-01T20:00:00Z","runtime":45}'
    return [
        (
            *(
                1,
                number,
                number // 120,
                number // 20 % 6,
                number % 20,
                f"Episode title {number}",
                "2020-01-01T20:00:00Z",
            ),
            *(True, number, doc % (number, number // 120, number, f"Episode title {number}")),
        )
        for number in range(COUNT)
    ]


def _open(path: Path) -> Database:
    database = Database.open(f"sqlite:///{path}")
    database.write_sync(lambda: Instance.insert(name="sonarr.main", kind="sonarr").execute())
    return database


def _ours(path: Path, rows: Rows) -> float:
    with closing(_open(path)) as database:
        began = time.perf_counter()
        with database.writing():
            bulk_upsert(EpisodeRow, rows, COLUMNS, update=COLUMNS[1:])
        return time.perf_counter() - began


def _raw(path: Path, rows: Rows) -> float:
    _open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, rows)
        connection.execute("COMMIT")
        return time.perf_counter() - began


def _time(write: Callable[[Path, Rows], float], folder: Path, rows: Rows) -> float:
    path = folder / "bulk.db"
    seconds = write(path, rows)
    for file in folder.glob("bulk.db*"):
        file.unlink()
    return seconds


def main() -> None:
    """Print the seconds of either way as one line of JSON; which goes first changes."""
    folder, repeat = Path(sys.argv[1]), int(sys.argv[2])
    rows, seconds = _rows(), {"ours": list[float](), "raw": list[float]()}
    for number in range(repeat):
        writers = [("ours", _ours), ("raw", _raw)]
        for name, write in writers if number % 2 else reversed(writers):
            seconds[name].append(_time(write, folder, rows))
    sys.stdout.write(json.dumps(seconds) + "\n")


if __name__ == "__main__":
    main()
