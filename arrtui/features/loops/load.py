"""Load what is stored of an instance, and return its chains.

Runs in a database thread, inside ``Database.reading()``; no request is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import msgspec

from arrtui.core.apps import APPS
from arrtui.core.domain import EntityType, Item, MediaFile, SettingType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.memory import large_list
from arrtui.core.text import format_iso
from arrtui.db import records
from arrtui.db.albums import album_titles
from arrtui.db.chain_rows import chain_rows, chain_rows_of
from arrtui.db.estate import instance_ids
from arrtui.db.history import reading_state
from arrtui.db.queue_rows import queued_downloads
from arrtui.db.scores import first_scores, samples_of_file
from arrtui.db.setting_changes import first_snapshot_at, profile_moves, setting_changes
from arrtui.db.snapshots import SnapshotRow, latest_complete
from arrtui.features.loops.compute import QualityFacts, ScoreBook
from arrtui.features.loops.join import join_rows
from arrtui.features.loops.kinds import judge_chain
from arrtui.features.loops.model import Chain, FileLife, LoopReport
from arrtui.features.loops.settings import SettingsTimeline
from arrtui.features.loops.sightings import StoredReleases, stored_releases

_items = msgspec.json.Decoder(Item)
_files = msgspec.json.Decoder(MediaFile)


class StoredChains:
    """The chains of an instance with what their scores follow from."""

    def __init__(self, report: LoopReport, book: ScoreBook) -> None:
        self.report = report
        self.book = book


@dataclass(frozen=True)
class StoredSettings:
    """The settings of an instance over time, which the scores of all its titles follow from."""

    instance: str
    kind: str
    snapshot: SnapshotRow
    bodies: Mapping[str, Any]
    """Record key of a setting → its record, as it is now."""

    @cached_property
    def timeline(self) -> SettingsTimeline:
        """The settings as each snapshot found them."""
        number = self.snapshot.instance_id
        return SettingsTimeline(self.kind, self.bodies, setting_changes(number), first_snapshot_at(number))


def load_settings(instance: str, kind: str, what: str) -> StoredSettings:
    """Return the settings that are stored of an instance; ``what`` is done with them, in words.

    Raises :class:`NoSuchSnapshotError` when nothing is stored.
    """
    known_id = instance_ids().get(instance)
    snapshot = None if known_id is None else latest_complete(known_id)
    if snapshot is None:
        raise NoSuchSnapshotError.nothing_stored(what, instance)
    docs = records.stored_docs(snapshot.instance_id, EntityType.SETTING)
    return StoredSettings(
        instance, kind, snapshot, {key: msgspec.json.decode(doc) for key, doc in docs.items()}
    )


def load_chains(instance: str, kind: str, since: float = 0.0) -> StoredChains:
    """Return the chains of an instance that have a row from ``since`` on (UTC seconds), each with its kind.

    Raises :class:`NoSuchSnapshotError` when nothing is stored.
    """
    settings = load_settings(instance, kind, "looking for loops")
    book = _book(settings)
    first = format_iso(since) if since else ""
    with large_list():
        rows = chain_rows(book.instance_id, first)
    chains = join_rows(rows, queued_downloads(book.instance_id), of_albums=APPS[kind].judges_children)
    if first:
        chains = [chain for chain in chains if chain.last.date >= first]
    for chain in chains:
        judge_chain(chain, book)
    return StoredChains(_report(settings, book, chains), book)


def load_title_chains(settings: StoredSettings, item_id: int) -> StoredChains:
    """Return the chains of one title, each with its kind; reads nothing of other titles."""
    book = _book(settings, item_id)
    external_id = book.items[item_id].external_id if item_id in book.items else ""
    rows = chain_rows_of(book.instance_id, item_id, external_id)
    chains = join_rows(
        rows, queued_downloads(book.instance_id, item_id), of_albums=APPS[settings.kind].judges_children
    )
    for chain in chains:
        judge_chain(chain, book)
    return StoredChains(_report(settings, book, chains, item_id), book)


def load_releases(instance: str, kind: str) -> tuple[ScoreBook, StoredReleases]:
    """Return the releases of an instance's history, with what their scores follow from.

    Raises :class:`NoSuchSnapshotError` when nothing is stored.
    """
    book = _book(load_settings(instance, kind, "looking for cutoffs"))
    return book, stored_releases(book, chain_rows(book.instance_id))


def _book(settings: StoredSettings, item_id: int | None = None) -> ScoreBook:
    """Return what scores follow from; with ``item_id`` it holds no other title and its files."""
    instance_id = settings.snapshot.instance_id
    if item_id is None:
        docs: Iterable[tuple[str, str]] = records.iter_docs(instance_id, EntityType.ITEM)
    else:
        docs = records.docs_of_items(instance_id, EntityType.ITEM, [item_id]).items()
    items = {int(key): _items.decode(doc) for key, doc in docs}
    external_id = None if item_id is None else "".join(item.external_id for item in items.values())

    def find_file(file_id: int) -> MediaFile | None:
        docs = records.docs_by_key(instance_id, EntityType.FILE, [str(file_id)])
        return next((_files.decode(doc) for doc in docs.values()), None)

    def find_samples(life: FileLife) -> list[tuple[int | None, float]]:
        return samples_of_file(instance_id, life.row.external_id, life.file_id) if life.file_id else []

    return ScoreBook(
        kind=settings.kind,
        settings=settings.timeline,
        instance_id=instance_id,
        items=items,
        qualities=_qualities(settings.bodies),
        stored=first_scores(instance_id, external_id),
        read_scores=partial(records.file_scores, instance_id, item_id),
        find_file=find_file,
        find_samples=find_samples,
        find_moves=partial(profile_moves, instance_id),
        taken_at=settings.snapshot.taken_at,
        has_whole_history=reading_state(instance_id).complete,
    )


def _qualities(bodies: Mapping[str, Any]) -> dict[int, QualityFacts]:
    """Return what the quality definitions say of each quality, by its id."""
    prefix, facts = f"{SettingType.QUALITY_DEFINITION.value}/", {}
    for key, record in bodies.items():
        if not key.startswith(prefix):
            continue
        quality = record.get("body", {}).get("quality") or {}
        fields = (quality.get(name) for name in QualityFacts._fields)
        facts[int(quality.get("id") or 0)] = QualityFacts(*fields)
    return facts


def _report(
    settings: StoredSettings, book: ScoreBook, chains: list[Chain], item_id: int | None = None
) -> LoopReport:
    titles = {
        number: f"{item.title} ({item.year})" if item.year else item.title
        for number, item in book.items.items()
    }
    names = {
        int(key.rpartition("/")[2]): str(record.get("name", ""))
        for key, record in settings.bodies.items()
        if key.startswith(f"{SettingType.QUALITY_PROFILE.value}/")
    }
    profiles = {number: names.get(item.profile_id, "") for number, item in book.items.items()}
    numbers = records.episode_numbers(book.instance_id, item_id)
    albums = album_titles(book.instance_id, item_id) if APPS[settings.kind].judges_children else {}
    return LoopReport(settings.instance, chains, titles, numbers, profiles, albums)
