"""The table of what became of the times of schedules."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import BooleanField, DoubleField, IntegerField, Model

from arrtui.db.fields import TextField


class ScheduleRow(Model):
    """A schedule of the configuration: up to when its times are dealt with, and its last run."""

    name = TextField(primary_key=True)
    """The words of its key in the configuration."""
    timing = TextField()
    """Cron expression and time zone that ``settled`` was noted for."""
    settled = DoubleField()
    """UTC seconds up to which its times are dealt with."""
    paused = BooleanField(default=False)
    job_id = IntegerField(null=True)
    """Of the run that began last."""
    began_at = DoubleField(null=True)
    """When that was queued, UTC seconds."""
    ended_at = DoubleField(null=True)
    """When the last run that has ended did so."""
    succeeded_at = DoubleField(null=True)
    """When the last run that did all it was to do ended."""
    outcome = TextField(default="")
    """What came of the last run that has ended, as a sentence."""
    ok = BooleanField(null=True)
    """Whether that did all it was to do."""

    class Meta:
        table_name = "schedule"
