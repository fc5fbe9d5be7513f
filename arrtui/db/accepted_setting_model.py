"""The table of differences between settings that are meant so."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import CompositeKey, DoubleField, ForeignKeyField, Model

from arrtui.db.fields import TextField
from arrtui.db.instance_model import Instance


class AcceptedSettingRow(Model):
    """A difference that is accepted while both sides are as the fingerprint says."""

    first = ForeignKeyField(Instance, on_delete="CASCADE", index=False, backref="+")
    """The instance of the lower name."""
    second = ForeignKeyField(Instance, on_delete="CASCADE", index=False, backref="+")
    type = TextField()
    identity = TextField()
    """What identifies the setting on both, as JSON."""
    fingerprint = TextField()
    accepted_at = DoubleField()
    """UTC seconds."""

    class Meta:
        table_name = "accepted_setting_difference"
        primary_key = CompositeKey("first", "second", "type", "identity")
