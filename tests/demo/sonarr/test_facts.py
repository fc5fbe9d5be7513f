"""How Sonarr 4 answers: requests with status, error shape, members and their kinds, seen on the real app."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.conftest import Api
from tests.demo.facts import Fact, filled, mismatch

_SERIES = (
    "text: added airTime cleanTitle monitorNewItems network overview path seriesType sortTitle status title "
    "titleSlug; flag: ended monitored seasonFolder useSceneNumbering; list: genres images seasons tags; "
    "number: id languageProfileId qualityProfileId runtime tmdbId tvMazeId tvRageId tvdbId year; "
    "object: originalLanguage ratings; maybe text: certification imdbId firstAired lastAired; "
    "maybe object: addOptions"
)
_READ = f"{_SERIES}; text: rootFolderPath; list: alternateTitles; maybe text: nextAiring previousAiring"
SHAPES = {
    "bare": _SERIES,
    "series": f"{_READ}; object: statistics",
    "listed": f"{_READ}; maybe object: statistics",
    "episode": "number: episodeFileId episodeNumber id runtime seasonNumber seriesId tvdbId; text: title; "
    "flag: hasFile monitored unverifiedSceneNumbering; maybe number: absoluteEpisodeNumber; "
    "maybe text: airDate airDateUtc overview finaleType lastSearchTime",
    "whole": "number: episodeFileId episodeNumber id runtime seasonNumber seriesId tvdbId; text: title; "
    "flag: hasFile monitored unverifiedSceneNumbering; object: series episodeFile; list: images; "
    "maybe number: absoluteEpisodeNumber; maybe text: airDate airDateUtc overview finaleType lastSearchTime",
    "file": "number: customFormatScore id indexerFlags seasonNumber seriesId size; "
    "list: customFormats languages; text: dateAdded path relativePath releaseType; "
    "object: mediaInfo quality; flag: qualityCutoffNotMet; maybe text: releaseGroup sceneName",
    "command": "object: body; text: commandName name priority queued result status trigger; number: id; "
    "flag: sendUpdatesToClient updateScheduledTask; "
    "maybe text: started ended duration message exception stateChangeTime",
    "folder": "text: folder",
    "languages": "text: name; flag: upgradeAllowed; object: cutoff; list: languages; number: id",
}
_UNKNOWN = 999_999
_UNREADABLE_IDS = {"seriesIds": ["a"]}
FACTS = [
    # reading
    Fact("GET", "series", 200, "[listed]"),
    Fact("GET", "series/{series}", 200, "series"),
    Fact("GET", "series/999999", 404, "problem"),
    Fact("GET", "series?tvdbId=77777777", 200, "[]"),
    Fact("GET", "series?tvdbId=abc", 400, "problem tvdbId"),
    Fact("GET", "series/{series}/folder", 200, "folder"),
    Fact("GET", "series/lookup?term=tvdb:900000001", 200, "[]"),
    Fact("GET", "episode?seriesId={series}", 200, "[episode]"),
    Fact("GET", "episode?seriesId=999999", 200, "[]"),
    Fact("GET", "episode", 400, "message seriesId or episodeIds must be provided"),
    Fact("GET", "episode?episodeIds=999999", 500, "message Expected query to return 1 rows but returned 0"),
    Fact("GET", "episode/{episode}", 200, "whole"),
    Fact("GET", "episode/999999", 404, "problem"),
    Fact("GET", "episodefile?seriesId={series}", 200, "[file]"),
    Fact("GET", "episodefile?seriesId=999999", 404, "message Series with ID 999999 does not exist"),
    Fact("GET", "episodefile", 400, "message seriesId or episodeFileIds must be provided"),
    Fact("GET", "episodefile?episodeFileIds=999999", 500, "message Expected query to return 1 rows"),
    Fact("GET", "episodefile?episodeFileIds={file}&episodeFileIds={file}", 500, "message to return 2 rows"),
    Fact("GET", "episodefile/{file}", 200, "file"),
    Fact("GET", "wanted/missing?pageSize=3", 200, "page episode"),
    Fact("GET", "wanted/missing?monitored=maybe", 400, "problem monitored"),
    Fact("GET", "history/series?seriesId=999999", 404, "message Series with ID 999999 does not exist"),
    Fact("POST", "history/failed/999999", 404, "message EpisodeHistory with ID 999999 does not exist"),
    Fact("GET", "history?sortDirection=sideways", 400, "problem sortDirection"),
    Fact("GET", "history/since?eventType=banana", 400, "problem eventType"),
    Fact("GET", "rename?seriesId=999999", 404, "message Series with ID 999999 does not exist"),
    Fact("GET", "rename?seriesId={series}", 200, "[]"),
    Fact("GET", "parse?title=", 204, ""),
    Fact("GET", "languageprofile", 200, "[languages]"),
    Fact("GET", "languageprofile/schema", 200, "languages"),
    Fact("GET", "calendar?tags=nosuch", 500, "message Didn't find tag with label nosuch"),
    # series that are written
    Fact(
        "POST",
        "series",
        400,
        "rules QualityProfileId GreaterThanValidator, Path NotEmptyValidator, "
        "RootFolderPath NotEmptyValidator, Title NotEmptyValidator, TvdbId GreaterThanValidator",
        {},
    ),
    Fact("POST", "series", 400, "problem $", []),
    Fact("POST", "series/import", 400, "problem $", {}),
    Fact("POST", "series/import", 200, "[]", []),
    Fact("PUT", "series/editor", 202, "[]", {"seriesIds": []}),
    Fact("PUT", "series/editor", 500, "message Value cannot be null", {"monitored": False}),
    Fact("PUT", "series/editor", 500, "message to return 1 rows but returned 0", {"seriesIds": [_UNKNOWN]}),
    Fact("PUT", "series/editor", 400, "problem $.seriesIds[0]", _UNREADABLE_IDS),
    Fact("PUT", "series/editor", 400, "problem $.applyTags", {"seriesIds": [1], "applyTags": "toggle"}),
    Fact("POST", "series/editor", 405, "", {}),
    Fact("DELETE", "series/editor", 200, "{}", {"seriesIds": []}),
    Fact("DELETE", "series/editor", 500, "message to return 1 rows", {"seriesIds": [_UNKNOWN]}),
    Fact("DELETE", "series/editor", 415, "problem"),
    Fact("DELETE", "series", 405, ""),
    Fact("DELETE", "series/999999", 500, "message Expected query to return 1 rows but returned 0"),
    Fact("POST", "seasonpass", 202, "{}", {"series": []}),
    # episodes and files that are written
    Fact("PUT", "episode/monitor", 202, "[]", {"episodeIds": [], "monitored": True}),
    Fact("PUT", "episode/monitor", 500, "message to return 2 rows", {"episodeIds": [3, 3]}),
    Fact("PUT", "episode/monitor", 404, "message Episode with ID 999999", {"episodeIds": [_UNKNOWN]}),
    Fact("DELETE", "episodefile/999999", 404, "message EpisodeFile with ID 999999 does not exist"),
    Fact("DELETE", "episodefile/bulk", 500, "message to return 1 rows", {"episodeFileIds": [_UNKNOWN]}),
    Fact("PUT", "episodefile/bulk", 500, "message to return 1 rows", [{"id": _UNKNOWN}]),
    # commands
    Fact("POST", "command", 201, "command", {"name": "checkhealth"}),
    Fact("POST", "command", 400, "rules Name NotNullValidator, Name NotEmptyValidator", {}),
    Fact("POST", "command", 400, "problem $", []),
    Fact("POST", "command", 500, "message Sequence contains no matching", {"name": "CheckHealthCommand"}),
    Fact("POST", "command", 500, "message $.seriesIds", {"name": "RefreshSeries", "seriesIds": 1}),
    Fact("POST", "command", 500, "message $.seriesIds[0]", {"name": "RefreshSeries", "seriesIds": ["1"]}),
    Fact("POST", "command", 500, "message cannot be null", {"name": "RefreshSeries", "seriesIds": None}),
    Fact("DELETE", "command/999999", 409, "message Unable to cancel task"),
    # what Sonarr does not have
    Fact("GET", "movie", 404, ""),
    Fact("HEAD", "series", 405, ""),
    Fact("PUT", "rootfolder/1", 405, "", {"id": 1, "path": "/x"}),
]


@pytest.fixture(scope="module")
def ids(estate: Any) -> dict[str, int]:
    """A series with files, one of its files, and an episode of that."""
    store = estate.apps["sonarr.main"].store
    file = next(iter(store.files.values()))
    episode = store.episodes_of_file(file)[0]
    return {"series": file["seriesId"], "file": file["id"], "episode": episode["id"]}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.method} {fact.path} {fact.status}")
def test_a_request_is_answered_so(tv: Api, ids: dict[str, int], fact: Fact) -> None:
    more = {} if fact.body is None else {"json": fact.body}
    response = tv(fact.method, filled(fact.path, ids), **more)
    assert response.status_code == fact.status, response.text[:300]
    assert not mismatch(response, fact.answer, SHAPES)


def test_a_new_series_carries_its_options_until_it_is_refreshed(tv: Api) -> None:
    sent: dict[str, Any] = {"tvdbId": 770_001, "title": "T", "qualityProfileId": 1, "rootFolderPath": "/tv/"}
    posted = tv(
        "POST", "series", json=sent | {"addOptions": {"monitor": "all"}, "added": "2001-01-01T00:00:00Z"}
    )
    assert posted.status_code == 201 and not mismatch(posted, "series", SHAPES)
    series = posted.json()
    assert posted.headers["location"].endswith(f"/api/v3/series/{series['id']}")
    assert set(series["addOptions"]) == {
        *("monitor", "searchForMissingEpisodes", "searchForCutoffUnmetEpisodes"),
        *("ignoreEpisodesWithFiles", "ignoreEpisodesWithoutFiles"),
    }
    assert "releaseGroups" not in series["statistics"] and series["statistics"]["totalEpisodeCount"] == 0
    assert all("statistics" not in season for season in series["seasons"])
    assert "//" not in series["path"] and not series["added"].startswith("2001")
    listed = next(row for row in tv.get("series") if row["id"] == series["id"])
    assert "statistics" not in listed
    tv.settle()
    assert "addOptions" not in tv.get(f"series/{series['id']}")
    bare = tv("PUT", "series/editor", json={"seriesIds": [series["id"]], "monitored": True})
    assert not mismatch(bare, "[bare]", SHAPES)
    tv("DELETE", f"series/{series['id']}")


def test_only_monitored_episodes_are_to_air(tv: Api) -> None:
    series = max(tv.get("series"), key=lambda row: row["statistics"]["totalEpisodeCount"])
    seasons = [season | {"monitored": False} for season in series["seasons"]]
    tv("PUT", f"series/{series['id']}", json=series | {"seasons": seasons})
    episodes = [row["id"] for row in tv.get("episode", seriesId=series["id"])]
    tv("PUT", "episode/monitor", json={"episodeIds": episodes, "monitored": False})
    shown = tv.get(f"series/{series['id']}")
    assert not {"nextAiring", "previousAiring"} & set(shown) and shown["firstAired"] <= shown["lastAired"]
    tv("PUT", "episode/monitor", json={"episodeIds": episodes, "monitored": True})
    assert "previousAiring" in tv.get(f"series/{series['id']}")
