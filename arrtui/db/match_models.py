"""The tables of patterns, of the names they are searched in and what they find, and of doubtful files."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import AutoField, CompositeKey, ForeignKeyField, IntegerField, Model

from arrtui.db.fields import OctetsField, TextField
from arrtui.db.instance_model import Instance


class MatchNameRow(Model):
    """A name that patterns of one scope are searched in."""

    scope = TextField()
    """Kind of app and what the text is: ``radarr/titles``, ``sonarr/release_group``."""
    place = IntegerField()
    """From 0 on, without gaps; 4,096 successive ones make a block."""
    name = TextField()

    class Meta:
        table_name = "match_name"
        primary_key = CompositeKey("scope", "place")


class MatchPatternRow(Model):
    """A pattern of one scope."""

    id = AutoField()
    scope = TextField()
    pattern = TextField()

    class Meta:
        table_name = "match_pattern"
        indexes = ((("scope", "pattern"), True),)


class MatchBitsRow(Model):
    """What a pattern finds in the names of a block."""

    pattern = ForeignKeyField(MatchPatternRow, on_delete="CASCADE", index=False)
    block = IntegerField()
    names = IntegerField()
    """How many names of the block were searched; later ones were not there yet."""
    matched = OctetsField()
    """A bit for each name, the first one lowest."""
    unknown = OctetsField()

    class Meta:
        table_name = "match_bits"
        primary_key = CompositeKey("pattern", "block")


class MatchDoubtRow(Model):
    """A file whose present formats come out otherwise here than in the app."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    file_id = IntegerField()
    why = TextField()

    class Meta:
        table_name = "match_doubt"
        primary_key = CompositeKey("instance", "file_id")


class MatchCheckRow(Model):
    """Which state of an instance its doubts are about, by the digest of the snapshot."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", primary_key=True)
    digest = TextField()

    class Meta:
        table_name = "match_check"


MATCH_MODELS: tuple[type[Model], ...] = (
    MatchNameRow,
    MatchPatternRow,
    MatchBitsRow,
    MatchDoubtRow,
    MatchCheckRow,
)
