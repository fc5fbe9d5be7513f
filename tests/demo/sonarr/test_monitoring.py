"""What of a series is monitored: new ones by `addOptions`, seasons and episodes by what is written."""

from __future__ import annotations

import time
from typing import Any

import pytest

from arrtui.demo.http.clock import DAY, iso, now_iso
from arrtui.demo.sonarr.monitoring import MONITOR_TYPES
from arrtui.demo.sonarr.store import SonarrStore
from tests.demo.conftest import Api

Obj = dict[str, Any]
LONG = 740_024
"""A series of forty episodes, specials among them, as is every 33rd after it."""


@pytest.fixture
def store(tv: Api) -> SonarrStore:
    assert isinstance(tv.app.store, SonarrStore)
    return tv.app.store


def new_title(number: int, **more: Any) -> Obj:
    return {"tvdbId": number, "title": "T", "qualityProfileId": 1, "rootFolderPath": "/tv", **more}


def add(tv: Api, number: int, **more: Any) -> Obj:
    posted = tv("POST", "series", json=new_title(number, **more))
    assert posted.status_code == 201, posted.text
    added: Obj = posted.json()
    return added


# ---- what a new series is monitored by -------------------------------------------------------------


def watched(tv: Api, store: SonarrStore, number: int, monitor: str, **more: Any) -> tuple[Obj, list[Obj]]:
    """Add a series monitored this way; return it and its episodes after the refresh."""
    added = add(tv, number, monitored=True, monitorNewItems="all", addOptions={"monitor": monitor}, **more)
    store.settle()
    return tv.get(f"series/{added['id']}"), tv.get("episode", seriesId=added["id"])


def expected(monitor: str, item: Obj, last: int) -> bool:
    season, number, aired = item["seasonNumber"], item["episodeNumber"], item.get("airDateUtc", "9")
    rules: dict[str, bool] = {
        "all": season > 0,
        "none": False,
        "firstSeason": season == 1,
        "lastSeason": season == last,
        "latestSeason": season == last,
        "pilot": (season, number) == (1, 1),
        "future": season > 0 and aired >= now_iso(),
        "recent": season > 0 and aired >= iso(time.time() - 90 * DAY),
        "missing": season > 0,
        "existing": False,
        "monitorSpecials": True,
        "unmonitorSpecials": season > 0,
        "skip": season > 0,
        "unknown": season > 0,
    }
    return rules[monitor]


@pytest.mark.parametrize("monitor", sorted(MONITOR_TYPES))
def test_what_is_monitored_of_a_new_series(tv: Api, store: SonarrStore, monitor: str) -> None:
    number = LONG + 33 * sorted(MONITOR_TYPES).index(monitor)
    series, episodes = watched(tv, store, number, monitor)
    last = max(item["seasonNumber"] for item in episodes)
    assert [item["monitored"] for item in episodes] == [expected(monitor, item, last) for item in episodes]
    assert series["monitored"] is (monitor != "none")
    flags = {item["seasonNumber"]: item["monitored"] for item in series["seasons"]}
    with_some = {item["seasonNumber"] for item in episodes if item["monitored"]}
    extra = {last} if monitor in ("all", "future") else set()
    pilot = {1} if monitor == "pilot" else set()
    assert {number for number, flag in flags.items() if flag} == (with_some | extra) - pilot


def test_an_unknown_way_to_monitor_is_unreadable(tv: Api) -> None:
    answer = tv("POST", "series", json=new_title(740_050, addOptions={"monitor": "sometimes"}))
    assert answer.status_code == 400 and "$.addOptions.monitor" in answer.json()["errors"]


def test_skip_takes_the_seasons_exactly(tv: Api, store: SonarrStore) -> None:
    listed = watched(tv, store, LONG + 33 * 21, "skip")[0]["seasons"]
    tv("DELETE", f"series/{tv.get('series', tvdbId=LONG + 33 * 21)[0]['id']}")
    alternating = [
        {"seasonNumber": item["seasonNumber"], "monitored": index % 2 == 0}
        for index, item in enumerate(listed)
    ]
    assert len(alternating) > 2
    series, episodes = watched(tv, store, LONG + 33 * 21, "skip", seasons=alternating)
    flags = {item["seasonNumber"]: item["monitored"] for item in series["seasons"]}
    assert flags == {item["seasonNumber"]: item["monitored"] for item in alternating}
    assert all(item["monitored"] is flags[item["seasonNumber"]] for item in episodes)


def test_seasons_that_were_not_sent_come_with_the_refresh(tv: Api, store: SonarrStore) -> None:
    added = add(
        tv,
        LONG + 33 * 20,
        monitorNewItems="none",
        seasons=[{"seasonNumber": 1, "monitored": True}],
        addOptions={"monitor": "skip"},
    )
    assert [item["seasonNumber"] for item in added["seasons"]] == [1]
    store.settle()
    flags = {item["seasonNumber"]: item["monitored"] for item in tv.get(f"series/{added['id']}")["seasons"]}
    assert len(flags) > 1 and {number for number, flag in flags.items() if flag} == {1}


def test_a_series_type_changes_no_episode(tv: Api, store: SonarrStore) -> None:
    series = max(tv.get("series"), key=lambda item: item["statistics"]["totalEpisodeCount"])
    before = {(item["seasonNumber"], item["episodeNumber"]) for item in store.episodes_of(series["id"])}
    tv("PUT", f"series/{series['id']}", json=series | {"seriesType": "anime"})
    tv("POST", "command", json={"name": "RefreshSeries", "seriesIds": [series["id"]]})
    store.settle()
    seasons = {item["seasonNumber"] for item in tv.get(f"series/{series['id']}")["seasons"]}
    assert seasons == {season for season, _ in before}
    tv("PUT", f"series/{series['id']}", json=series)


# ---- changing series -------------------------------------------------------------------------------


def test_only_seasons_that_change_flip_their_episodes(tv: Api, store: SonarrStore) -> None:
    series, episodes = watched(tv, store, LONG + 33 * 22, "all")
    single = next(item for item in episodes if item["seasonNumber"] == 1)
    tv("PUT", "episode/monitor", json={"episodeIds": [single["id"]], "monitored": False})
    flags = {0: True, 1: True}
    seasons = [item | {"monitored": flags.get(item["seasonNumber"], False)} for item in series["seasons"]]
    tv("PUT", f"series/{series['id']}", json=series | {"seasons": seasons})
    for item in tv.get("episode", seriesId=series["id"]):
        flag = flags.get(item["seasonNumber"], False) and item["id"] != single["id"]
        assert item["monitored"] is flag


def test_seasons_wiped_by_a_put_return_without_flipping_episodes(tv: Api, store: SonarrStore) -> None:
    series, _ = watched(tv, store, LONG + 33 * 23, "firstSeason")
    before = [item["monitored"] for item in tv.get("episode", seriesId=series["id"])]
    tv(
        "PUT",
        f"series/{series['id']}",
        json={key: value for key, value in series.items() if key != "seasons"},
    )
    tv("PUT", f"series/{series['id']}", json=series)
    assert [item["monitored"] for item in tv.get("episode", seriesId=series["id"])] == before
