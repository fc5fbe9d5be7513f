"""What a message of the live feed means: which titles and parts of an instance are to be read again."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from arrtui.clients import AppCommand
from arrtui.clients.feed_messages import FeedMessage
from arrtui.core.activity import ActivityKind
from arrtui.core.apps import App
from arrtui.features.live.hints import TitleHint, hint_of


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
    activity: frozenset[ActivityKind] = frozenset()
    """What of its activity is to be read."""
    settings: bool = False
    """Tags, root folders, collections or what else is stored of settings are to be read."""
    commands: tuple[AppCommand, ...] = ()
    whole: bool = False
    """The list of titles is to be read."""

    def __bool__(self) -> bool:
        """Return whether anything is marked."""
        return any(getattr(self, name) for name in self.__struct_fields__)


_SETTINGS = frozenset(
    (
        *("tag", "rootfolder", "collection", "qualitydefinition"),
        *("indexer", "importlist", "downloadclient", "notification", "metadata"),
    )
)
"""Messages that say that a setting is different, which is stored with a backup."""
_ACTIVITY: Mapping[str, ActivityKind] = {
    "queue": ActivityKind.DOWNLOAD,
    "queue/details": ActivityKind.DOWNLOAD,
    "health": ActivityKind.HEALTH,
    "wanted/missing": ActivityKind.WANTED,
    "wanted/cutoff": ActivityKind.WANTED,
}
"""Messages about what an app is doing; ``queue/status`` and ``system/task`` only follow others."""
_OF_GRAB = frozenset({ActivityKind.DOWNLOAD, ActivityKind.RELEASE})


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
    kind = _ACTIVITY.get(message.name)
    return FeedMarks(
        activity=frozenset() if kind is None else frozenset({kind}),
        settings=message.name in _SETTINGS,
        commands=() if message.command is None else (message.command,),
    )


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
        return FeedMarks(titles=titles, grabbed=titles, activity=_OF_GRAB)
    return FeedMarks(titles=titles)


def _of_file(message: FeedMessage) -> FeedMarks:
    """Return what the message of a file means: of one that is gone its title is not told."""
    activity = frozenset({ActivityKind.RELEASE})
    if message.is_deletion:
        return FeedMarks(files=frozenset({message.id} - {0}), activity=activity)
    return FeedMarks(titles=frozenset({message.item_id} - {0}), activity=activity)
