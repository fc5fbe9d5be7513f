"""Files that show no change are read again in turns: how far these have come, beside when it was."""

from __future__ import annotations

from typing import Any

from peewee import TextField


def up(migrator: Any, db: Any) -> None:
    """Go on from the last time everything was read."""
    migrator.migrate(
        migrator.rename_column("instance", "full_at", "turn_at"),
        migrator.add_column("instance", "turn_until", TextField(default="")),
    )
