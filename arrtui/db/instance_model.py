"""The table of instances, which those of every other subject point to."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import AutoField, BooleanField, DoubleField, Model

from arrtui.db.fields import TextField


class Instance(Model):
    """An instance that has been seen, and what it said of itself last."""

    id = AutoField()
    name = TextField(unique=True)
    """``radarr.main``."""
    kind = TextField()
    state = TextField(default="unknown")
    """``unknown``, ``up`` or ``down``."""
    error = TextField(default="")
    """Why it is down, as a sentence; empty while it is up."""
    app_version = TextField(default="")
    app_doc = TextField(default="{}")
    """``/system/status`` without paths."""
    health_doc = TextField(default="[]")
    """List of :class:`~arrtui.core.domain.Health`."""
    roots_doc = TextField(default="[]")
    """List of :class:`~arrtui.core.domain.RootFolder`."""
    latency = DoubleField(null=True)
    """Seconds of the last ``/system/status``."""
    checked_at = DoubleField(null=True)
    turn_at = DoubleField(null=True)
    """When files that show no change, or some of them, were last fetched."""
    history_complete = BooleanField(default=False)
    """True once the first, paged run through the history reached its end."""
    history_until = TextField(default="")
    """Date of the newest release event stored."""
    turn_until = TextField(default="")
    """The air date up to which they were; empty when all have been. Then the next round begins."""
    short_doc = TextField(default="{}")
    """Item id → what it lacks, of the titles that came with less than the app announces."""

    class Meta:
        table_name = "instance"
