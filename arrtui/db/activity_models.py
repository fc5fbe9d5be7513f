"""The table of what instances are doing now: written whole by a reading, row by row by a live feed."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import CompositeKey, DoubleField, ForeignKeyField, IntegerField, Model

from arrtui.db.fields import TextField
from arrtui.db.instance_model import Instance


class ActivityRow(Model):
    """One download, health message, command, release event or count of an instance."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    kind = TextField()
    key = TextField()
    item_id = IntegerField()
    """The app's id of the title; 0 for none."""
    read_at = DoubleField()
    """When it was read, UTC seconds."""
    doc = TextField()
    """JSON of its :class:`~arrtui.core.activity.ActivityEntry`."""

    class Meta:
        table_name = "activity"
        primary_key = CompositeKey("instance", "kind", "key")
