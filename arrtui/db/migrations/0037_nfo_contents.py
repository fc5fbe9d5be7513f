"""The table of the NFO that are kept: a frozen copy of its model of that time.

Those that lie in the cache of artwork as files by then are moved by the next verification, which knows where
the cache is; until then they are read from there.
"""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import Field, ForeignKeyField, Model, TextField


class OctetsField(Field):
    field_type = "BLOB"


class AssetRow(Model):
    sha256 = TextField(primary_key=True)

    class Meta:
        table_name = "art_asset"


class NfoContentRow(Model):
    sha256 = ForeignKeyField(AssetRow, column_name="sha256", on_delete="CASCADE", primary_key=True)
    content = OctetsField()

    class Meta:
        table_name = "art_nfo"


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([AssetRow, NfoContentRow]):
        db.create_tables([NfoContentRow])
