"""The table of settings saved as templates: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import DoubleField, Model, TextField


class SettingsTemplateRow(Model):
    name = TextField(primary_key=True)
    app = TextField()
    source = TextField()
    version = TextField()
    saved_at = DoubleField()
    settings_doc = TextField()

    class Meta:
        table_name = "settings_template"


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([SettingsTemplateRow]):
        db.create_tables([SettingsTemplateRow])
