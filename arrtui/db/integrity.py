"""Whether the database itself is sound, as far as its engine can tell."""

from __future__ import annotations

from arrtui.db.bulk import database_of
from arrtui.db.models import Snapshot
from arrtui.db.sqlite import Sqlite


def faults() -> list[str]:
    """Return what SQLite finds wrong with itself; PostgreSQL checks itself as it reads."""
    database = database_of(Snapshot)
    if not isinstance(database, Sqlite):
        return []
    found = [str(row[0]) for row in database.rows("PRAGMA integrity_check(20)", ())]
    strays = database.rows("PRAGMA foreign_key_check", ())
    return [fault for fault in found if fault != "ok"] + [
        f"row {row[1]} of {row[0]} has no owner" for row in strays
    ]
