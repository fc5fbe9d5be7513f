"""The tables of what happened in the estate, and of how far each consumer has read."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, DoubleField, IntegerField, Model

from arrtui.db.fields import TextField


class EstateEventRow(Model):
    """One thing that happened."""

    id = BigAutoField()
    at = DoubleField(index=True)
    """UTC seconds."""
    instance = TextField()
    """Name of the instance, empty for arrtui itself."""
    type = TextField()
    key = TextField()
    item_id = IntegerField(default=0)
    doc = TextField()
    """JSON of its :class:`~arrtui.core.estate_events.EstateEvent`, without the id."""

    class Meta:
        table_name = "estate_event"
        indexes = ((("instance", "type", "key"), True),)


class TrippedRow(Model):
    """An instance whose losses have raised an alarm, until somebody resumes what that stopped."""

    instance = TextField(primary_key=True)
    raised_at = DoubleField()
    """UTC seconds."""
    reason = TextField()
    event_id = BigIntegerField()
    """The event that tells of the alarm."""
    snapshot_id = IntegerField(null=True)
    """The last one before the losses; None where there is none."""

    class Meta:
        table_name = "tripped"


class EventCursorRow(Model):
    """How far a consumer of events has come."""

    consumer = TextField(primary_key=True)
    event_id = BigIntegerField()
    """The last event it has handled."""

    class Meta:
        table_name = "event_cursor"


class NotifyChannelRow(Model):
    """What a channel of notifications has been told, and what it waits for."""

    name = TextField(primary_key=True)
    doc = TextField()
    """JSON of its :class:`~arrtui.core.notifying.ChannelState`."""

    class Meta:
        table_name = "notify_channel"
