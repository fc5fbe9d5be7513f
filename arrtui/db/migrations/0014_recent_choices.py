"""The table of what was chosen at the front door: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import CompositeKey, DoubleField, Model, TextField


class RecentChoiceRow(Model):
    kind = TextField()
    name = TextField()
    chosen_at = DoubleField()

    class Meta:
        table_name = "recent_choice"
        primary_key = CompositeKey("kind", "name")


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([RecentChoiceRow]):
        db.create_tables([RecentChoiceRow])
