"""The apps' resources as they come over the wire: the fields in use, all of them optional."""

from __future__ import annotations

import sys
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta, Struct, field

from arrtui.core.structs import describe_structs

Whole = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
"""A number as the apps' ``Int32`` holds it, and a column of ours."""
Bytes = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
"""A number of bytes: ``Int64``."""
Fraction = Annotated[float, Meta(ge=-sys.float_info.max, le=sys.float_info.max)]
"""A finite ``Double``: JSON has no word for infinity, so none could be written down."""


class Wire(Struct, rename="camel", gc=False):
    """The base of every resource: camelCase on the wire, unknown fields ignored."""

    identity: ClassVar[frozenset[str]] = frozenset()
    """Members without which the resource means nothing; others have defaults where they are unreadable."""


class OfTitle(Wire):
    """What belongs to a title, which each app names by an id of its own; so it does a part of the title."""

    movie_id: Whole = 0
    series_id: Whole = 0
    artist_id: Whole = 0
    episode_id: Whole = 0
    album_id: Whole = 0

    @property
    def title_id(self) -> int:
        """The id of the title, 0 for none."""
        return self.movie_id or self.series_id or self.artist_id

    @property
    def child_id(self) -> int:
        """The id of the episode or album, 0 for none."""
        return self.episode_id or self.album_id


class Named(Wire):
    """A language, a quality or a custom format in passing."""

    id: Whole = 0
    name: str = ""


class Revision(Wire):
    """How often a release was repaired."""

    version: Whole = 1
    real: Whole = 0
    is_repack: bool = False


class QualityModel(Wire):
    """A quality and its revision."""

    quality: Named = field(default_factory=Named)
    revision: Revision = field(default_factory=Revision)


class Rating(Wire):
    """One source's rating."""

    value: Fraction = 0.0


class Collection(Wire):
    """The collection a movie is part of."""

    title: str = ""
    tmdb_id: Whole = 0


class Image(Wire):
    """An image of a title or a season (``MediaCover``)."""

    cover_type: str = ""
    remote_url: str = ""


class MovieStatistics(Wire):
    """What Radarr counts of a movie (since 5.3.2)."""

    identity: ClassVar[frozenset[str]] = frozenset({"movieFileCount"})

    movie_file_count: Whole = 0
    size_on_disk: Bytes = 0


class File(Wire):
    """A movie file of Radarr or an episode file of Sonarr."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "movieId", "seriesId"})

    id: Whole = 0
    movie_id: Whole = 0
    series_id: Whole = 0
    season_number: Whole = 0
    relative_path: str = ""
    size: Bytes = 0
    date_added: str = ""
    scene_name: str = ""
    release_group: str = ""
    edition: str = ""
    original_file_path: str = ""
    languages: list[Named] = []
    quality: QualityModel = field(default_factory=QualityModel)
    custom_formats: list[Named] = []
    custom_format_score: Whole | None = None
    indexer_flags: Whole = 0
    release_type: str = ""
    media_info: dict[str, Any] = {}
    quality_cutoff_not_met: bool = False


class Movie(Wire):
    """A movie of ``GET /movie``; its file comes without formats and score (R ``MovieController.cs:154``)."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "tmdbId"})

    id: Whole = 0
    tmdb_id: Whole = 0
    imdb_id: str = ""
    title: str = ""
    title_slug: str = ""
    sort_title: str = ""
    original_title: str = ""
    original_language: Named = field(default_factory=Named)
    year: Whole = 0
    status: str = ""
    path: str = ""
    root_folder_path: str = ""
    quality_profile_id: Whole = 0
    monitored: bool = False
    minimum_availability: str = ""
    is_available: bool = True
    has_file: bool = False
    size_on_disk: Bytes = 0
    statistics: MovieStatistics | None = None
    movie_file: File | None = None
    tags: list[Whole] = []
    added: str = ""
    genres: list[str] = []
    certification: str = ""
    runtime: Whole = 0
    studio: str = ""
    you_tube_trailer_id: str = ""
    in_cinemas: str = ""
    digital_release: str = ""
    physical_release: str = ""
    collection: Collection = field(default_factory=Collection)
    overview: str = ""
    ratings: dict[str, Rating] = {}
    popularity: Fraction = 0.0
    last_search_time: str = ""
    images: list[Image] = []


class SeriesStatistics(Wire):
    """What Sonarr counts of a series or a season."""

    identity: ClassVar[frozenset[str]] = frozenset({"episodeFileCount", "totalEpisodeCount"})

    episode_file_count: Whole = 0
    episode_count: Whole = 0
    total_episode_count: Whole = 0
    size_on_disk: Bytes = 0
    release_groups: list[str] = []


class SeasonResource(Wire):
    """A season of a series."""

    identity: ClassVar[frozenset[str]] = frozenset({"seasonNumber"})

    season_number: Whole = 0
    monitored: bool = False
    statistics: SeriesStatistics = field(default_factory=SeriesStatistics)
    images: list[Image] = []
    """Only where they were asked for."""


class SeriesResource(Wire):
    """A series of ``GET /series``."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "tvdbId", "statistics"})

    id: Whole = 0
    tvdb_id: Whole = 0
    tmdb_id: Whole = 0
    imdb_id: str = ""
    title: str = ""
    title_slug: str = ""
    sort_title: str = ""
    original_language: Named = field(default_factory=Named)
    year: Whole = 0
    status: str = ""
    path: str = ""
    root_folder_path: str = ""
    quality_profile_id: Whole = 0
    series_type: str = ""
    season_folder: bool = False
    monitored: bool = False
    monitor_new_items: str = ""
    seasons: list[SeasonResource] = []
    statistics: SeriesStatistics = field(default_factory=SeriesStatistics)
    tags: list[Whole] = []
    added: str = ""
    genres: list[str] = []
    certification: str = ""
    runtime: Whole = 0
    network: str = ""
    first_aired: str = ""
    last_aired: str = ""
    next_airing: str = ""
    overview: str = ""
    ratings: Rating = field(default_factory=Rating)
    images: list[Image] = []


class EpisodeResource(Wire):
    """An episode of ``GET /episode``."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "seriesId", "seasonNumber", "episodeNumber"})

    id: Whole = 0
    series_id: Whole = 0
    tvdb_id: Whole = 0
    season_number: Whole = 0
    episode_number: Whole = 0
    absolute_episode_number: Whole = 0
    title: str = ""
    air_date_utc: str = ""
    runtime: Whole = 0
    finale_type: str = ""
    monitored: bool = False
    episode_file_id: Whole = 0
    episode_file: File | None = None
    """Only where it was asked for."""


class History(OfTitle):
    """A row of the history; its score of today is left out on purpose (it is computed now)."""

    identity: ClassVar[frozenset[str]] = frozenset(
        {"id", "movieId", "seriesId", "artistId", "episodeId", "albumId", "eventType", "date"}
    )

    id: Whole = 0
    track_id: Whole = 0
    source_title: str = ""
    languages: list[Named] = []
    quality: QualityModel = field(default_factory=QualityModel)
    date: str = ""
    download_id: str = ""
    event_type: str = ""
    data: dict[str, Any] = {}


class PagingResource(Wire):
    """A page of a paged list."""

    identity: ClassVar[frozenset[str]] = frozenset({"totalRecords", "records"})

    total_records: Whole = 0
    records: msgspec.Raw = msgspec.Raw(b"[]")


class SystemResource(Wire):
    """What ``/system/status`` says."""

    identity: ClassVar[frozenset[str]] = frozenset({"appName", "version"})

    app_name: str = ""
    version: str = ""
    instance_name: str = ""
    url_base: str = ""
    branch: str = ""
    database_type: str = ""
    os_name: str = ""
    is_docker: bool = False
    start_time: str = ""


class HealthMessage(Wire):
    """A message of the health check."""

    type: str = ""
    source: str = ""
    message: str = ""
    wiki_url: str = ""


class CommandResource(Wire):
    """A command of ``/command``; what it was asked with is in its body (``CommandResource``)."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "status"})

    id: Whole = 0
    name: str = ""
    status: str = ""
    result: str = ""
    message: str = ""
    exception: str = ""
    queued: str = ""
    started: str = ""
    ended: str = ""
    body: dict[str, Any] = {}


class StatusMessage(Wire):
    """Why a download is not imported (``TrackedDownloadStatusMessage``)."""

    title: str = ""
    messages: list[str] = []


class ExtraFileResource(Wire):
    """A file beside a film that Radarr has taken in (``ExtraFileResource``)."""

    identity: ClassVar[frozenset[str]] = frozenset({"relativePath"})

    movie_file_id: int | None = None
    relative_path: str = ""
    type: str = ""


class QueueResource(OfTitle):
    """A download of ``/queue/details``, one for each episode of a pack in Sonarr (``QueueResource``)."""

    identity: ClassVar[frozenset[str]] = frozenset({"id"})

    id: Whole = 0
    title: str = ""
    status: str = ""
    tracked_download_status: str = ""
    tracked_download_state: str = ""
    status_messages: list[StatusMessage] = []
    error_message: str = ""
    quality: QualityModel = field(default_factory=QualityModel)
    custom_format_score: Whole | None = None
    size: Fraction = 0.0
    sizeleft: Fraction = 0.0
    timeleft: str = ""
    added: str = ""
    download_id: str = ""
    download_client: str = ""
    indexer: str = ""


class ReleaseResource(Wire):
    """A release of ``/release`` (``ReleaseResource``)."""

    identity: ClassVar[frozenset[str]] = frozenset({"guid", "indexerId"})

    guid: str = ""
    indexer_id: Whole = 0
    indexer: str = ""
    title: str = ""
    size: Bytes = 0
    age_hours: Fraction = 0.0
    protocol: str = ""
    quality: QualityModel = field(default_factory=QualityModel)
    languages: list[Named] = []
    custom_formats: list[Named] = []
    custom_format_score: Whole = 0
    release_group: str = ""
    approved: bool = False
    rejections: list[str] = []
    seeders: Whole | None = None
    leechers: Whole | None = None
    season_number: Whole = 0
    mapped_season_number: Whole | None = None
    episode_numbers: list[Whole] = []
    mapped_episode_numbers: list[Whole] = []
    full_season: bool = False
    download_allowed: bool = True


class BlocklistResource(Wire):
    """A row of ``/blocklist`` (``BlocklistResource``)."""

    identity: ClassVar[frozenset[str]] = frozenset({"id"})

    id: Whole = 0
    source_title: str = ""


describe_structs(__name__)
