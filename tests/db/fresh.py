"""New databases that begin as a copy of one the migrations made, which takes them thirty times as long.

A person's database is made once; a test run makes two thousand. How they are made is tested where that is the
subject, with :func:`real_migrations`.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from arrtui.db import database
from arrtui.db.schema import bring_up_to_date
from arrtui.db.sqlite import Sqlite


@cache
def _made() -> sqlite3.Connection:
    """Return an SQLite database in memory without rows, as the migrations make it."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    with tempfile.TemporaryDirectory() as folder:
        new = Sqlite(Path(folder) / "new.db")
        bring_up_to_date(new, "")
        new.pragma("journal_mode", "delete")  # the other mode is not for memory
        new.connection().backup(made)
        new.close_all()
    return made


def copy_to(file: Path) -> None:
    """Make a database without rows, for a process that is about to start."""
    file.touch(0o600)
    with closing(sqlite3.connect(file)) as connection:
        _made().backup(connection)


def _bring_up_to_date(opened: Any, shown_url: str) -> list[str]:
    if isinstance(opened, Sqlite) and not opened.get_tables():
        _made().backup(opened.connection())
    return bring_up_to_date(opened, shown_url)


def install() -> None:
    """Let what this process opens begin as a copy."""
    opening: Any = database
    opening.bring_up_to_date = _bring_up_to_date


@pytest.fixture
def real_migrations(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the migrations make new databases."""
    monkeypatch.setattr(database, "bring_up_to_date", bring_up_to_date)
    yield
