"""The apps' resources as they come over the wire: the fields in use, all of them optional."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field


class Wire(Struct, rename="camel", gc=False):
    """The base of every resource: camelCase on the wire, unknown fields ignored."""


class Named(Wire):
    """A language, a quality or a custom format in passing."""

    id: int = 0
    name: str = ""


class Revision(Wire):
    """How often a release was repaired."""

    version: int = 1
    real: int = 0
    is_repack: bool = False


class QualityModel(Wire):
    """A quality and its revision."""

    quality: Named = field(default_factory=Named)
    revision: Revision = field(default_factory=Revision)


class Rating(Wire):
    """One source's rating."""

    value: float = 0.0


class Collection(Wire):
    """The collection a movie is part of."""

    title: str = ""
    tmdb_id: int = 0


class MovieStatistics(Wire):
    """What Radarr counts of a movie (since 5.3.2)."""

    movie_file_count: int = 0
    size_on_disk: int = 0


class File(Wire):
    """A movie file of Radarr or an episode file of Sonarr."""

    id: int = 0
    movie_id: int = 0
    series_id: int = 0
    season_number: int = 0
    relative_path: str = ""
    size: int = 0
    date_added: str = ""
    scene_name: str = ""
    release_group: str = ""
    edition: str = ""
    original_file_path: str = ""
    languages: list[Named] = []
    quality: QualityModel = field(default_factory=QualityModel)
    custom_formats: list[Named] = []
    custom_format_score: int | None = None
    indexer_flags: int = 0
    release_type: str = ""
    media_info: dict[str, Any] = {}
    quality_cutoff_not_met: bool = False


class Movie(Wire):
    """A movie of ``GET /movie``; its file comes without formats and score (R ``MovieController.cs:154``)."""

    id: int = 0
    tmdb_id: int = 0
    imdb_id: str = ""
    title: str = ""
    title_slug: str = ""
    sort_title: str = ""
    original_title: str = ""
    original_language: Named = field(default_factory=Named)
    year: int = 0
    status: str = ""
    path: str = ""
    root_folder_path: str = ""
    quality_profile_id: int = 0
    monitored: bool = False
    minimum_availability: str = ""
    is_available: bool = True
    has_file: bool = False
    size_on_disk: int = 0
    statistics: MovieStatistics | None = None
    movie_file: File | None = None
    tags: list[int] = []
    added: str = ""
    genres: list[str] = []
    certification: str = ""
    runtime: int = 0
    studio: str = ""
    you_tube_trailer_id: str = ""
    in_cinemas: str = ""
    digital_release: str = ""
    physical_release: str = ""
    collection: Collection = field(default_factory=Collection)
    overview: str = ""
    ratings: dict[str, Rating] = {}
    popularity: float = 0.0
    last_search_time: str = ""


class SeriesStatistics(Wire):
    """What Sonarr counts of a series or a season."""

    episode_file_count: int = 0
    episode_count: int = 0
    total_episode_count: int = 0
    size_on_disk: int = 0
    release_groups: list[str] = []


class SeasonResource(Wire):
    """A season of a series."""

    season_number: int = 0
    monitored: bool = False
    statistics: SeriesStatistics = field(default_factory=SeriesStatistics)


class SeriesResource(Wire):
    """A series of ``GET /series``."""

    id: int = 0
    tvdb_id: int = 0
    tmdb_id: int = 0
    imdb_id: str = ""
    title: str = ""
    title_slug: str = ""
    sort_title: str = ""
    original_language: Named = field(default_factory=Named)
    year: int = 0
    status: str = ""
    path: str = ""
    root_folder_path: str = ""
    quality_profile_id: int = 0
    series_type: str = ""
    season_folder: bool = False
    monitored: bool = False
    monitor_new_items: str = ""
    seasons: list[SeasonResource] = []
    statistics: SeriesStatistics = field(default_factory=SeriesStatistics)
    tags: list[int] = []
    added: str = ""
    genres: list[str] = []
    certification: str = ""
    runtime: int = 0
    network: str = ""
    first_aired: str = ""
    last_aired: str = ""
    next_airing: str = ""
    overview: str = ""
    ratings: Rating = field(default_factory=Rating)


class EpisodeResource(Wire):
    """An episode of ``GET /episode``."""

    id: int = 0
    series_id: int = 0
    tvdb_id: int = 0
    season_number: int = 0
    episode_number: int = 0
    absolute_episode_number: int = 0
    title: str = ""
    air_date_utc: str = ""
    runtime: int = 0
    finale_type: str = ""
    monitored: bool = False
    episode_file_id: int = 0


class History(Wire):
    """A row of the history; its score of today is left out on purpose (it is computed now)."""

    id: int = 0
    movie_id: int = 0
    series_id: int = 0
    episode_id: int = 0
    source_title: str = ""
    languages: list[Named] = []
    quality: QualityModel = field(default_factory=QualityModel)
    date: str = ""
    download_id: str = ""
    event_type: str = ""
    data: dict[str, Any] = {}


class PagingResource(Wire):
    """A page of a paged list."""

    total_records: int = 0
    records: msgspec.Raw = msgspec.Raw(b"[]")


class SystemResource(Wire):
    """What ``/system/status`` says."""

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

    id: int = 0
    name: str = ""
    status: str = ""
    result: str = ""
    message: str = ""
    exception: str = ""
    body: dict[str, Any] = {}
