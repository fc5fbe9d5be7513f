"""The rules a writer of titles, episodes, facts and settings runs into."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.demo.conftest import Api
from tests.demo.library_state import differences, library_state

Obj = dict[str, Any]


@pytest.fixture(params=["api", "tv"])
def either(request: pytest.FixtureRequest) -> Api:
    client: Api = request.getfixturevalue(request.param)
    return client


def resource(api: Api) -> str:
    return "movie" if api.app.kind == "radarr" else "series"


def external(api: Api) -> str:
    return "tmdbId" if api.app.kind == "radarr" else "tvdbId"


def new_title(api: Api, number: int, **more: Any) -> Obj:
    root = "/movies" if api.app.kind == "radarr" else "/tv"
    return {
        external(api): number,
        "title": "T",
        "year": 2001,
        "qualityProfileId": 1,
        "rootFolderPath": root,
        **more,
    }


def add(api: Api, number: int, **more: Any) -> Obj:
    posted = api("POST", resource(api), json=new_title(api, number, **more))
    assert posted.status_code == 201, posted.text
    added: Obj = posted.json()
    return added


def codes(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 400, answer.text
    return [item["errorCode"] for item in answer.json()]


# ---- where a title goes ----------------------------------------------------------------------------


def test_a_folder_belongs_to_one_title(either: Api) -> None:
    path = resource(either)
    other = either.get(path)[0]
    word = path.capitalize()
    taken = new_title(either, 730_001, path=f"{other['path']}/")
    assert codes(either("POST", path, json=taken)) == [f"{word}PathValidator"]
    above = new_title(either, 730_001, path=other["path"].rsplit("/", 1)[0] + "/nested")
    inner = add(either, 730_002, path=f"{above['path']}/inner")
    assert codes(either("POST", path, json=above)) == [f"{word}AncestorValidator"]
    assert codes(either("POST", path, json=above | {"path": "/movies" if word == "Movie" else "/tv"})) == [
        "RootFolderValidator"
    ]
    moved = inner | {"path": other["path"]}
    assert codes(either("PUT", f"{path}/{inner['id']}", json=moved)) == [f"{word}PathValidator"]
    assert either("PUT", f"{path}/{inner['id']}", json=inner).status_code == 202


def test_the_folder_made_below_a_root_may_be_taken(either: Api) -> None:
    """The path validators of the service run on the folder that the app has named by itself."""
    first = add(either, 730_010)
    squatter = either.get(resource(either))[0]
    either("PUT", f"{resource(either)}/{squatter['id']}", json=squatter | {"path": "/squat"})
    either("DELETE", f"{resource(either)}/{first['id']}")
    either("PUT", f"{resource(either)}/{squatter['id']}", json=squatter | {"path": first["path"]})
    for many, body in (("", new_title(either, 730_010)), ("/import", [new_title(either, 730_010)])):
        answer = either("POST", f"{resource(either)}{many}", json=body)
        assert codes(answer) == [f"{resource(either).capitalize()}PathValidator"]
    either("PUT", f"{resource(either)}/{squatter['id']}", json=squatter)


def test_a_title_needs_no_options_to_be_added(either: Api) -> None:
    added = add(either, 730_020)
    either.settle()
    assert either.get(f"{resource(either)}/{added['id']}")["title"] == added["title"]


def test_an_import_checks_nothing_but_the_metadata_and_the_folder(either: Api) -> None:
    path = f"{resource(either)}/import"
    rows = [new_title(either, 730_030 + number, rootFolderPath="/unregistered") for number in range(3)]
    for wrong, status in ((new_title(either, 950_000), 400), ({external(either): 730_039}, 500)):
        before = library_state(either.app)
        assert either("POST", path, json=[*rows, wrong]).status_code == status
        assert library_state(either.app) == before
    posted = either("POST", path, json=rows)
    assert (posted.status_code, len(posted.json())) == (200, 3)
    assert all(item["path"].startswith("/unregistered/") for item in posted.json())


def test_an_import_of_a_title_that_is_there_adds_none(either: Api) -> None:
    path, noun = f"{resource(either)}/import", resource(either).capitalize()
    present, new = add(either, 730_160), new_title(either, 730_161)
    rules = {"Movie": [], "Series": ["SeriesTitleSlugValidator"]}[noun]
    answer = either("POST", path, json=[new, new_title(either, 730_160, path=present["path"])])
    assert (answer.status_code, codes(answer)) == (400, [f"{noun}PathValidator", *rules])
    answer = either("POST", path, json=[new, new_title(either, 730_160, path=f"{present['path']} again")])
    assert answer.status_code == (400 if rules else 409)
    assert codes(answer) == rules if rules else "Movies.MovieMetadataId" in answer.json()["message"]
    assert either.get(f"{resource(either)}?{external(either)}=730161") == []


def test_a_title_twice_in_an_import_is_refused_by_radarr_and_skipped_by_sonarr(either: Api) -> None:
    rows = [new_title(either, 730_162, path=f"/squat/{name}") for name in ("first", "second")]
    answer = either("POST", f"{resource(either)}/import", json=rows)
    if resource(either) == "movie":
        assert (answer.status_code, "MovieMetadata.TmdbId" in answer.json()["message"]) == (409, True)
    else:
        assert (answer.status_code, [row["path"] for row in answer.json()]) == (200, ["/squat/first"])


def test_an_unknown_profile_from_an_import_breaks_radarr_for_good(either: Api) -> None:
    path = resource(either)
    row = new_title(either, 730_045, qualityProfileId=99)
    (imported,) = either("POST", f"{path}/import", json=[row]).json()
    one, ids = f"{path}/{imported['id']}", {f"{path}Ids": [imported["id"]]}
    try:
        if path == "series":
            assert (either("GET", path).status_code, either("GET", one).status_code) == (200, 200)
            return
        assert "'99'" in either("GET", path).json()["message"]
        assert [either(verb, one).status_code for verb in ("GET", "DELETE")] == [404, 404]
        edits = ids | {"monitored": False}
        assert [either(verb, "movie/editor", json=edits).status_code for verb in ("PUT", "DELETE")] == [
            500
        ] * 2
        whole = either("POST", "command", json={"name": "RefreshMovie"}).json()
        either.settle()
        assert either.get(f"command/{whole['id']}")["status"] == "failed"
        assert either("GET", path).status_code == 500
    finally:
        del either.app.store.titles[imported["id"]]


def test_a_search_follows_the_first_scan(api: Api) -> None:
    add(api, 730_050, addOptions={"searchForMovie": True})
    assert api.get("command")[-1]["name"] == "RefreshMovie"
    api.settle()
    assert api.get("command")[-1]["name"] == "MoviesSearch"
    movie = add(api, 730_051, addOptions={"searchForMovie": True})
    api("PUT", f"movie/{movie['id']}", json=movie | {"addOptions": None})
    api.settle()
    assert api.get("command")[-1]["name"] == "RefreshMovie"


def test_ids_are_never_given_twice(either: Api) -> None:
    last = max(item["id"] for item in either.get(resource(either)))
    first = add(either, 730_060)
    either("DELETE", f"{resource(either)}/{first['id']}")
    assert add(either, 730_060)["id"] > first["id"] > last
    tag = either("POST", "tag", json={"label": "short-lived"}).json()["id"]
    either("DELETE", f"tag/{tag}")
    assert either("POST", "tag", json={"label": "next"}).json()["id"] > tag


def test_a_removed_title_leaves_the_queue(either: Api) -> None:
    key = f"{resource(either)}Id"
    row = either.get("queue")["records"][0]
    assert either("DELETE", f"{resource(either)}/{row[key]}").status_code == 200
    assert row[key] not in {item[key] for item in either.get("queue")["records"]}


# ---- the editor ------------------------------------------------------------------------------------


def test_the_editor_changes_every_field_it_knows(either: Api) -> None:
    path = resource(either)
    key = f"{path}Ids"
    ids = [item["id"] for item in either.get(path)[:2]]
    fields: Obj = {"monitored": False, "qualityProfileId": 2}
    if path == "movie":
        fields["minimumAvailability"] = "inCinemas"
    else:
        fields |= {"monitorNewItems": "none", "seriesType": "daily", "seasonFolder": False}
    tags = {"tags": [4], "applyTags": "replace"}
    answer = either("PUT", f"{path}/editor", json={key: ids, **fields, **tags})
    assert answer.status_code == 202
    for item in answer.json():
        assert {name: item[name] for name in fields} == fields
        assert item["tags"] == [4]


@pytest.mark.parametrize("name", ["minimumAvailability", "monitorNewItems", "seriesType", "applyTags"])
def test_words_that_are_no_ones_are_unreadable(either: Api, name: str) -> None:
    path = resource(either)
    title = either.get(path)[0]
    body = {f"{path}Ids": [title["id"]], name: "nonsense", "monitored": not title["monitored"]}
    assert either("PUT", f"{path}/editor", json=body).status_code == 400
    assert either.get(f"{path}/{title['id']}")["monitored"] is title["monitored"]


def test_an_edit_that_is_refused_changes_nothing(either: Api) -> None:
    path = resource(either)
    title = either.get(path)[0]
    body = {f"{path}Ids": [title["id"]], "monitored": not title["monitored"]}
    before = library_state(either.app)
    for wrong in ({"rootFolderPath": "/nowhere"}, {"qualityProfileId": 99}):
        assert either("PUT", f"{path}/editor", json=body | wrong).status_code == 400
    assert (
        either("PUT", f"{path}/editor", json=body | {f"{path}Ids": [title["id"], 99_999]}).status_code == 500
    )
    assert differences(before, library_state(either.app)) == []


# ---- facts of files --------------------------------------------------------------------------------


def some_file(api: Api) -> Obj:
    key = "movieId" if api.app.kind == "radarr" else "seriesId"
    name = "moviefile" if key == "movieId" else "episodefile"
    for title in api.get(resource(api)):
        for file in api.get(f"{name}?{key}={title['id']}"):
            chosen: Obj = file
            return chosen
    raise LookupError


def test_facts_are_taken_by_number_and_scored_anew(either: Api) -> None:
    file = some_file(either)
    bulk = "moviefile/bulk" if either.app.kind == "radarr" else "episodefile/bulk"
    quality = {"quality": {"id": 4}, "revision": {"version": 2, "isRepack": True}}
    row = {"id": file["id"], "quality": quality, "languages": [{"id": 4}, {"id": -2}], "indexerFlags": 8}
    group = {"releaseGroup": "NTb", "sceneName": "A.Title.S01E01.2160p.REMUX.DV.TrueHD-NTb"}
    assert either("PUT", bulk, json=[row | group]).status_code == 202
    shown = either.get(f"{bulk.split('/')[0]}/{file['id']}")
    assert (shown["quality"]["quality"]["name"], shown["quality"]["revision"]["isRepack"]) == (
        "HDTV-720p",
        True,
    )
    assert [item["name"] for item in shown["languages"]] == ["German"]
    assert {item["name"] for item in shown["customFormats"]} != {
        item["name"] for item in file["customFormats"]
    }
    profile = either.get("qualityprofile")
    title = either.get(f"{resource(either)}/{file[f'{resource(either)}Id']}")
    scores = next(item for item in profile if item["id"] == title["qualityProfileId"])["formatItems"]
    by_format = {item["format"]: item["score"] for item in scores}
    assert shown["customFormatScore"] == sum(by_format[item["id"]] for item in shown["customFormats"])


def test_an_unknown_quality_or_language_is_a_fault(either: Api) -> None:
    file = some_file(either)
    bulk = "moviefile/bulk" if either.app.kind == "radarr" else "episodefile/bulk"
    for wrong in ({"quality": {"quality": {"id": 444}}}, {"languages": [{"id": 444}]}):
        assert either("PUT", bulk, json=[{"id": file["id"]} | wrong]).status_code == 500


# ---- exclusions, tags, delay profiles --------------------------------------------------------------


def test_exclusions_are_there_once(either: Api) -> None:
    path = "exclusions" if either.app.kind == "radarr" else "importlistexclusion"
    flag = "addImportExclusion" if path == "exclusions" else "addImportListExclusion"
    title = "movieTitle" if path == "exclusions" else "title"
    row = {external(either): 730_070, title: "X"}
    assert either("POST", path, json=row).status_code == 201
    assert codes(either("POST", path, json=row)) == ["ImportListExclusionExistsValidator"]
    added = add(either, 730_070)
    body = {f"{resource(either)}Ids": [added["id"]], "deleteFiles": False, flag: True}
    assert either("DELETE", f"{resource(either)}/editor", json=body).status_code == 200
    more = [row, row | {external(either): 730_071}]
    assert codes(either("POST", f"{path}/bulk", json=more)) == ["ImportListExclusionExistsValidator"]
    assert len(either("POST", f"{path}/bulk", json=[more[1], more[1]]).json()) == 1
    imported = [item for item in either.get(path) if item[external(either)] in (730_070, 730_071)]
    assert len(imported) == 2
    either("DELETE", f"{path}/bulk", json={"ids": [item["id"] for item in imported]})
    assert not {730_070, 730_071} & {item[external(either)] for item in either.get(path)}


def test_rules_of_a_delay_profile(either: Api) -> None:
    base = {"enableUsenet": True, "usenetDelay": 5}
    for wrong, name in (
        ({"tags": []}, "Tags"),
        ({"tags": [1]}, "Tags"),
        ({"tags": [5], "usenetDelay": -1}, "UsenetDelay"),
        ({"tags": [5], "enableUsenet": False}, ""),
    ):
        answer = either("POST", "delayprofile", json=base | wrong)
        assert [item["propertyName"] for item in answer.json()] == [name], wrong
    profile = either("POST", "delayprofile", json=base | {"tags": [5]}).json()
    assert either.get(f"delayprofile/{profile['id']}") == profile
    assert 5 in {tag for item in either.get("tag/detail") for tag in [item["id"]] if item["delayProfileIds"]}
    assert either("DELETE", "tag/5").status_code == 409
    changed = either("PUT", f"delayprofile/{profile['id']}", json=profile | {"usenetDelay": 9}).json()
    assert changed == profile | {"usenetDelay": 9}
    assert either("DELETE", "delayprofile/1").status_code == 405
    assert either("DELETE", f"delayprofile/{profile['id']}").status_code == 200
    assert either("GET", f"delayprofile/{profile['id']}").status_code == 404


def test_a_body_must_say_that_it_is_json(either: Api) -> None:
    ids = f'{{"{resource(either)}Ids": [1]}}'
    for method in ("PUT", "DELETE"):
        answer = either(method, f"{resource(either)}/editor", content=ids, headers={"Content-Type": "text/x"})
        assert answer.status_code == 415


# ---- commands --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("which", "body"),
    [
        ("api", {"name": "MoviesSearch", "movieIds": [99_999]}),
        ("api", {"name": "RefreshMovie", "movieIds": [99_999]}),
        ("tv", {"name": "SeriesSearch", "seriesId": 99_999}),
        ("tv", {"name": "EpisodeSearch", "episodeIds": [99_999_999]}),
        ("tv", {"name": "RefreshSeries", "seriesIds": [99_999]}),
    ],
)
def test_a_command_for_something_missing_fails_later(
    which: str, body: Obj, request: pytest.FixtureRequest
) -> None:
    client: Api = request.getfixturevalue(which)
    posted = client("POST", "command", json=body)
    assert (posted.status_code, posted.json()["status"]) == (201, "queued")
    client.settle()
    ended = client.get(f"command/{posted.json()['id']}")
    assert (ended["status"], ended["result"]) == ("failed", "unknown")
    assert "does not exist" in ended["exception"] or "Expected query" in ended["exception"]


def test_a_refresh_says_whom_it_is_for(tv: Api) -> None:
    series = tv.get("series")[0]["id"]
    tv("POST", "command", json={"name": "refreshseries", "seriesIds": [series]})
    row = tv.get("command")[-1]
    assert (row["name"], row["body"]["seriesIds"]) == ("RefreshSeries", [series])
    tv.settle()


# ---- what was written ------------------------------------------------------------------------------


def test_writes_are_remembered_whether_they_were_answered_or_not(api: Api) -> None:
    api.app.reset_requests()
    assert api("POST", "tag", json={"label": "one"}).status_code == 201
    assert api("POST", "tag", json={"label": ""}).status_code == 400
    api.app.faults.add("500", times=1)
    assert api("POST", "tag", json={"label": "never"}).status_code == 500
    api.app.faults.add("truncate", times=1)
    api("POST", "tag", json={"label": "cut"})
    api.app.faults.crash_after_writes(1)
    api("POST", "command", json={"name": "RssSync"})
    with pytest.raises(httpx.TransportError):
        api("POST", "tag", json={"label": "unanswered"})
    with pytest.raises(httpx.TransportError):
        api("POST", "tag", json={"label": "dead"})
    api.app.faults.clear()
    api.get("tag")
    tag, command = ("POST", "/api/v3/tag"), ("POST", "/api/v3/command")
    assert api.app.writes() == [tag, tag, command, tag]
    assert [write.body for write in api.app.written if write.executed and write.path.endswith("tag")] == [
        {"label": label} for label in ("one", "cut", "unanswered")
    ]
    api.app.reset_requests()
    assert api.app.writes() == []


# ---- comparing libraries ---------------------------------------------------------------------------


def test_a_library_says_what_of_it_has_changed(either: Api) -> None:
    path = resource(either)
    before = library_state(either.app)
    assert differences(before, library_state(either.app)) == []
    title = either.get(path)[1]
    number = title[external(either)]
    tag = either("POST", "tag", json={"label": "seen"}).json()["id"]
    either("PUT", f"{path}/{title['id']}", json=title | {"monitored": not title["monitored"], "tags": [tag]})
    lines = differences(before, library_state(either.app))
    places = {line.split(":")[0] for line in lines}
    assert {f"/titles/{number}/monitored", f"/titles/{number}/tags", "/tags"} == places
    assert "SECRET" not in str(before)
    secret = either.app.store.providers["indexer"][1]["fields"]
    kept = [dict(field) for field in secret]
    next(field for field in secret if field["name"] == "apiKey")["value"] = "other"
    assert [line for line in differences(before, library_state(either.app)) if "/apiKey" in line]
    secret[:] = kept
