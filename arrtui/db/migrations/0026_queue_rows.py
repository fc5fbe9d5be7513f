"""The table of the downloads seen in queues: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    CompositeKey,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class QueueRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    download_id = TextField()
    episode_id = IntegerField()
    item_id = IntegerField()
    title = TextField()
    status = TextField()
    tracked_status = TextField()
    tracked_state = TextField()
    messages_doc = TextField()
    size = BigIntegerField()
    left = BigIntegerField(column_name="bytes_left")
    first_seen_at = DoubleField()
    last_seen_at = DoubleField()

    class Meta:
        table_name = "queue_row"
        primary_key = CompositeKey("instance", "download_id", "episode_id")


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([Instance, QueueRow]):
        db.create_tables([QueueRow])
