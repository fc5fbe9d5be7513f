"""The table of what became of the times of schedules: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import BooleanField, DoubleField, IntegerField, Model, TextField


class ScheduleRow(Model):
    name = TextField(primary_key=True)
    timing = TextField()
    settled = DoubleField()
    paused = BooleanField()
    job_id = IntegerField(null=True)
    began_at = DoubleField(null=True)
    ended_at = DoubleField(null=True)
    succeeded_at = DoubleField(null=True)
    outcome = TextField()
    ok = BooleanField(null=True)

    class Meta:
        table_name = "schedule"


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([ScheduleRow]):
        db.create_tables([ScheduleRow])
