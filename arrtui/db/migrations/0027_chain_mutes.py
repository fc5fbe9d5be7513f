"""The table of muted chains: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, CompositeKey, DoubleField, ForeignKeyField, IntegerField, Model, TextField


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class ChainMuteRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    title_id = TextField()
    episode_id = IntegerField()
    kind = TextField()
    muted_at = DoubleField()

    class Meta:
        table_name = "chain_mute"
        primary_key = CompositeKey("instance", "title_id", "episode_id", "kind")


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([Instance, ChainMuteRow]):
        db.create_tables([ChainMuteRow])
