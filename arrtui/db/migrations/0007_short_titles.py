"""An instance has titles that came with less than it announces: those that do so again are believed."""

from __future__ import annotations

from typing import Any

from peewee import TextField


def up(migrator: Any, db: Any) -> None:
    """Add the column; no title is known for it yet."""
    migrator.migrate(migrator.add_column("instance", "short_doc", TextField(default="{}")))
