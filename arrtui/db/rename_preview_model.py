"""The table of the names that apps would give their files."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import CompositeKey, DoubleField, ForeignKeyField, IntegerField, Model

from arrtui.db.fields import TextField
from arrtui.db.instance_model import Instance


class RenamePreviewRow(Model):
    """What an app said of the names of a title's files when it was asked last."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    item_id = IntegerField()
    """The app's id of the title."""
    asked_at = DoubleField()
    naming_mark = TextField()
    """Tells the naming settings of that time from others."""
    names_doc = TextField()
    """List of :class:`~arrtui.db.rename_previews.FileName`."""

    class Meta:
        table_name = "rename_preview"
        primary_key = CompositeKey("instance", "item_id")
