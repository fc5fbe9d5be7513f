"""Lidarr's resources as they come over the wire: the fields in use, all of them optional."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import field

from arrtui.clients.wire import Bytes, Image, Named, QualityModel, Rating, Whole, Wire
from arrtui.core.structs import describe_structs


class TrackStatistics(Wire):
    """What Lidarr counts of an artist or an album; an artist without tracks has none."""

    identity: ClassVar[frozenset[str]] = frozenset({"trackFileCount"})

    album_count: Whole = 0
    track_file_count: Whole = 0
    track_count: Whole = 0
    """Tracks that are monitored and out, or have a file."""
    total_track_count: Whole = 0
    size_on_disk: Bytes = 0


class ArtistResource(Wire):
    """An artist of ``GET /artist``."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "foreignArtistId"})

    id: Whole = 0
    foreign_artist_id: str = ""
    artist_name: str = ""
    sort_name: str = ""
    disambiguation: str = ""
    overview: str = ""
    status: str = ""
    path: str = ""
    root_folder_path: str = ""
    quality_profile_id: Whole = 0
    metadata_profile_id: Whole = 0
    monitored: bool = False
    monitor_new_items: str = ""
    tags: list[Whole] = []
    added: str = ""
    genres: list[str] = []
    ratings: Rating = field(default_factory=Rating)
    images: list[Image] = []
    statistics: TrackStatistics = field(default_factory=TrackStatistics)


class AlbumReleaseResource(Wire):
    """One release of an album; its tracks are counted, listed and wanted if it is the monitored one."""

    identity: ClassVar[frozenset[str]] = frozenset({"foreignReleaseId", "monitored"})

    id: Whole = 0
    foreign_release_id: str = ""
    status: str = ""
    track_count: Whole = 0
    format: str = ""
    monitored: bool = False


class AlbumResource(Wire):
    """An album of ``GET /album``, which has the whole artist in each: that is left out."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "artistId", "foreignAlbumId"})

    id: Whole = 0
    artist_id: Whole = 0
    foreign_album_id: str = ""
    title: str = ""
    disambiguation: str = ""
    album_type: str = ""
    secondary_types: list[str] = []
    release_date: str = ""
    monitored: bool = False
    any_release_ok: bool = False
    duration: Whole = 0
    """Milliseconds."""
    releases: list[AlbumReleaseResource] = []
    statistics: TrackStatistics = field(default_factory=TrackStatistics)


class TrackFile(Wire):
    """A file of ``GET /trackfile``: it names its album and none of its tracks."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "artistId", "albumId", "path"})

    id: Whole = 0
    artist_id: Whole = 0
    album_id: Whole = 0
    path: str = ""
    """Absolute."""
    size: Bytes = 0
    date_added: str = ""
    scene_name: str = ""
    release_group: str = ""
    quality: QualityModel = field(default_factory=QualityModel)
    custom_formats: list[Named] = []
    custom_format_score: Whole | None = None
    quality_cutoff_not_met: bool = False
    indexer_flags: Whole = 0
    media_info: dict[str, Any] = {}


class TrackResource(Wire):
    """A track of ``GET /track``."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "albumId", "trackNumber"})

    id: Whole = 0
    medium_number: Whole = 1
    absolute_track_number: Whole = 0
    track_number: str = ""
    title: str = ""
    duration: Whole = 0
    """Milliseconds."""
    track_file_id: Whole = 0


describe_structs(__name__)
