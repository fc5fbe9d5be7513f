"""The tables of scores: a frozen copy of the models of that time, which later models do not change."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
    BigAutoField,
    BigIntegerField,
    CompositeKey,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class SampleRow(Model):
    id = BigAutoField()
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = IntegerField()
    season = IntegerField()
    episode = IntegerField()
    at = DoubleField()
    event = TextField()
    score = IntegerField(null=True)
    before = IntegerField(null=True)
    file_id = IntegerField()
    quality = TextField()
    size = BigIntegerField()
    title = TextField()
    snapshot = IntegerField()

    class Meta:
        table_name = "score_sample"
        indexes = (
            (("instance", "external_id", "season", "episode"), False),
            (("instance", "at"), False),
        )


class SampledRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", primary_key=True)
    snapshot = IntegerField()

    class Meta:
        table_name = "score_sampled"


class ScoreDayRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    date = TextField()
    files = IntegerField()
    median = IntegerField()
    health = IntegerField()
    done = DoubleField()
    below_minimum = DoubleField()
    size = BigIntegerField()

    class Meta:
        table_name = "score_day"
        primary_key = CompositeKey("instance", "date")


class ScenarioRow(Model):
    key = TextField(primary_key=True)
    doc = TextField()

    class Meta:
        table_name = "score_scenario"


class IgnoreRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = IntegerField()
    season = IntegerField()
    episode = IntegerField()
    until = DoubleField()

    class Meta:
        table_name = "score_ignore"
        primary_key = CompositeKey("instance", "external_id", "season", "episode")


TABLES = (SampleRow, SampledRow, ScoreDayRow, ScenarioRow, IgnoreRow)


def up(migrator: Any, db: Any) -> None:
    """Create the tables of scores."""
    with db.bind_ctx((Instance, *TABLES)):
        db.create_tables(TABLES, safe=False)
