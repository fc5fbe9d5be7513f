"""The tables of plans: a frozen copy of the models of that time, which later models do not change."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    AutoField,
    BigAutoField,
    BooleanField,
    CompositeKey,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class PlanRow(Model):
    id = AutoField()
    kind = TextField()
    pair = TextField(default="")
    source = TextField(default="")
    target = TextField(default="")
    mode = TextField(default="")
    state = TextField(default="open")
    created_at = DoubleField()
    applied_at = DoubleField(null=True)
    undoes = ForeignKeyField("self", null=True, on_delete="SET NULL", index=False, column_name="undoes")
    snapshots_doc = TextField(default="{}")
    counts_doc = TextField(default="{}")
    locked = TextField(default="")
    notes_doc = TextField(default="[]")

    class Meta:
        table_name = "plan"
        indexes = ((("pair", "id"), False),)


class PlanEntryRow(Model):
    plan = ForeignKeyField(PlanRow, on_delete="CASCADE", index=False)
    position = IntegerField()
    key = TextField()
    instance = TextField()
    op = TextField()
    doc = TextField()
    decision = TextField(default="undecided")
    by_hand = BooleanField(default=False)
    edits_doc = TextField(default="{}")
    outcome = TextField(default="")
    message = TextField(default="")

    class Meta:
        table_name = "plan_entry"
        primary_key = CompositeKey("plan", "position")


PlanEntryRow.add_index(
    PlanEntryRow.plan, PlanEntryRow.outcome, where=SQL("outcome <> ''"), name="plan_entry_outcome"
)


class LeftOutRow(Model):
    plan = ForeignKeyField(PlanRow, on_delete="CASCADE", primary_key=True)
    doc = TextField()

    class Meta:
        table_name = "left_out"


class JournalRow(Model):
    id = BigAutoField()
    plan = ForeignKeyField(PlanRow, on_delete="CASCADE", index=False)
    position = IntegerField()
    step = TextField()
    instance = TextField()
    state = TextField(default="begun")
    before_doc = TextField(null=True)
    wanted_doc = TextField(default="{}")
    result_doc = TextField(default="{}")
    message = TextField(default="")
    begun_at = DoubleField()
    ended_at = DoubleField(null=True)

    class Meta:
        table_name = "journal"
        indexes = ((("plan", "id"), False),)


TABLES = (PlanRow, PlanEntryRow, LeftOutRow, JournalRow)


def up(migrator: Any, db: Any) -> None:
    """Create the tables of plans."""
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)
