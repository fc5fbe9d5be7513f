"""The table of the numbers by which this database knows children without season and number."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import AutoField, Model

from arrtui.db.fields import TextField


class ChildNumber(Model):
    """An album's external id, and its number: the same for all instances, and for good."""

    number = AutoField()
    external_id = TextField(unique=True)

    class Meta:
        table_name = "child_number"
