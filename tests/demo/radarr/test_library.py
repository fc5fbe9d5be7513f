"""Radarr's library: scores, writes, files that come back, and what history says about it."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.demo.radarr.store import RadarrStore
from tests.demo.conftest import Api
from tests.demo.library_changes import rename_movie_file, set_score, toggle_monitored, upgrade_movie


def body(tmdb_id: int, **more: Any) -> dict[str, Any]:
    options = {"searchForMovie": False, "monitor": "movieOnly", "addMethod": "manual"}
    base = {"tmdbId": tmdb_id, "title": "T", "year": 2000, "qualityProfileId": 1, "rootFolderPath": "/movies"}
    return base | {"addOptions": options, **more}


@pytest.fixture
def store(api: Api) -> RadarrStore:
    assert isinstance(api.app.store, RadarrStore)
    return api.app.store


def movie_with_file(api: Api) -> dict[str, Any]:
    return next(movie for movie in api.get("movie") if movie["hasFile"])


# ---- reading ---------------------------------------------------------------------------------------


def test_scores_are_in_moviefile_and_not_in_movie(api: Api) -> None:
    movie = movie_with_file(api)
    assert not {"customFormats", "customFormatScore"} & set(movie["movieFile"])
    assert not {"customFormats", "customFormatScore"} & set(api.get(f"movie/{movie['id']}")["movieFile"])
    file = api.get(f"moviefile?movieId={movie['id']}")[0]
    profile = api.get(f"qualityprofile/{movie['qualityProfileId']}")
    scores = {item["format"]: item["score"] for item in profile["formatItems"]}
    assert file["customFormatScore"] == sum(scores[item["id"]] for item in file["customFormats"])


def test_a_score_follows_profile_and_format_at_once(api: Api, store: RadarrStore) -> None:
    movie = next(movie for movie in api.get("movie") if _formats(api, movie))
    number = _formats(api, movie)[0]["id"]
    before = api.get(f"moviefile?movieId={movie['id']}")[0]["customFormatScore"]
    then = [row["data"]["customFormatScore"] for row in _rows(api, movie)]
    old = store.score_map(movie["qualityProfileId"])[number]
    set_score(store, movie["qualityProfileId"], number, old + 777)
    assert api.get(f"moviefile?movieId={movie['id']}")[0]["customFormatScore"] == before + 777
    assert [row["data"]["customFormatScore"] for row in _rows(api, movie)] == then
    set_score(store, movie["qualityProfileId"], number, old)


def _formats(api: Api, movie: dict[str, Any]) -> list[dict[str, Any]]:
    files = api.get(f"moviefile?movieId={movie['id']}") if _rows(api, movie) else []
    formats: list[dict[str, Any]] = files[0]["customFormats"] if files else []
    return formats


def _rows(api: Api, movie: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get("history/movie", movieId=movie["id"], eventType=3)
    return rows


def test_volatile_fields_move_with_every_request(api: Api) -> None:
    first, second = api.get("movie"), api.get("movie")
    volatile = {"ratings", "popularity", "images", "lastSearchTime"}
    for before, after in zip(first, second, strict=True):
        assert {key for key in before if before[key] != after[key]} <= volatile
    assert all(before["ratings"] != after["ratings"] for before, after in zip(first, second, strict=True))
    assert first[0]["images"] != second[0]["images"]


def test_local_covers_can_be_left_out(api: Api) -> None:
    images = api.get("movie", excludeLocalCovers="true")[0]["images"]
    assert images and all("url" not in image for image in images)


def test_one_movie_by_tmdb_id(api: Api) -> None:
    movie = api.get("movie")[0]
    assert [item["id"] for item in api.get("movie", tmdbId=movie["tmdbId"])] == [movie["id"]]
    assert api.get("movie", tmdbId=899_999) == []


def test_statistics_and_root_folder_agree_with_the_files(api: Api) -> None:
    roots = {item["path"] for item in api.get("rootfolder")}
    for movie in api.get("movie"):
        file = movie.get("movieFile")
        assert movie["hasFile"] == (file is not None) == bool(movie["movieFileId"])
        assert movie["sizeOnDisk"] == (file["size"] if file else 0)
        assert movie["rootFolderPath"] in roots and movie["path"].startswith(movie["rootFolderPath"] + "/")


def test_secrets_of_providers_are_masked(api: Api) -> None:
    text = str([api.get(name) for name in ("indexer", "downloadclient", "notification", "importlist")])
    assert "SECRET" not in text and "********" in text


# ---- adding ----------------------------------------------------------------------------------------


def test_an_added_movie_is_there_and_can_be_deleted(api: Api) -> None:
    posted = api("POST", "movie", json=body(700_001, tags=[1], minimumAvailability="announced"))
    movie = posted.json()
    assert (posted.status_code, posted.headers["location"]) == (
        201,
        f"{api.app.url}/api/v3/movie/{movie['id']}",
    )
    shown = api.get(f"movie/{movie['id']}")
    assert (shown["tags"], shown["minimumAvailability"], shown["monitored"]) == ([1], "announced", True)
    assert shown["path"].startswith("/movies/") and shown["addOptions"]["monitor"] == "movieOnly"
    api.settle()
    assert "addOptions" not in api.get(f"movie/{movie['id']}")
    assert api("DELETE", f"movie/{movie['id']}?addImportExclusion=true").content == b""
    api.settle()
    assert api("GET", f"movie/{movie['id']}").status_code == 404
    assert 700_001 in {item["tmdbId"] for item in api.get("exclusions")}


def test_an_id_the_metadata_host_does_not_know(api: Api) -> None:
    answer = api("POST", "movie", json=body(900_001))
    assert answer.status_code == 400
    assert answer.json()[0]["propertyName"] == "TmdbId"
    assert "was not found" in answer.json()[0]["errorMessage"]


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"tmdbId": 0}, "TmdbId"),
        ({"qualityProfileId": 0}, "QualityProfileId"),
        ({"rootFolderPath": ""}, "Path RootFolderPath"),
        ({"rootFolderPath": "", "path": "relative"}, "Path Path"),
        ({"path": "/movies"}, "Path"),
    ],
)
def test_rules_of_a_new_movie(api: Api, change: dict[str, Any], names: str) -> None:
    answer = api("POST", "movie", json=body(700_002) | change)
    assert [item["propertyName"] for item in answer.json()] == names.split()


def test_a_restored_movie_finds_its_file_with_what_the_name_tells(api: Api, store: RadarrStore) -> None:
    movie = movie_with_file(api)
    before = api.get(f"moviefile?movieId={movie['id']}")[0]
    assert api("DELETE", f"movie/{movie['id']}").status_code == 200
    assert api.get("history/movie", movieId=movie["id"]) == []
    new = api("POST", "movie", json=body(movie["tmdbId"], path=movie["path"], rootFolderPath=None)).json()
    assert new["hasFile"] is False
    store.settle()
    after = api.get(f"moviefile?movieId={new['id']}")[0]
    assert (after["relativePath"], after["size"]) == (before["relativePath"], before["size"])
    assert after["quality"]["quality"] == before["quality"]["quality"]
    assert "sceneName" not in after and "originalFilePath" not in after


def test_import_adds_many_or_none(api: Api) -> None:
    bodies = [{"tmdbId": 700_010 + n, "path": f"/movies/I{n}", "qualityProfileId": 1} for n in range(3)]
    before = len(api.get("movie"))
    assert api("POST", "movie/import", json=[*bodies, {"tmdbId": 900_001}]).status_code == 400
    assert len(api.get("movie")) == before
    posted = api("POST", "movie/import", json=bodies)
    assert (posted.status_code, len(posted.json())) == (200, 3)
    ids = [item["id"] for item in posted.json()]
    assert api("DELETE", "movie/editor", json={"movieIds": ids}).json() == {}


def test_a_collection_comes_with_the_refresh_of_its_first_movie_and_goes_with_the_last(
    api: Api, store: RadarrStore
) -> None:
    before = {row["tmdbId"] for row in api.get("collection")}
    number = next(
        number
        for number in range(710_000, 720_000)
        if store.metadata(number).get("collection", {}).get("tmdbId", min(before)) not in before
    )
    tmdb_id = store.metadata(number)["collection"]["tmdbId"]
    options = {"monitor": "movieAndCollection", "searchForMovie": True}
    sent = body(number, qualityProfileId=2, minimumAvailability="announced", addOptions=options)
    movie = api("POST", "movie", json=sent).json()
    assert {row["tmdbId"] for row in api.get("collection")} == before
    store.settle()
    (made,) = (row for row in api.get("collection") if row["tmdbId"] not in before)
    assert made["tmdbId"] == tmdb_id and made["monitored"] and made["searchOnAdd"]
    assert (made["qualityProfileId"], made["minimumAvailability"]) == (2, "announced")
    assert made["rootFolderPath"] == movie["rootFolderPath"]
    api("DELETE", f"movie/{movie['id']}")
    assert {row["tmdbId"] for row in api.get("collection")} == before


# ---- changing --------------------------------------------------------------------------------------


def test_put_changes_only_what_may_be_changed(api: Api) -> None:
    movie = movie_with_file(api)
    sent = {**movie, "title": "Other", "monitored": not movie["monitored"], "added": "2001-01-01T00:00:00Z"}
    sent.pop("tags")
    answer = api("PUT", f"movie/{movie['id']}", json=sent)
    assert answer.status_code == 202
    shown = api.get(f"movie/{movie['id']}")
    assert (shown["title"], shown["added"]) == (movie["title"], movie["added"])
    assert shown["monitored"] is not movie["monitored"] and shown["tags"] == []


def test_the_editor_adds_removes_and_replaces_tags(api: Api) -> None:
    ids = [movie["id"] for movie in api.get("movie")[:3]]
    for mode, tags, expected in (
        ("replace", [1, 2], [1, 2]),
        ("add", [3], [1, 2, 3]),
        ("remove", [1], [2, 3]),
    ):
        answer = api("PUT", "movie/editor", json={"movieIds": ids, "tags": tags, "applyTags": mode})
        assert answer.status_code == 202
        assert [movie["tags"] for movie in answer.json()] == [expected] * 3


def test_the_editor_moves_paths_to_another_root(api: Api) -> None:
    movie = movie_with_file(api)
    root = next(item["path"] for item in api.get("rootfolder") if item["path"] != movie["rootFolderPath"])
    answer = api("PUT", "movie/editor", json={"movieIds": [movie["id"]], "rootFolderPath": root})
    assert answer.json()[0]["path"] == f"{root}/{movie['path'].rsplit('/', 1)[1]}"


def test_file_facts_can_be_restored(api: Api) -> None:
    movie = movie_with_file(api)
    file = api.get(f"moviefile?movieId={movie['id']}")[0]
    row = {
        "id": file["id"],
        "sceneName": "Some.Movie.2001.1080p.BluRay.x264-GRP",
        "releaseGroup": "GRP",
        "edition": "Uncut",
    }
    assert api("PUT", "moviefile/bulk", json=[row]).status_code == 202
    shown = api.get(f"moviefile/{file['id']}")
    assert (shown["sceneName"], shown["releaseGroup"], shown["edition"]) == tuple(row.values())[1:]
    api("PUT", "moviefile/bulk", json=[{"id": file["id"], "sceneName": "Not a scene name"}])
    assert api.get(f"moviefile/{file['id']}")["sceneName"] == row["sceneName"]


def test_an_upgrade_has_a_new_id_and_three_rows(api: Api, store: RadarrStore) -> None:
    movie = movie_with_file(api)
    new = upgrade_movie(store, movie["id"])
    assert api.get(f"movie/{movie['id']}")["movieFileId"] == new["id"] != movie["movieFileId"]
    rows = api.get("history/movie", movieId=movie["id"])[:3]
    assert {row["eventType"] for row in rows} == {"grabbed", "movieFileDeleted", "downloadFolderImported"}
    assert len({row["downloadId"] for row in rows if "downloadId" in row}) == 1
    gone = next(row for row in rows if row["eventType"] == "movieFileDeleted")
    assert gone["data"]["reason"] == "Upgrade" and "downloadId" not in gone
    assert api("GET", f"moviefile?movieFileIds={movie['movieFileId']}").status_code == 500


def test_a_rename_keeps_the_id_and_writes_a_row(api: Api, store: RadarrStore) -> None:
    movie = movie_with_file(api)
    rename_movie_file(store, movie["id"], "Renamed.mkv")
    file = api.get(f"moviefile/{movie['movieFileId']}")
    assert file["path"] == f"{movie['path']}/Renamed.mkv"
    row = api.get("history/movie", movieId=movie["id"])[0]
    assert (row["eventType"], row["data"]["relativePath"]) == ("movieFileRenamed", "Renamed.mkv")


def test_the_store_does_what_the_app_does(api: Api, store: RadarrStore) -> None:
    movie = store.add_title(700_020, monitored=False, tags=[1])
    assert api.get(f"movie/{movie['id']}")["monitored"] is False
    assert toggle_monitored(store, movie["id"]) is True
    assert api.get(f"movie/{movie['id']}")["monitored"] is True
    store.delete_title(movie["id"], exclude=True)
    assert api("GET", f"movie/{movie['id']}").status_code == 404
    assert 700_020 in {item["tmdbId"] for item in store.exclusions.values()}


def test_deleting_a_file_leaves_the_movie(api: Api) -> None:
    movie = movie_with_file(api)
    assert api("DELETE", f"moviefile/{movie['movieFileId']}").status_code == 200
    assert api.get(f"movie/{movie['id']}")["hasFile"] is False
    assert api.get("history/movie", movieId=movie["id"])[0]["data"]["reason"] == "Manual"


# ---- releases, collections -------------------------------------------------------------------------


def test_a_search_finds_the_same_releases_with_a_verdict(api: Api) -> None:
    movie = movie_with_file(api)
    first, second = api.get("release", movieId=movie["id"]), api.get("release", movieId=movie["id"])
    assert first == second and len(first) >= 4
    assert all(item["approved"] is not item["rejected"] for item in first)


def test_a_collection_can_be_changed(api: Api) -> None:
    collection = api.get("collection")[0]
    changed = collection | {"monitored": not collection["monitored"]}
    assert api("PUT", f"collection/{collection['id']}", json=changed).status_code == 202
    assert api.get(f"collection/{collection['id']}")["monitored"] is changed["monitored"]
    assert collection["movies"]


def test_exclusions(api: Api) -> None:
    row = {"tmdbId": 700_100, "movieTitle": "No", "movieYear": 1999}
    posted = api("POST", "exclusions", json=row)
    assert posted.status_code == 201
    again = api("POST", "exclusions", json=row)
    assert again.json()[0]["errorMessage"] == "This exclusion has already been added."
    assert api("POST", "exclusions", json={"tmdbId": 700_101}).status_code == 400
    many = [row, {"tmdbId": 700_102, "movieTitle": "B", "movieYear": 1}]
    assert api("POST", "exclusions/bulk", json=many).status_code == 400
    assert len(api("POST", "exclusions/bulk", json=many[1:]).json()) == 1
    assert api("GET", "exclusions").headers["deprecation"] == "true"
    page = api.get("exclusions/paged", pageSize=2)
    assert len(page["records"]) == 2 < page["totalRecords"]
    ids = [item["id"] for item in api.get("exclusions") if item["tmdbId"] >= 700_000]
    assert api("DELETE", "exclusions/bulk", json={"ids": ids}).json() == {}
    assert api("DELETE", f"exclusions/{ids[0]}").status_code == 200
