"""Workers say in what their process ids are ids, so that others of the same machine see who is gone."""

from __future__ import annotations

from typing import Any

from arrtui.db.fields import TextField


def up(migrator: Any, db: Any) -> None:
    """Add the column; nothing can be told of the workers there are."""
    migrator.migrate(migrator.add_column("worker", "pid_space", TextField(default="")))
