"""The field's own things as data: items, episodes, files, settings, release events, snapshots, changes.

What a snapshot compares and restores is one *record* per thing: a frozen msgspec Struct with the tracked
fields only. Its canonical JSON (:func:`encode`) is what the database stores, what two snapshots are compared
by, and what the digest is made of. Volatile facts (ratings, free space, search times) are kept beside the
record and never make a change.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from arrtui.core.structs import describe_structs


class EntityType(StrEnum):
    """The four kinds of record a snapshot holds."""

    ITEM = "item"
    EPISODE = "episode"
    FILE = "file"
    SETTING = "setting"


class SettingType(StrEnum):
    """The settings a backup keeps, by the name their records carry."""

    QUALITY_PROFILE = "quality_profile"
    CUSTOM_FORMAT = "custom_format"
    TAG = "tag"
    ROOT_FOLDER = "root_folder"
    NAMING = "naming"
    MEDIA_MANAGEMENT = "media_management"
    DELAY_PROFILE = "delay_profile"
    EXCLUSION = "exclusion"
    IMPORT_LIST = "import_list"
    INDEXER = "indexer"
    DOWNLOAD_CLIENT = "download_client"
    NOTIFICATION = "notification"
    COLLECTION = "collection"
    QUALITY_DEFINITION = "quality_definition"
    RELEASE_PROFILE = "release_profile"
    REMOTE_PATH_MAPPING = "remote_path_mapping"
    AUTO_TAG = "auto_tag"
    CUSTOM_FILTER = "custom_filter"
    METADATA_CONSUMER = "metadata_consumer"
    METADATA_PROFILE = "metadata_profile"
    METADATA_PROVIDER = "metadata_provider"


SWITCHED = (
    SettingType.INDEXER,
    SettingType.DOWNLOAD_CLIENT,
    SettingType.IMPORT_LIST,
    SettingType.NOTIFICATION,
)
"""Providers that reach beyond their app, mostly with a secret: new ones arrive switched off."""
SINGLE = frozenset({SettingType.NAMING, SettingType.MEDIA_MANAGEMENT, SettingType.METADATA_PROVIDER})
"""What an instance has once."""
PROVIDERS = frozenset({*SWITCHED, SettingType.METADATA_CONSUMER})
"""What has a form of fields, some of which may be secrets."""


class ChangeKind(StrEnum):
    """What happened to a record between two snapshots."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """The base of every tracked record: unset fields are left out of its JSON.

    Records hold plain data and so no cycles (``gc=False``): searching tens of thousands of them for some
    would stop every thread.
    """


class Season(Record, frozen=True):
    """A season of a series and whether it is monitored."""

    season_number: int = 0
    monitored: bool = False


class Item(Record, frozen=True):
    """A movie, a series or an artist, as the app holds it. Dates are the app's own UTC strings."""

    id: int
    external_id: str = ""
    """What titles are matched by: ``tmdbId`` of a movie, ``tvdbId`` of a series, ``foreignArtistId`` of an
    artist; empty where it has none."""
    imdb_id: str = ""
    tmdb_id: int = 0
    title: str = ""
    sort_title: str = ""
    original_title: str = ""
    original_language: str = ""
    year: int = 0
    status: str = ""
    path: str = ""
    root_folder: str = ""
    profile_id: int = 0
    monitored: bool = False
    tags: tuple[int, ...] = ()
    added: str = ""
    genres: tuple[str, ...] = ()
    certification: str = ""
    runtime: int = 0
    """Minutes."""
    studio: str = ""
    """The studio of a movie, the network of a series."""
    trailer: str = ""
    """YouTube id."""
    minimum_availability: str = ""
    in_cinemas: str = ""
    digital_release: str = ""
    physical_release: str = ""
    collection_id: int = 0
    collection_title: str = ""
    series_type: str = ""
    season_folder: bool = False
    monitor_new_items: str = ""
    first_aired: str = ""
    seasons: tuple[Season, ...] = ()
    metadata_profile_id: int = 0
    """Which albums an artist gets."""
    disambiguation: str = ""
    """What tells an artist from another of the same name."""


class AlbumRelease(Record, frozen=True):
    """A release of an album: one pressing, edition or download. Exactly one of an album is monitored."""

    id: int = 0
    external_id: str = ""
    """``foreignReleaseId``."""
    status: str = ""
    tracks: int = 0
    format: str = ""
    monitored: bool = False


class Episode(Record, frozen=True):
    """An episode of a series, or an album of an artist; an album has neither season nor number."""

    id: int
    item_id: int = 0
    tvdb_id: int = 0
    season: int = 0
    number: int = 0
    absolute_number: int = 0
    title: str = ""
    air_date: str = ""
    """UTC, empty while unknown."""
    runtime: int = 0
    finale_type: str = ""
    monitored: bool = False
    file_id: int = 0
    """0 while the episode has no file; an album's files name the album instead."""
    external_id: str = ""
    """``foreignAlbumId``: what albums are matched by."""
    album_type: str = ""
    secondary_types: tuple[str, ...] = ()
    disambiguation: str = ""
    any_release: bool = False
    """Whether files of any release may belong to the album (``anyReleaseOk``)."""
    releases: tuple[AlbumRelease, ...] = ()

    @property
    def key(self) -> str:
        """What it is matched by between instances: an album by its external id, an episode by its numbers."""
        return child_key(self.season, self.number, self.external_id)

    @property
    def tracks(self) -> int:
        """How many tracks an album has: those of its monitored release."""
        return next((release.tracks for release in self.releases if release.monitored), 0)


def child_key(season: int, number: int, external_id: str = "") -> str:
    """Return what names an episode (``2x5``) or an album (its external id) within its title."""
    return external_id or f"{season}x{number}"


class MediaFile(Record, frozen=True):
    """A movie file or an episode file; an episode file may hold several episodes."""

    id: int
    item_id: int = 0
    season: int = 0
    album_id: int = 0
    """The album that a track file belongs to."""
    relative_path: str = ""
    size: int = 0
    """Bytes."""
    date_added: str = ""
    quality_id: int = 0
    quality: str = ""
    revision: tuple[int, int] = (1, 0)
    """``(version, real)``, compared real first by the apps."""
    is_repack: bool = False
    languages: tuple[tuple[int, str], ...] = ()
    """``(id, name)``; ids are the app's own."""
    formats: tuple[int, ...] = ()
    """Ids of the custom formats the app matched."""
    score: int | None = None
    """``customFormatScore`` under the item's profile when it was fetched; None where the app gave none."""
    cutoff_unmet: bool = False
    """The app's ``qualityCutoffNotMet``: quality only."""
    scene_name: str = ""
    release_group: str = ""
    edition: str = ""
    original_path: str = ""
    indexer_flags: int = 0
    release_type: str = ""
    media: dict[str, Any] = msgspec.field(default_factory=dict)
    """The app's ``mediaInfo`` without empty values."""


class Track(msgspec.Struct, frozen=True, gc=False):
    """A track of an album's monitored release. It is asked for when somebody looks, and never stored."""

    medium: int = 1
    number: str = ""
    """As it is printed: ``3``, ``A1``."""
    title: str = ""
    seconds: int = 0
    file_id: int = 0
    """0 without a file."""


class Setting(Record, frozen=True):
    """One setting of an instance, as the app gave it, secrets masked and volatile fields left out."""

    id: int
    type: str
    name: str = ""
    body: dict[str, Any] = msgspec.field(default_factory=dict)


TRACK = "trackId"
"""Key of :attr:`ReleaseEvent.data` with the track that a row is about."""


class ReleaseEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One row of an app's history. ``score`` is the score at the time, None when the app did not note it."""

    id: int
    item_id: int = 0
    episode_id: int = 0
    event: str = ""
    date: str = ""
    source_title: str = ""
    download_id: str = ""
    quality_id: int = 0
    quality: str = ""
    languages: tuple[tuple[int, str], ...] = ()
    score: int | None = None
    release_group: str = ""
    indexer: str = ""
    protocol: str = ""
    size: int | None = None
    reason: str = ""
    data: dict[str, str | None] = msgspec.field(default_factory=dict)
    """Everything else the app noted, links and keys redacted."""


class Health(msgspec.Struct, frozen=True):
    """One message of an app's health check."""

    type: str = ""
    """``ok``, ``notice``, ``warning`` or ``error``."""
    source: str = ""
    message: str = ""
    wiki_url: str = ""


class RootFolder(msgspec.Struct, frozen=True):
    """A root folder and its volatile facts."""

    path: str = ""
    accessible: bool = True
    free_space: int | None = None
    """Bytes; None where the app cannot tell."""
    unmapped: int = 0
    """Folders below it that belong to no title."""
    unmapped_files: int | None = None
    """Files below it that the app knows and that belong to no title; None where it was not asked for them."""


class Volatile(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What the app says about an item that changes by itself; kept for display, never compared."""

    overview: str = ""
    ratings: dict[str, float] = msgspec.field(default_factory=dict)
    """Source → value on that source's own scale."""
    popularity: float = 0.0
    available: bool = True
    next_airing: str = ""
    last_search: str = ""
    slug: str = ""
    """The title's slug in the app's web address."""
    images: dict[str, str] = msgspec.field(default_factory=dict)
    """Where the app has its images from, by the text of the slot (``ArtSlot``) that each would fill."""


class RecordKey(NamedTuple):
    """What identifies a record within one instance."""

    type: EntityType
    key: str
    """The app's id; for settings ``type/id``."""


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One added, changed or removed record between two snapshots.

    ``before`` and ``after`` hold only the fields that differ; for an added record ``before`` is None, for a
    removed one ``after`` is None, and the other side is the whole record. A field missing on one side was
    unset there.
    """

    type: EntityType
    key: str
    kind: ChangeKind
    item_id: int = 0
    """The title concerned, 0 for a setting."""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None

    @property
    def record_key(self) -> RecordKey:
        """Return the record this change is about."""
        return RecordKey(self.type, self.key)


_encoder = msgspec.json.Encoder(order="sorted")


def encode(record: Any) -> str:
    """Return the canonical JSON of a record or plain value: keys sorted, no spaces, unset fields left out."""
    try:
        return _encoder.encode(record).decode()
    except TypeError:  # keys that are numbers cannot be sorted as they are
        return _encoder.encode(msgspec.to_builtins(record, str_keys=True)).decode()


def doc_mark(doc: str) -> int:
    """Return 64 bits that tell a record's canonical JSON from another, within this process."""
    return hash(doc)


def decode(text: str) -> Any:
    """Return the plain value of a canonical JSON text."""
    return msgspec.json.decode(text)


def record_key_of(record: Item | Episode | MediaFile | Setting) -> RecordKey:
    """Return what identifies a record within its instance."""
    match record:
        case Item():
            return RecordKey(EntityType.ITEM, str(record.id))
        case Episode():
            return RecordKey(EntityType.EPISODE, str(record.id))
        case MediaFile():
            return RecordKey(EntityType.FILE, str(record.id))
        case Setting():
            return RecordKey(EntityType.SETTING, f"{record.type}/{record.id}")


describe_structs(__name__)
