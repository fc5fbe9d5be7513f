"""From Lidarr's resources to the domain's records. Pure; every function may run beside the event loop."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.clients import lidarr_wire as wire
from arrtui.clients.answers import ListedItem
from arrtui.clients.convert import identified, images_of, shared
from arrtui.clients.fingerprint import AlbumFacts, artist_fingerprint
from arrtui.core.apps import Kind
from arrtui.core.domain import AlbumRelease, Episode, Item, MediaFile, Track, Volatile

_ID = Kind.LIDARR.app.external_id


def listed_artist(artist: wire.ArtistResource, albums: Iterable[AlbumFacts]) -> ListedItem:
    """Return an artist of the list and what its albums say of files. Raises UnusableError without an id."""
    counts, own = artist.statistics, list(albums)
    return ListedItem(
        item=Item(
            id=identified(artist.id),
            external_id=_ID.from_wire(artist.foreign_artist_id),
            title=artist.artist_name,
            sort_title=artist.sort_name,
            disambiguation=artist.disambiguation,
            status=artist.status,
            path=artist.path,
            root_folder=artist.root_folder_path,
            profile_id=artist.quality_profile_id,
            metadata_profile_id=artist.metadata_profile_id,
            monitored=artist.monitored,
            monitor_new_items=artist.monitor_new_items,
            tags=shared(tuple(sorted(set(artist.tags)))),
            added=artist.added,
            genres=shared(tuple(artist.genres)),
        ),
        volatile=Volatile(
            overview=artist.overview,
            ratings={"musicbrainz": artist.ratings.value} if artist.ratings.value else {},
            slug=artist.foreign_artist_id,
            images=images_of(artist.images),
        ),
        files=counts.track_file_count,
        episodes=counts.track_count,
        total_episodes=len(own),
        size=counts.size_on_disk,
        fingerprint=artist_fingerprint(artist, own),
    )


def album(resource: wire.AlbumResource) -> Episode:
    """Return an album. Raises UnusableError without an id."""
    return Episode(
        id=identified(resource.id),
        item_id=resource.artist_id,
        external_id=_ID.from_wire(resource.foreign_album_id),
        title=resource.title,
        disambiguation=resource.disambiguation,
        album_type=resource.album_type,
        secondary_types=shared(tuple(sorted(resource.secondary_types))),
        air_date=resource.release_date,
        monitored=resource.monitored,
        any_release=resource.any_release_ok,
        releases=tuple(map(_release, resource.releases)),
    )


def _release(release: wire.AlbumReleaseResource) -> AlbumRelease:
    return AlbumRelease(
        id=release.id,
        external_id=release.foreign_release_id,
        status=release.status,
        tracks=release.track_count,
        format=release.format,
        monitored=release.monitored,
    )


def track_file(file: wire.TrackFile, folder: str) -> MediaFile:
    """Return a file with its path below ``folder``, its artist's, whole where it lies elsewhere.

    Paths of Windows count too. Raises UnusableError without an id.
    """
    around = folder.rstrip("/\\")
    rest = file.path.removeprefix(around) if around else file.path
    is_below = rest != file.path and rest[:1] in ("/", "\\")
    return MediaFile(
        id=identified(file.id),
        item_id=file.artist_id,
        album_id=file.album_id,
        relative_path=rest[1:] if is_below else file.path,
        size=file.size,
        date_added=file.date_added,
        quality_id=file.quality.quality.id,
        quality=file.quality.quality.name,
        revision=shared((file.quality.revision.version, file.quality.revision.real)),
        is_repack=file.quality.revision.is_repack,
        formats=shared(tuple(sorted(custom_format.id for custom_format in file.custom_formats))),
        score=file.custom_format_score,
        cutoff_unmet=file.quality_cutoff_not_met,
        scene_name=file.scene_name,
        release_group=file.release_group,
        indexer_flags=file.indexer_flags,
        media={key: value for key, value in file.media_info.items() if value},
    )


def track(resource: wire.TrackResource) -> Track:
    """Return a track."""
    return Track(
        medium=resource.medium_number,
        number=resource.track_number or str(resource.absolute_track_number or ""),
        title=resource.title,
        seconds=resource.duration // 1000,
        file_id=resource.track_file_id,
    )
