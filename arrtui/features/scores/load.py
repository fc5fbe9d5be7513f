"""Load the stored state of an instance for the analysis of scores.

Runs in a database thread, inside ``Database.reading()``: one statement for the titles, one for the episodes,
one for every :data:`~arrtui.db.records.PAGE` files, a few for the settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import EntityType, Setting, SettingType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.profiles import parse_profile
from arrtui.core.text import format_iso
from arrtui.db import records
from arrtui.db.albums import album_rows
from arrtui.db.estate import instance_ids
from arrtui.db.library import settings_of
from arrtui.db.snapshots import latest_complete
from arrtui.db.titles import EpisodeFileRow, FileOwnerRow, episode_file_rows, file_owner_rows
from arrtui.features.scores.albums import album_files, missing_albums
from arrtui.features.scores.model import Missing, Profile, ScoredFile, ScoreLibrary


class _FileDoc(msgspec.Struct, gc=False):
    """What is read of a file's record."""

    id: int
    item_id: int = 0
    album_id: int = 0
    season: int = 0
    relative_path: str = ""
    size: int = 0
    quality_id: int = 0
    quality: str = ""
    formats: tuple[int, ...] = ()
    score: int | None = None
    cutoff_unmet: bool = False
    release_group: str = ""


_FileEpisodes: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], bool]
"""Of one file, by number: its episodes' numbers, their ids, and whether any of them is monitored."""

_decoder = msgspec.json.Decoder(_FileDoc)
_NO_EPISODES: _FileEpisodes = ((), (), False)


def load_library(instance: str, kind: Kind) -> ScoreLibrary:
    """Return the latest stored state of an instance.

    Files of titles that are gone are left out. Raises :class:`NoSuchSnapshotError` when nothing is stored.
    """
    instance_id = instance_ids().get(instance)
    snapshot = None if instance_id is None else latest_complete(instance_id)
    if snapshot is None:
        raise NoSuchSnapshotError.nothing_stored("reading its scores", instance)
    owners = {row.item_id: row for row in file_owner_rows(snapshot.instance_id)}
    profiles = {
        setting.id: profile_of(instance, setting)
        for setting in settings_of(instance, SettingType.QUALITY_PROFILE).values()
    }
    now = format_iso(snapshot.taken_at)
    files: Iterable[ScoredFile]
    if kind.app.judges_children:
        albums = {row.album_id: row for row in album_rows(snapshot.instance_id)}
        missing = missing_albums(albums.values(), _monitored(owners), now)
        files = album_files(_files(instance, kind, snapshot.instance_id, owners, {}), albums, profiles)
    else:
        episodes = episode_file_rows(snapshot.instance_id) if kind.app.has_children else None
        missing = _missing(owners, episodes, now)
        by_file = _episodes_by_file(episodes or ())
        del episodes
        files = (file for _, file in _files(instance, kind, snapshot.instance_id, owners, by_file))
    formats = settings_of(instance, SettingType.CUSTOM_FORMAT)
    management = settings_of(instance, SettingType.MEDIA_MANAGEMENT).values()
    return ScoreLibrary(
        instance=instance,
        kind=kind,
        taken_at=snapshot.taken_at,
        files=list(files),
        profiles=profiles,
        formats={format_id: setting.name for format_id, setting in formats.items()},
        missing=missing,
        propers=next((str(setting.body.get("downloadPropersAndRepacks", "")) for setting in management), ""),
    )


def _monitored(owners: Mapping[int, FileOwnerRow]) -> frozenset[int]:
    return frozenset(item_id for item_id, owner in owners.items() if owner.monitored)


def _missing(
    owners: Mapping[int, FileOwnerRow], episodes: Iterable[EpisodeFileRow] | None, now: str
) -> Missing:
    """Return how much is wanted and present: of movies, or of the ``episodes`` that aired until ``now``."""
    if episodes is None:
        wanted = [row for row in owners.values() if row.monitored and row.available]
        return Missing(len(wanted), sum(row.files > 0 for row in wanted))
    monitored_series = _monitored(owners)
    wanted_files = [
        file_id
        for file_id, _, _, item_id, monitored, air_date in episodes
        if monitored and item_id in monitored_series and air_date and air_date <= now
    ]
    return Missing(len(wanted_files), sum(file_id != 0 for file_id in wanted_files))


def profile_of(instance: str, setting: Setting) -> Profile:
    """Return what a stored quality profile decides."""
    body = parse_profile(setting.body)
    return Profile(
        instance=instance,
        id=setting.id,
        name=setting.name,
        upgrade_allowed=body.upgrade_allowed,
        cutoff=body.cutoff,
        items=tuple((place.ids, place.name, place.allowed) for place in body.places),
        minimum=body.min_score,
        wanted=body.cutoff_score,
        step=body.min_upgrade_score,
        scores=body.scores,
    )


def _files(
    instance: str,
    kind: Kind,
    instance_id: int,
    owners: Mapping[int, FileOwnerRow],
    episodes: Mapping[int, _FileEpisodes],
) -> Iterator[tuple[int, ScoredFile]]:
    """Yield every file of a title that is there, after the id of its album (0: it has none)."""
    has_episodes = kind.app.numbers_children
    for _, doc in records.iter_docs(instance_id, EntityType.FILE):
        file = _decoder.decode(doc)
        owner = owners.get(file.item_id)
        if owner is None:
            continue
        numbers, episode_ids, any_monitored = episodes.get(file.id, _NO_EPISODES)
        scored = ScoredFile(
            instance,
            kind,
            file.id,
            file.item_id,
            owner.external_id,
            owner.title,
            owner.year,
            owner.profile_id,
            file.quality_id,
            file.quality,
            file.score,
            file.formats,
            file.size,
            bool(owner.monitored) and (any_monitored or not has_episodes),
            bool(owner.available),
            file.cutoff_unmet,
            file.season,
            numbers,
            episode_ids,
            file.relative_path,
            file.release_group,
        )
        yield file.album_id, scored


def _episodes_by_file(episodes: Iterable[EpisodeFileRow]) -> dict[int, _FileEpisodes]:
    """Return the episodes of each file; most files hold one."""
    by_file: dict[int, _FileEpisodes] = {}
    for file_id, number, episode_id, _, monitored, _ in episodes:
        if not file_id:
            continue
        if file_id not in by_file:
            by_file[file_id] = ((number,), (episode_id,), bool(monitored))
            continue
        numbers, ids, any_monitored = by_file[file_id]
        by_file[file_id] = ((*numbers, number), (*ids, episode_id), any_monitored or bool(monitored))
    return by_file
