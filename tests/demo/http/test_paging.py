"""Pages, their quirks, and what history answers."""

from __future__ import annotations

from arrtui.demo.app.providers import INDEXER_KEY
from tests.demo.conftest import Api


def test_the_defaults_of_a_page(api: Api) -> None:
    page = api.get("history")
    assert (page["page"], page["pageSize"], page["sortKey"]) == (1, 10, "date")
    assert page["sortDirection"] == "descending"
    dates = [record["date"] for record in page["records"]]
    assert len(dates) == 10 and dates == sorted(dates, reverse=True)


def test_an_unknown_sort_key_is_the_default_one(api: Api) -> None:
    assert api.get("history", sortKey="id")["sortKey"] == "date"
    assert api.get("wanted/missing", sortKey="movieMetadata.year")["sortKey"] == "movieMetadata.year"


def test_pages_cover_everything_once(api: Api) -> None:
    total = api.get("history")["totalRecords"]
    ids: list[int] = []
    for number in range(1, total // 7 + 2):
        query = {"page": number, "pageSize": 7, "sortDirection": "ascending"}
        ids += [record["id"] for record in api.get("history", **query)["records"]]
    assert len(ids) == len(set(ids)) == total
    assert api.get("history", page=9999)["records"] == []


def test_there_is_no_largest_page(api: Api) -> None:
    page = api.get("history", pageSize=1_000_000)
    assert len(page["records"]) == page["totalRecords"]


def test_a_queue_page_past_the_end_is_the_last_full_one_again(api: Api) -> None:
    assert api.get("queue", page=99, pageSize=3)["records"] == api.get("queue", page=1, pageSize=3)["records"]
    assert len(api.get("queue", page=2, pageSize=3)["records"]) == 1


def test_event_types_are_numbers_that_differ_between_the_apps(api: Api, tv: Api) -> None:
    page = api.get("history?eventType=1&eventType=6&pageSize=1000")
    assert {record["eventType"] for record in page["records"]} == {"grabbed", "movieFileDeleted"}
    deleted = tv.get("history?eventType=5&pageSize=1000")
    assert {record["eventType"] for record in deleted["records"]} <= {"episodeFileDeleted"}
    assert api("GET", "history?eventType=grabbed").status_code == 400


def test_since_is_ascending_without_the_second_itself_and_takes_one_event(api: Api) -> None:
    everything = api.get("history/since")
    dates = [record["date"] for record in everything]
    assert dates == sorted(dates) and len(dates) == api.get("history")["totalRecords"]
    middle = dates[len(dates) // 2]
    later = api.get("history/since", date=middle)
    assert [record["id"] for record in later] == [
        record["id"] for record in everything if record["date"] > middle
    ]
    for event in ("3", "downloadFolderImported", "DownloadFolderImported"):
        records = api.get("history/since", eventType=event)
        assert {record["eventType"] for record in records} == {"downloadFolderImported"}
    assert api("GET", "history/since?eventType=nonsense").status_code == 400


def test_a_download_links_grab_and_import(api: Api) -> None:
    rows = api.get("history/since")
    imported = [row for row in rows if row["eventType"] == "downloadFolderImported"]
    grabbed = {row["downloadId"]: row for row in rows if row["eventType"] == "grabbed"}
    assert imported and all(grabbed[row["downloadId"]]["movieId"] == row["movieId"] for row in imported)
    present = {movie["movieFileId"] for movie in api.get("movie")}
    assert present & {int(row["data"]["fileId"]) for row in imported}


def test_every_value_of_data_is_a_string_or_null_and_grabs_carry_secrets(api: Api) -> None:
    rows = api.get("history/since")
    values = [value for row in rows for value in row["data"].values()]
    assert all(value is None or isinstance(value, str) for value in values)
    grab = next(row for row in rows if row["eventType"] == "grabbed")
    assert INDEXER_KEY in grab["data"]["downloadUrl"] and INDEXER_KEY in grab["data"]["guid"]


def test_sonarr_writes_one_row_per_episode(tv: Api) -> None:
    rows = tv.get("history/since", eventType="downloadFolderImported")
    packs = [row for row in rows if row["data"]["releaseType"] == "SeasonPack"]
    by_download: dict[str, set[int]] = {}
    for row in packs:
        by_download.setdefault(row["downloadId"], set()).add(row["episodeId"])
    assert packs and max(len(episodes) for episodes in by_download.values()) > 2


def test_history_of_one_title(api: Api, tv: Api) -> None:
    number = api.get("history")["records"][0]["movieId"]
    rows = api.get("history/movie", movieId=number)
    assert rows and {row["movieId"] for row in rows} == {number}
    series = tv.get("history")["records"][0]["seriesId"]
    season = tv.get("history/series", seriesId=series, seasonNumber=1)
    episodes = {item["id"] for item in tv.get("episode", seriesId=series, seasonNumber=1)}
    assert {row["episodeId"] for row in season} <= episodes


def test_wanted_lists(api: Api, tv: Api) -> None:
    missing = api.get("wanted/missing?pageSize=1000")["records"]
    expected = {movie["id"] for movie in api.get("movie") if movie["monitored"] and not movie["hasFile"]}
    assert {movie["id"] for movie in missing} == expected
    for movie in api.get("wanted/cutoff?pageSize=1000")["records"]:
        assert "movieFile" not in movie
        assert api.get(f"moviefile?movieId={movie['id']}")[0]["qualityCutoffNotMet"] is True
    assert all(not item["hasFile"] for item in tv.get("wanted/missing?pageSize=1000")["records"])
    assert all(item["seasonNumber"] for item in tv.get("wanted/cutoff?pageSize=1000")["records"])
