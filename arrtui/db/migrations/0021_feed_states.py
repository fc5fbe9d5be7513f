"""The table of how live feeds stand: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import DoubleField, Model, TextField


class FeedStateRow(Model):
    instance = TextField(primary_key=True)
    status = TextField()
    why = TextField()
    since = DoubleField()

    class Meta:
        table_name = "feed_state"


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([FeedStateRow]):
        db.create_tables([FeedStateRow])
