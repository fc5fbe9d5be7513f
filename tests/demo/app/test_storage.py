"""What an app on PostgreSQL answers otherwise, and what it answers about rows that are on their way out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.demo.conftest import Api, MakeEstate


@pytest.fixture
def postgres(small_estate: MakeEstate) -> Iterator[dict[str, Api]]:
    """Both apps on PostgreSQL."""
    clients = {name: Api(app) for name, app in small_estate().apps.items()}
    for client in clients.values():
        client.app.store.storage.postgres = True
    yield clients
    for client in clients.values():
        client.http.close()


def _ids(rows: list[dict[str, int]]) -> list[int]:
    return [row["id"] for row in rows]


def test_a_row_that_was_written_moves_to_the_end_of_its_list(postgres: dict[str, Api]) -> None:
    api = postgres["radarr.main"]
    before = api.get("movie")
    api("PUT", f"movie/{before[0]['id']}", json=before[0] | {"monitored": not before[0]["monitored"]})
    assert _ids(api.get("movie")) == [*_ids(before)[1:], before[0]["id"]]
    assert api.get("system/status")["databaseType"] == "postgreSQL"


def test_pages_of_equal_dates_lose_rows(postgres: dict[str, Api]) -> None:
    api = postgres["sonarr.main"]
    rows = api.app.store.history.rows
    for row in rows:
        row.at = rows[0].at
    pages = [api.get(f"history?page={page}&pageSize=10&sortKey=date") for page in range(1, len(rows) // 10)]
    ids = [row["id"] for page in pages for row in page["records"]]
    assert {page["totalRecords"] for page in pages} == {len(rows)}
    assert len(ids) == 10 * len(pages) > len(set(ids))
    whole = api.get(f"history?page=1&pageSize={len(rows)}&sortKey=date")["records"]
    assert {row["id"] for row in whole} == {row.id for row in rows}


def test_a_constraint_that_fails_is_a_fault_of_the_server(postgres: dict[str, Api]) -> None:
    api = postgres["radarr.main"]
    first, second = api.get("tag")[:2]
    answer = api("PUT", f"tag/{first['id']}", json=first | {"label": second["label"]})
    assert (answer.status_code, answer.json()["message"][:6]) == (500, "23505:")
    movie = {"tmdbId": 4711, "title": "Twice", "qualityProfileId": 1, "rootFolderPath": "/movies"}
    twice = api(
        "POST", "movie/import", json=[movie | {"path": "/movies/One"}, movie | {"path": "/movies/Two"}]
    )
    assert (twice.status_code, twice.json()["message"][:6]) == (500, "23505:")


def test_files_of_a_movie_whose_rows_remain_after_its_deletion(api: Api) -> None:
    store = api.app.store
    first, second = [file["movieId"] for file in store.files.values()][:2]
    movie = store.titles.pop(first)
    answer = api("GET", f"moviefile?movieId={first}&movieId={second}")
    assert (answer.status_code, answer.json()["message"]) == (404, f"Movie with ID {first} does not exist")
    file = store.files.pop(movie["movieFileId"])
    assert [row["movieId"] for row in api.get(f"moviefile?movieId={first}&movieId={second}")] == [second]
    store.titles[first], store.files[file["id"]] = movie, file


def test_a_stale_count_of_files_stays(api: Api) -> None:
    store = api.app.store
    file = next(iter(store.files.values()))
    del store.files[file["id"]]
    movie = api.get(f"movie/{file['movieId']}")
    assert (movie["hasFile"], movie["statistics"]["movieFileCount"], "movieFile" in movie) == (True, 1, False)
    assert api.get(f"moviefile?movieId={file['movieId']}") == []
    store.files[file["id"]] = file


def test_files_of_an_unknown_series_are_a_404(tv: Api) -> None:
    answer = tv("GET", "episodefile?seriesId=4242")
    assert (answer.status_code, answer.json()["message"]) == (404, "Series with ID 4242 does not exist")
    assert tv.get("episode?seriesId=4242") == []
