"""The table of what channels of notifications wait for: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import Model, TextField


class NotifyChannelRow(Model):
    name = TextField(primary_key=True)
    doc = TextField()

    class Meta:
        table_name = "notify_channel"


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([NotifyChannelRow]):
        db.create_tables([NotifyChannelRow])
