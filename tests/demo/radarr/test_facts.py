"""How Radarr answers: requests with status, error shape, members and their kinds, seen on the real app."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.conftest import Api
from tests.demo.facts import Fact, filled, mismatch

_KNOWN = (
    "text: added cleanTitle folderName minimumAvailability originalTitle overview releaseDate sortTitle "
    "status studio title titleSlug website youTubeTrailerId; flag: isAvailable monitored; "
    "list: alternateTitles genres images keywords tags; object: originalLanguage ratings; "
    "number: movieFileId popularity qualityProfileId runtime secondaryYearSourceId tmdbId year; "
    "maybe text: certification digitalRelease imdbId inCinemas lastSearchTime physicalRelease; "
    "maybe object: collection addOptions"
)
_BARE = f"{_KNOWN}; text: path; number: id; maybe text: rootFolderPath"
_COUNTED = f"{_BARE}; flag: hasFile; number: sizeOnDisk; object: statistics"
SHAPES = {
    "bare": _BARE,
    "movie": f"{_COUNTED}; text: rootFolderPath; maybe object: movieFile",
    "wanted": f"{_COUNTED}; text: path",
    "searched": f"{_KNOWN}; text: folder remotePoster",
    "known": _KNOWN,
    "file": "number: customFormatScore id indexerFlags movieId size; list: customFormats languages; "
    "text: dateAdded edition path relativePath; object: mediaInfo quality; flag: qualityCutoffNotMet; "
    "maybe text: originalFilePath releaseGroup sceneName",
    "collection": "number: id missingMovies qualityProfileId tmdbId; list: images movies tags; "
    "text: minimumAvailability overview rootFolderPath sortTitle title; flag: monitored searchOnAdd",
    "person": "text: creditTmdbId personName type; number: id movieMetadataId order personTmdbId; "
    "list: images; maybe text: character department job",
    "event": "number: customFormatScore id movieId; list: customFormats languages; object: data quality; "
    "text: date eventType sourceTitle; maybe text: downloadId; flag: qualityCutoffNotMet",
    "command": "object: body; text: commandName name priority queued result status trigger; number: id; "
    "flag: sendUpdatesToClient updateScheduledTask; "
    "maybe text: started ended duration message exception stateChangeTime",
    "examples": "text: movieExample movieFolderExample",
    "parsed": "text: title; number: customFormatScore; maybe object: parsedMovieInfo movie; "
    "maybe list: languages customFormats",
    "folder": "text: folder",
}
_UNKNOWN = 999_999
_NEW: dict[str, Any] = {"title": "T", "year": 2001, "qualityProfileId": 1, "rootFolderPath": "/movies"}
FACTS = [
    # reading
    Fact("GET", "movie", 200, "[movie]"),
    Fact("GET", "movie/{movie}", 200, "movie"),
    Fact("GET", "movie/999999", 404, "problem"),
    Fact("GET", "movie?tmdbId=77777777", 200, "[]"),
    Fact("GET", "movie?tmdbId=abc", 400, "problem tmdbId"),
    Fact("GET", "movie/{movie}/folder", 200, "folder"),
    Fact("GET", "movie/lookup?term=tmdb:640005", 200, "[searched]"),
    Fact("GET", "movie/lookup?term=tmdb:900000001", 200, "[]"),
    Fact("GET", "movie/lookup/tmdb?tmdbId=640005", 200, "known"),
    Fact("GET", "movie/lookup/tmdb?tmdbId=900000001", 500, "message was not found, it may have been removed"),
    Fact("GET", "movie/lookup/imdb?imdbId=tt5480035", 200, "known"),
    Fact("GET", "movie/lookup/imdb?imdbId=5480035", 200, "known"),
    Fact("GET", "movie/lookup/imdb?imdbId=tt0000001", 500, "message IMDBId tt0000001 was not found"),
    Fact("GET", "movie/lookup/imdb?imdbId=word", 500, "message Object reference not set"),
    Fact("GET", "moviefile?movieId={movie}", 200, "[file]"),
    Fact("GET", "moviefile?movieId=2,3", 400, "problem movieId"),
    Fact("GET", "moviefile", 400, "message movieId or movieFileIds must be provided"),
    Fact("GET", "moviefile?movieFileIds=999999", 500, "message to return 1 rows but returned 0"),
    Fact("GET", "moviefile?movieFileIds={file}&movieFileIds={file}", 500, "message to return 2 rows"),
    Fact("GET", "moviefile/{file}", 200, "file"),
    Fact("GET", "collection", 200, "[collection]"),
    Fact("GET", "collection/{collection}", 200, "collection"),
    Fact("GET", "credit?movieId={movie}", 200, "[person]"),
    Fact("GET", "blocklist/movie?movieId={movie}", 200, "[]"),
    Fact("GET", "extrafile?movieId={movie}", 200, "[]"),
    Fact("GET", "rename?movieId=999999", 500, "message to return 1 rows but returned 0"),
    Fact("GET", "parse?title=", 204, ""),
    Fact("GET", "parse?title=Some.Film.2001.1080p.BluRay.x264-GRP", 200, "parsed"),
    Fact("GET", "wanted/missing?pageSize=3", 200, "page wanted"),
    Fact("GET", "wanted/cutoff?pageSize=3", 200, "page wanted"),
    Fact("GET", "wanted/missing?monitored=maybe", 400, "problem monitored"),
    Fact("GET", "history?pageSize=5", 200, "page event"),
    Fact("GET", "history/movie?movieId=999999", 200, "[]"),
    Fact("GET", "history/since?date=11/28/2090", 200, "[]"),
    Fact("GET", "history/since?date=", 400, "problem date"),
    Fact("POST", "history/failed/999999", 404, "message MovieHistory with ID 999999 does not exist"),
    Fact("GET", "release?movieId=999999", 500, "message Movie with ID 999999 does not exist"),
    Fact("GET", "calendar?tags=nosuch", 500, "message Didn't find tag with label nosuch"),
    Fact("GET", "mediacover/999999/poster.jpg", 404, "problem"),
    Fact("GET", "config/naming/examples", 200, "examples"),
    # movies that are written
    Fact(
        "POST",
        "movie",
        400,
        "rules QualityProfileId GreaterThanValidator, Path NotEmptyValidator, "
        "RootFolderPath NotEmptyValidator, Title NotEmptyValidator, TmdbId NotEmptyValidator",
        {},
    ),
    Fact("POST", "movie", 400, "problem $", []),
    Fact("POST", "movie", 400, "problem $.tmdbId", _NEW | {"tmdbId": "abc"}),
    Fact("POST", "movie", 400, "problem $.tags[0]", _NEW | {"tmdbId": 770_101, "tags": ["keep"]}),
    Fact(
        "POST",
        "movie",
        400,
        "problem $.minimumAvailability",
        _NEW | {"tmdbId": 770_101, "minimumAvailability": "sometime"},
    ),
    Fact(
        "POST",
        "movie",
        400,
        "problem $.addOptions.monitor",
        _NEW | {"tmdbId": 770_101, "addOptions": {"monitor": "skip"}},
    ),
    Fact("POST", "movie", 400, "rules TmdbId", _NEW | {"tmdbId": 900_000_001}),
    Fact("POST", "movie/import", 400, "problem $", {}),
    Fact("POST", "movie/import", 200, "[]", []),
    Fact("POST", "movie/import", 500, "message Value cannot be null", [{"tmdbId": 770_101, "title": "T"}]),
    Fact("PUT", "movie/editor", 202, "[]", {"movieIds": []}),
    Fact("PUT", "movie/editor", 202, "[bare]", {"movieIds": [1]}),
    Fact("PUT", "movie/editor", 500, "message Value cannot be null", {"monitored": False}),
    Fact("PUT", "movie/editor", 500, "message to return 1 rows but returned 0", {"movieIds": [_UNKNOWN]}),
    Fact("PUT", "movie/editor", 400, "problem $.movieIds[0]", {"movieIds": ["a"]}),
    Fact("PUT", "movie/editor", 400, "problem $.applyTags", {"movieIds": [1], "applyTags": "toggle"}),
    Fact("POST", "movie/editor", 405, "", {}),
    Fact("DELETE", "movie/editor", 200, "{}", {"movieIds": []}),
    Fact("DELETE", "movie/editor", 500, "message to return 1 rows", {"movieIds": [_UNKNOWN]}),
    Fact("DELETE", "movie/editor", 415, "problem"),
    Fact("DELETE", "movie", 405, ""),
    Fact("DELETE", "movie/999999", 404, "message Movie with ID 999999 does not exist"),
    Fact("DELETE", "moviefile/999999", 404, "message MovieFile with ID 999999 does not exist"),
    Fact("DELETE", "moviefile/bulk", 500, "message to return 1 rows", {"movieFileIds": [_UNKNOWN]}),
    Fact("PUT", "moviefile/bulk", 500, "message to return 1 rows", [{"id": _UNKNOWN}]),
    Fact("PUT", "collection/99999", 404, "message MovieCollection with ID 99999", {"monitored": True}),
    Fact("PUT", "collection", 202, "[collection]", {"collectionIds": [1], "searchOnAdd": False}),
    # commands
    Fact("POST", "command", 201, "command", {"name": "checkhealth"}),
    Fact("POST", "command", 400, "rules Name NotNullValidator, Name NotEmptyValidator", {}),
    Fact("POST", "command", 400, "problem $", []),
    Fact("POST", "command", 500, "message Sequence contains no matching", {"name": "CheckHealthCommand"}),
    Fact("POST", "command", 500, "message $.movieIds", {"name": "RefreshMovie", "movieIds": 1}),
    Fact("POST", "command", 500, "message $.movieIds[0]", {"name": "RefreshMovie", "movieIds": ["1"]}),
    Fact("POST", "command", 500, "message cannot be null", {"name": "RefreshMovie", "movieIds": None}),
    Fact("DELETE", "command/999999", 409, "message Unable to cancel task"),
    # what Radarr does not have
    Fact("GET", "series", 404, ""),
    Fact("HEAD", "movie", 405, ""),
]


@pytest.fixture(scope="module")
def ids(estate: Any) -> dict[str, int]:
    """A movie with a file, that file, and a collection."""
    store = estate.apps["radarr.main"].store
    file = next(iter(store.files.values()))
    return {"movie": file["movieId"], "file": file["id"], "collection": min(store.all_collections())}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.method} {fact.path} {fact.status}")
def test_a_request_is_answered_so(api: Api, ids: dict[str, int], fact: Fact) -> None:
    more = {} if fact.body is None else {"json": fact.body}
    response = api(fact.method, filled(fact.path, ids), **more)
    assert response.status_code == fact.status, response.text[:300]
    assert not mismatch(response, fact.answer, SHAPES)


# ---- what was written ------------------------------------------------------------------------------


def test_a_malformed_command_harms_no_later_request(api: Api) -> None:
    for ids in (1, ["1"], None, {"a": 1}):
        body = {"name": "RefreshMovie", "movieIds": ids}
        assert api("POST", "command", json=body).status_code == 500
    api.settle()
    assert api.get("command") == [] or all(row["status"] == "completed" for row in api.get("command"))
    assert api.get("movie")


def test_an_enum_is_taken_as_a_number_and_shown_as_a_word(api: Api) -> None:
    movie = api.get("movie/1")
    put = api("PUT", "movie/1", json=movie | {"minimumAvailability": 2})
    assert (put.status_code, put.json()["minimumAvailability"]) == (202, "inCinemas")
    posted = api("POST", "movie", json=_NEW | {"tmdbId": "770102", "minimumAvailability": 1})
    assert (posted.status_code, posted.json()["minimumAvailability"]) == (201, "announced")
    listed = {row["id"]: row for row in api.get("movie")}
    assert listed[1]["minimumAvailability"] == "inCinemas" and posted.json()["id"] in listed
    api("PUT", "movie/1", json=movie)
    api("DELETE", f"movie/{posted.json()['id']}")


def test_to_monitor_nothing_leaves_the_flag_as_it_was_sent(api: Api) -> None:
    body = _NEW | {"tmdbId": 770_103, "monitored": True, "addOptions": {"monitor": "none"}}
    posted = api("POST", "movie", json=body).json()
    api.settle()
    assert posted["monitored"] and api.get(f"movie/{posted['id']}")["monitored"]
    api("DELETE", f"movie/{posted['id']}")


def test_without_the_metadata_host_no_movie_is_added_or_refreshed(api: Api) -> None:
    store = api.app.store
    store.metadata_host_down = True
    try:
        posted = api("POST", "movie", json=_NEW | {"tmdbId": 770_104})
        assert posted.status_code == 500 and "Connection refused" in posted.json()["message"]
        assert api("GET", "movie/lookup?term=abc").status_code == 503
        command = api("POST", "command", json={"name": "RefreshMovie", "movieIds": [1]}).json()
        api.settle()
        ended = api.get(f"command/{command['id']}")
        assert (ended["status"], ended["result"], ended["message"]) == ("failed", "unknown", "Failed")
        assert "exception" in ended and api.get("movie/1")
    finally:
        store.metadata_host_down = False


def test_a_profile_of_an_unknown_language_is_written_and_hides_the_library(api: Api) -> None:
    profile = api.get("qualityprofile/1") | {"name": "Odd", "language": {"id": 4242, "name": "?"}}
    del profile["id"]
    assert api("POST", "qualityprofile", json=profile).status_code == 500
    number = max(api.app.store.profiles)
    for path in ("qualityprofile", "movie", "wanted/cutoff"):
        assert api("GET", path).status_code == 500
    assert api("DELETE", f"qualityprofile/{number}").status_code == 500
    cure = profile | {"id": number, "language": {"name": "English"}}
    put = api("PUT", f"qualityprofile/{number}", json=cure)
    assert put.status_code == 202 and api.get("movie")
    assert api("DELETE", f"qualityprofile/{number}").status_code == 200


def test_an_import_by_hand_says_that_it_did_it(api: Api) -> None:
    posted = api("POST", "command", json={"name": "ManualImport", "files": [{"path": "/no"}]}).json()
    api.settle()
    ended = api.get(f"command/{posted['id']}")
    assert (ended["result"], ended["message"]) == ("successful", "Manually imported 1 files")


def test_a_picture_is_dated_and_is_not_sent_again(api: Api) -> None:
    first = api("GET", "mediacover/1/poster-500.jpg")
    assert (first.status_code, first.headers["content-type"]) == (200, "image/jpeg")
    assert {"etag", "accept-ranges"}.isdisjoint(first.headers)
    again = api(
        "GET", "mediacover/1/poster.jpg", headers={"If-Modified-Since": first.headers["last-modified"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert api("HEAD", "mediacover/1/poster.jpg").status_code == 405
    assert api("GET", "mediacover/1/screenshot.jpg").status_code == 404


def test_a_cutoff_is_told_of_the_file_of_a_movie(api: Api) -> None:
    listed = {row["movieFile"]["id"]: row["movieFile"] for row in api.get("movie") if row["hasFile"]}
    for number, file in listed.items():
        assert file["qualityCutoffNotMet"] == api.get(f"moviefile/{number}")["qualityCutoffNotMet"]
        assert {"customFormats", "customFormatScore"}.isdisjoint(file)
