"""The table of what apps took of the owner's images and NFO: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, CompositeKey, DoubleField, ForeignKeyField, Model, TextField


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class TakenFileRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    relative_path = TextField()
    sha256 = TextField(index=True)
    video = TextField(default="")
    kind = TextField(default="image")
    slot = TextField(default="")
    noted_at = DoubleField()

    class Meta:
        table_name = "art_taken"
        primary_key = CompositeKey("instance", "external_id", "relative_path")


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([Instance, TakenFileRow]):
        db.create_tables([TakenFileRow])
