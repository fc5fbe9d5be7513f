"""Clients that others wrote work against the simulator without an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarr
import pytest
import radarr as devopsarr

from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate

NEW_MOVIE = 640_001
NEW_SERIES = 640_002
NEW_ARTIST = "000a1220-aaaa-4aaa-8aaa-0000000a1220"


@pytest.fixture
def typed(radarr: SimulatedApp) -> Any:
    configuration = devopsarr.Configuration(host=radarr.url, api_key={"X-Api-Key": radarr.api_key})
    with devopsarr.ApiClient(configuration) as client:
        yield client


def test_pyarr_lists_what_radarr_has(radarr: SimulatedApp) -> None:
    client = pyarr.RadarrAPI(radarr.url, radarr.api_key)
    movies: Any = client.get_movie()
    with_file = [movie for movie in movies if movie["hasFile"]]
    assert len(movies) == 40
    files: Any = client.get_movie_files_by_movie_id(with_file[0]["id"])
    assert files[0]["id"] == with_file[0]["movieFileId"]
    assert {profile["name"] for profile in client.get_quality_profile()} >= {"HD Bluray + WEB"}
    assert any(tag["label"] == "1" for tag in client.get_tag())
    history: Any = client.get_history(page=1, page_size=5)
    assert len(history["records"]) == 5
    assert client.get_movie_history(with_file[0]["id"]) is not None
    assert client.get_system_status()["appName"] == "Radarr"
    assert client.get_root_folder() and client.get_disk_space() and client.get_backup()
    assert client.get_quality_definition() and client.get_language()
    assert client.get_notification() and client.get_indexer() and client.get_import_list()
    assert client.get_config_host()["apiKey"] == radarr.api_key
    assert client.get_queue()["totalRecords"] == len(radarr.store.queue)
    assert client.get_blocklist()["records"] == []


def test_pyarr_adds_edits_and_deletes_a_movie(radarr: SimulatedApp) -> None:
    client = pyarr.RadarrAPI(radarr.url, radarr.api_key)
    results: Any = client.lookup_movie(f"tmdb:{NEW_MOVIE}")
    added: Any = client.add_movie(results[0], "/movies", 1, monitored=False, search_for_movie=False)
    assert added["tmdbId"] == NEW_MOVIE
    assert added["monitored"] is False
    changed: Any = client.upd_movie(added | {"monitored": True, "tags": [2]})
    assert (changed["monitored"], changed["tags"]) == (True, [2])
    client.del_movie(added["id"])
    assert client.get_movie(NEW_MOVIE, tmdb=True) == []


def test_pyarr_lists_what_sonarr_has(sonarr: SimulatedApp) -> None:
    client = pyarr.SonarrAPI(sonarr.url, sonarr.api_key)
    series: Any = client.get_series()
    with_file = [row for row in series if row["statistics"]["episodeFileCount"]]
    episodes: Any = client.get_episodes_by_series_id(with_file[0]["id"])
    assert len(episodes) == with_file[0]["statistics"]["totalEpisodeCount"]
    files: Any = client.get_episode_files_by_series_id(with_file[0]["id"])
    assert {item["id"] for item in files} == {item["episodeFileId"] for item in episodes} - {0}
    assert client.get_episode_by_episode_id(episodes[0]["id"])["series"]["id"] == with_file[0]["id"]
    assert client.get_history(page=1, page_size=5)["totalRecords"] == len(sonarr.store.history.rows)
    assert client.get_quality_profile() and client.get_tag() and client.get_wanted()
    assert client.get_language_profile() and client.get_queue()["totalRecords"] == len(sonarr.store.queue)


def test_pyarr_adds_edits_and_deletes_a_series(sonarr: SimulatedApp) -> None:
    client = pyarr.SonarrAPI(sonarr.url, sonarr.api_key)
    results: Any = client.lookup_series(id_=NEW_SERIES)
    added: Any = client.add_series(results[0], 1, 1, "/tv", monitored=True)
    changed: Any = client.upd_series(added | {"monitored": False})
    assert changed["monitored"] is False
    client.del_series(added["id"])
    assert NEW_SERIES not in {item["tvdbId"] for item in client.get_series()}


def test_the_typed_client_lists_what_radarr_has(typed: Any) -> None:
    movies = devopsarr.MovieApi(typed).list_movie()
    movie = next(movie for movie in movies if movie.has_file)
    files = devopsarr.MovieFileApi(typed).list_movie_file(movie_id=[movie.id])
    assert files[0].custom_format_score is not None
    assert movie.movie_file.custom_formats is None
    assert len(devopsarr.QualityProfileApi(typed).list_quality_profile()) == 5
    assert len(devopsarr.CustomFormatApi(typed).list_custom_format()) > 50
    assert len(devopsarr.TagApi(typed).list_tag()) >= 6
    assert devopsarr.TagDetailsApi(typed).list_tag_detail()
    page = devopsarr.HistoryApi(typed).get_history(page_size=7)
    assert len(page.records) == 7
    assert devopsarr.SystemApi(typed).get_system_status().app_name == "Radarr"
    assert devopsarr.NotificationApi(typed).list_notification()
    assert devopsarr.IndexerApi(typed).list_indexer() and devopsarr.CollectionApi(typed).list_collection()


def test_the_typed_client_adds_edits_and_deletes_a_movie(typed: Any) -> None:
    movies = devopsarr.MovieApi(typed)
    wanted = devopsarr.MovieResource(
        tmdbId=NEW_MOVIE, title="New", year=2020, qualityProfileId=1, rootFolderPath="/movies", monitored=True
    )
    added = movies.create_movie(movie_resource=wanted)
    added.monitored = False
    assert movies.update_movie(id=str(added.id), movie_resource=added).monitored is False
    movies.delete_movie(id=added.id)
    assert movies.list_movie(tmdb_id=NEW_MOVIE) == []


def test_the_typed_client_sends_a_command(typed: Any, radarr: SimulatedApp) -> None:
    commands = devopsarr.CommandApi(typed)
    sent = commands.create_command(command_resource=devopsarr.CommandResource(name="RssSync"))
    radarr.store.settle()
    assert commands.get_command_by_id(id=sent.id).status == "completed"


@pytest.fixture(scope="module")
def lidarr() -> Iterator[SimulatedApp]:
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 8, 4, 5),))) as estate:
        yield estate.apps["lidarr.main"]


def test_pyarr_lists_what_lidarr_has(lidarr: SimulatedApp) -> None:
    client = pyarr.LidarrAPI(lidarr.url, lidarr.api_key)
    artists: Any = client.get_artist()
    albums: Any = client.get_album()
    assert len(artists) == 8
    assert len(albums) == sum(row.get("statistics", {}).get("albumCount", 0) for row in artists)
    with_files = next(row for row in albums if row["statistics"]["trackFileCount"] > 1)
    tracks: Any = client.get_tracks(albumId=with_files["id"])
    files: Any = client.get_track_file(albumId=with_files["id"])
    assert {row["trackFileId"] for row in tracks} - {0} == {row["id"] for row in files}
    assert client.get_artist(artists[0]["foreignArtistId"]) == artists[:1]
    assert [row["id"] for row in client.get_album(albumIds=[albums[0]["id"]])] == [albums[0]["id"]]
    assert client.get_metadata_profile() and client.get_metadata_provider()
    assert client.get_quality_profile() and client.get_root_folder() and client.get_tag()
    assert client.get_queue()["totalRecords"] == len(lidarr.store.queue)
    assert client.get_wanted(missing=False)["records"] is not None
    assert client.get_history()["totalRecords"] == len(lidarr.store.history.rows)
    assert client.get_rename(artists[0]["id"]) is not None and client.get_retag(artists[0]["id"]) is not None


def test_pyarr_adds_edits_and_deletes_an_artist(lidarr: SimulatedApp) -> None:
    client = pyarr.LidarrAPI(lidarr.url, lidarr.api_key)
    results: Any = client.lookup_artist(f"lidarr:{NEW_ARTIST}")
    added: Any = client.add_artist(results[0], lidarr.store.root_folders[1]["path"], 1, 1, monitored=False)
    assert (added["foreignArtistId"], added["monitored"]) == (NEW_ARTIST, False)
    lidarr.store.settle()
    changed: Any = client.upd_artist(added | {"monitored": True, "tags": [2]})
    assert (changed["monitored"], changed["tags"]) == (True, [2])
    client.delete_artist(added["id"])
    assert client.get_artist(NEW_ARTIST) == []
