"""The latest state: records come back character for character, and removals take only what they name."""

from __future__ import annotations

import tracemalloc

import pytest

from arrtui.core.domain import EntityType, Episode, Item, MediaFile, RecordKey, Setting, encode
from arrtui.db import records
from arrtui.db.database import Database
from arrtui.db.library import all_episode_rows, library_rows
from arrtui.db.models import EpisodeRow, FileRow, ItemRow, SettingRow
from arrtui.db.reading import rows_of
from arrtui.db.records import Listing, RecordBatch, stored_docs, write_records
from tests.db.samples import EPISODES, FILES, LISTING, SERIES, SETTINGS, docs_of, key_of, store, store_series


def all_docs(database: Database, instance_id: int) -> dict[EntityType, dict[str, str]]:
    return database.read_sync(lambda: {type: stored_docs(instance_id, type) for type in EntityType})


def test_docs_come_back_by_key(database: Database) -> None:
    instance_id = store_series(database)
    expected: dict[EntityType, dict[str, str]] = {type: {} for type in EntityType}
    for record in (SERIES, *EPISODES, *FILES, *SETTINGS):
        key = key_of(record)
        expected[key.type][key.key] = encode(record)
    assert all_docs(database, instance_id) == expected
    assert set(expected[EntityType.SETTING]) == {"quality_profile/4", "tag/1", "custom_format/1"}


def test_two_instances_share_nothing(database: Database) -> None:
    first = store_series(database, "sonarr.main")
    second = store_series(database, "sonarr.anime")
    before = all_docs(database, second)
    with database.writing():
        write_records(first, RecordBatch(), [key_of(one) for one in (SERIES, *EPISODES, *FILES, *SETTINGS)])
    assert all_docs(database, first) == {type: {} for type in EntityType}
    assert all_docs(database, second) == before


def test_a_record_is_replaced_and_its_columns_follow(database: Database) -> None:
    instance_id = store_series(database)
    moved = Item(id=SERIES.id, external_id="1", title="Renamed", path="/anime/Renamed", root_folder="/anime")
    store(database, "sonarr.main", moved)
    assert all_docs(database, instance_id)[EntityType.ITEM] == {"5": encode(moved)}
    (row,) = database.read_sync(library_rows)
    assert (row.external_id, row.title, row.root_folder, row.monitored) == ("1", "Renamed", "/anime", False)
    assert (row.files, row.size) == (LISTING.files, LISTING.size)


def test_every_column_is_derived_from_the_record(database: Database) -> None:
    store_series(database)
    with database.reading():
        item = ItemRow.get()
        assert (item.sort_title, item.year, item.status) == ("breaking bad", 2008, "ended")
        assert item.path == "/tv/Breaking Bad"
        assert (item.profile_id, item.tags_doc, item.added) == (4, "[1,2]", "2020-01-01T00:00:00Z")
        episode = EpisodeRow.get(EpisodeRow.episode_id == 53)
        assert (episode.item_id, episode.season, episode.number, episode.file_id) == (5, 2, 1, 0)
        assert (episode.title, episode.air_date) == ("Seven Thirty-Seven", "2009-03-08T02:00:00Z")
        file = FileRow.get(FileRow.file_id == 501)
        assert (file.item_id, file.season, file.quality_id, file.quality) == (5, 1, 7, "Bluray-1080p")
        assert (file.score, file.size, file.cutoff_unmet) == (-35_000, 2**40, False)
        setting = SettingRow.get(SettingRow.type == "tag")
        assert (setting.setting_id, setting.name) == (1, "kids")


def test_a_removal_takes_only_what_it_names(database: Database) -> None:
    instance_id = store_series(database)
    gone = [RecordKey(EntityType.EPISODE, "52"), RecordKey(EntityType.SETTING, "tag/1"), key_of(FILES[0])]
    with database.writing():
        write_records(instance_id, RecordBatch(), gone)
    left = all_docs(database, instance_id)
    assert [list(left[type]) for type in EntityType] == [
        ["5"],
        ["51", "53"],
        ["502"],
        ["custom_format/1", "quality_profile/4"],
    ]


def test_docs_of_some_titles(database: Database) -> None:
    instance_id = store_series(database)
    store(database, "sonarr.main", Item(id=6), Episode(id=61, item_id=6), MediaFile(id=601, item_id=6))
    with database.reading():
        docs = records.docs_of_items
        assert list(docs(instance_id, EntityType.EPISODE, [6])) == ["61"]
        assert list(docs(instance_id, EntityType.FILE, [5, 6, 7])) == ["501", "502", "601"]
        assert list(docs(instance_id, EntityType.ITEM, range(2_000))) == ["5", "6"]
        assert docs(instance_id, EntityType.EPISODE, []) == {}


def stored_listing() -> tuple[object, ...]:
    columns = "item_id, fingerprint, files, episodes, total_episodes, size"
    (row,) = rows_of(f"SELECT {columns} FROM item")
    return row


def test_the_listing_is_kept_beside_the_record(database: Database) -> None:
    instance_id = store_series(database)
    assert database.read_sync(stored_listing) == (5, "2 files", 2, 3, 3, 2**40 + 7)
    with database.writing():
        changed = {5: LISTING._replace(fingerprint="3 files", files=3, size=2**62), 99: Listing("unknown")}
        write_records(instance_id, RecordBatch(listings=changed), ())
    assert database.read_sync(stored_listing) == (5, "3 files", 3, 3, 3, 2**62)


def test_a_new_title_with_its_listing_in_one_batch(database: Database) -> None:
    instance_id = store(database, "sonarr.main")
    with database.writing():
        write_records(instance_id, RecordBatch(docs_of([SERIES]), {5: LISTING}), ())
    assert database.read_sync(records.fingerprints, instance_id) == {5: "2 files"}


@pytest.mark.parametrize(
    "title", ["NUL \0 in it", "\U0001f600 – ‮ 'quoted'); DROP TABLE item; --", "x" * 5_000]
)
def test_hostile_titles_and_far_dates(database: Database, title: str) -> None:
    item = Item(id=2**31 - 1, title=title, added="9999-12-31T23:59:59Z", year=9999)
    file = MediaFile(id=1, item_id=item.id, size=2**63 - 1, quality="Q" * 400)
    setting = Setting(id=0, type="naming", name=title, body={"deep": [{"\0": None}] * 3})
    instance_id = store(database, "radarr.main", item, file, setting)
    docs = all_docs(database, instance_id)
    assert docs[EntityType.ITEM] == {str(item.id): encode(item)}
    assert docs[EntityType.FILE] == {"1": encode(file)}
    assert docs[EntityType.SETTING] == {"naming/0": encode(setting)}
    (row,) = database.read_sync(library_rows)
    assert row.title == title.replace("\0", "\ufffd")


def test_reading_and_writing_many_episodes_needs_little_memory(database: Database) -> None:
    number = 12_000
    with database.writing():
        instance_id = store(database, "sonarr.main", SERIES)
        docs = (encode(Episode(id=one, item_id=5, title="An ordinary title")) for one in range(number))
        tracemalloc.start()
        write_records(instance_id, RecordBatch({EntityType.EPISODE: docs}), ())
        written = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    with database.reading():
        read = sum(1 for _ in records.iter_docs(instance_id, EntityType.EPISODE))
        streamed = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == number == len(database.read_sync(all_episode_rows))
    assert max(written, streamed) < 12_000_000
