"""The table of what drifted from syncs of settings: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import CompositeKey, DoubleField, Model, TextField


class SettingsDriftRow(Model):
    sync = TextField()
    target = TextField()
    source = TextField()
    settings_doc = TextField()
    since = DoubleField()

    class Meta:
        table_name = "settings_drift"
        primary_key = CompositeKey("sync", "target")


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([SettingsDriftRow]):
        db.create_tables([SettingsDriftRow])
