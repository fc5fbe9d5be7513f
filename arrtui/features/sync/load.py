"""Read one side of a plan: an instance as it is stored, or as it was in an old snapshot.

Runs in a database thread, inside ``Database.reading()``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from arrtui.core.albums import Album
from arrtui.core.apps import Kind
from arrtui.core.domain import (
    EntityType,
    Episode,
    Item,
    MediaFile,
    RootFolder,
    Setting,
    SettingType,
    Volatile,
    child_key,
)
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db import records
from arrtui.db.estate import EstateRow, estate_rows
from arrtui.db.snapshots import SnapshotRow, latest_complete
from arrtui.db.titles import folder_rows, item_ids_of, title_rows
from arrtui.features.sync.fields.names import profile_names, rule_labels, trim_path
from arrtui.features.sync.fields.narrow import narrowed
from arrtui.features.sync.fields.translate import Memo
from arrtui.features.sync.model import Bystander, Side, SideTitle, States

_items = msgspec.json.Decoder(Item)
_volatiles = msgspec.json.Decoder(Volatile)
_settings = msgspec.json.Decoder(Setting)
_files = msgspec.json.Decoder(MediaFile)


class _FileSize(msgspec.Struct, gc=False):
    """What is counted of a file."""

    item_id: int = 0
    album_id: int = 0
    size: int = 0


class _EpisodeFlag(msgspec.Struct, gc=False):
    """What is compared of an episode."""

    item_id: int = 0
    season: int = 0
    number: int = 0
    monitored: bool = False
    external_id: str = ""

    @property
    def key(self) -> str:
        """What it is matched by between instances, as :attr:`Episode.key`."""
        return child_key(self.season, self.number, self.external_id)


_sizes = msgspec.json.Decoder(_FileSize)
_episodes = msgspec.json.Decoder(_EpisodeFlag)
_children = msgspec.json.Decoder(Episode)


def load_side(
    instance: str,
    *,
    snapshot: SnapshotRow | None = None,
    states: States | None = None,
    episodes: bool = False,
    files: bool = False,
    trouble: str = "",
    label: str = "",
    only: Collection[str] | None = None,
) -> Side:
    """Return an instance as it is stored, or with ``states`` as it was in ``snapshot``.

    ``states`` are the rebuilt records of an old snapshot, or without one what the instance has now and is not
    stored; without them the latest stored state is read. Episodes and files are read only where asked for.
    ``label`` is what the side is called, by default the instance's name, with ``@`` and the number of the
    snapshot for an old one. With ``only`` the side is narrowed to the titles with these external ids; of the
    others nothing but their folders is read. Raises :class:`NoSuchSnapshotError` when nothing is stored of
    the instance.
    """
    row, is_old = estate_rows([instance])[0], snapshot is not None and states is not None
    snapshot = snapshot or (None if row.id is None else latest_complete(row.id))
    if snapshot is None:
        raise NoSuchSnapshotError.nothing_stored("comparing it", instance)
    kind = Kind(instance.partition(".")[0])
    stored = _StoredRecords(snapshot.instance_id, states, None if states is not None else only)
    settings = tuple(map(_settings.decode, stored.docs(EntityType.SETTING)))
    profiles = profile_names(settings)
    tags = {tag_id: label.lower() for tag_id, label in _names(settings, SettingType.TAG).items()}
    side = Side(
        instance=instance,
        kind=kind,
        label=label or (f"{instance}@{snapshot.id}" if is_old else instance),
        snapshot=snapshot.id,
        titles=tuple(_titles(stored, kind, profiles, tags)),
        bystanders=stored.bystanders,
        profiles=profiles,
        tags=tags,
        rule_tags=rule_labels((row for row in settings if row.type == SettingType.AUTO_TAG), tags),
        roots=_roots(settings, row, old=is_old),
        exclusions=_exclusions(settings, kind),
        settings=settings,
        version=snapshot.app_version if is_old else row.app_version,
        trouble=trouble,
        episodes=_monitored_episodes(stored) if episodes else {},
        albums=_albums(stored) if episodes and kind.app.chooses_children else {},
        media=_media(stored) if files else {},
    )
    return side if states is None or only is None else narrowed(side, only)


@dataclass(frozen=True)
class _StoredRecords:
    """The records of one instance, of now or of an old snapshot."""

    instance_id: int
    states: States | None
    only: Collection[str] | None
    """External ids of the titles that are read of what is stored now; None for all."""

    @cached_property
    def item_ids(self) -> list[int]:
        """The app's ids of the titles that are read, where these are not all."""
        return item_ids_of(self.instance_id, self.only or ())

    @property
    def bystanders(self) -> tuple[Bystander, ...]:
        """The titles that are not read."""
        if self.only is None:
            return ()
        folders = folder_rows(self.instance_id)
        return tuple(Bystander(*row) for row in folders if row.external_id not in self.only)

    def docs(self, type: EntityType) -> Iterable[str]:
        """Return the canonical JSON of every record of a type, of titles only those that are read."""
        if self.states is not None:
            return self.states.get(type, {}).values()
        if self.only is not None and type is not EntityType.SETTING:
            return records.docs_of_items(self.instance_id, type, self.item_ids).values()
        return (doc for _, doc in records.iter_docs(self.instance_id, type))


def _names(settings: Iterable[Setting], type: SettingType) -> dict[int, str]:
    """Return id → name of the settings of a type."""
    return {setting.id: setting.name for setting in settings if setting.type == type.value}


def _exclusions(settings: Iterable[Setting], kind: Kind) -> dict[str, str]:
    """Return external id → title of the exclusion list."""
    ids, exclusions = kind.app.external_id, dict[str, str]()
    for setting in settings:
        is_exclusion = setting.type == SettingType.EXCLUSION.value
        if is_exclusion and (external_id := ids.of_exclusion(setting.body)):
            exclusions[external_id] = setting.name
    return exclusions


def _titles(
    stored: _StoredRecords, kind: Kind, profiles: Mapping[str, Mapping[int, str]], tags: Mapping[int, str]
) -> Iterator[SideTitle]:
    """Yield the titles with their ids replaced; a tag without a name is left out, as the app does."""
    fields = [(profile.name, profile.item_field) for profile in kind.app.profiles]

    def ids(item: Item) -> Iterator[int]:
        return (getattr(item, item_field) for _, item_field in fields)

    def names_of(numbers: tuple[int, ...]) -> Mapping[str, str]:
        """Return the names of profiles; titles with the same ones share it."""
        pairs = zip(fields, numbers, strict=True)
        return {name: profiles[name].get(number, "") for (name, _), number in pairs}

    named = Memo(names_of)

    def side_title(item: Item, files: int, size: int, volatile: Volatile | None) -> SideTitle:
        labels = tuple(sorted(tags[tag] for tag in item.tags if tag in tags)) if item.tags else ()
        return SideTitle(item, named[tuple(ids(item))], labels, files, size, volatile)

    rows = title_rows(stored.instance_id, stored.only)
    if stored.states is None:
        for row in rows:
            volatile = _volatiles.decode(row.volatile_doc)
            yield side_title(_items.decode(row.doc), row.files, row.size, volatile)
        return
    # What is volatile is stored of now alone; an id may stand for another title by now.
    latest = {(item := _items.decode(row.doc)).id: (item.external_id, row.volatile_doc) for row in rows}
    counts, sizes = Counter[int](), Counter[int]()
    for file in map(_sizes.decode, stored.docs(EntityType.FILE)):
        counts[file.item_id] += 1
        sizes[file.item_id] += file.size
    for item in map(_items.decode, stored.docs(EntityType.ITEM)):
        external_id, volatile_doc = latest.get(item.id, (None, "{}"))
        known = _volatiles.decode(volatile_doc) if external_id == item.external_id else None
        yield side_title(item, counts[item.id], sizes[item.id], known)


def _monitored_episodes(stored: _StoredRecords) -> dict[int, dict[str, bool]]:
    """Return item id → episode or album → monitored."""
    by_item: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    for episode in map(_episodes.decode, stored.docs(EntityType.EPISODE)):
        by_item[episode.item_id][episode.key] = episode.monitored
    return dict(by_item)


def _albums(stored: _StoredRecords) -> dict[int, tuple[Album, ...]]:
    """Return item id → its albums."""
    counts, sizes = Counter[int](), Counter[int]()
    for file in map(_sizes.decode, stored.docs(EntityType.FILE)):
        counts[file.album_id] += 1
        sizes[file.album_id] += file.size
    by_item: defaultdict[int, list[Album]] = defaultdict(list)
    for album in map(_children.decode, stored.docs(EntityType.EPISODE)):
        statuses = frozenset(release.status for release in album.releases)
        facts = (album.key, album.title, album.album_type, album.secondary_types, statuses)
        on_disk = counts[album.id] > 0, album.id, counts[album.id], sizes[album.id]
        by_item[album.item_id].append(Album(*facts, *on_disk))
    return {item_id: tuple(albums) for item_id, albums in by_item.items()}


def _media(stored: _StoredRecords) -> dict[int, tuple[MediaFile, ...]]:
    """Return item id → its files."""
    by_item: defaultdict[int, list[MediaFile]] = defaultdict(list)
    for file in map(_files.decode, stored.docs(EntityType.FILE)):
        by_item[file.item_id].append(file)
    return {item_id: tuple(files) for item_id, files in by_item.items()}


def _roots(settings: Iterable[Setting], row: EstateRow, *, old: bool) -> tuple[RootFolder, ...]:
    """Return the registered root folders, with their space as it was seen last where it is known.

    A check may have seen a folder that no snapshot has yet; an old side has only those of its time.
    """
    if not old and row.roots:
        return row.roots
    last_seen = {trim_path(root.path): root for root in row.roots}
    names = _names(settings, SettingType.ROOT_FOLDER).values()
    return tuple(last_seen.get(trim_path(name)) or RootFolder(path=name) for name in names)
