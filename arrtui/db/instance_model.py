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
    full_at = DoubleField(null=True)
    """When everything was last fetched, unchanged or not."""
    history_complete = BooleanField(default=False)
    """True once the first, paged run through the history reached its end."""
    history_until = TextField(default="")
    """Date of the newest release event stored."""

    class Meta:
        table_name = "instance"
