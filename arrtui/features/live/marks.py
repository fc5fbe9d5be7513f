"""What a message of the live feed means: which titles and parts of an instance are to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from arrtui.clients import AppCommand
from arrtui.clients.feed_messages import FeedMessage
from arrtui.core.apps import App
from arrtui.features.live.hints import TitleHint, hint_of


class LivePart(StrEnum):
    """Something of an instance, beside its titles, that is read by a request or two of its own."""

    QUEUE = "queue"
    HEALTH = "health"
    WANTED = "wanted"
    RELEASES = "releases"
    """The release events of the last day."""
    SETTINGS = "settings"
    """Tags, root folders, collections and what else is stored of settings."""


class FeedMarks(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be read again, or what is known to be gone."""

    titles: frozenset[int] = frozenset()
    """Titles to be read soon."""
    hints: Mapping[int, TitleHint] = {}
    """Titles of which a message tells a state: to be read soon only if it is another than what is stored."""
    deleted: frozenset[int] = frozenset()
    """Titles that are gone."""
    files: frozenset[int] = frozenset()
    """Files that are gone; their titles are to be read."""
    grabbed: frozenset[int] = frozenset()
    """Titles for which a release was grabbed."""
    parts: frozenset[LivePart] = frozenset()
    commands: tuple[AppCommand, ...] = ()
    whole: bool = False
    """The list of titles is to be read."""

    def __bool__(self) -> bool:
        """Return whether anything is marked."""
        return any(getattr(self, name) for name in self.__struct_fields__)


EVERYTHING = FeedMarks(whole=True, parts=frozenset(LivePart))
"""What is to be read when a feed begins: what happened before is not told."""

_PARTS: Mapping[str, frozenset[LivePart]] = {
    "queue": frozenset({LivePart.QUEUE}),
    "queue/details": frozenset({LivePart.QUEUE}),
    "health": frozenset({LivePart.HEALTH}),
    "wanted/missing": frozenset({LivePart.WANTED}),
    "wanted/cutoff": frozenset({LivePart.WANTED}),
    **dict.fromkeys(
        (
            *("tag", "rootfolder", "collection", "qualitydefinition"),
            *("indexer", "importlist", "downloadclient", "notification", "metadata"),
        ),
        frozenset({LivePart.SETTINGS}),
    ),
}
"""What else a message means by its name; ``queue/status`` and ``system/task`` only follow others."""


def marks_of(app: App, message: FeedMessage) -> FeedMarks:
    """Return what a message means; nothing for one that is of no interest.

    An id that is not known is that of a new title: no app sends ``created`` for one.
    """
    if message.name == app.feed.title:
        return _of_title(message)
    if message.name == app.feed.file:
        return _of_file(message)
    if message.name == app.feed.child:
        return _of_touched(frozenset({message.item_id} - {0}), message)
    commands = (message.command,) if message.command is not None else ()
    return FeedMarks(parts=_PARTS.get(message.name, frozenset()), commands=commands)


def _of_title(message: FeedMessage) -> FeedMarks:
    """Return what the message of a title means; only its id counts when it is gone."""
    ids = frozenset({message.id} - {0})
    if message.is_deletion:
        return FeedMarks(deleted=ids)
    if not ids:
        return FeedMarks(whole=True)
    if message.listed is None or message.grabbed:
        return _of_touched(ids, message)
    hint = hint_of(message.listed.item, message.listed.files, message.listed.size)
    return FeedMarks(hints={message.id: hint})


def _of_touched(titles: frozenset[int], message: FeedMessage) -> FeedMarks:
    """Return the marks of titles that are to be read, and of the grab that touched them."""
    if message.grabbed:
        return FeedMarks(titles=titles, grabbed=titles, parts=frozenset({LivePart.QUEUE, LivePart.RELEASES}))
    return FeedMarks(titles=titles)


def _of_file(message: FeedMessage) -> FeedMarks:
    """Return what the message of a file means: of one that is gone its title is not told."""
    parts = frozenset({LivePart.RELEASES})
    if message.is_deletion:
        return FeedMarks(files=frozenset({message.id} - {0}), parts=parts)
    return FeedMarks(titles=frozenset({message.item_id} - {0}), parts=parts)
