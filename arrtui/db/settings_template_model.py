"""The table of settings saved as templates."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import DoubleField, Model

from arrtui.db.fields import TextField


class SettingsTemplateRow(Model):
    """Some settings of an instance as they were when they were saved. They outlive the instance."""

    name = TextField(primary_key=True)
    app = TextField()
    """Kind of app."""
    source = TextField()
    """The instance or snapshot they are of."""
    version = TextField()
    """Of the app."""
    saved_at = DoubleField()
    """UTC seconds."""
    settings_doc = TextField()
    """List of settings with the ids of their instance, JSON."""

    class Meta:
        table_name = "settings_template"
