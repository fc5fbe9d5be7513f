"""Many writers at once, and a process that is killed in the middle of a transaction."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from arrtui.db.database import Database
from arrtui.db.models import Instance

COUNT_UP = """
import sys
from arrtui.db.database import Database
from tests.db.test_concurrency import count_up, in_threads
database = Database.open(sys.argv[1])
in_threads(2, lambda: count_up(database, 75))
database.close()
"""
STOP_HALF_WAY = """
import sys, time
from arrtui.db.bulk import bulk_upsert
from arrtui.db.database import Database
from arrtui.db.models import Instance
database = Database.open(sys.argv[1])
with database.writing():
    Instance.update(latency=-1).execute()
    rows = ((f"radarr.{number:0200}", "radarr") for number in range(40_000))  # more than is held in memory
    bulk_upsert(Instance, rows, ("name", "kind"), update=None)
    print("half way", flush=True)
    time.sleep(60)
"""


def on_postgres(database: Database) -> bool:
    return database.shown_url.startswith("postgresql://")


def count_up(database: Database, times: int) -> None:
    """Read a number and write the next one, so that two at once would lose a step."""
    for _ in range(times):
        with database.writing():
            query = Instance.select(Instance.latency)
            if on_postgres(database):
                query = query.for_update()
            Instance.update(latency=query.scalar() + 1).execute()


def in_threads(number: int, work: Callable[[], None]) -> None:
    with ThreadPoolExecutor(number) as threads:
        for future in [threads.submit(work) for _ in range(number)]:
            future.result()


def counted(database: Database) -> float:
    return database.read_sync(lambda: Instance.get().latency)


def test_four_threads_write_without_a_lock_error(database: Database) -> None:
    with database.writing():
        Instance.create(name="radarr.main", kind="radarr", latency=0)
    in_threads(4, lambda: count_up(database, 150))
    assert counted(database) == 600


def test_processes_write_without_a_lock_error(database: Database, database_url: str) -> None:
    with database.writing():
        Instance.create(name="radarr.main", kind="radarr", latency=0)
    command = [sys.executable, "-c", COUNT_UP, database_url]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    in_threads(2, lambda: count_up(database, 75))
    errors = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], errors
    assert counted(database) == 450


def test_a_process_killed_half_way_leaves_the_old_state(database: Database, database_url: str) -> None:
    with database.writing():
        Instance.create(name="radarr.main", kind="radarr", latency=7)
    command = [sys.executable, "-c", STOP_HALF_WAY, database_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half way\n"
        process.send_signal(signal.SIGKILL)
    database.close()
    with closing(Database.open(database_url)) as again:
        with again.writing():
            Instance.update(kind="sonarr").execute()
        assert again.read_sync(lambda: list(Instance.select(Instance.kind, Instance.latency).tuples())) == [
            ("sonarr", 7)
        ]
        if not on_postgres(again):
            assert Instance._meta.database.rows("PRAGMA integrity_check") == [("ok",)]
