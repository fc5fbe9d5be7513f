"""A database on a file system that fills up: one sentence and a status, nothing lost, on with more space."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.trials.site import Site, new_site

FIRST, STEP = 300, 600
"""KiB of the first file system, and how much larger each next one is."""


def _mount(folder: Path, kib: int) -> None:
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder)], check=True)


def _grow(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=256m", str(folder)], check=True)


def _sound(database: Path) -> bool:
    with sqlite3.connect(database) as connection:
        return connection.execute("pragma integrity_check").fetchone()[0] == "ok"


def attempt(site: Site, kib: int) -> str:
    """Back up and sync onto a disk of that size, then with space; say what came of it."""
    disk = site.folder / "disk"
    _mount(disk, kib)
    try:
        database = disk / "arrtui.db"
        site.configure(database=database)
        full = [site.run("backup", "--json"), site.run("sync", "movies", "--apply", "--json")]
        statuses = [ended.status for ended in full]
        what = f"{kib} KiB: backup {statuses[0]}, sync {statuses[1]}"
        if None in statuses or any(ended.crashed for ended in full):
            return f"FAILED {what}: {[(ended.err or ended.out)[-300:] for ended in full]}"
        _grow(disk)
        after = [site.run("backup", "--json"), site.run("sync", "movies", "--apply", "--json")]
        if any(ended.status != 0 for ended in after) or not _sound(database):
            return (
                f"FAILED {what}, then with space {[ended.status for ended in after]}: {after[-1].err[-300:]}"
            )
        return f"ok {what}, then with space both 0"
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def trial(times: int) -> Iterator[str]:
    """Yield a line for each size."""
    for number in range(times):
        with new_site() as site:
            yield attempt(site, FIRST + number * STEP)
