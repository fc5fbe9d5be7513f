"""The latest state of an instance: its records as canonical JSON, and the columns views read.

A record goes in as its JSON and comes out as the same text, character for character: that is what snapshots
compare. What the list of titles says beside the records (counts, size, ratings) is the *listing*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
from peewee import Model

from arrtui.core.albums import full_type
from arrtui.core.apps import APPS, App
from arrtui.core.batches import batched
from arrtui.core.domain import EntityType, Episode, Item, MediaFile, RecordKey, Setting, doc_mark
from arrtui.db import albums
from arrtui.db.bulk import bulk_update, bulk_upsert, delete_rows
from arrtui.db.models import EpisodeRow, FileRow, ItemRow, SettingRow
from arrtui.db.reading import of_item, placeholders, rows_of

PAGE = 5_000
"""Records read by one statement."""


class Listing(NamedTuple):
    """The volatile part of a title: what the list says beside its record. None of it makes a change."""

    fingerprint: str = ""
    files: int = 0
    episodes: int = 0
    total_episodes: int = 0
    size: int = 0
    """Bytes."""
    available: bool = True
    volatile_doc: str = "{}"
    """JSON of :class:`~arrtui.core.domain.Volatile`."""


@dataclass(frozen=True)
class RecordBatch:
    """What to store of an instance."""

    docs: Mapping[EntityType, Iterable[str]] = field(default_factory=dict)
    """Canonical JSON of the records that are new or differ; read once, so a generator will do."""
    listings: Mapping[int, Listing] = field(default_factory=dict)
    """Item id → its listing. Titles not named keep theirs."""


class _Table(NamedTuple):
    """How one type of record is stored."""

    model: type[Model]
    id_column: str
    columns: tuple[str, ...]
    """Of the row :func:`_row` makes, after the instance."""
    struct: type[Item | Episode | MediaFile | Setting]

    @property
    def name(self) -> str:
        """The name of the table."""
        return str(self.model._meta.table_name)


_TABLES: Mapping[EntityType, _Table] = {
    EntityType.ITEM: _Table(
        ItemRow,
        "item_id",
        (
            *("item_id", "external_id", "title", "sort_title", "year", "status", "path", "root_folder"),
            *("profile_id", "monitored", "added", "tags_doc", "doc"),
        ),
        Item,
    ),
    EntityType.EPISODE: _Table(
        EpisodeRow,
        "episode_id",
        (
            *("episode_id", "item_id", "season", "number", "title", "air_date", "monitored", "file_id"),
            *("doc", "external_id", "album_type", "tracks"),
        ),
        Episode,
    ),
    EntityType.FILE: _Table(
        FileRow,
        "file_id",
        (
            *("file_id", "item_id", "season", "quality_id", "quality", "score", "size", "release_group"),
            *("cutoff_unmet", "date_added", "doc", "album_id"),
        ),
        MediaFile,
    ),
    EntityType.SETTING: _Table(SettingRow, "setting_id", ("type", "setting_id", "name", "doc"), Setting),
}


# --- reading ---------------------------------------------------------------------------------------------


def stored_docs(instance_id: int, type: EntityType) -> dict[str, str]:
    """Return the canonical JSON of every stored record of a type by its key, in the order of their ids."""
    return dict(iter_docs(instance_id, type))


def iter_docs(instance_id: int, type: EntityType) -> Iterator[tuple[str, str]]:
    """Yield ``(key, canonical JSON)`` of every stored record of a type, :data:`PAGE` for each statement."""
    if type is EntityType.SETTING:
        sql = "SELECT type, setting_id, doc FROM setting WHERE instance_id = ? ORDER BY type, setting_id"
        for setting_type, setting_id, doc in rows_of(sql, (instance_id,)):
            yield f"{setting_type}/{setting_id}", doc
        return
    table = _TABLES[type]
    sql = (
        f'SELECT {table.id_column}, doc FROM "{table.name}" '  # noqa: S608  # names of our own models
        f"WHERE instance_id = ? AND {table.id_column} > ? ORDER BY {table.id_column} LIMIT {PAGE}"
    )
    last = -(2**31)
    while page := rows_of(sql, (instance_id, last)):
        yield from ((str(record_id), doc) for record_id, doc in page)
        last = page[-1][0]


def docs_of_items(instance_id: int, type: EntityType, item_ids: Sequence[int]) -> dict[str, str]:
    """Return the canonical JSON of the items, episodes or files of some titles by key.

    One statement for every 500 titles.
    """
    table = _TABLES[type]
    select = f"{table.id_column}, doc"
    return {str(number): doc for number, doc in _rows_with("item_id", item_ids, instance_id, table, select)}


def docs_by_key(instance_id: int, type: EntityType, keys: Collection[str]) -> dict[str, str]:
    """Return the canonical JSON of items, episodes or files by key: one statement for every 500."""
    table, ids = _TABLES[type], sorted(map(int, keys))
    select = f"{table.id_column}, doc"
    return {str(number): doc for number, doc in _rows_with(table.id_column, ids, instance_id, table, select)}


class TitleFacts(NamedTuple):
    """What is stored of a title that its message on a live feed tells too."""

    doc: str
    """Canonical JSON of the item."""
    files: int
    size: int
    """Bytes."""


def title_facts(instance_id: int, item_ids: Sequence[int]) -> dict[int, TitleFacts]:
    """Return the facts of stored titles by item id: one statement for every 500."""
    rows = _rows_with("item_id", item_ids, instance_id, _TABLES[EntityType.ITEM], "item_id, doc, files, size")
    return {item_id: TitleFacts(doc, files, size) for item_id, doc, files, size in rows}


def items_of_files(instance_id: int, file_ids: Sequence[int]) -> set[int]:
    """Return the titles that files are stored of: one statement for every 500."""
    table = _TABLES[EntityType.FILE]
    return {item_id for (item_id,) in _rows_with("file_id", file_ids, instance_id, table, "item_id")}


def keys_of_items(instance_id: int, type: EntityType, item_ids: Sequence[int]) -> set[str]:
    """Return the keys of the episodes or files of some titles: one statement for every 500."""
    table = _TABLES[type]
    return {str(number) for (number,) in _rows_with("item_id", item_ids, instance_id, table, table.id_column)}


def _rows_with(
    column: str, ids: Sequence[int], instance_id: int, table: _Table, select: str
) -> Iterator[tuple[Any, ...]]:
    """Yield the selected columns of an instance's rows that have one of some ids in a column, by their id."""
    for batch in batched(ids, 500):
        sql = (
            f'SELECT {select} FROM "{table.name}" '  # noqa: S608  # as above
            f"WHERE instance_id = ? AND {column} IN ({placeholders(batch)}) ORDER BY {table.id_column}"
        )
        yield from rows_of(sql, (instance_id, *batch))


class StoredEpisode(NamedTuple):
    """What decides whether an episode and its file must be read again."""

    item_id: int
    episode_id: int
    air_date: str
    """UTC, empty while unknown."""
    file_id: int
    mark: int
    """`doc_mark` of the canonical JSON."""


def stored_episodes(instance_id: int) -> list[StoredEpisode]:
    """Return every stored episode of an instance by id, :data:`PAGE` for each statement."""
    sql = (
        "SELECT item_id, episode_id, air_date, file_id, doc FROM episode "
        "WHERE instance_id = ? AND episode_id > ? ORDER BY episode_id LIMIT ?"
    )
    episodes: list[StoredEpisode] = []
    last = -(2**31)
    while page := rows_of(sql, (instance_id, last, PAGE)):
        episodes += (StoredEpisode._make((*facts, doc_mark(doc))) for *facts, doc in page)
        last = page[-1][1]
    return episodes


def episode_numbers(instance_id: int, item_id: int | None = None) -> dict[int, tuple[int, int]]:
    """Return season and number of the stored episodes of an instance or of one series, by the app's id."""
    where, parameters = of_item(item_id)
    sql = f"SELECT episode_id, season, number FROM episode WHERE instance_id = ? AND {where}"  # noqa: S608
    rows = rows_of(sql, (instance_id, *parameters))
    return {number: (season, episode) for number, season, episode in rows}


def file_scores(instance_id: int, item_id: int | None = None) -> dict[int, int | None]:
    """Return the score of every stored file of an instance or of one title, by the app's id."""
    where, parameters = of_item(item_id)
    sql = f"SELECT file_id, score FROM file WHERE instance_id = ? AND {where}"  # noqa: S608  # as above
    return dict(rows_of(sql, (instance_id, *parameters)))


def file_ids(instance_id: int) -> set[int]:
    """Return the ids of every stored file of an instance."""
    return {row[0] for row in rows_of("SELECT file_id FROM file WHERE instance_id = ?", (instance_id,))}


def fingerprints(instance_id: int) -> dict[int, str]:
    """Return the fingerprint of every title by item id, as of when its files and episodes were last read."""
    return dict(rows_of("SELECT item_id, fingerprint FROM item WHERE instance_id = ?", (instance_id,)))


def external_ids_elsewhere(instance_id: int) -> dict[str, set[str]]:
    """Return the external ids of every other instance of the same kind, by the name of the instance."""
    sql = (
        "SELECT i.name, t.external_id FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "JOIN instance AS own ON own.kind = i.kind AND own.id <> i.id "
        "WHERE own.id = ? AND t.external_id <> ''"
    )
    libraries: dict[str, set[str]] = {}
    for name, external_id in rows_of(sql, (instance_id,)):
        libraries.setdefault(name, set()).add(external_id)
    return libraries


def record_counts(instance_id: int) -> dict[EntityType, int]:
    """Return how many records of each type are stored of an instance: one statement a type."""
    return {type: _single(table, "count(*)", instance_id) for type, table in _TABLES.items()}


def total_size(instance_id: int) -> int:
    """Return the bytes of all files stored of an instance."""
    return _single(_TABLES[EntityType.FILE], "coalesce(sum(size), 0)", instance_id)


# --- writing ---------------------------------------------------------------------------------------------


def write_records(instance_id: int, upserts: RecordBatch, removals: Iterable[RecordKey]) -> None:
    """Store new and differing records and listings, and delete removed records.

    Call it inside ``Database.writing()``. Rows are made while they are written, so a batch needs little
    memory. A removed title does not take its episodes and files along: they are removals of their own.
    """
    kinds = rows_of("SELECT kind FROM instance WHERE id = ?", (instance_id,))
    of_albums = next((APPS[kind] for (kind,) in kinds if APPS[kind].child_id is not None), None)
    written: set[EntityType] = set()
    for type, docs in upserts.docs.items():
        table = _TABLES[type]
        decoder = msgspec.json.Decoder(table.struct)
        rows = (
            _album_rows(docs, of_albums)
            if of_albums is not None and type is EntityType.EPISODE
            else (_row(decoder.decode(doc), doc) for doc in docs)
        )
        records = ((instance_id, *row) for row in rows)
        if bulk_upsert(table.model, records, ("instance", *table.columns), update=table.columns):
            written.add(type)
    listings = ((*listing, instance_id, item_id) for item_id, listing in upserts.listings.items())
    bulk_update(ItemRow, listings, Listing._fields, ("instance", "item_id"))
    gone: dict[EntityType, list[str]] = {}
    for key in removals:
        gone.setdefault(key.type, []).append(key.key)
    for type, keys in gone.items():
        if type is EntityType.SETTING:
            parts = (key.rpartition("/") for key in keys)
            settings = ((instance_id, setting_type, int(setting_id)) for setting_type, _, setting_id in parts)
            delete_rows(SettingRow, ("instance", "type", "setting_id"), settings)
        else:
            table, ids = _TABLES[type], ((instance_id, int(key)) for key in keys)
            delete_rows(table.model, ("instance", table.id_column), ids)
    if of_albums is not None and not {EntityType.EPISODE, EntityType.FILE}.isdisjoint(written | gone.keys()):
        albums.count_files(instance_id)


def _album_rows(docs: Iterable[str], app: App) -> list[tuple[Any, ...]]:
    """Return the columns of albums. What their files come to is noted afterwards."""
    decoder = msgspec.json.Decoder(Episode)
    records = [(decoder.decode(doc), doc) for doc in docs]
    numbers = albums.numbers_of({album.external_id for album, _ in records})
    return [
        (
            *(album.id, album.item_id, app.type_number(album.album_type), numbers[album.external_id]),
            *(album.title, album.air_date, album.monitored, 0, doc),
            *(album.external_id, full_type(album.album_type, album.secondary_types), album.tracks),
        )
        for album, doc in records
    ]


def _row(record: Item | Episode | MediaFile | Setting, doc: str) -> tuple[Any, ...]:
    """Return the columns of a record as its :class:`_Table` names them."""
    match record:
        case Item():
            return (
                *(record.id, record.external_id, record.title, record.sort_title, record.year),
                *(record.status, record.path, record.root_folder, record.profile_id, record.monitored),
                *(record.added, msgspec.json.encode(record.tags).decode(), doc),
            )
        case Episode():
            return (
                *(record.id, record.item_id, record.season, record.number, record.title),
                *(record.air_date, record.monitored, record.file_id, doc, "", "", 0),
            )
        case MediaFile():
            return (
                *(record.id, record.item_id, record.season, record.quality_id, record.quality),
                *(record.score, record.size, record.release_group, record.cutoff_unmet),
                *(record.date_added, doc, record.album_id),
            )
        case Setting():
            return record.type, record.id, record.name, doc


def _single(table: _Table, what: str, instance_id: int) -> int:
    sql = f'SELECT {what} FROM "{table.name}" WHERE instance_id = ?'  # noqa: S608  # names of our own models
    return int(rows_of(sql, (instance_id,))[0][0])
