"""The table of the downloads that were seen in the queues of the apps."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import BigIntegerField, CompositeKey, DoubleField, ForeignKeyField, IntegerField, Model

from arrtui.db.fields import TextField
from arrtui.db.instance_model import Instance


class QueueRow(Model):
    """A download as it stood in an app's queue when it was seen last; it stays once it is gone from there."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    download_id = TextField()
    """The client's id; ``#`` and the app's id of the row for a release that no client has yet."""
    episode_id = IntegerField()
    """The app's id; 0 for a movie: a pack has a row for each episode."""
    item_id = IntegerField()
    """The app's id of the title; 0 where it knows none."""
    title = TextField()
    """The name of the job at the client."""
    status = TextField()
    tracked_status = TextField()
    tracked_state = TextField()
    messages_doc = TextField()
    """List of sentences of the app and the client."""
    size = BigIntegerField()
    """Bytes, by the client."""
    left = BigIntegerField(column_name="bytes_left")
    first_seen_at = DoubleField()
    last_seen_at = DoubleField()

    class Meta:
        table_name = "queue_row"
        primary_key = CompositeKey("instance", "download_id", "episode_id")
