"""The body of a webhook, read leniently: whatever is missing or of another type counts as not told. Pure.

The apps' payloads differ in names only (``Webhook*Payload``); event types are PascalCase. Zeros are
sent where nothing is known, so that an id of 0 is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.structs import describe_structs


class HookTopic(Enum):
    """What a webhook is about, whichever app sends it."""

    TEST = auto()
    GRAB = auto()
    IMPORT = auto()
    """A file arrived from a download, or all files of one."""
    RENAME = auto()
    ADDED = auto()
    DELETED = auto()
    FILE_DELETED = auto()
    CHANGED = auto()
    """A part of a title was deleted, or its files were written to."""
    HEALTH = auto()
    HEALTH_RESTORED = auto()
    UPDATE = auto()
    MANUAL_INTERACTION = auto()
    FAILED = auto()
    """A download or its import failed, which the queue and the history tell of."""
    UNKNOWN = auto()


TOPICS: Mapping[str, HookTopic] = {
    "Test": HookTopic.TEST,
    "Grab": HookTopic.GRAB,
    "Download": HookTopic.IMPORT,
    "ImportComplete": HookTopic.IMPORT,
    "Rename": HookTopic.RENAME,
    "MovieAdded": HookTopic.ADDED,
    "SeriesAdd": HookTopic.ADDED,
    "ArtistAdd": HookTopic.ADDED,
    "MovieDelete": HookTopic.DELETED,
    "SeriesDelete": HookTopic.DELETED,
    "ArtistDelete": HookTopic.DELETED,
    "AlbumDelete": HookTopic.CHANGED,
    "Retag": HookTopic.CHANGED,
    "MovieFileDelete": HookTopic.FILE_DELETED,
    "EpisodeFileDelete": HookTopic.FILE_DELETED,
    "Health": HookTopic.HEALTH,
    "HealthRestored": HookTopic.HEALTH_RESTORED,
    "ApplicationUpdate": HookTopic.UPDATE,
    "DownloadFailure": HookTopic.FAILED,
    "ImportFailure": HookTopic.FAILED,
    "ManualInteractionRequired": HookTopic.MANUAL_INTERACTION,
}
"""By ``eventType`` (``WebhookEventType``)."""


class HookEpisode(NamedTuple):
    """An episode that a webhook names."""

    id: int
    season: int
    number: int


class HookAlbum(NamedTuple):
    """An album that a webhook names."""

    id: int
    title: str


class HookFile(NamedTuple):
    """A file that a webhook names."""

    id: int
    path: str
    quality: str
    release_group: str
    scene_name: str
    size: int
    languages: tuple[tuple[int, str], ...]


class HookPayload(msgspec.Struct, frozen=True, kw_only=True):
    """What a webhook tells; texts are empty and ids 0 where it does not say."""

    event_type: str
    topic: HookTopic
    item_id: int = 0
    external_id: str = ""
    title: str = ""
    year: int = 0
    albums: tuple[HookAlbum, ...] = ()
    """Those that it is about; only a grab may be of several."""
    episodes: tuple[HookEpisode, ...] = ()
    files: tuple[HookFile, ...] = ()
    """Those that arrived, were renamed or deleted."""
    is_whole_download: bool = False
    """Whether all files of a download have arrived: Sonarr's ImportComplete, which comes beside a webhook for
    each file, and for a single one too."""
    replaced: tuple[HookFile, ...] = ()
    """Those that an upgrade removed."""
    is_upgrade: bool = False
    release: str = ""
    quality: str = ""
    release_group: str = ""
    indexer: str = ""
    size: int = 0
    score: int | None = None
    """At the grab or the import; with other events the app sends 0 for none."""
    client: str = ""
    download_id: str = ""
    reason: str = ""
    """Why a file was deleted, in the app's word."""
    with_files: bool = False
    """Whether a title was deleted together with its files."""
    messages: tuple[str, ...] = ()
    """Of the health check, or why a download waits."""
    check: str = ""
    """The health check, by the name of its class."""
    level: str = ""
    previous_version: str = ""
    new_version: str = ""

    @property
    def file_ids(self) -> tuple[int, ...]:
        """The ids of the files, without those the app does not say."""
        return tuple(file.id for file in (*self.files, *self.replaced) if file.id)


def read_payload(kind: Kind, body: str) -> HookPayload | None:
    """Return what a webhook tells, None for a text that is no JSON object with an event type."""
    try:
        tree = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not isinstance(tree, dict) or not (event_type := _text(tree, "eventType")):
        return None
    app = kind.app
    names, keys = app.feed, {key.lower(): key for key in tree}
    title, release = _table(tree, names.title), _table(tree, "release")
    children = list(_tables(tree, f"{names.child}s"))
    download, formats = _table(tree, "downloadInfo"), _table(tree, "customFormatInfo")
    topic = TOPICS.get(event_type, HookTopic.UNKNOWN)
    ids, message = app.external_id, _text(tree, "message")
    external_id = title.get(ids.field, title.get(ids.query_key))
    has_score = topic in (HookTopic.GRAB, HookTopic.IMPORT) and "customFormatScore" in formats
    return HookPayload(
        event_type=event_type,
        topic=topic,
        item_id=_number(title, "id"),
        external_id="" if isinstance(external_id, bool) else ids.from_wire(external_id),
        title=_text(title, "title") or _text(title, "name"),
        albums=tuple(
            HookAlbum(_number(album, "id"), _text(album, "title"))
            for album in (_table(tree, names.child), *children)
            if album and app.child_id is not None
        ),
        year=_number(title, "year"),
        episodes=tuple(map(_episode, children if app.numbers_children else ())),
        files=tuple(_file(file) for file in _files(tree, keys, names.file)),
        is_whole_download=topic is HookTopic.IMPORT and f"{names.file}s" in keys,
        replaced=tuple(_file(file) for file in _tables(tree, "deletedFiles")),
        is_upgrade=tree.get("isUpgrade") is True,
        release=_text(release, "releaseTitle") or _text(download, "title"),
        quality=_text(release, "quality") or _text(download, "quality"),
        release_group=_text(release, "releaseGroup"),
        indexer=_text(release, "indexer"),
        size=_number(release, "size") or _number(download, "size"),
        score=_number(formats, "customFormatScore") if has_score else None,
        client=_text(tree, "downloadClient"),
        download_id=_text(tree, "downloadId"),
        reason=_text(tree, "deleteReason"),
        with_files=tree.get("deletedFiles") is True,
        messages=(message,) if message else tuple(_status_messages(tree)),
        check=_text(tree, "type"),
        level=_text(tree, "level"),
        previous_version=_text(tree, "previousVersion"),
        new_version=_text(tree, "newVersion"),
    )


def _files(tree: Mapping[str, Any], keys: Mapping[str, str], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the files of a payload: one, several of a download, or those with new names.

    ``keys`` has those of the payload by small letters, in which ``name`` is.
    """
    if file := _table(tree, keys.get(name, "")):
        yield file
    yield from _tables(tree, keys.get(f"{name}s", ""))
    yield from _tables(tree, keys.get(f"renamed{name}s", ""))


def _status_messages(tree: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a download waits: a sentence by itself, or what is said of each file."""
    for status in _tables(tree, "downloadStatusMessages"):
        title, texts = _text(status, "title"), status.get("messages")
        sentences = [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
        yield f"{title}: {', '.join(sentences)}" if sentences else title


def _episode(tree: Mapping[str, Any]) -> HookEpisode:
    return HookEpisode(_number(tree, "id"), _number(tree, "seasonNumber"), _number(tree, "episodeNumber"))


def _file(tree: Mapping[str, Any]) -> HookFile:
    return HookFile(
        id=_number(tree, "id"),
        path=_text(tree, "path"),
        quality=_text(tree, "quality"),
        release_group=_text(tree, "releaseGroup"),
        scene_name=_text(tree, "sceneName"),
        size=_number(tree, "size"),
        languages=tuple(
            (_number(language, "id"), _text(language, "name")) for language in _tables(tree, "languages")
        ),
    )


def _text(tree: Mapping[str, Any], name: str) -> str:
    value = tree.get(name)
    return value if isinstance(value, str) else ""


def _number(tree: Mapping[str, Any], name: str) -> int:
    value = tree.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        return 0
    return value


def _table(tree: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = tree.get(name)
    return value if isinstance(value, dict) else {}


def _tables(tree: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = tree.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


describe_structs(__name__)
