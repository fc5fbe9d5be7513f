"""The files of an album as the app weighs a release against them: together. Pure.

``UpgradeDiskSpecification`` of Lidarr (LIDARR_API 5): while a track of the monitored release has no file,
nothing on disk is compared; else every quality of the files counts, and the formats of the first file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from arrtui.db.albums import AlbumRow
from arrtui.features.scores.model import Missing, Profile, ScoredFile
from arrtui.features.scores.verdict import index_of


def album_files(
    files: Iterable[tuple[int, ScoredFile]], albums: Mapping[int, AlbumRow], profiles: Mapping[int, Profile]
) -> Iterator[ScoredFile]:
    """Yield the files of each album as one, given files with the ids of their albums.

    Files of albums that are gone are left out.
    """
    by_album: dict[int, list[ScoredFile]] = {}
    for album_id, file in files:
        by_album.setdefault(album_id, []).append(file)
    for album_id, of_album in by_album.items():
        album = albums.get(album_id)
        if album is not None:
            yield _as_one(of_album, album, profiles.get(of_album[0].profile_id))


def _as_one(files: Sequence[ScoredFile], album: AlbumRow, profile: Profile | None) -> ScoredFile:
    first = min(files, key=lambda file: file.file_id)
    worst = first
    if profile is not None:
        worst = min(files, key=lambda file: (index_of(profile, file.quality_id), file.file_id))
    return first._replace(
        quality_id=worst.quality_id,
        quality=worst.quality,
        size=sum(file.size for file in files),
        monitored=first.monitored and bool(album.monitored),
        app_unmet=any(file.app_unmet for file in files),
        season=album.season,
        episodes=(album.number,),
        episode_ids=(album.album_id,),
        path=first.path.rpartition("/")[0],
        album=album.title,
        lacking=max(0, album.tracks - len(files)),
    )


def missing_albums(albums: Iterable[AlbumRow], monitored_items: Iterable[int], now: str) -> Missing:
    """Return how many albums are wanted at ``now`` (ISO, UTC), and of how many every track has a file.

    An album without a monitored release has no tracks, so that the app misses none.
    """
    items = frozenset(monitored_items)
    wanted = [
        album
        for album in albums
        if album.monitored and album.tracks and album.item_id in items and album.released
        if album.released <= now
    ]
    return Missing(len(wanted), sum(album.files >= album.tracks for album in wanted))
