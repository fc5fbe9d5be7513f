"""Integrity checks of the database engine."""

from __future__ import annotations

from arrtui.db.bulk import database_of
from arrtui.db.models import Snapshot
from arrtui.db.sqlite import Sqlite


def find_faults() -> list[str]:
    """Return the faults that SQLite finds in the database; PostgreSQL checks itself as it reads."""
    database = database_of(Snapshot)
    if not isinstance(database, Sqlite):
        return []
    faults = [str(fault) for (fault,) in database.rows("PRAGMA integrity_check(20)", ()) if fault != "ok"]
    orphans = database.rows("PRAGMA foreign_key_check", ())
    return faults + [f"row {row_id} of {table} has no owner" for table, row_id, *_ in orphans]
