"""What an instance is doing, read over HTTP from the simulated apps and stored."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from arrtui.clients import AppCommand, ArrClient, Download, make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.apps import Kind
from arrtui.core.domain import ReleaseEvent
from arrtui.core.errors import ArrError
from arrtui.db.activity import StoredActivity, stored_activity
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.activity.read import (
    RELEASES,
    of_command,
    of_commands,
    of_download,
    of_releases,
    read_activity,
)
from tests.features.backup.conftest import backing_up, config_of

SIZE = EstateSize(radarr=(("main", 60),), sonarr=(("anime", 4, 90),))
NAMES = ("radarr.main", "sonarr.anime")


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE) as estate:
        yield estate


@pytest.fixture
def estate(running: SimulatedEstate) -> Iterator[SimulatedEstate]:
    yield running
    for app in running.apps.values():
        app.faults.clear()
        app.reset_requests()


@asynccontextmanager
async def connected(app: SimulatedApp) -> AsyncIterator[ArrClient]:
    config = config_of(app)
    async with make_client(config, ArrHttp(config, backoff=0.0)) as client:
        yield client


async def read(app: SimulatedApp, database: Database) -> list[StoredActivity]:
    """Read what an app is doing, and return what is stored of it."""
    app.reset_requests()
    async with connected(app) as client:
        await read_activity(client, database, app.clock())
    return database.read_sync(stored_activity, [app.name])


def of_kind(rows: list[StoredActivity], kind: ActivityKind) -> list[ActivityEntry]:
    return [row.entry for row in rows if row.entry.kind is kind]


@pytest.mark.parametrize("name", NAMES)
async def test_six_requests_tell_what_an_instance_is_doing(
    name: str, estate: SimulatedEstate, database: Database
) -> None:
    app = estate.apps[name]
    rows = await read(app, database)
    assert len(app.requests) == 6
    downloads = of_kind(rows, ActivityKind.DOWNLOAD)
    assert {download.key for download in downloads} == {str(number) for number in app.store.queue} != set()
    by_state = {download.state: download for download in downloads}
    assert by_state.keys() == {"downloading", "importPending", "paused", "delay"}
    running, refused = by_state["downloading"], by_state["importPending"]
    assert running.seconds_left == 1_269.0 and 0 < running.left < running.size
    assert [download for download in downloads if download.problem] == [refused]
    assert "eligible for import" in refused.note
    counts = {entry.state: entry.count for entry in of_kind(rows, ActivityKind.WANTED)}
    assert counts.keys() == {"missing", "below cutoff"} and counts["missing"] > 0


@pytest.mark.parametrize("name", NAMES)
async def test_rows_carry_the_stored_title(name: str, estate: SimulatedEstate, database: Database) -> None:
    app = estate.apps[name]
    assert {row.title for row in await read(app, database)} == {""}
    await backing_up(database)(app)
    rows = database.read_sync(stored_activity, [name])
    by_id = {number: title["title"] for number, title in app.store.titles.items()}
    about_titles = [row for row in rows if row.entry.item_id]
    assert about_titles
    assert all(row.title == by_id[row.entry.item_id] and row.external_id for row in about_titles)


async def test_a_reading_replaces_the_one_before(estate: SimulatedEstate, database: Database) -> None:
    app = estate.apps["radarr.main"]
    before = await read(app, database)
    number = next(iter(app.store.queue))
    gone = app.store.queue.pop(number)
    try:
        after = await read(app, database)
    finally:
        app.store.queue[number] = gone
    keys = [
        {row.entry.key for row in rows if row.entry.kind is ActivityKind.DOWNLOAD} for rows in (before, after)
    ]
    assert keys[0] - keys[1] == {str(number)}


async def test_an_instance_that_is_down_keeps_its_rows_and_says_why(
    estate: SimulatedEstate, database: Database
) -> None:
    app = estate.apps["radarr.main"]
    before = await read(app, database)
    app.faults.add("503")
    with pytest.raises(ArrError):
        await read(app, database)
    rows = database.read_sync(stored_activity, [app.name])
    (fault,) = of_kind(rows, ActivityKind.FAULT)
    assert fault.problem and app.name in fault.note
    assert [row for row in rows if row.entry.kind is not ActivityKind.FAULT] == before
    app.faults.clear()
    assert of_kind(await read(app, database), ActivityKind.FAULT) == []


# --- pure ------------------------------------------------------------------------------------------------


def download(**fields: object) -> Download:
    facts: dict[str, object] = {
        "id": 1, "release": "Amber.Glass.1997.1080p", "item_id": 27, "episode_id": 0, "status": "completed",
        "import_state": "importPending", "troubled": True, "note": "Sample", "quality": "WEBDL-1080p",
        "score": 70, "size": 1_000, "left": 0, "seconds_left": 0.0, "added": "2026-11-28T02:16:41Z",
        "client": "Sab", "indexer": "Invented", "download_id": "nzo",
    }  # fmt: skip
    return Download(**(facts | fields))  # type: ignore[arg-type]


def test_a_finished_download_is_in_the_state_of_its_import() -> None:
    entry = of_download(download())
    assert (entry.state, entry.problem, entry.note) == ("importPending", True, "Sample")
    assert of_download(download(status="downloading", import_state="downloading")).state == "downloading"
    assert of_download(download(status="delay", import_state="")).state == "delay"


def test_a_command_of_one_title_is_about_that_title() -> None:
    def about(kind: Kind, **body: object) -> tuple[int, int]:
        entry = of_command(AppCommand(id=1, name="Refresh", status="started", body=body), kind.app)
        return entry.item_id, entry.episode_id

    assert about(Kind.RADARR, movieIds=[5]) == (5, 0)
    assert about(Kind.SONARR, seriesId=7) == about(Kind.SONARR, seriesIds=[7], seriesId=7) == (7, 0)
    assert about(Kind.SONARR, episodeIds=[70]) == (0, 70)
    assert about(Kind.LIDARR, artistIds=[3]) == about(Kind.LIDARR, artistId=3) == (3, 0)
    assert about(Kind.LIDARR, albumIds=[30]) == about(Kind.LIDARR, albumId=30) == (0, 30)
    for body in ({"movieIds": [5, 6]}, {"movieIds": []}, {}, {"movieIds": "5"}, {"seriesId": 7}):
        assert about(Kind.RADARR, **body) == (0, 0)


def test_commands_under_way_and_failed_ones_are_told() -> None:
    states = {"RssSync": "started", "Backup": "completed", "RefreshMovie": "failed"}
    commands = [AppCommand(id=1, name=name, status=status) for name, status in states.items()]
    every_minute = AppCommand(id=2, name="RefreshMonitoredDownloads", status="started")
    entries = {entry.what: entry.problem for entry in of_commands([*commands, every_minute], Kind.RADARR.app)}
    assert entries == {"RssSync": False, "RefreshMovie": True}


def test_only_the_newest_releases_are_kept() -> None:
    events = [
        ReleaseEvent(id=n, date=f"2026-11-28T02:{n // 60:02}:{n % 60:02}Z") for n in range(RELEASES + 50)
    ]
    entries = list(of_releases(events))
    assert len(entries) == RELEASES
    assert entries[-1].key == str(RELEASES + 49)


def test_the_tracks_of_an_album_are_one_row() -> None:
    """Each track has a row, and two for a deletion by an upgrade (LIDARR_API 0.16)."""

    def rows(first: int, event: str, minute: int, **values: Any) -> list[ReleaseEvent]:
        date, facts = f"2026-11-28T02:{minute:02}:00Z", {"item_id": 3, "episode_id": 30} | values
        return [
            ReleaseEvent(id=first + n, date=date, event=event, source_title=f"track {n % 4}", **facts)
            for n in range(8 if event.endswith("Deleted") else 4)
        ]

    events = [
        *rows(1, "trackFileDeleted", 5, reason="Upgrade"),
        *rows(10, "trackFileImported", 5, download_id="a"),
        *rows(20, "trackFileImported", 5, download_id="b", episode_id=31),
        *rows(30, "trackFileImported", 9, download_id="a"),
        ReleaseEvent(id=40, date="2026-11-28T02:10:00Z", event="grabbed", source_title="whole", item_id=3),
    ]
    entries = [(entry.key, entry.episode_id, entry.note) for entry in of_releases(events)]
    assert entries == [
        ("1", 30, "4 tracks Upgrade"),
        ("10", 30, "4 tracks"),
        ("20", 31, "4 tracks"),
        ("30", 30, "4 tracks"),
        ("40", 0, ""),
    ]
