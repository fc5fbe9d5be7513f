"""The table of how live feeds stand."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import DoubleField, Model

from arrtui.db.fields import TextField


class FeedStateRow(Model):
    """How the live feed of an instance stands; a row only while some process listens, or tries to."""

    instance = TextField(primary_key=True)
    status = TextField()
    """A :class:`~arrtui.core.live.FeedStatus`."""
    why = TextField()
    since = DoubleField()
    """UTC seconds."""

    class Meta:
        table_name = "feed_state"
