"""From the apps' resources to the domain's records. Pure; every function may run beside the event loop."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from arrtui.clients import wire
from arrtui.clients.answers import AiredEpisode, ListedItem
from arrtui.clients.decoding import UnusableError
from arrtui.clients.fingerprint import movie_fingerprint, series_fingerprint
from arrtui.clients.redact import carries_link, without_credentials
from arrtui.clients.salvage import in_words
from arrtui.core.apps import APPS, Kind
from arrtui.core.artwork import ArtKind, ArtSlot
from arrtui.core.domain import (
    SINGLE,
    TRACK,
    Episode,
    Health,
    Item,
    MediaFile,
    ReleaseEvent,
    RootFolder,
    Season,
    Setting,
    SettingType,
    Volatile,
)
from arrtui.core.masking import mask_addresses, setting_body

H = TypeVar("H", bound=Hashable)

_PROTOCOLS = {"1": "usenet", "2": "torrent"}
_NOT_KEPT = frozenset({"guid", "downloadUrl", "nzbInfoUrl", "infoUrl", "commentUrl"})
_OWN_COLUMNS = frozenset({"customFormatScore", "size", "releaseGroup", "indexer", "protocol", "reason"})
_LEFT_OUT = _NOT_KEPT | _OWN_COLUMNS
_VOLATILE_KEYS: Mapping[SettingType, frozenset[str]] = {
    SettingType.ROOT_FOLDER: frozenset(
        {"accessible", "freeSpace", "totalSpace", "unmappedFolders", "isEmpty"}
    ),
    SettingType.COLLECTION: frozenset({"movies", "missingMovies", "images", "overview"}),
}
_MESSAGES = frozenset({"message", "testCommand"})
_NAME_KEYS: Mapping[SettingType, tuple[str, ...]] = {
    SettingType.TAG: ("label",),
    SettingType.ROOT_FOLDER: ("path",),
    SettingType.EXCLUSION: tuple(app.exclusion.title for app in APPS.values()),
    SettingType.COLLECTION: ("title",),
    SettingType.QUALITY_DEFINITION: ("title",),
    SettingType.REMOTE_PATH_MAPPING: ("remotePath",),
    SettingType.CUSTOM_FILTER: ("label",),
}
_TMDB, _TVDB = Kind.RADARR.app.external_id, Kind.SONARR.app.external_id
_COVERS = {
    "poster": ArtKind.POSTER,
    "fanart": ArtKind.FANART,
    "banner": ArtKind.BANNER,
    "clearlogo": ArtKind.CLEARLOGO,
    "logo": ArtKind.CLEARLOGO,
}
"""Kinds of images by the app's (``MediaCoverTypes``); its screenshots and headshots are of other things."""
LARGEST_ID = 2**31 - 1
"""Ids are ``Int32`` in both apps, and in our columns."""
LARGEST_SIZE = 2**63 - 1
SINGLE_ID = 1
"""The id of a setting that an instance has once: both apps store it under 1."""


def identified(number: Any) -> int:
    """Return the id of a record. Raises UnusableError for what is none."""
    if not isinstance(number, int) or not 0 < abs(number) <= LARGEST_ID:
        raise UnusableError("it has no id")
    return number


def shared(value: H) -> H:
    """Return the first equal value seen: a library has few combinations of languages, and many files.

    What is shared need not be walked by the garbage collector, which holds the event loop up while it does.
    """
    first: H = _first(value)
    return first


@lru_cache(maxsize=4096)
def _first(value: Hashable) -> Any:
    return value


def _pairs(names: list[wire.Named]) -> tuple[tuple[int, str], ...]:
    return shared(tuple((name.id, name.name) for name in names))


def listed_movie(movie: wire.Movie) -> ListedItem:
    """Return a movie of Radarr's list. Raises UnusableError without an id."""
    counts = movie.statistics or wire.MovieStatistics(int(movie.has_file), movie.size_on_disk)
    return ListedItem(
        item=_movie(movie),
        volatile=Volatile(
            overview=movie.overview,
            ratings={source: rating.value for source, rating in movie.ratings.items() if rating.value},
            popularity=movie.popularity,
            available=movie.is_available,
            last_search=movie.last_search_time,
            slug=movie.title_slug,
            images=images_of(movie.images),
        ),
        files=counts.movie_file_count,
        episodes=0,
        total_episodes=0,
        size=counts.size_on_disk,
        fingerprint=movie_fingerprint(movie),
    )


def images_of(images: list[wire.Image], season: int | None = None) -> dict[str, str]:
    """Return where images of a title or a season come from, by the slot that each would fill."""
    return {
        ArtSlot(_COVERS[image.cover_type], season).text: without_credentials(image.remote_url)
        for image in images
        if image.cover_type in _COVERS and image.remote_url.startswith(("https://", "http://"))
    }


def _movie(movie: wire.Movie) -> Item:
    return Item(
        id=identified(movie.id),
        external_id=_TMDB.from_wire(movie.tmdb_id),
        imdb_id=movie.imdb_id,
        tmdb_id=movie.tmdb_id,
        title=movie.title,
        sort_title=movie.sort_title,
        original_title=movie.original_title,
        original_language=movie.original_language.name,
        year=movie.year,
        status=movie.status,
        path=movie.path,
        root_folder=movie.root_folder_path,
        profile_id=movie.quality_profile_id,
        monitored=movie.monitored,
        tags=shared(tuple(sorted(movie.tags))),
        added=movie.added,
        genres=shared(tuple(movie.genres)),
        certification=movie.certification,
        runtime=movie.runtime,
        studio=movie.studio,
        trailer=movie.you_tube_trailer_id,
        minimum_availability=movie.minimum_availability,
        in_cinemas=movie.in_cinemas,
        digital_release=movie.digital_release,
        physical_release=movie.physical_release,
        collection_id=movie.collection.tmdb_id,
        collection_title=movie.collection.title,
    )


def listed_series(series: wire.SeriesResource) -> ListedItem:
    """Return a series of Sonarr's list. Raises UnusableError without an id."""
    counts = series.statistics
    return ListedItem(
        item=_series(series),
        volatile=Volatile(
            overview=series.overview,
            ratings={"tvdb": series.ratings.value} if series.ratings.value else {},
            next_airing=series.next_airing,
            slug=series.title_slug,
            images=images_of(series.images)
            | {
                slot: address
                for season in series.seasons
                for slot, address in images_of(season.images, season.season_number).items()
            },
        ),
        files=counts.episode_file_count,
        episodes=counts.episode_count,
        total_episodes=counts.total_episode_count,
        size=counts.size_on_disk,
        fingerprint=series_fingerprint(series),
    )


def _series(series: wire.SeriesResource) -> Item:
    return Item(
        id=identified(series.id),
        external_id=_TVDB.from_wire(series.tvdb_id),
        imdb_id=series.imdb_id,
        tmdb_id=series.tmdb_id,
        title=series.title,
        sort_title=series.sort_title,
        original_language=series.original_language.name,
        year=series.year,
        status=series.status,
        path=series.path,
        root_folder=series.root_folder_path,
        profile_id=series.quality_profile_id,
        monitored=series.monitored,
        tags=shared(tuple(sorted(series.tags))),
        added=series.added,
        genres=shared(tuple(series.genres)),
        certification=series.certification,
        runtime=series.runtime,
        studio=series.network,
        series_type=series.series_type,
        season_folder=series.season_folder,
        monitor_new_items=series.monitor_new_items,
        first_aired=series.first_aired,
        seasons=tuple(
            Season(season_number=season.season_number, monitored=season.monitored)
            for season in sorted(series.seasons, key=lambda season: season.season_number)
        ),
    )


def episode(resource: wire.EpisodeResource) -> Episode:
    """Return an episode. Raises UnusableError without an id."""
    return Episode(
        id=identified(resource.id),
        item_id=resource.series_id,
        tvdb_id=resource.tvdb_id,
        season=resource.season_number,
        number=resource.episode_number,
        absolute_number=resource.absolute_episode_number,
        title=resource.title,
        air_date=resource.air_date_utc,
        runtime=resource.runtime,
        finale_type=resource.finale_type,
        monitored=resource.monitored,
        file_id=resource.episode_file_id,
    )


def aired_episode(resource: wire.EpisodeResource) -> AiredEpisode:
    """Return an episode of the calendar with its file. Raises UnusableError where one of them has no id."""
    file = resource.episode_file
    return AiredEpisode(episode(resource), media_file(file) if file else None)


def media_file(file: wire.File) -> MediaFile:
    """Return a movie or episode file. Raises UnusableError without an id."""
    return MediaFile(
        id=identified(file.id),
        item_id=file.movie_id or file.series_id,
        season=file.season_number,
        relative_path=file.relative_path,
        size=file.size,
        date_added=file.date_added,
        quality_id=file.quality.quality.id,
        quality=file.quality.quality.name,
        revision=shared((file.quality.revision.version, file.quality.revision.real)),
        is_repack=file.quality.revision.is_repack,
        languages=_pairs(file.languages),
        formats=shared(tuple(sorted(custom_format.id for custom_format in file.custom_formats))),
        score=file.custom_format_score,
        cutoff_unmet=file.quality_cutoff_not_met,
        scene_name=file.scene_name,
        release_group=file.release_group,
        edition=file.edition,
        original_path=file.original_file_path,
        indexer_flags=file.indexer_flags,
        release_type=file.release_type,
        media={key: value for key, value in file.media_info.items() if value},
    )


def setting(type_: SettingType, body: Mapping[str, Any]) -> Setting:
    """Return a setting without volatile keys and secrets.

    Raises UnusableError without an id, and with a number that no JSON can hold: a null in its place would be
    written back by a restore.
    """
    single = type_ in SINGLE
    number = SINGLE_ID if single else body.get("id")
    kept = setting_body(type_.value, body, _VOLATILE_KEYS.get(type_, frozenset()) | _MESSAGES)
    if not _is_bounded(kept):
        raise UnusableError(f"its {in_words(_unbounded_key('', kept))} is a number without bounds")
    return Setting(id=identified(number), type=type_.value, name=setting_name(type_, body), body=kept)


def _is_bounded(value: Any) -> bool:
    """Return whether no number in a body is infinite."""
    if isinstance(value, dict):
        return all(map(_is_bounded, value.values()))
    if isinstance(value, list):
        return all(map(_is_bounded, value))
    return not isinstance(value, float) or math.isfinite(value)


def _unbounded_key(key: str, value: Any) -> str:
    """Return the key of the first infinite number in a body; of a field of a form its name."""
    if isinstance(value, float):
        return "" if math.isfinite(value) else key
    parts: Iterable[tuple[str, Any]] = ()
    if isinstance(value, dict):
        name = value.get("name")
        parts = (
            (name if part == "value" and isinstance(name, str) else part, inner)
            for part, inner in value.items()
        )
    elif isinstance(value, list):
        parts = ((key, inner) for inner in value)
    return next((found for part, inner in parts if (found := _unbounded_key(part, inner))), "")


def setting_name(type_: SettingType, body: Mapping[str, Any]) -> str:
    """Return what a person calls a setting; empty where it has no name."""
    names = (body.get(key) for key in _NAME_KEYS.get(type_, ("name",)))
    return next((name for name in names if isinstance(name, str) and name), "")


def root_folder(body: Mapping[str, Any]) -> RootFolder:
    """Return a root folder's volatile facts."""
    free, unmapped = body.get("freeSpace"), body.get("unmappedFolders")
    return RootFolder(
        path=str(body.get("path") or ""),
        accessible=body.get("accessible") is not False,
        free_space=free if isinstance(free, int) else None,
        unmapped=len(unmapped) if isinstance(unmapped, list) else 0,
    )


def health(message: wire.HealthMessage) -> Health:
    """Return a message of the health check."""
    return Health(
        type=message.type,
        source=message.source,
        message=mask_addresses(without_credentials(message.message)),
        wiki_url=message.wiki_url,
    )


def release_event(row: wire.History) -> ReleaseEvent:
    """Return a row of the history with the score at the time. Raises UnusableError without an id.

    ``data.customFormatScore`` is the score then; the row's own is computed now with today's profile
    (``HistoryController.cs`` maps it through the format calculator).
    """
    data = row.data
    return ReleaseEvent(
        id=identified(row.id),
        item_id=row.title_id,
        episode_id=row.child_id,
        event=shared(row.event_type),
        date=row.date,
        source_title=row.source_title,
        download_id=row.download_id,
        quality_id=row.quality.quality.id,
        quality=shared(row.quality.quality.name),
        languages=_pairs(row.languages),
        score=_number(data.get("customFormatScore"), LARGEST_ID),
        release_group=shared(_text(data.get("releaseGroup"))),
        indexer=shared(_text(data.get("indexer"))),
        protocol=_PROTOCOLS.get(_text(data.get("protocol")), _text(data.get("protocol"))),
        size=_number(data.get("size"), LARGEST_SIZE),
        reason=_text(data.get("reason")),
        data=_kept_data(row),
    )


def _kept_data(row: wire.History) -> dict[str, str | None]:
    """Return what is kept of the data of a row of the history, and the track that it is about."""
    kept: dict[str, str | None] = {}
    for key, value in row.data.items():
        if key in _LEFT_OUT:
            continue
        if value is None:
            kept[key] = None
        elif not (isinstance(value, str) and carries_link(value)):  # it may carry an indexer's key
            kept[key] = str(value)
    if row.track_id:
        kept[TRACK] = str(row.track_id)
    return kept


def _number(value: Any, largest: int) -> int | None:
    """Return a whole number up to ``largest``, which may be written as text; None for anything else."""
    if value is None:
        return None
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) <= largest else None


def _text(value: Any) -> str:
    return "" if value is None else str(value)
