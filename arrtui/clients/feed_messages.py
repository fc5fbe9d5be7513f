"""The messages of the live feed: only what may be believed of them.

A message says what to read again. Its own resource is looked at for ids, for whether a release was grabbed,
for how a command stands, and for whether a title differs from what is stored, which decides only how soon it
is read.
"""

from __future__ import annotations

import msgspec

from arrtui.clients import convert, decoding, wire
from arrtui.clients.answers import AppCommand, ListedItem
from arrtui.clients.commanding import command_of
from arrtui.core.errors import ArrError

_VERSIONS = frozenset({None, 3})
"""Sonarr 5 sends each message in the forms of its API 3 and 5; the other apps name none."""
_COMMAND = "command"
_LISTED = {
    "movie": lambda raw: convert.listed_movie(decoding.as_type(raw, wire.Movie)),
    "series": lambda raw: convert.listed_series(decoding.as_type(raw, wire.SeriesResource)),
}
"""How the resource of a title becomes a row of the library list."""


class FeedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One message, reduced to what may be believed."""

    name: str
    """``movie``, ``episode``, ``queue`` …"""
    action: str = ""
    """``created``, ``updated``, ``deleted`` or ``sync``; empty for the version of the app."""
    id: int = 0
    """Of the resource; 0 where there is none."""
    item_id: int = 0
    """Of the title it belongs to by its own word; 0 where it names none."""
    grabbed: bool = False
    """A release of it was grabbed; its name is not told."""
    command: AppCommand | None = None
    listed: ListedItem | None = None
    """A title as the library list would have it: a hint, never to be stored (a rename's has the old path)."""

    @property
    def is_deletion(self) -> bool:
        """Whether the resource is gone."""
        return self.action == "deleted"


class _Resource(wire.OfTitle):
    id: wire.Whole = 0
    grabbed: bool = False


class _Body(msgspec.Struct):
    action: str = ""
    resource: msgspec.Raw = msgspec.Raw(b"null")


class _Message(msgspec.Struct):
    name: str
    body: _Body
    version: int | None = None


_decode = msgspec.json.Decoder(_Message, strict=False).decode


def read_message(body: bytes) -> FeedMessage | None:
    """Return a message; None for one that cannot be read or is of another version of the app's API."""
    try:
        message = _decode(body)
        raw = msgspec.json.decode(message.body.resource)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if message.version not in _VERSIONS:
        return None
    name, action = message.name, message.body.action
    if not isinstance(raw, dict):
        return FeedMessage(name=name, action=action)
    try:
        resource = decoding.as_type(raw, _Resource)
        if action == "deleted":
            return FeedMessage(name=name, action=action, id=resource.id)
        return FeedMessage(
            name=name,
            action=action,
            id=resource.id,
            item_id=resource.title_id,
            grabbed=resource.grabbed,
            command=command_of(decoding.as_type(raw, wire.CommandResource)) if name == _COMMAND else None,
            listed=_LISTED[name](raw) if name in _LISTED else None,
        )
    except (ArrError, decoding.UnusableError):
        return FeedMessage(name=name, action=action)
