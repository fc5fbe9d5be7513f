"""Published files are noted with their change time, which also moves where size and time were set back."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField


def up(migrator: Any, db: Any) -> None:
    """Add the column; the next publishing fills it."""
    migrator.migrate(migrator.add_column("art_placement", "changed_ns", BigIntegerField(default=0)))
