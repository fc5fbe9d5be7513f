"""Reads what the library shows out of the database; call it in a reader thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.apps import APPS, QUALITY, TITLE_PROFILES, app_of
from arrtui.core.change_text import ChangeNames
from arrtui.core.domain import Item, SettingType
from arrtui.core.memory import large_list
from arrtui.core.profiles import parse_profile
from arrtui.core.track_rows import track_groups, track_words
from arrtui.db.estate import estate_rows
from arrtui.db.history import events_of_item
from arrtui.db.library import (
    EpisodeListRow,
    all_episode_rows,
    changes_of_item,
    episode_rows,
    files_of_item,
    item_detail,
    library_rows,
    library_rows_at,
    settings_of,
)
from arrtui.features.library.changes import ChangeLine, describe_change
from arrtui.features.library.detail import CopyDetail, EventLine, TitleDetail, file_detail
from arrtui.features.library.merge import Title, TitleKey, merge
from arrtui.features.library.seasons import EpisodeKey, SeriesCopy, SeriesDetail, arrange
from arrtui.features.library.title_facets import EpisodeIndex, TitleIndex, episode_index, title_index

Place = tuple[str, int]
"""An instance and the id of an item on it."""

_NAMING = (
    *(profile.type for profile in TITLE_PROFILES),
    SettingType.TAG,
    SettingType.CUSTOM_FORMAT,
)


class Library(NamedTuple):
    """All titles, ready to be shown and narrowed."""

    instances: Mapping[str, str]
    """Name → kind, in the order of the configuration."""
    titles: list[Title]
    facets: TitleIndex
    taken: Mapping[str, float]
    """When each instance was backed up last, in UTC seconds; those never backed up are missing."""
    by_place: Mapping[Place, Title]
    """Every title by each place it has a copy at."""

    @property
    def oldest(self) -> float | None:
        """Return the time of the oldest data shown, None when there is none."""
        return min(self.taken.values(), default=None)

    @property
    def never(self) -> list[str]:
        """Return the instances of which nothing is stored yet."""
        return [name for name in self.instances if name not in self.taken]


class Episodes(NamedTuple):
    """All episodes of all instances, ready to be shown and narrowed."""

    rows: list[EpisodeListRow]
    facets: EpisodeIndex


def load_library(instances: Mapping[str, str]) -> Library:
    """Return every title of these instances (name → kind) and how old the data is."""
    names = list(instances)
    titles = merge(library_rows(names), names)
    taken = {row.name: row.complete_at for row in estate_rows(names) if row.complete_at is not None}
    by_place = {place: title for title in titles for place in places_of(title)}
    return Library(dict(instances), titles, title_index(titles, instances), taken, by_place)


def load_titles(instances: Sequence[str], places: Collection[Place]) -> list[Title]:
    """Return the titles that have copies at places, of these copies alone."""
    return merge(library_rows_at(places), instances)


def load_episodes_of(places: Collection[Place]) -> list[EpisodeListRow]:
    """Return the episodes of some series."""
    return [row for instance, item_id in places for row in episode_rows(instance, item_id)]


def load_episodes(instances: Mapping[str, str]) -> Episodes:
    """Return every episode of these instances."""
    names = [name for name, kind in instances.items() if APPS[kind].has_children]
    with large_list():
        rows = all_episode_rows(names)
        return Episodes(rows, episode_index(rows, names))


def load_series(places: Sequence[Place], now: str) -> SeriesDetail:
    """Return a series with the seasons and episodes of each of its copies, or an artist with its albums.

    ``now`` is UTC in ISO form. Copies that were removed meanwhile are left out.
    """
    copies = []
    for instance, item_id in places:
        stored = item_detail(instance, item_id)
        if stored is not None:
            seasons = frozenset(season.season_number for season in stored.item.seasons if season.monitored)
            copies.append(SeriesCopy(instance, item_id, seasons, episode_rows(instance, item_id)))
    return arrange(copies, now)


def load_detail(
    key: TitleKey, places: Sequence[Place], *, episode: EpisodeKey | None = None, limit: int = 200
) -> TitleDetail:
    """Return a title in full, or what concerns one episode of it.

    At most ``limit`` events and ``limit`` changes, the newest. Copies that were removed meanwhile are left
    out.
    """
    copies, lines = [], []
    labels: dict[tuple[str, int], str] = {}
    about: set[tuple[str, int]] = set()
    for instance, item_id in places:
        episodes = episode_rows(instance, item_id) if APPS[key.kind].has_children else []
        labels |= {(instance, row.episode_id): row.name for row in episodes}
        matches = [row for row in episodes if (row.season, row.number) == episode]
        about |= {(instance, row.episode_id) for row in matches}
        copy = _copy(instance, item_id, None if episode is None else matches)
        if copy is not None:
            copies.append(copy)
            lines += _changes(copy, episodes, episode, limit)
    lines.sort(key=lambda line: -line.at)
    events = _events(key, places, labels, None if episode is None else about, limit)
    return TitleDetail(tuple(copies), tuple(events), tuple(lines[:limit]))


def load_slug(instance: str, item_id: int) -> str:
    """Return a title's slug in the web address of its app, empty when none is known."""
    stored = item_detail(instance, item_id)
    return stored.volatile.slug if stored else ""


def _copy(instance: str, item_id: int, only: Sequence[EpisodeListRow] | None) -> CopyDetail | None:
    """Return a copy with all its files, or with those of ``only`` these episodes."""
    title = item_detail(instance, item_id)
    if title is None:
        return None
    formats = settings_of(instance, SettingType.CUSTOM_FORMAT)
    profiles = settings_of(instance, SettingType.QUALITY_PROFILE)
    setting = profiles.get(title.item.profile_id)
    profile = parse_profile(setting.body if setting else {})
    files = tuple(
        file_detail(file, profile.scores, formats)
        for file in files_of_item(instance, item_id)
        if only is None
        or any(file.album_id == row.episode_id if row.album_type else file.id == row.file_id for row in only)
    )
    return CopyDetail(
        *(title.row, title.item, title.volatile, setting.name if setting else "", profile, files),
        only[0] if only else None,
        _profile_names(instance, title.item),
    )


def _profile_names(instance: str, item: Item) -> dict[str, str]:
    """Return the names of a title's profiles besides its quality profile, by their headings.

    A name is empty where the app no longer has the profile.
    """
    names = {}
    for kind in app_of(instance).profiles:
        if kind is not QUALITY:
            profile = settings_of(instance, kind.type).get(getattr(item, kind.item_field))
            names[kind.heading] = profile.name if profile else ""
    return names


def _changes(
    copy: CopyDetail, episodes: Sequence[EpisodeListRow], episode: EpisodeKey | None, limit: int
) -> list[ChangeLine]:
    instance, item_id = copy.instance, copy.row.item_id
    names = ChangeNames(
        episodes={row.episode_id: row.name for row in episodes},
        files={file.file.id: file.file.relative_path for file in copy.files},
        settings={
            f"{type.value}/{setting_id}": setting.name
            for type in _NAMING
            for setting_id, setting in settings_of(instance, type).items()
        },
    )
    app = APPS[copy.row.kind]
    changes = [
        describe_change(instance, change, names, app) for change in changes_of_item(instance, item_id, limit)
    ]
    if episode is None:
        return changes
    subjects = {
        *(f"{app.unit.singular} {row.name}" for row in episodes if (row.season, row.number) == episode),
        *(f"file {path}" for path in names.files.values()),
    }
    return [line for line in changes if line.subject in subjects]


def _events(
    key: TitleKey,
    places: Sequence[Place],
    labels: Mapping[tuple[str, int], str],
    about: Collection[tuple[str, int]] | None,
    limit: int,
) -> list[EventLine]:
    """Return the events of a title, or those ``about`` some of its episodes, by instance and id."""
    if not key.external_id:
        return []
    instances = list(dict.fromkeys(instance for instance, _ in places))
    narrowed = about is not None or APPS[key.kind].file_unit is not None  # a row for what each file holds
    events = events_of_item(key.kind, key.external_id, instances, limit=5_000 if narrowed else limit)
    if about is not None:
        events = [own for own in events if (own.instance, own.event.episode_id) in about]
    groups = track_groups(events, lambda own: own.event, lambda own: own.instance)
    return [
        EventLine(
            group[0],
            labels.get((group[0].instance, group[0].event.episode_id), ""),
            track_words(own.event for own in group),
        )
        for group in groups[:limit]
    ]


def places_of(title: Title) -> tuple[Place, ...]:
    """Return where the copies of a title are."""
    return tuple((copy.instance, copy.item_id) for copy in title.copies)
