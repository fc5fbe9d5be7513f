"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from datetime import datetime
from importlib.metadata import version
from typing import Any

PACKAGES = ("httpx", "h11", "msgspec", "peewee", "rich", "textual", "uvicorn")


def facts(arguments: list[str]) -> dict[str, Any]:
    """Return the date, the command line, the machine and the versions."""
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "command": " ".join(["python -m tests.bench", *arguments]),
        "cores": os.cpu_count(),
        "machine": f"{platform.system()} {platform.release()} {platform.machine()}",
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: version(name) for name in PACKAGES},
        "load_before": load(),
    }


def load() -> list[float]:
    """Return the load average of the last 1, 5 and 15 minutes: other processes disturb what is measured."""
    return [round(load, 2) for load in os.getloadavg()]


def described(facts: dict[str, Any]) -> str:
    """Return the facts in a few lines."""
    packages = ", ".join(f"{name} {number}" for name, number in facts["packages"].items())
    return (
        f"{facts['date']}  {facts['command']}\n"
        f"{facts['cores']} cores, {facts['memory_mb']:,} MB, {facts['machine']}, "
        f"load before {facts['load_before']}, after {facts['load_after']}\n"
        f"Python {facts['python']} ({sys.implementation.name}), SQLite {facts['sqlite']}, {packages}\n"
    )
