"""Publishing notes which file of its own it replaces, and asks the bin for what of a title is in it."""

from __future__ import annotations

from typing import Any

from peewee import TextField


def up(migrator: Any, db: Any) -> None:
    """Add the column; nothing is being replaced so far. Add the index."""
    migrator.migrate(migrator.add_column("art_placement", "replaces", TextField(default="")))
    db.execute_sql(
        'CREATE INDEX "recycledrow_instance_external_id" ON "recycled" ("instance", "external_id")'
    )
