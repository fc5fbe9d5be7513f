"""Snapshots of readings of some titles, snapshots that stay, and what the tripwire has stopped."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, BooleanField, DoubleField, IntegerField, Model, TextField


class TrippedRow(Model):
    instance = TextField(primary_key=True)
    raised_at = DoubleField()
    reason = TextField()
    event_id = BigIntegerField()
    snapshot_id = IntegerField(null=True)

    class Meta:
        table_name = "tripped"


def up(migrator: Any, db: Any) -> None:
    """Add the columns, which no older snapshot has set, and the table."""
    migrator.migrate(
        migrator.add_column("snapshot", "live", BooleanField(default=False)),
        migrator.add_column("snapshot", "pinned", BooleanField(default=False)),
    )
    with db.bind_ctx([TrippedRow]):
        db.create_tables([TrippedRow])
