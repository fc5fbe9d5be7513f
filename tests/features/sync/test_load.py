"""A side is read as it is stored, or as it was, with names for ids, on either kind of database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from arrtui.core.apps import Kind
from arrtui.core.domain import (
    EntityType,
    Episode,
    Health,
    Item,
    MediaFile,
    RootFolder,
    Setting,
    Volatile,
    encode,
    record_key_of,
)
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db import estate, snapshots
from arrtui.db.database import Database
from arrtui.db.records import Listing, RecordBatch, write_records
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.sync.fields.narrow import narrowed
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Bystander, Side

MAIN = "sonarr.main"
ROOTS = [RootFolder(path="/tv", free_space=5), RootFolder(path="/new", accessible=False)]
SHOW = Item(
    id=1, external_id="81", title="The Show", profile_id=4, tags=(2, 1, 9), root_folder="/tv", path="/tv/Show"
)
OTHER = Item(id=2, external_id="82", title="Other", profile_id=99)
SETTINGS = (
    Setting(id=4, type="quality_profile", name="HD"),
    Setting(id=4, type="custom_format", name="x265"),
    Setting(id=1, type="tag", name="kids"),
    Setting(id=2, type="tag", name="Anime"),
    Setting(id=1, type="root_folder", name="/tv"),
    Setting(id=3, type="exclusion", name="Never", body={"tvdbId": 900, "title": "Never"}),
)
EPISODES = (
    Episode(id=11, item_id=1, season=1, number=1, monitored=True),
    Episode(id=12, item_id=1, season=1, number=2),
    Episode(id=13, item_id=2, season=0, number=1, monitored=True),
)
FILES = (
    MediaFile(id=21, item_id=1, size=5, relative_path="a.mkv"),
    MediaFile(id=22, item_id=1, size=7, relative_path="b.mkv"),
)
LISTING = Listing("", 2, 2, 2, 12, True, encode(Volatile(ratings={"tvdb": 8.5})))
Things = Iterable[Item | Setting | Episode | MediaFile]


def docs(things: Things) -> dict[EntityType, dict[str, str]]:
    found: dict[EntityType, dict[str, str]] = {type: {} for type in EntityType}
    for one in things:
        key = record_key_of(one)
        found[key.type][key.key] = encode(one)
    return found


def store(name: str, things: Things, *, listings: dict[int, Listing] | None = None, at: float = 100.0) -> int:
    instance = estate.ensure_instance(name, name.partition(".")[0])
    batch = {type: list(found.values()) for type, found in docs(things).items()}
    write_records(instance, RecordBatch(batch, listings or {}), [])
    return snapshots.insert_snapshot(
        instance, SnapshotRow(taken_at=at, state="complete", app_version="4.0.1")
    )


@pytest.fixture
def filled(database: Database) -> Database:
    def fill() -> None:
        store(MAIN, [SHOW, OTHER, *SETTINGS, *EPISODES, *FILES], listings={1: LISTING})
        estate.record_check(MAIN, state="up", app_version="4.0.15", health=[Health()], roots=ROOTS, at=5.0)

    database.write_sync(fill)
    return database


def load(database: Database, **options: Any) -> Side:
    return database.read_sync(lambda: load_side(MAIN, **options))


def test_ids_become_names_and_what_has_none_is_left_out(filled: Database) -> None:
    side = load(filled)
    show, other = side.titles
    assert (show.item, show.profile, show.tags) == (SHOW, "HD", ("anime", "kids"))
    assert (show.files, show.size, show.volatile) == (2, 12, Volatile(ratings={"tvdb": 8.5}))
    assert (other.profile, other.tags, other.files) == ("", (), 0)
    assert (side.profiles["quality_profile"], side.tags) == ({4: "HD"}, {1: "kids", 2: "anime"})
    assert side.exclusions == {"900": "Never"}
    assert {encode(one) for one in side.settings} == {encode(one) for one in SETTINGS}


def test_a_side_says_what_it_is(filled: Database) -> None:
    side = load(filled, trouble="It is down.")
    assert (side.instance, side.label, side.kind) == (MAIN, MAIN, Kind.SONARR)
    assert (side.version, side.trouble) == ("4.0.15", "It is down.")
    assert side.snapshot > 0
    assert side.roots == tuple(ROOTS)


def test_episodes_and_files_are_read_where_asked_for(filled: Database) -> None:
    side = load(filled)
    assert (side.episodes, side.media) == ({}, {})
    side = load(filled, episodes=True, files=True)
    assert side.episodes == {1: {"1x1": True, "1x2": False}, 2: {"0x1": True}}
    assert side.media == {1: FILES}


def test_two_instances_with_equal_ids_share_nothing(filled: Database) -> None:
    filled.write_sync(store, "sonarr.anime", [Item(id=1, external_id="7", profile_id=4, tags=(1,))])
    side = filled.read_sync(load_side, "sonarr.anime")
    (title,) = side.titles
    assert (title.profile, title.tags, side.exclusions) == ("", (), {})
    assert len(load(filled).titles) == 2


def test_an_old_snapshot_has_its_own_records_and_only_the_space_of_now(filled: Database) -> None:
    """Id 2 stands for another title by now, so that what is known of it now is none of its."""
    then = docs([
        SHOW, Item(id=2, external_id="83", title="Replaced"), FILES[0], EPISODES[1],
        Setting(id=4, type="quality_profile", name="Old HD"),
        Setting(id=1, type="root_folder", name="/tv/"), Setting(id=2, type="root_folder", name="/gone"),
    ])  # fmt: skip
    (row,) = filled.read_sync(snapshots.list_snapshots)
    side = load(filled, snapshot=row, states=then, episodes=True, files=True)
    show, replaced = side.titles
    assert (show.profile, show.tags, show.files, show.size) == ("Old HD", (), 1, 5)
    assert (show.volatile, replaced.volatile) == (Volatile(ratings={"tvdb": 8.5}), None)
    assert (replaced.files, replaced.size) == (0, 0)
    assert side.roots == (ROOTS[0], RootFolder(path="/gone"))
    assert (side.episodes, side.media) == ({1: {"1x2": False}}, {1: (FILES[0],)})
    assert (side.label, side.version) == (f"{MAIN}@{row.id}", "4.0.1")
    assert load(filled, snapshot=row, states=then, label=f"{MAIN}@yesterday").label == f"{MAIN}@yesterday"


def test_an_instance_that_was_never_backed_up_has_no_side(database: Database) -> None:
    with pytest.raises(NoSuchSnapshotError, match=r"sonarr\.main: .*nothing of it is stored yet"):
        load(database)
    database.write_sync(estate.ensure_instance, MAIN, "sonarr")
    with pytest.raises(NoSuchSnapshotError, match="arrtui --run backup"):
        load(database)


def test_a_narrowed_side_is_the_whole_one_narrowed(filled: Database) -> None:
    whole = load(filled, episodes=True, files=True)
    side = load(filled, episodes=True, files=True, only={"81", "99"})
    assert side.titles == narrowed(whole, {"81", "99"}).titles
    assert side.bystanders == narrowed(whole, {"81"}).bystanders == (Bystander("82", "Other", 0, ""),)
    assert (side.episodes, side.media) == ({1: whole.episodes[1]}, {1: FILES})
    assert side.exclusions == whole.exclusions and side.settings == whole.settings
    then = docs([SHOW, OTHER])
    (row,) = filled.read_sync(snapshots.list_snapshots)
    assert len(load(filled, snapshot=row, states=then, only={"82"}).titles) == 1
