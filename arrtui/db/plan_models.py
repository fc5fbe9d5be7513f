"""The tables of plans: what was computed, what was decided on it, and the journal of what was written.

Everything of a plan goes with it. Columns ending in ``doc`` hold JSON (:func:`arrtui.db.docs.doc_of`).
"""
# ruff: noqa: D106

from __future__ import annotations

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
)

from arrtui.db.fields import TextField


class PlanRow(Model):
    """A plan without its entries."""

    id = AutoField()
    kind = TextField()
    pair = TextField(default="")
    """Name of the pair, empty where there is none."""
    source = TextField(default="")
    target = TextField(default="")
    mode = TextField(default="")
    state = TextField(default="open")
    """``open``, ``applying``, ``applied``, ``superseded``, ``undone`` or ``discarded``."""
    created_at = DoubleField()
    applied_at = DoubleField(null=True)
    """When the last apply ended."""
    undoes = ForeignKeyField("self", null=True, on_delete="SET NULL", index=False, column_name="undoes")
    """The plan that this one undoes; None also once that one is forgotten."""
    snapshots_doc = TextField(default="{}")
    """Instance → the snapshot it was compared at."""
    counts_doc = TextField(default="{}")
    locked = TextField(default="")
    """The limit that is exceeded, as a sentence."""
    notes_doc = TextField(default="[]")

    class Meta:
        table_name = "plan"
        indexes = ((("pair", "id"), False),)


class PlanEntryRow(Model):
    """One line of a plan, with its decision and what became of it."""

    plan = ForeignKeyField(PlanRow, on_delete="CASCADE", index=False)
    position = IntegerField()
    key = TextField()
    instance = TextField()
    """Name of the instance that is written."""
    op = TextField()
    """``add``, ``update`` or ``remove``."""
    doc = TextField()
    """The entry as it was planned; it never changes."""
    decision = TextField(default="undecided")
    by_hand = BooleanField(default=False)
    """Whether it was decided by itself."""
    edits_doc = TextField(default="{}")
    outcome = TextField(default="")
    """What the last apply made of it; empty before one."""
    message = TextField(default="")

    class Meta:
        table_name = "plan_entry"
        primary_key = CompositeKey("plan", "position")


# Outcomes are counted for every plan in a list: without this, each count would read its entries' documents.
PlanEntryRow.add_index(
    PlanEntryRow.plan, PlanEntryRow.outcome, where=SQL("outcome <> ''"), name="plan_entry_outcome"
)


class LeftOutRow(Model):
    """What a plan leaves alone: a table of its own, so that a change of the plan does not rewrite it."""

    plan = ForeignKeyField(PlanRow, on_delete="CASCADE", primary_key=True)
    doc = TextField()
    """All of it in one list: it is long, and read only when it is asked for."""

    class Meta:
        table_name = "left_out"


class JournalRow(Model):
    """One step of an apply: stored before it is written to the instance, and again afterwards."""

    id = BigAutoField()
    plan = ForeignKeyField(PlanRow, on_delete="CASCADE", index=False)
    position = IntegerField()
    """Of the entry; -1 for the plan as a whole."""
    step = TextField()
    instance = TextField()
    state = TextField(default="begun")
    """``begun``, ``done`` or ``failed``; one that stays ``begun`` was cut off."""
    before_doc = TextField(null=True)
    """What the instance had, None where it had nothing."""
    wanted_doc = TextField(default="{}")
    result_doc = TextField(default="{}")
    message = TextField(default="")
    begun_at = DoubleField()
    ended_at = DoubleField(null=True)
    read_back_at = DoubleField(null=True)
    """When the instance was seen to have what it wrote; None before, and where it was changed back."""

    class Meta:
        table_name = "journal"
        indexes = ((("plan", "id"), False),)
