"""The tables of pairs that are followed, and of their titles that were touched."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import BigIntegerField, BooleanField, CompositeKey, DoubleField, IntegerField, Model

from arrtui.db.fields import TextField


class TwinRow(Model):
    """A pair with ``follow = "live"``."""

    pair = TextField(primary_key=True)
    live = BooleanField(default=True)
    """Whether it was followed when the configuration was last looked at."""
    seen_event = BigIntegerField()
    """The last event before it was followed: those up to it do not touch its titles."""
    more = BigIntegerField(default=0)
    """The last event that touched titles that are not known by name; 0 for none."""
    paused_at = DoubleField(null=True)
    """UTC seconds; None while it is not paused."""
    reason = TextField(default="")
    """Why it is paused, as a sentence."""
    review = IntegerField(null=True)
    """The plan that was opened when it was paused."""
    obstacle = TextField(default="")
    """Why the last try wrote nothing, as a sentence; empty where nothing stood in the way."""
    written_at = DoubleField(null=True)
    """When it wrote last."""
    written = IntegerField(null=True)
    """The plan of that."""

    class Meta:
        table_name = "twin"


class TouchedTitleRow(Model):
    """A title of a followed pair that is to be brought in line."""

    pair = TextField()
    external_id = TextField()
    event_id = BigIntegerField()
    """The last event that touched it."""

    class Meta:
        table_name = "touched_title"
        primary_key = CompositeKey("pair", "external_id")
