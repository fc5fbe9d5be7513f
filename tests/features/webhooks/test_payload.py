"""What the payloads of all events tell, and that nothing an app might send breaks the reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.apps import Kind
from arrtui.core.estate_events import EventType
from arrtui.features.webhooks.events import estate_event
from arrtui.features.webhooks.history import release_events
from arrtui.features.webhooks.payload import TOPICS, HookTopic, read_payload

RECORDS = Path("/work/shared/recorded")
RECORDED = sorted(RECORDS.glob("live-*/webhooks/*.json")) if RECORDS.is_dir() else []
OF_LIDARR = sorted(RECORDS.glob("lidarr/webhook.*.json"))

MOVIE = {"id": 4, "title": "Expedition", "year": 1974, "tmdbId": 1004}
SERIES = {"id": 9, "title": "Red Hotel", "year": 2011, "tvdbId": 3150}
ARTIST = {"id": 8, "name": "Paper Distant", "mbId": "00000008-aaaa-4aaa-8aaa-000000000008"}
ALBUM = {"id": 31, "mbId": "00000321-bbbb-4bbb-8bbb-000000000321", "title": "Archive"}
EPISODES = [
    {"id": 207, "episodeNumber": 1, "seasonNumber": 1},
    {"id": 208, "episodeNumber": 2, "seasonNumber": 1},
]
FILE = {
    "id": 25,
    "path": "/a/E.mkv",
    "quality": "WEBDL-1080p",
    "releaseGroup": "NTb",
    "sceneName": "E.1974-NTb",
    "size": 5,
}
GRABBED = {"releaseTitle": "E.1974-NTb", "indexer": "I", "size": 7}
SCORE = {"customFormats": [], "customFormatScore": 40}
DOWNLOAD = {"downloadClient": "Sab", "downloadId": "nzo_1"}
BLOCKED = {
    "downloadInfo": {"title": "E.1974-NTb", "size": 7},
    "downloadStatus": "Warning",
    "downloadStatusMessages": [
        {"title": "None imported", "messages": []},
        {"title": "E.mkv", "messages": ["Sample"]},
    ],
}
CHECK = {"level": "error", "message": "No indexers", "type": "IndexerRssCheck"}

PAYLOADS: list[tuple[str, Kind, dict[str, Any], EventType | None, list[str]]] = [
    # event type, app, what else is in it, the event of the estate, the events of the release history
    ("Test", Kind.RADARR, {"movie": {"id": 1, "tmdbId": 0}}, None, []),
    (
        *("Grab", Kind.RADARR),
        {"movie": MOVIE, "release": GRABBED, "customFormatInfo": SCORE, **DOWNLOAD},
        *(EventType.GRABBED, ["grabbed"]),
    ),
    (
        *("Grab", Kind.SONARR),
        {"series": SERIES, "episodes": EPISODES, "release": GRABBED, "customFormatInfo": SCORE, **DOWNLOAD},
        *(EventType.GRABBED, ["grabbed", "grabbed"]),
    ),
    (
        *("Download", Kind.RADARR),
        {"movie": MOVIE, "movieFile": FILE, "isUpgrade": True, "deletedFiles": [{**FILE, "id": 24}]},
        *(None, ["downloadFolderImported"]),
    ),
    (
        *("Download", Kind.SONARR),
        {"series": SERIES, "episodes": EPISODES, "episodeFiles": [FILE, {**FILE, "id": 26}], "fileCount": 2},
        *(None, []),
    ),
    ("Download", Kind.SONARR, {"series": SERIES, "episodes": EPISODES[:1], "episodeFiles": [FILE]}, None, []),
    (
        *("Download", Kind.SONARR),
        {"series": SERIES, "episodes": EPISODES[:1], "episodeFile": FILE},
        *(None, ["downloadFolderImported"]),
    ),
    ("Rename", Kind.RADARR, {"movie": MOVIE, "renamedMovieFiles": [FILE]}, None, []),
    ("MovieAdded", Kind.RADARR, {"movie": MOVIE, "addMethod": "list"}, None, []),
    ("SeriesAdd", Kind.SONARR, {"series": SERIES}, None, []),
    ("ArtistAdd", Kind.LIDARR, {"artist": ARTIST}, None, []),
    ("ArtistDelete", Kind.LIDARR, {"artist": ARTIST, "deletedFiles": False}, None, ["titleDeleted"]),
    ("AlbumDelete", Kind.LIDARR, {"artist": ARTIST, "album": ALBUM, "deletedFiles": False}, None, []),
    ("Retag", Kind.LIDARR, {"artist": ARTIST, "trackFile": FILE}, None, []),
    ("Download", Kind.LIDARR, {"artist": ARTIST, "album": ALBUM, "trackFiles": [FILE]}, None, []),
    ("MovieDelete", Kind.RADARR, {"movie": MOVIE, "deletedFiles": True}, None, ["titleDeleted"]),
    ("SeriesDelete", Kind.SONARR, {"series": SERIES, "deletedFiles": False}, None, ["titleDeleted"]),
    (
        *("MovieFileDelete", Kind.RADARR),
        {"movie": MOVIE, "movieFile": FILE, "deleteReason": "missingFromDisk"},
        *(None, ["movieFileDeleted"]),
    ),
    (
        *("EpisodeFileDelete", Kind.SONARR),
        {"series": SERIES, "episodes": EPISODES[:1], "episodeFile": FILE, "deleteReason": "upgrade"},
        *(None, ["episodeFileDeleted"]),
    ),
    ("Health", Kind.RADARR, CHECK, EventType.HEALTH_ISSUE, []),
    ("HealthRestored", Kind.SONARR, CHECK, EventType.HEALTH_RESTORED, []),
    (
        *("ApplicationUpdate", Kind.SONARR),
        {"previousVersion": "4.0.18", "newVersion": "4.0.19"},
        *(EventType.APP_UPDATED, []),
    ),
    (
        *("ManualInteractionRequired", Kind.RADARR),
        {"movie": MOVIE, "customFormatInfo": {"customFormatScore": 0}, **BLOCKED, **DOWNLOAD},
        *(EventType.MANUAL_INTERACTION, ["manualInteractionRequired"]),
    ),
    (
        "ManualInteractionRequired",
        Kind.SONARR,
        BLOCKED,
        EventType.MANUAL_INTERACTION,
        ["manualInteractionRequired"],
    ),
    ("DownloadFailure", Kind.LIDARR, {"downloadClient": "sab", "downloadId": "d1"}, None, []),
    ("ImportFailure", Kind.LIDARR, {"artist": ARTIST, "trackFiles": [], "downloadId": "d1"}, None, []),
    (
        *("Grab", Kind.LIDARR),
        {"artist": ARTIST, "albums": [ALBUM], "release": GRABBED, "customFormatInfo": SCORE, **DOWNLOAD},
        *(EventType.GRABBED, ["grabbed"]),
    ),
    ("Teleported", Kind.RADARR, {"movie": MOVIE}, EventType.WEBHOOK_UNKNOWN, []),
]


@pytest.mark.parametrize(
    ("event_type", "kind", "more", "event", "history"),
    PAYLOADS,
    ids=[f"{row[1]}-{row[0]}-{number}" for number, row in enumerate(PAYLOADS)],
)
def test_what_each_event_becomes(
    event_type: str, kind: Kind, more: dict[str, Any], event: EventType | None, history: list[str]
) -> None:
    hook = read_payload(kind, json.dumps({"eventType": event_type, "instanceName": "x", **more}))
    assert hook is not None
    made = estate_event(hook, f"{kind}.main", 5, 1_000.0)
    assert (made and made.type) == event
    rows = release_events(hook, 5, 1_000.0)
    assert [row.event for row in rows] == history
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.id < 0 for row in rows)


def test_every_event_of_the_apps_is_among_them() -> None:
    assert {row[0] for row in PAYLOADS} == {*TOPICS, "Teleported"} - {"ImportComplete"}


def read(kind: Kind, **tree: Any) -> Any:
    return read_payload(kind, json.dumps(tree))


def test_a_grab_names_the_album_it_is_of() -> None:
    facts = {"eventType": "Grab", "artist": ARTIST, "release": GRABBED}
    of_one, of_two = ([ALBUM], [ALBUM, {**ALBUM, "id": 32}])
    one, two = (read(Kind.LIDARR, **facts, albums=albums) for albums in (of_one, of_two))
    events = [estate_event(hook, "lidarr.main", 5, 1_000.0) for hook in (one, two)]
    assert [(own.album_id, own.album) for own in events if own] == [(ALBUM["id"], ALBUM["title"]), (0, "")]
    assert [row.episode_id for row in release_events(two, 5, 1_000.0)] == [ALBUM["id"], 32]


def test_what_a_grab_tells() -> None:
    hook = read(
        Kind.SONARR,
        eventType="Grab",
        series=SERIES,
        episodes=EPISODES,
        release=GRABBED,
        customFormatInfo=SCORE,
    )
    made = estate_event(hook, "sonarr.main", 5, 1_000.0)
    assert made is not None
    assert (made.external_id, made.season, made.episode, made.score) == ("3150", 1, None, 40)
    assert made.facts["episodes"] == [[1, 1], [1, 2]]


def test_a_zero_is_a_score_at_the_grab_and_none_elsewhere() -> None:
    zero = {"customFormatScore": 0}
    assert read(Kind.RADARR, eventType="Grab", customFormatInfo=zero).score == 0
    assert read(Kind.RADARR, eventType="ManualInteractionRequired", customFormatInfo=zero).score is None
    assert read(Kind.RADARR, eventType="Grab", movie={"id": 0, "tmdbId": 0}).external_id == ""


def test_deleted_files_are_read_by_their_event() -> None:
    upgrade = read(Kind.RADARR, eventType="Download", movieFile=FILE, deletedFiles=[{**FILE, "id": 24}])
    assert (upgrade.file_ids, upgrade.with_files) == ((25, 24), False)
    gone = read(Kind.RADARR, eventType="MovieDelete", movie=MOVIE, deletedFiles=True)
    assert (gone.file_ids, gone.with_files) == ((), True)


def test_why_a_download_waits_is_told() -> None:
    assert read(Kind.RADARR, eventType="ManualInteractionRequired", **BLOCKED).messages == (
        "None imported",
        "E.mkv: Sample",
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(sorted({name for row in PAYLOADS for name in row[2]}))


@given(st.sampled_from(sorted(TOPICS)), st.dictionaries(NAMES, JSON, max_size=6), st.sampled_from(Kind))
def test_nothing_in_a_payload_breaks_the_reading(event_type: str, more: dict[str, Any], kind: Kind) -> None:
    hook = read_payload(kind, json.dumps({"eventType": event_type, **more}))
    assert hook is not None
    assert hook.topic is TOPICS[event_type]
    estate_event(hook, "x", 1, 1.0)
    release_events(hook, 1, 1.0)


@pytest.mark.parametrize("body", ["", "[]", "null", "{}", '{"eventType": 3}', "[" * 100_000])
def test_what_has_no_event_is_none(body: str) -> None:
    assert read_payload(Kind.RADARR, body) is None


@pytest.mark.skipif(not RECORDED, reason="no recorded payloads here")
def test_recorded_payloads_are_understood() -> None:
    for file in RECORDED:
        kind = Kind.RADARR if "radarr" in file.parts[-3] else Kind.SONARR
        hook = read_payload(kind, json.dumps(json.loads(file.read_text())["body"]))
        assert hook is not None
        assert hook.topic is not HookTopic.UNKNOWN
        told = estate_event(hook, "x", 1, 1.0) or release_events(hook, 1, 1.0) or hook.item_id
        assert told, file.name
        if hook.topic is HookTopic.FILE_DELETED:
            assert hook.reason == file.stem.partition("-")[2]


@pytest.mark.skipif(not OF_LIDARR, reason="no recorded payloads here")
def test_recorded_payloads_of_lidarr_name_their_artist_and_files() -> None:
    read_hooks = {
        file.suffixes[0][1:]: read_payload(Kind.LIDARR, json.dumps(json.loads(file.read_text())["body"]))
        for file in OF_LIDARR
    }
    assert {"ArtistAdd", "Download", "Rename", "Retag", "Test"} <= read_hooks.keys()
    for name, hook in read_hooks.items():
        assert hook is not None
        assert hook.topic is not HookTopic.UNKNOWN
        if name != "Test":
            assert hook.item_id and hook.title and hook.external_id.count("-") == 4
    arrived = read_hooks["Download"]
    assert arrived is not None
    assert (
        arrived.is_whole_download
        and [album.title for album in arrived.albums] == ["Archive 801"]
        and len(arrived.file_ids) == 3
    )
    renamed = read_hooks["Rename"]
    assert renamed is not None
    assert renamed.files
