"""What a later refresh of a series does: it follows the metadata host."""

from __future__ import annotations

import time
from typing import Any

import pytest

from arrtui.demo.http.clock import DAY, iso
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.world.seasons import Airing
from tests.demo.conftest import Api

Obj = dict[str, Any]


@pytest.fixture
def store(tv: Api) -> SonarrStore:
    assert isinstance(tv.app.store, SonarrStore)
    return tv.app.store


def new_series(tv: Api, tvdb_id: int, **more: Any) -> Obj:
    """Add a series, and let its first refresh be."""
    sent = {"tvdbId": tvdb_id, "title": "T", "qualityProfileId": 1, "rootFolderPath": "/tv", **more}
    added: Obj = tv("POST", "series", json={"monitored": True, **sent}).json()
    tv.settle()
    return added


def refresh(tv: Api, series_id: int) -> dict[tuple[int, int], Obj]:
    """Refresh a series; return its episodes by season and number."""
    tv("POST", "command", json={"name": "RefreshSeries", "seriesIds": [series_id]})
    tv.settle()
    rows = tv.get("episode", seriesId=series_id)
    return {(row["seasonNumber"], row["episodeNumber"]): row for row in rows}


def airing(season: int, number: int, days: int = 0) -> Airing:
    return Airing(season, number, None, f"New {season}x{number}", int(time.time()) + days * DAY, None)


@pytest.mark.parametrize("monitor_new", ["all", "none"])
def test_new_episodes_follow_their_season_and_new_seasons_the_setting(
    tv: Api, store: SonarrStore, monitor_new: str
) -> None:
    tvdb_id = 760_001 + (monitor_new == "none")
    series = new_series(tv, tvdb_id, monitorNewItems=monitor_new, addOptions={"monitor": "firstSeason"})
    before = refresh(tv, series["id"])
    last = max(season for season, _ in before)
    store.airings(store.series[series["id"]]).extend(
        [airing(1, 90), airing(1, 0), airing(2, 0), airing(last + 1, 1), airing(0, 90)]
    )
    after = refresh(tv, series["id"])
    assert after[1, 90]["monitored"] and after[1, 0]["monitored"] and not after[2, 0]["monitored"]
    assert after[last + 1, 1]["monitored"] is (monitor_new == "all") and not after[0, 90]["monitored"]
    assert {key: after[key] for key in before} == before
    flags = {row["seasonNumber"]: row["monitored"] for row in tv.get(f"series/{series['id']}")["seasons"]}
    assert flags[last + 1] is (monitor_new == "all")


def test_a_changed_date_is_taken_over_and_the_episode_stays(tv: Api, store: SonarrStore) -> None:
    series = new_series(tv, 760_003)
    listed = store.airings(store.series[series["id"]])
    place = next(index for index, row in enumerate(listed) if row.season == 1)
    key = (1, listed[place].number)
    before = refresh(tv, series["id"])[key]
    listed[place] = listed[place]._replace(title="Other", at=None, finale=None)
    after = refresh(tv, series["id"])[key]
    assert (after["id"], after["title"]) == (before["id"], "Other") and "airDateUtc" not in after


def test_a_renumbered_episode_is_a_new_one_without_its_file(tv: Api, store: SonarrStore) -> None:
    file = next(row for row in store.files.values() if row["releaseType"] == "singleEpisode")
    series = store.series[file["seriesId"]]
    (episode,) = store.episodes_of_file(file)
    listed = store.airings(series)
    place = next(
        index
        for index, row in enumerate(listed)
        if (row.season, row.number) == (episode["seasonNumber"], episode["episodeNumber"])
    )
    listed[place] = listed[place]._replace(number=95)
    after = refresh(tv, series["id"])
    new = after[episode["seasonNumber"], 95]
    assert (new["hasFile"], new["title"]) == (False, episode["title"]) and new["id"] != episode["id"]
    assert (episode["seasonNumber"], episode["episodeNumber"]) not in after
    assert tv("GET", f"episode/{episode['id']}").status_code == 404
    assert file["id"] not in {row["id"] for row in tv.get("episodefile", seriesId=series["id"])}


def test_without_options_what_has_aired_is_not_monitored(tv: Api) -> None:
    series = new_series(tv, 760_004)
    rows = tv.get("episode", seriesId=series["id"])
    aired = [row for row in rows if row.get("airDateUtc", "9") < iso(time.time() - DAY)]
    assert aired and not any(row["monitored"] for row in aired)
    assert all(row["monitored"] for row in rows if row not in aired and row["seasonNumber"])
    flags = {row["seasonNumber"]: row["monitored"] for row in tv.get(f"series/{series['id']}")["seasons"]}
    assert all(flag for number, flag in flags.items() if number)


def test_searches_of_series_and_seasons_are_for_monitored_episodes(tv: Api, store: SonarrStore) -> None:
    series = new_series(tv, 760_005, addOptions={"monitor": "firstSeason"})
    for command in ({"name": "SeriesSearch"}, {"name": "SeasonSearch", "seasonNumber": 2}):
        tv("POST", "command", json=command | {"seriesId": series["id"]})
    tv.settle()
    searched = {row["seasonNumber"] for row in store.episodes_of(series["id"]) if "lastSearchTime" in row}
    assert searched == {1}
    unmonitored = next(row for row in store.episodes_of(series["id"]) if not row["monitored"])
    tv("POST", "command", json={"name": "EpisodeSearch", "episodeIds": [unmonitored["id"]]})
    tv.settle()
    assert "lastSearchTime" in unmonitored


def test_a_missing_search_is_for_what_has_aired_and_has_no_file(tv: Api, store: SonarrStore) -> None:
    series = new_series(tv, 760_006, addOptions={"monitor": "all"})
    tv("POST", "command", json={"name": "MissingEpisodeSearch", "seriesId": series["id"]})
    tv.settle()
    now = iso(time.time())
    for row in store.episodes_of(series["id"]):
        is_missing = row["monitored"] and row.get("airDateUtc", "9") <= now
        assert ("lastSearchTime" in row) is bool(is_missing)
