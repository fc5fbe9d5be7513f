"""Columns of albums and of what lies of them on disk, and the numbers that name them in this database."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, BigIntegerField, IntegerField, Model, TextField


class ChildNumber(Model):
    number = AutoField()
    external_id = TextField(unique=True)

    class Meta:
        table_name = "child_number"


def up(migrator: Any, db: Any) -> None:
    """Add the columns and the table."""
    migrator.migrate(
        migrator.add_column("episode", "external_id", TextField(default="")),
        migrator.add_column("episode", "album_type", TextField(default="")),
        migrator.add_column("episode", "tracks", IntegerField(default=0)),
        migrator.add_column("episode", "files", IntegerField(default=0)),
        migrator.add_column("episode", "size", BigIntegerField(default=0)),
        migrator.add_column("file", "album_id", IntegerField(default=0)),
    )
    with db.bind_ctx([ChildNumber]):
        db.create_tables([ChildNumber])
