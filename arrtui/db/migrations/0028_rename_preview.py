"""The table of the names that apps would give their files: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, CompositeKey, DoubleField, ForeignKeyField, IntegerField, Model, TextField


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class RenamePreviewRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    item_id = IntegerField()
    asked_at = DoubleField()
    naming_mark = TextField()
    names_doc = TextField()

    class Meta:
        table_name = "rename_preview"
        primary_key = CompositeKey("instance", "item_id")


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([Instance, RenamePreviewRow]):
        db.create_tables([RenamePreviewRow])
