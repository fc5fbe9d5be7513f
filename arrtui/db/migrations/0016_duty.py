"""The table of which process does the standing work: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import DoubleField, IntegerField, Model, TextField


class DutyRow(Model):
    name = TextField(primary_key=True)
    owner = TextField()
    kind = TextField()
    host = TextField()
    pid = IntegerField()
    pid_space = TextField()
    since = DoubleField()
    until = DoubleField()

    class Meta:
        table_name = "duty"


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([DutyRow]):
        db.create_tables([DutyRow])
