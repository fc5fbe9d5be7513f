"""Read what is stored of an instance as the analysis of scores wants it.

Runs in a database thread, inside ``Database.reading()``: one statement for the titles, one for the episodes,
one for every :data:`~arrtui.db.records.PAGE` files, a few for the settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import EntityType, SettingType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db import records
from arrtui.db.estate import instance_ids
from arrtui.db.library import settings_of
from arrtui.db.reading import rows_of
from arrtui.db.snapshots import SnapshotRow, latest_complete
from arrtui.features.scores.model import Missing, ScoredFile, ScoreLibrary
from arrtui.features.scores.profile_bodies import profile_of


class _FileDoc(msgspec.Struct, gc=False):
    """What is read of a file's record."""

    id: int
    item_id: int = 0
    season: int = 0
    relative_path: str = ""
    size: int = 0
    quality_id: int = 0
    quality: str = ""
    formats: tuple[int, ...] = ()
    score: int | None = None
    cutoff_unmet: bool = False
    release_group: str = ""


class _TitleDoc(msgspec.Struct, gc=False):
    """What only a title's record says."""

    tmdb_id: int = 0


class _Title(NamedTuple):
    """A title as far as its files need it."""

    external_id: int
    title: str
    year: int
    profile_id: int
    monitored: bool
    available: bool
    files: int
    """As the list of titles counts them."""
    tmdb_id: int


_Episode = tuple[int, int, int, int, bool, str]
"""File id (0 for none), number, episode id, item id, whether monitored, when it airs (UTC, empty: unknown).

A plain tuple: the garbage collector need not look at tens of thousands of them again and again.
"""
_Held = tuple[tuple[int, ...], tuple[int, ...], bool]
"""Of one file, by number: its episodes' numbers, their ids, and whether any of them is monitored."""

_file_docs = msgspec.json.Decoder(_FileDoc)
_title_docs = msgspec.json.Decoder(_TitleDoc)
_NO_EPISODES: _Held = ((), (), False)


def load_library(instance: str, kind: Kind) -> ScoreLibrary:
    """Return the latest stored state of an instance.

    Files of titles that are gone are left out. Raises :class:`NoSuchSnapshotError` when nothing is stored.
    """
    taken = _latest(instance)
    titles = _titles(taken.instance_id)
    if kind is Kind.RADARR:
        held: Mapping[int, _Held] = {}
        missing = _missing_movies(titles.values())
    else:
        episodes = _episodes(taken.instance_id)
        held = _episodes_by_file(episodes)
        missing = _missing_episodes(episodes, titles, iso_of(taken.taken_at))
    return ScoreLibrary(
        instance=instance,
        kind=kind,
        taken_at=taken.taken_at,
        snapshot=taken.id,
        files=list(_files(instance, kind, taken.instance_id, titles, held)),
        profiles={
            one.id: profile_of(instance, one)
            for one in settings_of(instance, SettingType.QUALITY_PROFILE).values()
        },
        formats={
            number: setting.name
            for number, setting in settings_of(instance, SettingType.CUSTOM_FORMAT).items()
        },
        missing=missing,
    )


def iso_of(at: float) -> str:
    """Return a moment (UTC seconds) as the apps write theirs, which compares as text."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _latest(instance: str) -> SnapshotRow:
    number = instance_ids().get(instance)
    taken = None if number is None else latest_complete(number)
    if taken is None:
        raise NoSuchSnapshotError(
            what="reading its scores",
            why="nothing of it is stored yet",
            advice=f"Run: arrtui --run backup {instance}",
            instance=instance,
        )
    return taken


# --- titles and files ------------------------------------------------------------------------------------


def _titles(instance_id: int) -> dict[int, _Title]:
    sql = (
        "SELECT item_id, external_id, title, year, profile_id, monitored, available, files, doc FROM item "
        "WHERE instance_id = ?"
    )
    return {item_id: _title(plain, doc) for item_id, *plain, doc in rows_of(sql, (instance_id,))}


def _title(plain: Sequence[Any], doc: str) -> _Title:
    external_id, title, year, profile_id, monitored, available, files = plain
    tmdb_id = _title_docs.decode(doc).tmdb_id
    return _Title(external_id, title, year, profile_id, bool(monitored), bool(available), files, tmdb_id)


def _files(
    instance: str, kind: Kind, instance_id: int, titles: Mapping[int, _Title], held: Mapping[int, _Held]
) -> Iterator[ScoredFile]:
    movies = kind is Kind.RADARR
    for _, doc in records.iter_docs(instance_id, EntityType.FILE):
        file = _file_docs.decode(doc)
        title = titles.get(file.item_id)
        if title is None:
            continue
        numbers, episode_ids, followed = held.get(file.id, _NO_EPISODES)
        yield ScoredFile(
            instance,
            kind,
            file.id,
            file.item_id,
            title.external_id,
            title.title,
            title.year,
            title.profile_id,
            file.quality_id,
            file.quality,
            file.score,
            file.formats,
            file.size,
            title.monitored and (movies or followed),
            title.available,
            file.cutoff_unmet,
            file.season,
            numbers,
            episode_ids,
            file.relative_path,
            file.release_group,
            title.tmdb_id,
        )


def _missing_movies(titles: Iterable[_Title]) -> Missing:
    wanted = [one for one in titles if one.monitored and one.available]
    return Missing(len(wanted), sum(one.files > 0 for one in wanted))


# --- episodes --------------------------------------------------------------------------------------------


def _episodes(instance_id: int) -> Sequence[Any]:
    """Return every episode, those of a file beside each other and by number."""
    sql = (
        "SELECT file_id, number, episode_id, item_id, monitored, air_date FROM episode "
        "WHERE instance_id = ? ORDER BY file_id, number, episode_id"
    )
    return rows_of(sql, (instance_id,))


def _episodes_by_file(episodes: Iterable[_Episode]) -> dict[int, _Held]:
    """Return what each file holds; most hold one episode."""
    found: dict[int, _Held] = {}
    for file_id, number, episode_id, _, monitored, _ in episodes:
        if not file_id:
            continue
        if file_id not in found:
            found[file_id] = ((number,), (episode_id,), bool(monitored))
            continue
        numbers, ids, any_monitored = found[file_id]
        found[file_id] = ((*numbers, number), (*ids, episode_id), any_monitored or bool(monitored))
    return found


def _missing_episodes(episodes: Iterable[_Episode], titles: Mapping[int, _Title], now: str) -> Missing:
    """Count the episodes that had aired by ``now`` and are monitored in a monitored series."""
    followed = {item_id for item_id, title in titles.items() if title.monitored}
    wanted = [
        file_id
        for file_id, _, _, item_id, monitored, air_date in episodes
        if monitored and item_id in followed and air_date and air_date <= now
    ]
    return Missing(len(wanted), sum(file_id != 0 for file_id in wanted))
