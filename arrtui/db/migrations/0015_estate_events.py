"""The tables of what happened in the estate: frozen copies of their models of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import BigAutoField, BigIntegerField, DoubleField, IntegerField, Model, TextField


class EstateEventRow(Model):
    id = BigAutoField()
    at = DoubleField(index=True)
    instance = TextField()
    type = TextField()
    key = TextField()
    item_id = IntegerField(default=0)
    doc = TextField()

    class Meta:
        table_name = "estate_event"
        indexes = ((("instance", "type", "key"), True),)


class EventCursorRow(Model):
    consumer = TextField(primary_key=True)
    event_id = BigIntegerField()

    class Meta:
        table_name = "event_cursor"


def up(migrator: Any, db: Any) -> None:
    """Add the tables."""
    with db.bind_ctx([EstateEventRow, EventCursorRow]):
        db.create_tables([EstateEventRow, EventCursorRow])
