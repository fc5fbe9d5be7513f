"""Steps of the journal know when what they wrote was read back from the instance.

Applies that came to their end before this version had their chance; those under way are read back when they
go on.
"""

from __future__ import annotations

from typing import Any

from peewee import DoubleField


def up(migrator: Any, db: Any) -> None:
    """Add the column; what was written by applies that have ended counts as read back."""
    migrator.migrate(migrator.add_column("journal", "read_back_at", DoubleField(null=True)))
    db.rows(
        "UPDATE journal SET read_back_at = ended_at WHERE state = 'done' "
        "AND plan_id IN (SELECT id FROM plan WHERE state <> 'applying')"
    )
