"""The table of accepted differences between settings: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, CompositeKey, DoubleField, ForeignKeyField, Model, TextField


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class AcceptedSettingRow(Model):
    first = ForeignKeyField(Instance, on_delete="CASCADE", index=False, backref="+")
    second = ForeignKeyField(Instance, on_delete="CASCADE", index=False, backref="+")
    type = TextField()
    identity = TextField()
    fingerprint = TextField()
    accepted_at = DoubleField()

    class Meta:
        table_name = "accepted_setting_difference"
        primary_key = CompositeKey("first", "second", "type", "identity")


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([Instance, AcceptedSettingRow]):
        db.create_tables([AcceptedSettingRow])
