"""A short hash of what a library list says of a title's files: unchanged ones are not fetched again.

Only what belongs to files and their scores goes in; ratings, images, search times and percentages do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from arrtui.clients import lidarr_wire, wire

_encode = msgspec.json.Encoder(order="sorted").encode


def _hash(facts: Any) -> str:
    """Return 16 hexadecimal digits."""
    return blake2b(_encode(facts), digest_size=8).hexdigest()


def movie_fingerprint(movie: wire.Movie) -> str:
    """Return the hash of a movie's file and of what it is scored by: profile, language and year of the movie.

    Formats and scores are not in the list; a caller that sees formats or profiles change asks for all files.
    """
    facts: tuple[Any, ...] = ()
    if file := movie.movie_file:
        facts = (
            *(file.id, file.relative_path, file.size, file.date_added, file.quality, file.languages),
            *(file.release_group, file.scene_name, file.edition, file.original_file_path),
            *(file.indexer_flags, file.media_info),
        )
    scored_by = movie.quality_profile_id, movie.original_language.id, movie.year
    return _hash((movie.has_file, *scored_by, facts))


def series_fingerprint(series: wire.SeriesResource) -> str:
    """Return the hash of the files of a series by season, and of what they are scored by.

    Counts of episodes are left out: they change as episodes air, and episodes are read every time.
    """
    return _hash(
        (
            series.quality_profile_id,
            series.original_language.id,
            series.path,
            _files(series.statistics),
            sorted((season.season_number, _files(season.statistics)) for season in series.seasons),
        )
    )


def _files(statistics: wire.SeriesStatistics) -> tuple[Any, ...]:
    groups = sorted(statistics.release_groups)
    return statistics.episode_file_count, statistics.size_on_disk, groups


class AlbumFacts(NamedTuple):
    """What an artist's fingerprint says of an album."""

    id: int
    files: int
    size: int
    """Bytes."""
    release: str
    """The id of the monitored one, empty without one."""

    @classmethod
    def of(cls, album: lidarr_wire.AlbumResource) -> AlbumFacts:
        """Return what the list says of an album's files."""
        release = next((row.foreign_release_id for row in album.releases if row.monitored), "")
        return cls(album.id, album.statistics.track_file_count, album.statistics.size_on_disk, release)


def artist_fingerprint(artist: lidarr_wire.ArtistResource, albums: Iterable[AlbumFacts]) -> str:
    """Return the hash of an artist's files by album, and of what they are scored by.

    Another monitored release lets the app import all files of its album anew, under other ids.
    """
    return _hash(
        (
            artist.quality_profile_id,
            artist.path,
            sorted(albums),
        )
    )
