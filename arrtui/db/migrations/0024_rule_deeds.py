"""The table of what rules did about events: a frozen copy of its model of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import BigAutoField, BigIntegerField, DoubleField, IntegerField, Model, TextField


class RuleDeedRow(Model):
    id = BigAutoField()
    rule = TextField()
    event_id = BigIntegerField()
    at = DoubleField(index=True)
    verdict = TextField()
    doing = TextField()
    instance = TextField()
    outcome = TextField()
    job_id = IntegerField(null=True)

    class Meta:
        table_name = "rule_deed"
        indexes = ((("rule", "event_id"), True),)


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    with db.bind_ctx([RuleDeedRow]):
        db.create_tables([RuleDeedRow])
