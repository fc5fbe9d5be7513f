from __future__ import annotations

from typing import Any

import msgspec
import pytest

from arrtui.clients import convert, wire
from arrtui.clients.answers import ListedItem
from arrtui.clients.decoding import UnusableError, read_list
from arrtui.core.domain import (
    Episode,
    Item,
    MediaFile,
    ReleaseEvent,
    RootFolder,
    Season,
    SettingType,
    Volatile,
)
from tests.clients import bodies


def as_wire(body: dict[str, Any], type_: Any) -> Any:
    """Return a body decoded as the client does."""
    return msgspec.json.decode(msgspec.json.encode(body), type=type_)


def test_a_movie_of_the_list() -> None:
    found = convert.listed_movie(as_wire(bodies.movie(12), wire.Movie))
    assert found == ListedItem(
        item=Item(
            id=12,
            external_id="1012",
            imdb_id="tt0000012",
            tmdb_id=1012,
            title="Film 12",
            sort_title="film 12",
            original_title="Le Film 12",
            original_language="French",
            year=2001,
            status="released",
            path="/movies/Film 12 (2001)",
            root_folder="/movies",
            profile_id=4,
            monitored=True,
            tags=(1, 3),
            added="2020-01-02T03:04:05Z",
            genres=("Drama", "Comedy"),
            certification="PG-13",
            runtime=105,
            studio="Studio",
            trailer="abc123",
            minimum_availability="released",
            in_cinemas="2001-02-03T00:00:00Z",
            digital_release="2001-07-03T00:00:00Z",
            physical_release="2001-08-03T00:00:00Z",
            collection_id=77,
            collection_title="Films",
        ),
        volatile=Volatile(
            overview=bodies.LONG,
            ratings={"imdb": 7.1, "tmdb": 6.9, "metacritic": 66.0},
            popularity=12.5,
            last_search="2024-01-01T00:00:00Z",
            slug="1012",
            images={"poster": "https://image/poster", "fanart": "https://image/fanart"},
        ),
        files=1,
        episodes=0,
        total_episodes=0,
        size=9_000_000_012,
        fingerprint=found.fingerprint,
    )


def test_a_movie_of_a_radarr_without_statistics() -> None:
    movie = bodies.movie(1)
    del movie["statistics"]
    found = convert.listed_movie(as_wire(movie, wire.Movie))
    assert (found.files, found.size) == (1, 9_000_000_001)


def test_a_series_of_the_list() -> None:
    found = convert.listed_series(as_wire(bodies.series(3), wire.SeriesResource))
    assert found == ListedItem(
        item=Item(
            id=3,
            external_id="2003",
            imdb_id="tt0000003",
            tmdb_id=3003,
            title="Show 3",
            sort_title="show 3",
            original_language="English",
            year=2019,
            status="continuing",
            path="/tv/Show 3",
            root_folder="/tv/",
            profile_id=6,
            monitored=True,
            tags=(5,),
            added="2020-01-02T03:04:05Z",
            genres=("Crime",),
            certification="TV-14",
            runtime=42,
            studio="ABC",
            series_type="standard",
            season_folder=True,
            monitor_new_items="all",
            first_aired="2019-01-01T00:00:00Z",
            seasons=(
                Season(season_number=0),
                Season(season_number=1, monitored=True),
                Season(season_number=2, monitored=True),
            ),
        ),
        volatile=Volatile(
            overview=bodies.LONG, ratings={"tvdb": 8.5}, next_airing="2031-01-01T20:00:00Z", slug="show-3"
        ),
        files=20,
        episodes=20,
        total_episodes=36,
        size=20_000,
        fingerprint=found.fingerprint,
    )


def test_an_episode() -> None:
    assert convert.episode(as_wire(bodies.episode(4), wire.EpisodeResource)) == Episode(
        id=4,
        item_id=1,
        tvdb_id=70_004,
        season=1,
        number=4,
        absolute_number=4,
        title="Episode 4",
        air_date="2019-01-01T20:00:00Z",
        runtime=42,
        finale_type="season",
        monitored=True,
        file_id=804,
    )


def test_a_movie_file() -> None:
    assert convert.media_file(as_wire(bodies.movie_file(2), wire.File)) == MediaFile(
        id=50_002,
        item_id=2,
        relative_path="Film 2 (2001) Bluray-1080p.mkv",
        size=9_000_000_002,
        date_added="2023-04-05T06:07:08Z",
        quality_id=7,
        quality="Bluray-1080p",
        revision=(2, 1),
        is_repack=True,
        languages=((1, "English"), (4, "German")),
        formats=(3, 9),
        score=-10_000,
        cutoff_unmet=True,
        scene_name="Film.2.2001.1080p.BluRay.x264-GRP",
        release_group="GRP",
        edition="Director's Cut",
        original_path="Film.2/film.mkv",
        indexer_flags=1,
        media={
            "audioChannels": 5.1,
            "audioCodec": "DTS",
            "audioLanguages": "eng/ger",
            "videoCodec": "x264",
            "resolution": "1920x800",
            "runTime": "1:45:00",
        },
    )


def test_an_episode_file_without_a_score() -> None:
    found = convert.media_file(
        as_wire({"id": 1, "seriesId": 8, "seasonNumber": 2, "releaseType": "seasonPack"}, wire.File)
    )
    assert found == MediaFile(id=1, item_id=8, season=2, release_type="seasonPack", score=None)


def test_a_row_of_history_has_the_score_of_then() -> None:
    assert convert.release_event(as_wire(bodies.event(5), wire.History)) == ReleaseEvent(
        id=5,
        item_id=12,
        event="grabbed",
        date="2024-05-06T07:08:09Z",
        source_title="Film.2001.1080p.BluRay.x264-GRP",
        download_id="ABCDEF",
        quality_id=7,
        quality="Bluray-1080p",
        languages=((1, "English"),),
        score=-50,
        release_group="GRP",
        indexer="Indexer",
        protocol="usenet",
        size=9_000_000_000,
        data={"downloadClient": "SABnzbd", "message": None, "releaseSource": "Rss"},
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"protocol": "2", "customFormatScore": "x"}, {"protocol": "torrent", "score": None}),
        ({"protocol": "usenet", "size": None}, {"protocol": "usenet", "size": None}),
        ({"reason": "Upgrade", "size": 5}, {"reason": "Upgrade", "size": 5}),
        ({"size": "1.5"}, {"size": None}),
        ({"infoUrl": "https://x", "commentUrl": "https://x"}, {"data": {}}),
        ({"message": "GET https://i/api?t=get&apikey=x failed"}, {"data": {}}),
        ({"torrentInfoHash": "ABC", "n": 5}, {"data": {"torrentInfoHash": "ABC", "n": "5"}}),
        ({}, {"score": None, "size": None, "data": {}, "protocol": "", "indexer": ""}),
    ],
)
def test_what_the_app_noted(data: dict[str, Any], expected: dict[str, Any]) -> None:
    found = convert.release_event(as_wire(bodies.event(1, data=data), wire.History))
    assert {key: getattr(found, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("type_", "make"),
    [
        (wire.Movie, convert.listed_movie),
        (wire.SeriesResource, convert.listed_series),
        (wire.EpisodeResource, convert.episode),
        (wire.File, convert.media_file),
        (wire.History, convert.release_event),
    ],
)
def test_what_has_no_id_is_skipped(type_: Any, make: Any) -> None:
    found = read_list(b'[{"id": 1}, {}, {"id": null}]', type_, make)
    assert len(found.records) == 1
    assert [skip.reason for skip in found.skipped] == ["it has no id"] * 2


@pytest.mark.parametrize(
    ("type_", "body", "name", "kept"),
    [
        (SettingType.TAG, {"id": 1, "label": "4k"}, "4k", {"id": 1, "label": "4k"}),
        (SettingType.QUALITY_PROFILE, {"id": 1, "name": "HD"}, "HD", {"id": 1, "name": "HD"}),
        (
            SettingType.ROOT_FOLDER,
            {
                "id": 2,
                "path": "/m",
                "freeSpace": 1,
                "totalSpace": 2,
                "accessible": True,
                "unmappedFolders": [],
            },
            "/m",
            {"id": 2, "path": "/m"},
        ),
        (SettingType.EXCLUSION, {"id": 3, "movieTitle": "Film"}, "Film", {"id": 3, "movieTitle": "Film"}),
        (SettingType.EXCLUSION, {"id": 3, "title": "Show"}, "Show", {"id": 3, "title": "Show"}),
        (
            SettingType.COLLECTION,
            {"id": 4, "title": "Films", "movies": [{}], "missingMovies": 1, "images": [], "overview": "x"},
            "Films",
            {"id": 4, "title": "Films"},
        ),
        (SettingType.NAMING, {"renameMovies": True}, "", {"renameMovies": True}),
    ],
)
def test_settings(type_: SettingType, body: dict[str, Any], name: str, kept: dict[str, Any]) -> None:
    found = convert.setting(type_, body)
    assert (found.id, found.type, found.name, found.body) == (body.get("id", 1), type_.value, name, kept)


@pytest.mark.parametrize("body", [{}, {"id": 0}, {"id": "x"}])
def test_a_setting_without_id(body: dict[str, Any]) -> None:
    with pytest.raises(UnusableError):
        convert.setting(SettingType.TAG, body)


def test_root_folders_tell_what_they_can() -> None:
    body = {"path": "/m", "accessible": False, "unmappedFolders": [{}, {}]}
    assert convert.root_folder(body) == RootFolder(path="/m", accessible=False, free_space=None, unmapped=2)
    assert convert.root_folder({"path": "/m", "freeSpace": 5}) == RootFolder(path="/m", free_space=5)
