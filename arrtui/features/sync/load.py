"""Read one side of a plan: an instance as it is stored, or as it was in an old snapshot.

Runs in a database thread, inside ``Database.reading()``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import EntityType, Item, MediaFile, RootFolder, Setting, SettingType, Volatile
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db import records
from arrtui.db.estate import EstateRow, estate_rows
from arrtui.db.snapshots import SnapshotRow, latest_complete
from arrtui.db.titles import title_rows
from arrtui.features.sync.model import Side, SideTitle

States = Mapping[EntityType, Mapping[str, str]]
"""Canonical JSON by type and key."""

_items = msgspec.json.Decoder(Item)
_volatiles = msgspec.json.Decoder(Volatile)
_settings = msgspec.json.Decoder(Setting)
_files = msgspec.json.Decoder(MediaFile)


class _Size(msgspec.Struct, gc=False):
    """What is counted of a file."""

    item_id: int = 0
    size: int = 0


class _Flag(msgspec.Struct, gc=False):
    """What is compared of an episode."""

    item_id: int = 0
    season: int = 0
    number: int = 0
    monitored: bool = False


_sizes = msgspec.json.Decoder(_Size)
_flags = msgspec.json.Decoder(_Flag)


def load_side(
    instance: str,
    kind: Kind,
    *,
    snapshot: SnapshotRow | None = None,
    states: States | None = None,
    episodes: bool = False,
    files: bool = False,
    trouble: str = "",
    label: str = "",
) -> Side:
    """Return an instance as it is stored, or with ``states`` as it was in ``snapshot``.

    ``states`` are the rebuilt records of an old snapshot; without them the latest stored state is read.
    Episodes and files are read only where asked for. ``label`` is what the side is called, by default the
    instance's name, with ``@`` and the number of the snapshot for an old one. Raises
    :class:`NoSuchSnapshotError` when nothing is stored of the instance.
    """
    row = estate_rows([instance])[0]
    taken = snapshot or (None if row.id is None else latest_complete(row.id))
    if taken is None:
        raise _never_backed_up(instance)
    found = _Stored(taken.instance_id, states)
    settings = tuple(map(_settings.decode, found.docs(EntityType.SETTING)))
    names = _Names.of(settings)
    return Side(
        instance=instance,
        kind=kind,
        label=label or (instance if states is None else f"{instance}@{taken.id}"),
        snapshot=taken.id,
        taken_at=taken.taken_at,
        titles=tuple(_titles(found, names)),
        profiles=names.profiles,
        tags=names.tags,
        roots=_roots(settings, row, old=states is not None),
        exclusions=_exclusions(settings, kind),
        settings=settings,
        version=taken.app_version if states is not None else row.app_version,
        trouble=trouble,
        episodes=_episodes(found.docs(EntityType.EPISODE)) if episodes else {},
        media=_media(found.docs(EntityType.FILE)) if files else {},
    )


def _never_backed_up(instance: str) -> NoSuchSnapshotError:
    return NoSuchSnapshotError(
        what="comparing it",
        why="nothing of it is stored yet",
        advice=f"Run: arrtui --run backup {instance}",
        instance=instance,
    )


@dataclass(frozen=True)
class _Stored:
    """The records of one instance, of now or of an old snapshot."""

    instance_id: int
    states: States | None

    def docs(self, type: EntityType) -> Iterable[str]:
        """Return the canonical JSON of every record of a type."""
        if self.states is not None:
            return self.states.get(type, {}).values()
        return (doc for _, doc in records.iter_docs(self.instance_id, type))


@dataclass(frozen=True)
class _Names:
    """The names that ids stand for on one instance."""

    profiles: Mapping[int, str]
    tags: Mapping[int, str]

    @classmethod
    def of(cls, settings: Sequence[Setting]) -> _Names:
        """Return the names of an instance's profiles and tags."""
        labels = _named(settings, SettingType.TAG)
        return cls(
            _named(settings, SettingType.QUALITY_PROFILE),
            {number: label.lower() for number, label in labels.items()},
        )

    def title(self, item: Item, files: int, size: int, volatile: Volatile | None) -> SideTitle:
        """Return a title with its ids replaced; a tag without a name is left out, as the app does."""
        labels = tuple(sorted(self.tags[one] for one in item.tags if one in self.tags)) if item.tags else ()
        return SideTitle(item, self.profiles.get(item.profile_id, ""), labels, files, size, volatile)


def _named(settings: Iterable[Setting], type: SettingType) -> dict[int, str]:
    return {one.id: one.name for one in settings if one.type == type.value}


# --- titles ----------------------------------------------------------------------------------------------


def _titles(found: _Stored, names: _Names) -> Iterator[SideTitle]:
    rows = title_rows(found.instance_id)
    if found.states is None:
        for row in rows:
            volatile = _volatiles.decode(row.volatile_doc)
            yield names.title(_items.decode(row.doc), row.files, row.size, volatile)
        return
    latest = {(item := _items.decode(row.doc)).id: (item.external_id, row.volatile_doc) for row in rows}
    held = _sizes_by_item(found.docs(EntityType.FILE))
    for item in map(_items.decode, found.docs(EntityType.ITEM)):
        external, volatile_doc = latest.get(item.id, (None, "{}"))
        # an id may stand for another title by now
        known = _volatiles.decode(volatile_doc) if external == item.external_id else None
        yield names.title(item, *held.get(item.id, (0, 0)), known)


def _sizes_by_item(docs: Iterable[str]) -> dict[int, tuple[int, int]]:
    """Return how many files each title had and their bytes."""
    found: dict[int, tuple[int, int]] = {}
    for file in map(_sizes.decode, docs):
        files, size = found.get(file.item_id, (0, 0))
        found[file.item_id] = (files + 1, size + file.size)
    return found


def _episodes(docs: Iterable[str]) -> dict[int, dict[str, bool]]:
    found: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    for one in map(_flags.decode, docs):
        found[one.item_id][f"{one.season}x{one.number}"] = one.monitored
    return dict(found)


def _media(docs: Iterable[str]) -> dict[int, tuple[MediaFile, ...]]:
    found: defaultdict[int, list[MediaFile]] = defaultdict(list)
    for file in map(_files.decode, docs):
        found[file.item_id].append(file)
    return {item: tuple(files) for item, files in found.items()}


# --- settings --------------------------------------------------------------------------------------------


def _roots(settings: Iterable[Setting], row: EstateRow, *, old: bool) -> tuple[RootFolder, ...]:
    """Return the registered root folders, with their space as it was seen last where it is known.

    A check may have seen a folder that no snapshot has yet; an old side has only those of its time.
    """
    seen = {root.path.rstrip("/\\"): root for root in row.roots}
    names = [one.name for one in settings if one.type == SettingType.ROOT_FOLDER.value]
    if not old and row.roots:
        return row.roots
    return tuple(seen.get(name.rstrip("/\\")) or RootFolder(path=name) for name in names)


def _exclusions(settings: Iterable[Setting], kind: Kind) -> dict[int, str]:
    key = "tmdbId" if kind is Kind.RADARR else "tvdbId"
    bodies = (one for one in settings if one.type == SettingType.EXCLUSION.value)
    return {int(one.body[key]): one.name for one in bodies if one.body.get(key)}
