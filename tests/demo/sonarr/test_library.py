"""Sonarr's library: statistics, season and episode monitoring, files of several episodes."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.http.clock import now_iso
from arrtui.demo.sonarr.store import SonarrStore
from tests.demo.conftest import Api
from tests.demo.library_changes import upgrade_episodes


@pytest.fixture
def store(tv: Api) -> SonarrStore:
    assert isinstance(tv.app.store, SonarrStore)
    return tv.app.store


def body(tvdb_id: int, **more: Any) -> dict[str, Any]:
    return {"tvdbId": tvdb_id, "title": "S", "qualityProfileId": 1, "rootFolderPath": "/tv", **more}


def series_with_file(tv: Api) -> dict[str, Any]:
    return next(item for item in tv.get("series") if item["statistics"]["episodeFileCount"] > 3)


def test_statistics_agree_with_episodes_and_files(tv: Api) -> None:
    for series in tv.get("series"):
        episodes = tv.get("episode", seriesId=series["id"])
        files = tv.get("episodefile", seriesId=series["id"])
        numbers = series["statistics"]
        assert numbers["totalEpisodeCount"] == len(episodes)
        assert numbers["episodeFileCount"] == sum(item["hasFile"] for item in episodes)
        assert numbers["sizeOnDisk"] == sum(item["size"] for item in files)
        assert sum(item["statistics"]["totalEpisodeCount"] for item in series["seasons"]) == len(episodes)
        assert {item["episodeFileId"] for item in episodes} - {0} == {item["id"] for item in files}


def test_the_estate_has_the_number_of_episodes_asked_for(estate: SimulatedEstate) -> None:
    for name, count in (("sonarr.main", 120), ("sonarr.anime", 40)):
        client = Api(estate.apps[name])
        assert sum(item["statistics"]["totalEpisodeCount"] for item in client.get("series")) == count


def test_there_are_specials_future_episodes_double_episodes_and_packs(small_estate: Any) -> None:
    estate = small_estate(_wide())
    store: Any = estate.apps["sonarr.main"].store
    episodes = list(store.episodes.values())
    assert any(item["seasonNumber"] == 0 for item in episodes)
    assert any(item.get("airDateUtc", "") > now_iso() and not item["episodeFileId"] for item in episodes)
    assert {item["releaseType"] for item in store.files.values()} == {
        "singleEpisode",
        "multiEpisode",
        "seasonPack",
    }
    assert any("airDateUtc" not in item for item in episodes)
    anime: Any = estate.apps["sonarr.anime"].store
    assert any(item.get("absoluteEpisodeNumber") for item in anime.episodes.values())


def _wide() -> EstateSize:
    return EstateSize(radarr=(("main", 10),), sonarr=(("main", 40, 2000), ("anime", 5, 200)))


def test_episode_filters(tv: Api) -> None:
    series = series_with_file(tv)
    season = tv.get("episode", seriesId=series["id"], seasonNumber=1)
    assert {item["seasonNumber"] for item in season} == {1}
    file = tv.get("episodefile", seriesId=series["id"])[0]
    covered = tv.get("episode", episodeFileId=file["id"])
    assert {item["episodeFileId"] for item in covered} == {file["id"]}
    assert "episodeFile" not in covered[0] and "series" not in covered[0]
    whole = tv.get(f"episode/{covered[0]['id']}")
    assert whole["episodeFile"]["id"] == file["id"] and whole["series"]["id"] == series["id"]
    assert "customFormatScore" in file


def test_a_season_flag_flips_its_episodes(tv: Api) -> None:
    series = series_with_file(tv)
    flag = not series["seasons"][-1]["monitored"]
    number = series["seasons"][-1]["seasonNumber"]
    series["seasons"][-1]["monitored"] = flag
    assert tv("PUT", f"series/{series['id']}", json=series).status_code == 202
    assert {item["monitored"] for item in tv.get("episode", seriesId=series["id"], seasonNumber=number)} == {
        flag
    }


def test_omitted_seasons_and_tags_are_wiped(tv: Api, store: SonarrStore) -> None:
    series = tv("POST", "series", json=body(710_001, tags=[1])).json()
    store.settle()
    sent = {key: value for key, value in series.items() if key not in ("seasons", "tags")}
    changed = tv("PUT", f"series/{series['id']}", json=sent).json()
    assert (changed["seasons"], changed["tags"]) == ([], [])
    tv("DELETE", f"series/{series['id']}")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"tvdbId": 0}, "TvdbId"),
        ({"title": ""}, "Title"),
        ({"qualityProfileId": 77}, "QualityProfileId"),
        ({"rootFolderPath": "/nowhere"}, "RootFolderPath"),
        ({"tvdbId": 900_005}, "TvdbId"),
    ],
)
def test_rules_of_a_new_series(tv: Api, change: dict[str, Any], name: str) -> None:
    answer = tv("POST", "series", json=body(710_002) | change)
    assert answer.status_code == 400
    assert [item["propertyName"] for item in answer.json()] == [name]


def test_episodes_come_with_the_refresh_and_skip_keeps_the_seasons(tv: Api, store: SonarrStore) -> None:
    seasons = [{"seasonNumber": 1, "monitored": False}]
    posted = tv(
        "POST", "series", json=body(710_003, seasons=seasons, monitored=True, addOptions={"monitor": "skip"})
    )
    number = posted.json()["id"]
    assert posted.status_code == 201 and tv.get("episode", seriesId=number) == []
    store.settle()
    episodes = tv.get("episode", seriesId=number)
    assert episodes and not any(item["monitored"] for item in episodes if item["seasonNumber"] == 1)
    tv("DELETE", f"series/{number}")


def test_body_defaults_differ_from_radarr(tv: Api) -> None:
    series = tv("POST", "series", json=body(710_004)).json()
    assert (series["monitored"], series["seasonFolder"]) == (False, False)
    assert all(item["monitored"] for item in series["seasons"] if item["seasonNumber"])
    tv("DELETE", f"series/{series['id']}")


def test_a_restored_series_finds_its_files(tv: Api, store: SonarrStore) -> None:
    series = series_with_file(tv)
    before = {item["relativePath"] for item in tv.get("episodefile", seriesId=series["id"])}
    assert tv("DELETE", f"series/{series['id']}").status_code == 200
    assert tv("GET", f"history/series?seriesId={series['id']}").status_code == 404
    path = {"path": series["path"], "rootFolderPath": None, "seriesType": series["seriesType"]}
    new = tv("POST", "series", json=body(series["tvdbId"], **path)).json()
    store.settle()
    assert {item["relativePath"] for item in tv.get("episodefile", seriesId=new["id"])} == before


def test_episodes_are_monitored_one_by_one(tv: Api) -> None:
    episodes = tv.get("episode", seriesId=series_with_file(tv)["id"])[:3]
    ids = [item["id"] for item in episodes]
    for flag in (False, True):
        answer = tv("PUT", "episode/monitor", json={"episodeIds": ids, "monitored": flag})
        assert answer.status_code == 202
        assert {item["monitored"] for item in answer.json()} == {flag}


def test_the_series_editor(tv: Api) -> None:
    ids = [item["id"] for item in tv.get("series")[:2]]
    change = {"seriesIds": ids, "monitorNewItems": "none", "tags": [2], "applyTags": "replace"}
    answer = tv("PUT", "series/editor", json=change)
    assert answer.status_code == 202
    assert {(item["monitorNewItems"], tuple(item["tags"])) for item in answer.json()} == {("none", (2,))}


def test_an_upgrade_writes_three_rows_per_episode(tv: Api, store: SonarrStore) -> None:
    series = series_with_file(tv)
    file = tv.get("episodefile", seriesId=series["id"])[0]
    covered = tv.get("episode", episodeFileId=file["id"])
    new = upgrade_episodes(store, file["id"])
    assert {item["id"] for item in tv.get("episode", episodeFileId=new["id"])} == {
        item["id"] for item in covered
    }
    events = [row["eventType"] for row in tv.get("history/series", seriesId=series["id"])[: 3 * len(covered)]]
    assert sorted(events) == sorted(
        ["downloadFolderImported", "episodeFileDeleted", "grabbed"] * len(covered)
    )


def test_exclusions_by_the_other_name(tv: Api) -> None:
    series = tv("POST", "series", json=body(710_005)).json()
    tv("DELETE", f"series/{series['id']}?addImportListExclusion=true")
    tv.settle()
    exclusions = [item for item in tv.get("importlistexclusion") if item["tvdbId"] == 710_005]
    assert exclusions and set(exclusions[0]) == {"id", "tvdbId", "title"}
    assert tv("DELETE", f"importlistexclusion/{exclusions[0]['id']}").status_code == 200
