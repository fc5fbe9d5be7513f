"""The season pass sets flags of many series; what exists for old clients only does nothing."""

from __future__ import annotations

from typing import Any

from arrtui.demo.sonarr.store import SonarrStore
from tests.demo.conftest import Api


def longest(tv: Api) -> dict[str, Any]:
    found: dict[str, Any] = max(tv.get("series"), key=lambda item: item["statistics"]["totalEpisodeCount"])
    return found


def flags(tv: Api, series_id: int) -> tuple[bool, dict[int, bool], set[bool]]:
    series = tv.get(f"series/{series_id}")
    episodes = {item["monitored"] for item in tv.get("episode", seriesId=series_id)}
    return (
        series["monitored"],
        {item["seasonNumber"]: item["monitored"] for item in series["seasons"]},
        episodes,
    )


def test_options_monitor_the_episodes(tv: Api) -> None:
    series = longest(tv)
    for monitor, wanted in (("all", True), ("none", False)):
        body = {
            "series": [{"id": series["id"], "monitored": True}],
            "monitoringOptions": {"monitor": monitor},
        }
        answer = tv("POST", "seasonpass", json=body)
        assert (answer.status_code, answer.json()) == (202, {})
        monitored, seasons, episodes = flags(tv, series["id"])
        assert monitored is wanted and wanted in episodes
        assert {flag for number, flag in seasons.items() if number} == {wanted}


def test_without_options_the_flags_of_seasons_leave_their_episodes(tv: Api) -> None:
    series = longest(tv)
    before = tv.get("episode", seriesId=series["id"])
    seasons = [{"seasonNumber": 1, "monitored": not series["seasons"][-1]["monitored"]}]
    tv("POST", "seasonpass", json={"series": [{"id": series["id"], "seasons": seasons}]})
    monitored, now, _ = flags(tv, series["id"])
    assert now[1] is seasons[0]["monitored"] and monitored is series["monitored"]
    assert tv.get("episode", seriesId=series["id"]) == before


def test_a_season_pass_of_an_unknown_series_changes_nothing(tv: Api) -> None:
    rows = [{"id": longest(tv)["id"], "monitored": True}, {"id": 99_999}]
    assert tv("POST", "seasonpass", json={"series": rows}).status_code == 500
    assert tv("POST", "seasonpass", json={}).status_code == 500
    odd = {"series": [], "monitoringOptions": {"monitor": "sometimes"}}
    assert tv("POST", "seasonpass", json=odd).status_code == 400


def test_a_wanted_episode_is_the_whole_episode(tv: Api, sonarr: Any) -> None:
    assert isinstance(sonarr.store, SonarrStore)
    number = next(iter(sonarr.store.episodes))
    whole = tv.get(f"episode/{number}")
    for wanted in ("missing", "cutoff"):
        assert set(tv.get(f"wanted/{wanted}/{number}")) == set(whole)
        assert tv("GET", f"wanted/{wanted}/99999").status_code == 404


def test_the_language_profile_is_deprecated_and_cannot_be_changed(tv: Api) -> None:
    for path in ("languageprofile", "languageprofile/schema", "languageprofile/7"):
        answer = tv("GET", path)
        assert (answer.status_code, answer.headers["deprecation"]) == (200, "true")
    sent = tv.get("languageprofile/1") | {"name": "Mine"}
    assert tv("PUT", "languageprofile/1", json=sent).status_code == 202
    assert tv.get("languageprofile")[0]["name"] == "Deprecated"
