"""A short hash of what a library list says of a title's files, so that unchanged ones are not fetched again.

Only what belongs to files and episodes goes in; ratings, images, search times and shares in percent do not.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec

from arrtui.clients import wire

_encode = msgspec.json.Encoder(order="sorted").encode


def _hash(facts: Any) -> str:
    """Return 16 hexadecimal digits."""
    return blake2b(_encode(facts), digest_size=8).hexdigest()


def movie_fingerprint(movie: wire.Movie) -> str:
    """Return the hash of a movie's file and of the profile it is scored under.

    Formats and scores are not in the list; a caller that sees formats or profiles change asks for all files.
    """
    facts: tuple[Any, ...] = ()
    if file := movie.movie_file:
        facts = (
            *(file.id, file.relative_path, file.size, file.date_added, file.quality, file.languages),
            *(file.release_group, file.scene_name, file.edition, file.original_file_path),
            *(file.indexer_flags, file.media_info),
        )
    return _hash((movie.has_file, movie.quality_profile_id, facts))


def series_fingerprint(series: wire.SeriesResource) -> str:
    """Return the hash of a series' counts, sizes and groups by season, and of what episodes depend on."""
    return _hash(
        (
            series.monitored,
            series.quality_profile_id,
            series.path,
            series.series_type,
            series.status,
            series.year,
            series.last_aired,
            series.next_airing,
            _counts(series.statistics),
            sorted(
                (season.season_number, season.monitored, _counts(season.statistics))
                for season in series.seasons
            ),
        )
    )


def _counts(statistics: wire.SeriesStatistics) -> tuple[Any, ...]:
    return (
        statistics.episode_file_count,
        statistics.episode_count,
        statistics.total_episode_count,
        statistics.size_on_disk,
        sorted(statistics.release_groups),
    )
