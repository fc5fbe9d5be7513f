"""The tables of scores: samples, figures of days, saved scenarios and ignored candidates.

They belong to an instance and go with it. Snapshots may be thinned: what was sampled from them stays.
"""
# ruff: noqa: D106

from __future__ import annotations

from peewee import (
    BigAutoField,
    BigIntegerField,
    CompositeKey,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
)

from arrtui.db.fields import TextField
from arrtui.db.instance_model import Instance


class SampleRow(Model):
    """The score of a movie or an episode from one snapshot on; the newest row is the current score."""

    id = BigAutoField()
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    """Of the movie or series: a title added again under another id of its own continues."""
    season = IntegerField()
    """-1 for a movie."""
    episode = IntegerField()
    """Its number; -1 for a movie."""
    at = DoubleField()
    event = TextField()
    score = IntegerField(null=True)
    before = IntegerField(null=True)
    file_id = IntegerField()
    """0 once there is none."""
    quality = TextField()
    size = BigIntegerField()
    """Bytes of the whole file, which may hold other episodes too."""
    title = TextField()
    snapshot = IntegerField()
    """Its number; it may have been thinned since."""

    class Meta:
        table_name = "score_sample"
        indexes = (
            (("instance", "external_id", "season", "episode"), False),
            (("instance", "at"), False),
        )


class SampledRow(Model):
    """The last snapshot of an instance whose scores were sampled."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", primary_key=True)
    snapshot = IntegerField()

    class Meta:
        table_name = "score_sampled"


class ScoreDayRow(Model):
    """The figures of an instance on a day, by the day's last backup."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    date = TextField()
    """ISO date, UTC."""
    files = IntegerField()
    median = IntegerField()
    health = IntegerField()
    done = DoubleField()
    below_minimum = DoubleField()
    size = BigIntegerField()
    """Bytes."""

    class Meta:
        table_name = "score_day"
        primary_key = CompositeKey("instance", "date")


class ScenarioRow(Model):
    """A named what-if."""

    key = TextField(primary_key=True)
    """Its name, case-folded."""
    doc = TextField()

    class Meta:
        table_name = "score_scenario"


class IgnoreRow(Model):
    """A file that is left out of the candidates for a while, by what it holds."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    season = IntegerField()
    episode = IntegerField()
    until = DoubleField()

    class Meta:
        table_name = "score_ignore"
        primary_key = CompositeKey("instance", "external_id", "season", "episode")
