"""The tables of followed pairs and their touched titles: frozen copies of their models of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CompositeKey,
    DoubleField,
    IntegerField,
    Model,
    TextField,
)


class TwinRow(Model):
    pair = TextField(primary_key=True)
    live = BooleanField(default=True)
    seen_event = BigIntegerField()
    more = BigIntegerField(default=0)
    paused_at = DoubleField(null=True)
    reason = TextField(default="")
    review = IntegerField(null=True)
    obstacle = TextField(default="")
    written_at = DoubleField(null=True)
    written = IntegerField(null=True)

    class Meta:
        table_name = "twin"


class TouchedTitleRow(Model):
    pair = TextField()
    external_id = TextField()
    event_id = BigIntegerField()

    class Meta:
        table_name = "touched_title"
        primary_key = CompositeKey("pair", "external_id")


def up(migrator: Any, db: Any) -> None:
    """Add the tables."""
    models = [TwinRow, TouchedTitleRow]
    with db.bind_ctx(models):
        db.create_tables(models)
