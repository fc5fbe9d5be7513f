"""The table of batches of trailers to review: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, DoubleField, Model, TextField


class TrailerBatchRow(Model):
    id = AutoField()
    made_at = DoubleField()
    approved_at = DoubleField(null=True)
    entries_doc = TextField()

    class Meta:
        table_name = "trailer_batch"


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([TrailerBatchRow]):
        db.create_tables([TrailerBatchRow])
