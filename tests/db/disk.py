"""A disk that is full, for one database: SQLite is told how many pages its file may have."""

from __future__ import annotations

from typing import Any

from arrtui.db.database import Database
from arrtui.db.models import Instance

MOST_PAGES = 1_000_000_000


async def fill_disk(database: Database, spare: int = 0) -> None:
    """Let the file of a database grow by ``spare`` pages and no more. The limit is that of the writer."""
    pages = await database.write(lambda: _pragma("page_count"))
    free = await database.write(lambda: _pragma("freelist_count"))
    await database.write(lambda: _pragma("max_page_count", max(1, pages - free + spare)))


async def free_disk(database: Database) -> None:
    """Let the file grow again."""
    await database.write(lambda: _pragma("max_page_count", MOST_PAGES))


def _pragma(name: str, *value: int) -> Any:
    return Instance._meta.database.pragma(name, *value)
