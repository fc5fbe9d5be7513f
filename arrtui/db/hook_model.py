"""The table of webhooks that came in."""
# ruff: noqa: D106

from __future__ import annotations

from peewee import BigAutoField, DoubleField, Model

from arrtui.db.fields import TextField


class HookRow(Model):
    """One webhook as it came, and what became of it."""

    id = BigAutoField()
    instance = TextField()
    """The name in its address; not all of these were backed up yet."""
    received_at = DoubleField()
    """UTC seconds."""
    digest = TextField()
    """Of the body, so that one that comes twice is handled once."""
    body = TextField()
    """JSON as the app sent it, without the credentials of addresses in it."""
    outcome = TextField(default="")
    """A :class:`~arrtui.db.hook_inbox.HookOutcome`; empty while it waits."""
    event_type = TextField(default="")
    handled_at = DoubleField(null=True)

    class Meta:
        table_name = "hook_inbox"
        indexes = ((("outcome", "id"), False), (("instance", "digest"), False))
