"""The table of what rules did about events."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, DoubleField, IntegerField, Model

from arrtui.db.fields import TextField


class RuleDeedRow(Model):
    """What a rule did about an event, or would have done."""

    id = BigAutoField()
    rule = TextField()
    event_id = BigIntegerField()
    at = DoubleField(index=True)
    """UTC seconds."""
    verdict = TextField()
    """A :class:`~arrtui.core.rule_deeds.RuleVerdict`."""
    doing = TextField()
    """What it does, as an infinitive."""
    instance = TextField(default="")
    outcome = TextField(default="")
    """What came of it, as a sentence."""
    job_id = IntegerField(null=True)
    """The job that does it."""

    class Meta:
        table_name = "rule_deed"
        indexes = ((("rule", "event_id"), True),)
