"""The table of what drifted from syncs of settings."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import CompositeKey, DoubleField, Model

from arrtui.db.fields import TextField


class SettingsDriftRow(Model):
    """A target that is not as its sync would have it; no row where it is."""

    sync = TextField()
    target = TextField()
    """Name of the instance."""
    source = TextField()
    settings_doc = TextField()
    """What differs, a list of texts, JSON."""
    since = DoubleField()
    """UTC seconds."""

    class Meta:
        table_name = "settings_drift"
        primary_key = CompositeKey("sync", "target")
