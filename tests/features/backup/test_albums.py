"""Backups of a Lidarr: artists, albums and files in batches, and the same however little was asked for."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from arrtui.clients import make_client
from arrtui.core.domain import EntityType, RootFolder
from arrtui.db import estate, library
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.collect import with_unmapped_files
from arrtui.features.backup.look import look
from arrtui.features.backup.refresh import RefreshRequest, refresh
from arrtui.features.backup.store import BackupRules
from tests.features.backup.conftest import backing_up, config_of, no_progress
from tests.features.backup.kinds_of_album_change import LIDARR, delete_album, monitor_albums, request
from tests.features.backup.test_backup import DAY, complete, stored

NAME = "lidarr.main"
DAILY = {"monitor_other_release", "edit_daily_settings"}
"""What shows within a day: files that are imported anew show in no list, some settings are not asked for."""
AT_ONCE = set(LIDARR) - DAILY
SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 10, 4, 5),))


@pytest.fixture
def lidarr() -> Iterator[SimulatedApp]:
    """Return a Lidarr of its own: tests change it."""
    with SimulatedEstate(SIZE) as estate:
        yield estate.apps[NAME]


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedApp]:
    """Return a Lidarr whose library changes from test to test."""
    with SimulatedEstate(SIZE) as estate:
        yield estate.apps[NAME]


@pytest.fixture(scope="module")
def grown_url(running: SimulatedApp, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the url of a database that every test of the module adds to."""
    url = f"sqlite:///{tmp_path_factory.mktemp('grown')}/arrtui.db"
    database = Database.open(url)
    asyncio.run(backing_up(database)(running))
    database.close()
    return url


async def test_a_lidarr_is_stored_whole_with_few_requests(lidarr, back_it_up, database):
    outcome = await back_it_up(lidarr)
    albums, files = lidarr.store.albums, [file for file in lidarr.store.files.values() if file["albumId"]]
    assert (outcome.ok, outcome.items, outcome.episodes) == (True, 10, len(albums))
    assert outcome.files == len(files) > 50
    assert outcome.history == outcome.new_history > outcome.files
    asked = [path for _, path in lidarr.requests]
    assert (asked.count("/api/v1/artist"), asked.count("/api/v1/album")) == (1, 1)
    assert asked.count("/api/v1/trackfile") == 2  # those of albums, and those of no artist
    docs = stored(database, NAME)
    kept = [json.loads(doc) for doc in docs[EntityType.EPISODE].values()]
    assert {album["external_id"] for album in kept} == {row["foreignAlbumId"] for row in albums.values()}
    assert all(sum(release.get("monitored", False) for release in album["releases"]) == 1 for album in kept)
    paths = [json.loads(doc)["relative_path"] for doc in docs[EntityType.FILE].values()]
    assert not any(path.startswith("/") for path in paths)


async def test_rows_of_albums_say_what_lies_on_disk(lidarr, back_it_up, database):
    await back_it_up(lidarr)
    rows = database.read_sync(library.all_episode_rows, [NAME])
    files = lidarr.store.files.values()
    for row in rows:
        own = [file for file in files if file["albumId"] == row.episode_id]
        assert (row.files, row.size or 0) == (len(own), sum(file["size"] for file in own))
        assert row.file_id == min((file["id"] for file in own), default=0)
    assert any(row.is_whole for row in rows)
    assert any(row.file_id and not row.is_whole for row in rows)


async def test_an_album_that_comes_back_under_another_id_keeps_its_number(lidarr, back_it_up, database):
    await back_it_up(lidarr)
    before = {row.external_id: (row.season, row.number) for row in rows_of(database)}
    LIDARR["drop_and_return_album"](lidarr, random.Random(3))
    await back_it_up(lidarr)
    assert {row.external_id: (row.season, row.number) for row in rows_of(database)} == before


def rows_of(database: Database) -> list[library.EpisodeListRow]:
    """Return the stored albums."""
    return database.read_sync(library.all_episode_rows, [NAME])


async def compare(app: SimulatedApp, names: list[str], seed: int, url: str) -> None:
    """Change a Lidarr since the last test, and compare an incremental backup with a full one of a twin."""
    database, rng = Database.open(url), random.Random(seed)
    back_up = backing_up(database)
    try:
        for name in names:
            LIDARR[name](app, rng)
        assert (await back_up(app, accept_shrink=True)).ok
        assert (await back_up(app, name="lidarr.twin", full=True, accept_shrink=True)).ok
        assert not complete(database, NAME)[0].full
        assert stored(database, NAME) == stored(database, "lidarr.twin")
        ours, twin = (database.read_sync(library.all_episode_rows, [name]) for name in (NAME, "lidarr.twin"))
        assert [row[1:] for row in ours] == [row[1:] for row in twin]
    finally:
        database.close()


@pytest.mark.parametrize("name", sorted(AT_ONCE - {"delete_artist", "delete_album"}))
async def test_each_kind_of_change_is_seen_at_once(running, grown_url, name):
    await compare(running, [name], len(name), grown_url)


@settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),  # the estate goes on changing, so that nothing can be shrunk
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    names=st.lists(st.sampled_from(sorted(AT_ONCE - {"delete_artist"})), min_size=2, max_size=4),
    seed=st.integers(0, 10**6),
)
def test_any_changes_together_are_seen_at_once(running, grown_url, names, seed):
    asyncio.run(compare(running, names, seed, grown_url))


async def test_files_that_were_imported_anew_are_seen_within_a_day(lidarr, back_it_up, database):
    now = time.time()
    await back_it_up(lidarr, now=now)
    before = stored(database, NAME)[EntityType.FILE]
    LIDARR["monitor_other_release"](lidarr, random.Random(21))
    await back_it_up(lidarr, now=now + 86_000)
    assert (await back_it_up(lidarr, now=now + 87_000)).files == len(lidarr.store.files)
    files = stored(database, NAME)[EntityType.FILE]
    assert files.keys() == {str(number) for number in lidarr.store.files} != before.keys()


async def test_a_deleted_artist_goes_with_albums_and_files(running, grown_url):
    await compare(running, ["delete_artist"], 5, grown_url)


@pytest.mark.parametrize("change", [monitor_albums, delete_album])
async def test_what_is_heard_of_an_artist_reads_its_albums_alone(lidarr, back_it_up, database, change):
    await back_it_up(lidarr)
    before = {number: dict(album) for number, album in lidarr.store.albums.items()}
    change(lidarr, random.Random(1))
    now = lidarr.store.albums
    changed = {
        album["artistId"]
        for number, album in before.items()
        if number not in now or dict(now[number]) != album
    }
    client = make_client(config_of(lidarr))
    try:
        outcome = await refresh(
            client,
            database,
            BackupRules(),
            RefreshRequest(titles=frozenset(changed)),
            width=2,
            progress=no_progress,
        )
    finally:
        await client.aclose()
    assert set(outcome.changed_titles) == changed
    assert (await back_it_up(lidarr)).changed == 0


async def test_nothing_new_costs_few_requests(lidarr, back_it_up):
    await back_it_up(lidarr)
    lidarr.reset_requests()
    outcome = await back_it_up(lidarr)
    assert (outcome.added, outcome.changed, outcome.removed) == (0, 0, 0)
    assert len(lidarr.requests) <= 20
    assert "/api/v1/trackfile" not in [path for _, path in lidarr.requests]


async def test_files_of_no_artist_are_counted_and_no_loss(lidarr, back_it_up, database):
    assert (await back_it_up(lidarr)).unmapped_files == len(lidarr.store.loose_files())
    gone = next(file["artistId"] for file in lidarr.store.files.values() if file["albumId"])
    request(lidarr, "DELETE", f"artist/{gone}?deleteFiles=false")
    outcome = await back_it_up(lidarr, full=True, max_shrink_percent=30)
    loose = lidarr.store.loose_files()
    assert outcome.unmapped_files == len(loose) > 0
    assert outcome.files == len(lidarr.store.files) - len(loose)
    (row,) = database.read_sync(estate.estate_rows, [NAME])
    assert sum(root.unmapped_files or 0 for root in row.roots) == len(loose)
    lidarr.reset_requests()
    again = await back_it_up(lidarr)
    assert (again.unmapped_files, again.removed) == (len(loose), 0)
    assert "/api/v1/trackfile" not in [path for _, path in lidarr.requests]


def test_a_file_counts_for_the_innermost_root_folder():
    roots = [RootFolder(path="/music"), RootFolder(path="/music/jazz/"), RootFolder(path="D:\\Music\\")]
    paths = ["/music/a.flac", "/music/jazz/b.flac", "/musical/c.flac", "D:\\Music\\x\\d.mp3", "/e.mp3"]
    counted = with_unmapped_files(roots, paths)
    assert [(root.path, root.unmapped_files) for root in counted] == [
        *(("/music", 1), ("/music/jazz/", 1), ("D:\\Music\\", 1))
    ]


async def test_settings_that_are_read_daily_are_stored_as_by_a_full_backup(lidarr, back_it_up, database):
    now = time.time()
    await back_it_up(lidarr, now=now)
    before = stored(database, NAME)[EntityType.SETTING]
    LIDARR["edit_daily_settings"](lidarr, random.Random(1))
    hours_later = await back_it_up(lidarr, now=now + 80_000)
    assert (hours_later.added, hours_later.changed, hours_later.removed) == (0, 0, 0)
    assert stored(database, NAME)[EntityType.SETTING] == before
    at_once = await back_it_up(lidarr, now=now + 80_001, all_settings=True)
    assert (at_once.added, at_once.changed) == (2, 1)
    LIDARR["edit_daily_settings"](lidarr, random.Random(2))
    next_day = await back_it_up(lidarr, now=now + DAY + 1)
    assert (next_day.added, next_day.changed) == (2, 1)
    await back_it_up(lidarr, name="lidarr.twin", full=True)
    assert stored(database, NAME) == stored(database, "lidarr.twin")


async def test_whoever_compares_sees_settings_of_now(lidarr, back_it_up, database):
    await back_it_up(lidarr)
    LIDARR["edit_daily_settings"](lidarr, random.Random(1))
    client = make_client(config_of(lidarr))
    try:
        states = await look(client, database, BackupRules(), width=2, progress=no_progress)
    finally:
        await client.aclose()
    await back_it_up(lidarr, name="lidarr.twin", full=True)
    assert states == stored(database, "lidarr.twin")
