"""The tables of what guides said when they were used, and of differences from them that are meant so."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import AutoField, CompositeKey, DoubleField, ForeignKeyField, Model

from arrtui.db.fields import TextField
from arrtui.db.instance_model import Instance


class GuideRevisionRow(Model):
    """One state of a guide, as it was read for one kind of app."""

    id = AutoField()
    guide = TextField()
    """Its name in the configuration."""
    kind = TextField()
    """Of the app."""
    revision = TextField()
    """The commit of its checkout; empty where it is none."""
    digest = TextField()
    """Of the files that were read."""
    formats_doc = TextField()
    """Its custom formats as JSON, by trash id."""
    used_at = DoubleField()
    """When it was used last, UTC seconds."""

    class Meta:
        table_name = "guide_revision"
        indexes = ((("guide", "kind", "digest"), True),)


class AcceptedGuideRow(Model):
    """A difference of an instance from a guide that is accepted while both are as the fingerprint says."""

    guide = TextField()
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False, backref="+")
    type = TextField()
    identity = TextField()
    """What identifies the setting on both, as JSON."""
    fingerprint = TextField()
    accepted_at = DoubleField()
    """UTC seconds."""

    class Meta:
        table_name = "accepted_guide_difference"
        primary_key = CompositeKey("guide", "instance", "type", "identity")
