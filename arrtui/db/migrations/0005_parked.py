"""Jobs can be parked: they know when they were last asked for, and count as unfinished while they wait."""

from __future__ import annotations

from typing import Any

from peewee import DoubleField


def up(migrator: Any, db: Any) -> None:
    """Add the column, then make the index of unfinished jobs anew."""
    migrator.migrate(migrator.add_column("job", "asked_at", DoubleField(default=0)))
    db.rows("UPDATE job SET asked_at = created_at")
    db.rows("DROP INDEX job_unfinished")
    db.rows(
        'CREATE UNIQUE INDEX "job_unfinished" ON "job" ("kind", "subject") '
        """WHERE ("state" IN ('pending', 'running', 'retrying', 'parked'))"""
    )
