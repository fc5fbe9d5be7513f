"""Jobs count how often their process vanished, which is no attempt of theirs."""

from __future__ import annotations

from typing import Any

from peewee import IntegerField


def up(migrator: Any, db: Any) -> None:
    """Add the column; none is counted so far."""
    migrator.migrate(migrator.add_column("job", "losses", IntegerField(default=0)))
