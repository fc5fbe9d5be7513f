"""A small estate to store and read back."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.domain import (
    EntityType,
    Episode,
    Item,
    MediaFile,
    Record,
    RecordKey,
    Setting,
    Volatile,
    encode,
    record_key_of,
)
from arrtui.db.database import Database
from arrtui.db.estate import ensure_instance
from arrtui.db.records import Listing, RecordBatch, write_records

SERIES = Item(
    id=5,
    external_id="81189",
    title="Breaking Bad",
    sort_title="breaking bad",
    year=2008,
    status="ended",
    path="/tv/Breaking Bad",
    root_folder="/tv",
    profile_id=4,
    monitored=True,
    tags=(1, 2),
    added="2020-01-01T00:00:00Z",
)
MOVIE = Item(
    id=7, external_id="603", title="The Matrix", sort_title="matrix", year=1999, profile_id=6, monitored=True
)
EPISODES = (
    Episode(id=51, item_id=5, season=1, number=1, title="Pilot", monitored=True, file_id=501),
    Episode(id=52, item_id=5, season=1, number=2, title="Cat's in the Bag…", monitored=True, file_id=501),
    Episode(
        id=53, item_id=5, season=2, number=1, title="Seven Thirty-Seven", air_date="2009-03-08T02:00:00Z"
    ),
)
FILES = (
    MediaFile(id=501, item_id=5, season=1, size=2**40, quality="Bluray-1080p", quality_id=7, score=-35_000),
    MediaFile(id=502, item_id=5, season=2, size=7, quality="WEBDL-720p", score=11_000, cutoff_unmet=True),
)
SETTINGS = (
    Setting(id=4, type="quality_profile", name="HD"),
    Setting(id=1, type="tag", name="kids"),
    Setting(id=1, type="custom_format", name="x265"),
)
VOLATILE = Volatile(overview="A chemist.", ratings={"imdb": 9.5})
LISTING = Listing("2 files", 2, 3, 3, 2**40 + 7, True, encode(VOLATILE))


def docs_of(records: Iterable[Record]) -> dict[EntityType, list[str]]:
    """Return the canonical JSON of records by type."""
    found: dict[EntityType, list[str]] = {}
    for record in records:
        found.setdefault(key_of(record).type, []).append(encode(record))
    return found


def key_of(record: Record) -> RecordKey:
    """Return the key of a record."""
    assert isinstance(record, (Item, Episode, MediaFile, Setting))
    return record_key_of(record)


def store(database: Database, name: str, *records: Record, removed: Iterable[RecordKey] = ()) -> int:
    """Store records of an instance, noting it first, and return its id."""
    with database.writing():
        instance_id = ensure_instance(name, name.partition(".")[0])
        write_records(instance_id, RecordBatch(docs=docs_of(records)), removed)
    return instance_id


def store_series(database: Database, name: str = "sonarr.main") -> int:
    """Store the sample series with its listing and return the instance's id."""
    instance_id = store(database, name, SERIES, *EPISODES, *FILES, *SETTINGS)
    with database.writing():
        write_records(instance_id, RecordBatch(listings={SERIES.id: LISTING}), ())
    return instance_id
