"""Commands as the apps run them: a few at a time, in order, refused or cancelled; and what they overwrite."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.http.wire import Obj
from tests.demo.conftest import Api, MakeEstate


@pytest.fixture
def shows(small_estate: MakeEstate) -> Iterator[Api]:
    """A Sonarr of its own."""
    client = Api(small_estate().apps["sonarr.main"])
    yield client
    client.http.close()


@pytest.fixture
def movies(small_estate: MakeEstate) -> Iterator[Api]:
    """A Radarr of its own."""
    client = Api(small_estate().apps["radarr.main"])
    yield client
    client.http.close()


def post(api: Api, name: str, **arguments: Any) -> Obj:
    """Queue a command."""
    answer = api("POST", "command", json={"name": name, **arguments})
    assert answer.status_code == 201, answer.text
    command: Obj = answer.json()
    return command


def started(api: Api, name: str, **arguments: Any) -> Obj:
    """Queue a command and let it start, but not end."""
    commands = api.app.store.commands
    commands.held.add(name)
    command = post(api, name, **arguments)
    commands.advance(time.time() + CommandQueue.queued_for + 1)
    assert api.get(f"command/{command['id']}")["status"] == "started"
    return command


def finish(api: Api) -> None:
    """Let everything end that was held."""
    api.app.store.commands.held.clear()
    api.settle()


def statuses(api: Api) -> Counter[str]:
    """Return how many commands are in which state."""
    return Counter(command["status"] for command in api.get("command"))


# ---- the queue -------------------------------------------------------------------------------------


def test_three_commands_run_at_a_time_and_of_those_that_need_the_disk_one(movies: Api) -> None:
    first, second = (movie["id"] for movie in movies.get("movie")[:2])
    commands = movies.app.store.commands
    commands.held |= {"RefreshMovie", "MoveMovie"}
    for number in (first, second):
        post(movies, "MoveMovie", movieId=number, sourcePath="/x", destinationPath=f"/y/{number}")
    for movie in movies.get("movie")[:4]:
        post(movies, "RefreshMovie", movieIds=[movie["id"]])
    commands.advance(time.time() + 600)
    running = [row["name"] for row in movies.get("command") if row["status"] == "started"]
    assert sorted(running) == ["MoveMovie", "RefreshMovie", "RefreshMovie"]
    finish(movies)
    assert statuses(movies) == {"completed": 6}


def test_an_equal_command_is_not_queued_twice_whatever_the_order_of_its_ids(movies: Api) -> None:
    first, second = (movie["id"] for movie in movies.get("movie")[:2])
    command = post(movies, "RefreshMovie", movieIds=[first, second])
    assert post(movies, "refreshmovie", movieIds=[second, first])["id"] == command["id"]
    assert post(movies, "RefreshMovie", movieIds=[first])["id"] != command["id"]
    finish(movies)


def test_a_cancelled_command_stays_queued_by_its_number_and_never_runs(movies: Api) -> None:
    movie = movies.get("movie")[0]["id"]
    command = post(movies, "RefreshMovie", movieIds=[movie])
    answer = movies("DELETE", f"command/{command['id']}")
    assert (answer.status_code, answer.content) == (200, b"")
    movies.settle()
    assert movies.get(f"command/{command['id']}")["status"] == "queued"
    assert command["id"] not in [row["id"] for row in movies.get("command")]
    assert movies("DELETE", f"command/{command['id']}").status_code == 409
    assert movies("DELETE", "command/999999").status_code == 409
    assert post(movies, "RefreshMovie", movieIds=[movie])["id"] != command["id"]
    finish(movies)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"name": "RefreshMovie", "movieIds": 1}, 500, "List`1[System.Int32]. Path: $.movieIds "),
        ({"name": "RefreshMovie", "movieIds": ["1"]}, 500, "System.Int32. Path: $.movieIds[0] "),
        ({"name": "RefreshMovie", "movieIds": None}, 500, "Value cannot be null"),
        ({"name": "RescanMovie", "movieId": "5"}, 500, "Path: $.movieId "),
        ({"name": "RescanMovie", "movieId": [5]}, 500, "Path: $.movieId "),
        ({"name": "ManualImport", "files": [1]}, 500, "Path: $.files "),
        ({"name": "BulkMoveMovie", "movies": [[]]}, 500, "Path: $.movies "),
        ({"name": "RssSyncCommand"}, 500, "Sequence contains no matching element"),
        ({}, 400, "NotNullValidator"),
        ({"name": ""}, 400, "NotEmptyValidator"),
        ([], 400, "One or more validation errors"),
    ],
)
def test_a_malformed_command_is_refused_and_harms_no_later_request(
    body: Any, status: int, words: str, movies: Api
) -> None:
    answer = movies("POST", "command", json=body)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text
    assert movies.get("command") == []
    assert movies.get("movie")


def test_what_a_command_does_not_know_is_dropped_so_that_it_runs_for_all(movies: Api) -> None:
    command = post(movies, "RefreshMovie", movieId=5)
    assert command["body"]["movieIds"] == [] and "movieId" not in command["body"]
    finish(movies)


def test_a_refresh_of_one_series_is_a_list_of_one(shows: Api) -> None:
    series = shows.get("series")[0]["id"]
    assert post(shows, "RefreshSeries", seriesId=series)["body"]["seriesIds"] == [series]
    finish(shows)


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "ManualImport", "files": [{}]},
        {"name": "ManualImport", "files": [{"path": 5}]},
        {"name": "BulkMoveSeries", "series": [{}]},
        {"name": "MoveSeries", "seriesId": 1},
    ],
)
def test_a_command_that_breaks_down_fails_and_harms_no_later_request(
    arguments: dict[str, Any], shows: Api
) -> None:
    command = post(shows, **arguments)
    shows.settle()
    ended = shows.get(f"command/{command['id']}")
    assert (ended["status"], ended["message"]) == ("failed", "Failed")
    assert ended["exception"]


def test_a_search_without_ids_fails(movies: Api) -> None:
    command = post(movies, "MoviesSearch")
    movies.settle()
    assert movies.get(f"command/{command['id']}")["status"] == "failed"


# ---- a refresh and what is written meanwhile ------------------------------------------------------------


def test_what_is_written_to_a_series_while_it_is_refreshed_is_lost_but_for_episodes(
    shows: Api,
) -> None:
    pairs = [(row, season) for row in shows.get("series") for season in row["seasons"][1:]]
    series, season = next((row, season) for row, season in pairs if season["monitored"])
    path, episodes = f"series/{series['id']}", shows.get("episode", seriesId=series["id"])
    single = next(row for row in episodes if row["seasonNumber"] != season["seasonNumber"])
    started(shows, "RefreshSeries", seriesIds=[series["id"]])
    flags = [row | {"monitored": row["monitored"] and row != season} for row in series["seasons"]]
    edited = series | {"monitored": not series["monitored"], "seasons": flags, "tags": [1]}
    assert shows("PUT", path, json=edited).status_code == 202
    assert shows("PUT", "series/editor", json={"seriesIds": [series["id"]], "qualityProfileId": 2}).is_success
    monitor = {"episodeIds": [single["id"]], "monitored": not single["monitored"]}
    assert shows("PUT", "episode/monitor", json=monitor).status_code == 202
    finish(shows)
    after = shows.get(path)
    for name in ("monitored", "qualityProfileId", "tags", "path"):
        assert after[name] == series[name]
    assert [row["monitored"] for row in after["seasons"]] == [row["monitored"] for row in series["seasons"]]
    rows = {row["id"]: row["monitored"] for row in shows.get("episode", seriesId=series["id"])}
    assert rows[single["id"]] is not single["monitored"]
    assert all(rows[row["id"]] for row in episodes if row["seasonNumber"] == season["seasonNumber"])


def test_radarr_keeps_what_is_written_to_a_movie_while_it_is_refreshed(movies: Api) -> None:
    movie = movies.get("movie")[0]
    started(movies, "RefreshMovie", movieIds=[movie["id"]])
    movies("PUT", f"movie/{movie['id']}", json=movie | {"monitored": not movie["monitored"], "tags": [1]})
    finish(movies)
    after = movies.get(f"movie/{movie['id']}")
    assert (after["monitored"], after["tags"]) == (not movie["monitored"], [1])


def test_a_refresh_of_the_whole_library_takes_the_series_one_by_one(shows: Api) -> None:
    series = shows.get("series")
    started(shows, "RefreshSeries")
    for row in (series[0], series[-1]):
        shows("PUT", f"series/{row['id']}", json=row | {"monitored": not row["monitored"]})
    finish(shows)
    flags = {row["id"]: row["monitored"] for row in shows.get("series")}
    assert flags[series[0]["id"]] is series[0]["monitored"]
    assert flags[series[-1]["id"]] is not series[-1]["monitored"]


def test_another_type_queues_a_refresh_of_the_series(shows: Api) -> None:
    series = shows.get("series")[0]
    other = "anime" if series["seriesType"] == "standard" else "standard"
    shows("PUT", f"series/{series['id']}", json=series | {"seriesType": other})
    assert [row["body"]["seriesIds"] for row in shows.get("command")] == [[series["id"]]]
    shows("PUT", "series/editor", json={"seriesIds": [series["id"]], "seriesType": series["seriesType"]})
    assert len(shows.get("command")) == 1
    finish(shows)


def test_each_title_of_an_import_gets_a_refresh_of_its_own(movies: Api) -> None:
    rows = [
        {"tmdbId": number, "title": "T", "qualityProfileId": 1, "rootFolderPath": "/movies"}
        for number in (730_901, 730_902, 730_903)
    ]
    ids = [row["id"] for row in movies("POST", "movie/import", json=rows).json()]
    assert [row["body"]["movieIds"] for row in movies.get("command")] == [[number] for number in ids]
    finish(movies)


# ---- single episodes -----------------------------------------------------------------------------------


def test_episodes_are_set_before_a_missing_one_is_noticed(shows: Api) -> None:
    first, second = shows.get("episode", seriesId=shows.get("series")[0]["id"])[:2]
    body = {"episodeIds": [first["id"], 99_999_999, second["id"]], "monitored": not first["monitored"]}
    answer = shows("PUT", "episode/monitor", json=body)
    assert (answer.status_code, "return 3 rows but returned 2" in answer.text) == (500, True)
    for episode in (first, second):
        assert shows.get(f"episode/{episode['id']}")["monitored"] is not first["monitored"]
    assert shows("PUT", "episode/monitor", json={"episodeIds": [99_999_999]}).status_code == 404
    assert shows("PUT", "episode/monitor", json={"episodeIds": [first["id"]]}).is_success
    assert shows.get(f"episode/{first['id']}")["monitored"] is False


# ---- moves ---------------------------------------------------------------------------------------------


def moved(api: Api, fault: str) -> tuple[list[Obj], list[Obj], Obj]:
    """Move two movies that have files; return them before and after, and the command at its end."""
    api.http.post("/demo/faults", json={"moves": fault})
    root, other = (row["path"] for row in api.get("rootfolder")[:2])
    before = [row for row in api.get("movie") if row["hasFile"] and row["rootFolderPath"] == other][:2]
    ids = [movie["id"] for movie in before]
    body = {"movieIds": ids, "rootFolderPath": root, "moveFiles": True}
    at_once = api("PUT", "movie/editor", json=body).json()
    assert all(movie["path"].startswith(f"{root}/") for movie in at_once)
    api.settle()
    ended = api.get("command")[-1]
    for number in ids:
        post(api, "RescanMovie", movieId=number)
    api.settle()
    return before, [api.get(f"movie/{number}") for number in ids], ended


def test_a_move_that_succeeds_takes_the_files_along(movies: Api) -> None:
    before, after, ended = moved(movies, "")
    assert ended["status"] == "completed"
    assert [row["path"] for row in after] != [row["path"] for row in before]
    assert all(row["hasFile"] for row in after)


def test_after_an_io_error_the_old_path_is_back_and_the_command_completed(movies: Api) -> None:
    before, after, ended = moved(movies, "io")
    assert (ended["status"], ended["result"]) == ("completed", "successful")
    assert [row["path"] for row in after] == [row["path"] for row in before]
    assert all(row["hasFile"] for row in after)


def test_large_files_left_behind_put_the_old_path_back_without_what_went_over(movies: Api) -> None:
    before, after, ended = moved(movies, "large")
    assert (ended["status"], ended["result"]) == ("completed", "successful")
    assert [row["path"] for row in after] == [row["path"] for row in before]
    assert not any(row["hasFile"] for row in after)


def test_without_permission_the_new_paths_stay_and_the_files_do_not_come(movies: Api) -> None:
    before, after, ended = moved(movies, "permission")
    assert (ended["status"], ended["result"]) == ("failed", "unknown")
    assert all(row["path"] != old["path"] for row, old in zip(after, before, strict=True))
    assert not any(row["hasFile"] for row in after)


# ---- what the app does by itself -------------------------------------------------------------------


def test_housekeeping_deletes_the_tags_that_nothing_has(shows: Api, movies: Api) -> None:
    for api in (shows, movies):
        used = {
            row["id"] for row in api.get("tag/detail") if any(row[key] for key in row if key.endswith("Ids"))
        }
        assert len(used) < len(api.get("tag"))
        post(api, "Housekeeping")
        finish(api)
        assert {row["id"] for row in api.get("tag")} == used


def test_housekeeping_forgets_files_that_are_gone_in_radarr_only(shows: Api, movies: Api) -> None:
    movie = next(row for row in movies.get("movie") if row["hasFile"])
    del movies.app.store.files[movie["movieFileId"]]
    file = next(iter(shows.app.store.files.values()))
    episode = next(row for row in shows.get("episode", seriesId=file["seriesId"]) if row["hasFile"])
    del shows.app.store.files[episode["episodeFileId"]]
    for api in (shows, movies):
        post(api, "Housekeeping")
        finish(api)
    assert movies.app.store.titles[movie["id"]]["movieFileId"] == 0
    store: Any = shows.app.store
    assert store.episodes[episode["id"]]["episodeFileId"] == episode["episodeFileId"]
