"""Load what the names of an instance's files follow from, and what the app said of them when it was asked.

Runs in a database thread, inside ``Database.reading()``; no request is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2s
from typing import Any, NamedTuple

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import EntityType, Episode, Item, MediaFile, SettingType, encode
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.matching.formats import TITLE_FIELD
from arrtui.core.matching.names import base_name, is_windows_path, without_extension
from arrtui.core.naming import NamedEpisode, NamingFacts, NamingScheme, read_naming
from arrtui.core.naming.facts import LONGEST_NAME
from arrtui.core.text import episode_number
from arrtui.db import records
from arrtui.db.estate import instance_ids
from arrtui.db.history import imported_from
from arrtui.db.rename_previews import TitleNames, stored_names
from arrtui.db.snapshots import latest_complete
from arrtui.features.loops.settings import SettingsState

_LONGEST_PATHS = {False: 4_096, True: 259}
"""Bytes of a path by whether the app runs on Windows (``LongPathSupport``; there at least that many)."""
_items = msgspec.json.Decoder(Item)
_episodes = msgspec.json.Decoder(Episode)
_files = msgspec.json.Decoder(MediaFile)
_MARK_BYTES = 8


class RenameFile(NamedTuple):
    """A stored file with what its name follows from."""

    file: MediaFile
    item: Item
    episodes: tuple[Episode, ...]
    release_name: str
    """The name it came by, which a rename leaves as it is: scene name, else that of the file imported; empty
    for one that a scan found."""
    quality_title: str | None
    album: str = ""
    """Title of the album that it belongs to."""

    @property
    def is_windows(self) -> bool:
        """Whether its app runs on Windows."""
        return is_windows_path(self.item.path)

    @property
    def name(self) -> str:
        """Its base name."""
        return base_name(self.file.relative_path, self.is_windows)

    @property
    def title(self) -> str:
        """What people call what it holds."""
        item = self.item
        named = f"{item.title} ({item.year})" if item.year else item.title
        if self.album:
            return f"{named} - {self.album}"
        if not self.episodes:
            return named
        first, last = self.episodes[0], self.episodes[-1]
        return f"{named} {episode_number(first.season, first.number, last.number)}"

    @property
    def facts(self) -> NamingFacts:
        """What tokens of its name stand for."""
        file, item, windows = self.file, self.item, self.is_windows
        folder = file.relative_path[: len(file.relative_path) - len(self.name)]
        room = _LONGEST_PATHS[windows] - len(f"{item.path}/{folder}".encode())
        return NamingFacts(
            title=item.title,
            year=item.year,
            original_title=item.original_title,
            collection=item.collection_title,
            certification=item.certification,
            imdb_id=item.imdb_id,
            tmdb_id=item.tmdb_id,
            tvdb_id=item.external_id,
            series_type=item.series_type,
            season=self.episodes[0].season if self.episodes else 0,
            episodes=tuple(
                NamedEpisode(episode.number, episode.title, episode.absolute_number)
                for episode in self.episodes
            ),
            quality_title=self.quality_title,
            revision=file.revision,
            release_group=file.release_group,
            edition=file.edition,
            scene_name=file.scene_name,
            file_name=without_extension(self.name),
            media=file.media,
            room=max(0, min(LONGEST_NAME, room)),
        )

    @property
    def mark(self) -> str:
        """Tells what its name follows from, from what it was at another time."""
        return mark_of([msgspec.to_builtins(self.facts), self.file.relative_path])


@dataclass(frozen=True)
class RenameLibrary:
    """The files of an instance, its settings, and what the app said of names."""

    instance: str
    instance_id: int
    kind: Kind
    version: str
    """Of the app when its state was stored; empty where it told none."""
    files: Sequence[RenameFile]
    settings: SettingsState
    naming: NamingScheme
    naming_mark: str
    answers: Mapping[int, TitleNames]
    """Title id → what the app said of its files when it was asked."""

    @cached_property
    def by_id(self) -> dict[int, RenameFile]:
        """The files by id."""
        return {own.file.id: own for own in self.files}

    @cached_property
    def by_title(self) -> dict[int, list[RenameFile]]:
        """The files of each title, by its id."""
        titles: dict[int, list[RenameFile]] = {}
        for own in self.files:
            titles.setdefault(own.file.item_id, []).append(own)
        return titles

    @cached_property
    def asks_names(self) -> frozenset[int]:
        """The formats that a name decides about."""
        return frozenset(
            format_.id
            for format_ in self.settings.formats.values()
            if any(
                condition.field == TITLE_FIELD for group in format_.groups for condition in group.conditions
            )
        )


def load_rename_library(instance: str, kind: Kind, item_ids: Sequence[int] | None = None) -> RenameLibrary:
    """Return what is stored of the files of an instance, or of some of its titles only.

    Raises :class:`NoSuchSnapshotError` when nothing is stored.
    """
    instance_id = instance_ids().get(instance)
    snapshot = None if instance_id is None else latest_complete(instance_id)
    if instance_id is None or snapshot is None:
        raise NoSuchSnapshotError.nothing_stored("foretelling renames", instance)
    settings, naming = _settings(instance_id)
    return RenameLibrary(
        instance=instance,
        instance_id=instance_id,
        kind=kind,
        version=snapshot.app_version,
        files=_load_files(instance_id, kind, settings, item_ids),
        settings=SettingsState(kind.value, settings),
        naming=read_naming(kind, naming),
        naming_mark=mark_of(naming),
        answers=stored_names(instance_id),
    )


def load_naming(instance: str, kind: Kind) -> NamingScheme:
    """Return the naming of an instance; raises :class:`NoSuchSnapshotError` when nothing is stored."""
    instance_id = instance_ids().get(instance)
    if instance_id is None or latest_complete(instance_id) is None:
        raise NoSuchSnapshotError.nothing_stored("foretelling renames", instance)
    return read_naming(kind, _settings(instance_id)[1])


def _settings(instance_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the settings of an instance by record key, and what the app says of naming."""
    docs = records.stored_docs(instance_id, EntityType.SETTING)
    settings: dict[str, Any] = {key: msgspec.json.decode(doc) for key, doc in docs.items()}
    naming = (record.get("body", {}) for key, record in settings.items() if _is(SettingType.NAMING, key))
    return settings, next(naming, {})


def mark_of(value: Any) -> str:
    """Return a short text that tells a plain value from others."""
    return blake2s(encode(value).encode(), digest_size=_MARK_BYTES).hexdigest()


def _is(type: SettingType, key: str) -> bool:
    return key.startswith(f"{type.value}/")


def _load_files(
    instance_id: int, kind: Kind, settings: Mapping[str, Any], item_ids: Sequence[int] | None
) -> list[RenameFile]:
    def docs(type: EntityType) -> Iterable[tuple[str, str]]:
        if item_ids is None:
            return records.iter_docs(instance_id, type)
        return records.docs_of_items(instance_id, type, item_ids).items()

    items = {int(key): _items.decode(doc) for key, doc in docs(EntityType.ITEM)}
    by_file: dict[int, list[Episode]] = {}
    albums: dict[int, str] = {}
    for _, doc in docs(EntityType.EPISODE):
        episode = _episodes.decode(doc)
        if episode.external_id:
            albums[episode.id] = episode.title
        elif episode.file_id:
            by_file.setdefault(episode.file_id, []).append(episode)
    titles = _quality_titles(settings)
    dropped = {} if kind.app.has_original_path else imported_from(instance_id)
    files = []
    for _, doc in docs(EntityType.FILE):
        file = _files.decode(doc)
        item = items.get(file.item_id)
        if item is None:
            continue
        episodes = sorted(by_file.get(file.id, ()), key=lambda own: (own.season, own.number))
        original = base_name(file.original_path or dropped.get(file.id, ""), is_windows_path(item.path))
        release = file.scene_name if file.scene_name.strip() else original
        album = albums.get(file.album_id, "")
        files.append(RenameFile(file, item, tuple(episodes), release, titles.get(file.quality_id), album))
    return files


def _quality_titles(settings: Mapping[str, Any]) -> dict[int, str]:
    """Return what the quality definitions call each quality, by its id."""
    titles = {}
    for key, record in settings.items():
        body = record.get("body", {})
        quality = body.get("quality")
        if _is(SettingType.QUALITY_DEFINITION, key) and isinstance(quality, dict):
            titles[int(quality.get("id") or 0)] = str(body.get("title") or "")
    return titles
