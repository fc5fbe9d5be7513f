"""What a kinder app would let pass: requests that are judged, refused or answered as few clients expect."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from arrtui.demo.estate import SimulatedEstate
from tests.demo.conftest import Api, MakeEstate

Obj = dict[str, Any]
READABLE = {
    "shared": (
        *("system/status", "health", "language", "diskspace", "config/host/1", "config/ui/1", "tag/detail"),
        *("config/naming/1", "config/mediamanagement/1", "config/indexer/1", "config/downloadclient/1"),
        *("config/naming/examples", "qualitydefinition/limits", "qualityprofile/schema", "metadata/schema"),
        *("releaseprofile", "remotepathmapping", "customfilter", "autotagging", "delayprofile", "metadata"),
        *("parse?title=x", "queue", "queue/details", "queue/status", "blocklist", "log", "log/file"),
        *("system/task", "update", "filesystem?path=/", "indexerflag", "localization", "calendar"),
        *("manualimport?folder=/none", "system/backup", "system/routes", "command"),
    ),
    "radarr": ("credit", "extrafile?movieId=1", "alttitle", "blocklist/movie?movieId=1", "importlist/movie"),
    "sonarr": ("languageprofile", "languageprofile/schema"),
}


@pytest.fixture(params=["api", "tv"])
def either(request: pytest.FixtureRequest) -> Api:
    """A client of Radarr, then of Sonarr."""
    client: Api = request.getfixturevalue(request.param)
    return client


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def own(small_estate: MakeEstate, request: pytest.FixtureRequest) -> Api:
    """A client of an app whose library may change."""
    return Api(small_estate().apps[request.param])


@pytest.mark.parametrize("path", [*READABLE["shared"], *READABLE["radarr"], *READABLE["sonarr"]])
def test_what_can_be_read(either: Api, path: str) -> None:
    kind = either.app.store.spec.kind
    status = 200 if path in (*READABLE["shared"], *READABLE[kind]) else 404
    assert either("GET", path).status_code == status


def test_a_client_that_takes_text_alone_gets_nothing(either: Api) -> None:
    for path in ("tag", "system/status"):
        answer = either("GET", path, headers={"Accept": "text/plain"})
        assert (answer.status_code, answer.content) == (406, b"")


def test_a_body_without_a_type_is_refused(own: Api) -> None:
    key = {"X-Api-Key": own.app.api_key}
    for content in (b'{"label": "x"}', b""):
        sent = httpx.post(f"{own.app.url}/api/v3/tag", content=content, headers=key)
        assert sent.status_code == 415


def test_numbers_may_be_text_and_commas_trail_but_flags_may_not(own: Api) -> None:
    spec = own.app.store.spec
    body = f'{{"{spec.external_id}": "770301", "title": "T", "qualityProfileId": "1", '
    body += f'"rootFolderPath": "{own.get("rootfolder")[0]["path"]}", "tags": ["1",],'
    headers = {"Content-Type": "application/json"}
    posted = own("POST", spec.noun, content=f"{body}}}".encode(), headers=headers)
    assert posted.status_code == 201
    title = posted.json()
    assert (title[spec.external_id], title["qualityProfileId"], title["tags"]) == (770_301, 1, [1])
    flag = own("POST", spec.noun, content=f'{body}"monitored": "true"}}'.encode(), headers=headers)
    assert flag.status_code == 400


def test_a_put_is_held_to_the_rules_of_paths(own: Api) -> None:
    spec, store = own.app.store.spec, own.app.store
    first, second = (own.get(f"{spec.noun}/{number}") for number in list(store.titles)[:2])
    root = own.get("rootfolder")[0]["path"]
    for path in (second["path"], root, root.rsplit("/", 1)[0] or "/", "relative/x"):
        answer = own("PUT", f"{spec.noun}/{first['id']}", json=first | {"path": path})
        assert (answer.status_code, {row["propertyName"] for row in answer.json()}) == (400, {"Path"})
    assert own.get(f"{spec.noun}/{first['id']}")["path"] == first["path"]


def test_a_folder_that_is_moved_by_the_editor_gets_the_name_of_the_format(own: Api) -> None:
    spec, store = own.app.store.spec, own.app.store
    title = own.get(spec.noun)[0]
    store.relocate(store.titles[title["id"]], f"{title['rootFolderPath']}/Named by hand")
    target = own.get("rootfolder")[-1]["path"]
    for moves, name in ((False, "Named by hand"), (True, store.folder_for(title, "").lstrip("/"))):
        body = {spec.ids_key: [title["id"]], "rootFolderPath": target, "moveFiles": moves}
        (row,) = own("PUT", f"{spec.noun}/editor", json=body).json()
        assert row["path"] == f"{target}/{name}"


def test_a_secret_that_is_left_out_is_erased(own: Api) -> None:
    item = next(row for row in own.get("notification") if "apiKey" in {f["name"] for f in row["fields"]})
    fields = [field for field in item["fields"] if field["name"] != "apiKey"]
    sent = item | {"fields": fields, "name": "Without a key"}
    assert own("PUT", f"notification/{item['id']}?forceSave=true", json=sent).status_code == 202
    stored = own.app.store.providers["notification"][item["id"]]
    assert not any(field.get("value") for field in stored["fields"] if field["name"] == "apiKey")


def test_no_title_is_added_without_the_metadata_host(own: Api) -> None:
    spec, store = own.app.store.spec, own.app.store
    store.metadata_host_down = True
    body = {spec.external_id: 770_302, "title": "T", "qualityProfileId": 1}
    body["rootFolderPath"] = own.get("rootfolder")[0]["path"]
    assert own("POST", spec.noun, json=body).status_code == 500
    assert own("POST", f"{spec.noun}/import", json=[body]).status_code == 500
    assert own("GET", f"{spec.noun}/lookup?term=x").status_code == 503


def test_groups_of_a_profile_have_an_id_a_name_and_two_members(own: Api) -> None:
    profile = own.get("qualityprofile/1")
    items = [item for item in profile["items"] if item.get("quality")]
    rest = [item for item in profile["items"] if item not in items[:2]]
    group: Obj = {"id": 1_500, "name": "Group", "allowed": True, "items": items[:2]}

    def put(change: Obj, *more: Obj) -> int:
        sent = profile | {"items": [group | change, *more, *rest]}
        return own("PUT", "qualityprofile/1", json=sent).status_code

    assert put({"id": None}) == 500
    assert put({"name": ""}) == 400
    assert put({"items": items[:1]}, items[1]) == 400
    assert put({"items": items[:1]}) == 400
    assert put({}) == 202


def test_all_rows_of_the_files_of_a_movie_come(estate: SimulatedEstate, api: Api) -> None:
    store: Any = estate.apps["radarr.main"].store
    file = next(iter(store.files.values()))
    movie = store.titles[file["movieId"]]
    second = store.attach(movie, dict(file) | {"relativePath": "second.mkv"})
    rows = api.get("moviefile", movieId=movie["id"])
    assert [row["id"] for row in rows] == [file["id"], second["id"]]
    shown = api.get(f"movie/{movie['id']}")
    assert (shown["movieFileId"], shown["movieFile"]["id"]) == (second["id"], file["id"])
    store.detach(second["id"])
    movie["movieFileId"] = file["id"]


def test_a_format_may_be_there_although_its_addition_was_answered_with_a_fault(own: Api) -> None:
    condition = {
        "name": "c",
        "implementation": "ReleaseTitleSpecification",
        "negate": False,
        "required": False,
    }
    sent = {"name": "Raced", "specifications": [condition | {"fields": [{"name": "value", "value": "x"}]}]}
    own.app.store.racing_reads = 1
    answer = own("POST", "customformat", json=sent)
    assert (answer.status_code, "was not present in the dictionary" in answer.json()["message"]) == (
        500,
        True,
    )
    (added,) = [row["id"] for row in own.get("customformat") if row["name"] == "Raced"]
    assert added in {row["format"] for row in own.get("qualityprofile")[0]["formatItems"]}
    assert own("POST", "customformat", json=sent).status_code == 400
    assert own("POST", "customformat", json=sent | {"name": "Alone"}).status_code == 201


def test_a_stopped_database_fails_all_but_what_is_told_from_memory(own: Api) -> None:
    own.app.store.storage.is_stopped = True
    for path in (own.app.store.spec.noun, "tag", "system/status"):
        answer = own("GET", path)
        assert (answer.status_code, set(answer.json())) == (500, {"message", "description"})
    assert own("POST", "command", json={"name": "RssSync"}).status_code == 500
    assert own.http.get("/ping").json() == {"status": "Error"}
    assert [own("GET", path).status_code for path in ("command", "health")] == [200, 200]
    own.app.store.storage.is_stopped = False
    assert own("GET", "tag").status_code == 200


def test_deleting_what_nobody_knows_succeeds_for_settings_not_for_tags_or_titles(own: Api) -> None:
    spec = own.app.store.spec
    silent = ("rootfolder", "qualityprofile", "delayprofile", "notification", "indexer", "downloadclient")
    for path in (spec.exclusion_path, *silent, "importlist", "autotagging"):
        assert own("DELETE", f"{path}/99999").status_code == 200
    for path in ("tag", "customformat", spec.file.lower()):
        assert own("DELETE", f"{path}/99999").status_code == 404
