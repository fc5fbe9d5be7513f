"""Snapshots hold how many titles could not be read: what is missing beside them proves no removal."""

from __future__ import annotations

from typing import Any

from peewee import IntegerField


def up(migrator: Any, db: Any) -> None:
    """Add the column; of older snapshots that is not known."""
    migrator.migrate(migrator.add_column("snapshot", "skipped", IntegerField(default=0)))
