"""The table of what was chosen at the front door."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import CompositeKey, DoubleField, Model

from arrtui.db.fields import TextField


class RecentChoiceRow(Model):
    """An action or a place that was chosen, so that it is offered first."""

    kind = TextField()
    """The pane of an action, or what a place is."""
    name = TextField()
    chosen_at = DoubleField()
    """UTC seconds."""

    class Meta:
        table_name = "recent_choice"
        primary_key = CompositeKey("kind", "name")
