"""The calendar: which titles and episodes it shows, and what they carry."""

from __future__ import annotations

from typing import Any

from tests.demo.conftest import Api

ALL = {"start": "1900-01-01", "end": "2100-01-01", "unmonitored": "true"}


def by_id(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in rows}


def test_every_dated_episode_is_in_one_answer_as_the_series_has_it(tv: Api) -> None:
    store = tv.app.store
    undated = next(row for row in store.episodes.values() if not row["episodeFileId"])
    date = undated.pop("airDateUtc")
    listed = [row for series in store.series for row in tv.get("episode", seriesId=series)]
    dated = {row["id"]: row for row in listed if "airDateUtc" in row}
    assert len(listed) == len(dated) + 1
    assert by_id(tv.get("calendar", **ALL)) == dated
    undated["airDateUtc"] = date
    assert any(row["seasonNumber"] == 0 for row in dated.values())


def test_the_files_of_a_calendar_are_those_of_the_series(tv: Api) -> None:
    listed = [row for series in tv.app.store.series for row in tv.get("episodefile", seriesId=series)]
    shown = tv.get("calendar", **ALL, includeEpisodeFile="true")
    assert {row["episodeFile"]["id"]: row["episodeFile"] for row in shown if row["hasFile"]} == by_id(listed)
    assert not any("episodeFile" in row for row in shown if not row["hasFile"])


def test_both_ends_of_a_window_belong_to_it(tv: Api) -> None:
    first, *_, last = sorted(row["airDateUtc"] for row in tv.get("calendar", **ALL))
    window = tv.get("calendar", start=first, end=last, unmonitored="true")
    assert len(window) == len(tv.get("calendar", **ALL))
    alone = tv.get("calendar", start=first, end=first, unmonitored="true")
    assert {row["airDateUtc"] for row in alone} == {first}


def test_only_what_is_monitored_comes_unless_the_rest_is_asked_for(tv: Api) -> None:
    store = tv.app.store
    monitored = tv.get("calendar", start=ALL["start"], end=ALL["end"])
    assert 0 < len(monitored) < len(tv.get("calendar", **ALL))
    assert all(row["monitored"] and store.series[row["seriesId"]]["monitored"] for row in monitored)


def test_tags_are_labels_or_ids_that_are_there(api: Api, tv: Api) -> None:
    tagged = {series["id"] for series in tv.app.store.series.values() if 1 in series["tags"]}
    assert {row["seriesId"] for row in tv.get("calendar", **ALL, tags="kids")} == tagged
    assert {row["seriesId"] for row in tv.get("calendar", **ALL, tags="1,")} == tagged
    for client in (api, tv):
        unknown = client("GET", "calendar?tags=nosuch")
        assert (unknown.status_code, unknown.json()["message"]) == (500, "Didn't find tag with label nosuch")
        assert client("GET", "calendar?tags=999").status_code == 404


def test_movies_of_the_calendar_carry_their_files_with_formats_and_score(api: Api) -> None:
    shown = by_id(api.get("calendar", **ALL))
    store = api.app.store
    dates = ("inCinemas", "physicalRelease", "digitalRelease")
    dated = {number for number, row in by_id(api.get("movie")).items() if any(key in row for key in dates)}
    assert shown.keys() == dated
    with_file = [row for row in shown.values() if row["hasFile"]]
    for row in with_file[:5]:
        assert row["movieFile"] == api.get(f"moviefile/{row['movieFile']['id']}")
    assert len(with_file) == sum(bool(store.movies[number]["movieFileId"]) for number in dated)
