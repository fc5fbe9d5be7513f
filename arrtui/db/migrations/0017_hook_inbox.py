"""The table of webhooks that came in: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import BigAutoField, DoubleField, Model, TextField


class HookRow(Model):
    id = BigAutoField()
    instance = TextField()
    received_at = DoubleField()
    digest = TextField()
    body = TextField()
    outcome = TextField(default="")
    event_type = TextField(default="")
    handled_at = DoubleField(null=True)

    class Meta:
        table_name = "hook_inbox"
        indexes = ((("outcome", "id"), False), (("instance", "digest"), False))


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([HookRow]):
        db.create_tables([HookRow])
