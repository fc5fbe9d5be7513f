"""The table of chains of releases that somebody knows of and leaves as they are."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import CompositeKey, DoubleField, ForeignKeyField, IntegerField, Model

from arrtui.db.fields import TextField
from arrtui.db.instance_model import Instance


class ChainMuteRow(Model):
    """A chain that is muted while it stays of its kind."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    title_id = TextField()
    """The title's external id; where it has none the app's after a minus sign."""
    episode_id = IntegerField()
    """The app's id of the first episode; 0 for a movie."""
    kind = TextField()
    muted_at = DoubleField()

    class Meta:
        table_name = "chain_mute"
        primary_key = CompositeKey("instance", "title_id", "episode_id", "kind")
