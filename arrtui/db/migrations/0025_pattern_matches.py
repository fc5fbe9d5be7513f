"""The tables of patterns and what they find in names: a frozen copy of their models of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, CompositeKey, Field, ForeignKeyField, IntegerField, Model, TextField


class OctetsField(Field):
    field_type = "BLOB"


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class MatchNameRow(Model):
    scope = TextField()
    place = IntegerField()
    name = TextField()

    class Meta:
        table_name = "match_name"
        primary_key = CompositeKey("scope", "place")


class MatchPatternRow(Model):
    id = AutoField()
    scope = TextField()
    pattern = TextField()

    class Meta:
        table_name = "match_pattern"
        indexes = ((("scope", "pattern"), True),)


class MatchBitsRow(Model):
    pattern = ForeignKeyField(MatchPatternRow, on_delete="CASCADE", index=False)
    block = IntegerField()
    names = IntegerField()
    matched = OctetsField()
    unknown = OctetsField()

    class Meta:
        table_name = "match_bits"
        primary_key = CompositeKey("pattern", "block")


class MatchDoubtRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    file_id = IntegerField()
    why = TextField()

    class Meta:
        table_name = "match_doubt"
        primary_key = CompositeKey("instance", "file_id")


class MatchCheckRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", primary_key=True)
    digest = TextField()

    class Meta:
        table_name = "match_check"


_TABLES = [MatchNameRow, MatchPatternRow, MatchBitsRow, MatchDoubtRow, MatchCheckRow]


def up(migrator: Any, db: Any) -> None:
    """Add the tables."""
    with db.bind_ctx([Instance, *_TABLES]):
        db.create_tables(_TABLES)
