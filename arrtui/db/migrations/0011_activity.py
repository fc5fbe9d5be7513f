"""The table of what instances are doing now: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, CompositeKey, DoubleField, ForeignKeyField, IntegerField, Model, TextField


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class ActivityRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    kind = TextField()
    key = TextField()
    item_id = IntegerField()
    read_at = DoubleField()
    doc = TextField()

    class Meta:
        table_name = "activity"
        primary_key = CompositeKey("instance", "kind", "key")


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([Instance, ActivityRow]):
        db.create_tables([ActivityRow])
