"""The rules of a title that is posted, put or edited, in both apps alike: which fail, and what is taken."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.demo.estate import SimulatedEstate
from tests.demo.conftest import Api

Obj = dict[str, Any]
_NEW = {"radarr": 730_001, "sonarr": 750_001}
_UNKNOWN = 900_001


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def either(estate: SimulatedEstate, request: pytest.FixtureRequest) -> Api:
    """A client of each app."""
    return Api(estate.apps[request.param])


def new_title(app: Api, **change: Any) -> Obj:
    """Return a body that is taken, but for the changes; None leaves a member out."""
    spec = app.app.store.spec
    sent = {spec.external_id: _NEW[spec.kind], "title": "T", "qualityProfileId": 1}
    sent["rootFolderPath"] = app.app.store.root_folders[1]["path"]
    return {key: value for key, value in (sent | change).items() if value is not None}


def failed(answer: Any) -> list[tuple[str, str]]:
    """Return property and code of each rule that is broken."""
    assert answer.status_code == 400, answer.text
    return sorted((item["propertyName"], item.get("errorCode", "")) for item in answer.json())


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"rootFolderPath": None}, "Path NotEmpty, RootFolderPath NotEmpty"),
        ({"rootFolderPath": "/not/a/root"}, "RootFolderPath RootFolderExists"),
        ({"rootFolderPath": None, "path": "relative/x"}, "Path Path, Path Path"),
        ({"path": "relative/x"}, "Path Path"),
        ({"qualityProfileId": 9999}, "QualityProfileId QualityProfileExists"),
        ({"qualityProfileId": None}, "QualityProfileId GreaterThan"),
    ],
)
def test_rules_of_a_new_title(either: Api, change: Obj, codes: str) -> None:
    answer = either("POST", either.app.store.spec.noun, json=new_title(either, **change))
    wanted = [(name, f"{code}Validator") for name, code in (pair.split() for pair in codes.split(", "))]
    assert failed(answer) == wanted


def test_paths_of_others_are_refused_but_below_them_is_room(either: Api) -> None:
    spec = either.app.store.spec
    title = either.get(spec.noun)[0]
    path = title["path"]

    def post(folder: str) -> Any:
        return either("POST", spec.noun, json=new_title(either, path=folder, rootFolderPath=None))

    assert failed(post(path)) == [("Path", f"{spec.model}PathValidator")]
    assert failed(post(title["rootFolderPath"])) == [("Path", "RootFolderValidator")]
    posted = post(f"{path}/below")
    assert posted.status_code == 201
    above = either.get(f"{spec.noun}/{posted.json()['id']}") | {"path": path}
    assert failed(either("PUT", spec.noun, json=above)) == [("Path", f"{spec.model}PathValidator")]
    either("DELETE", f"{spec.noun}/{posted.json()['id']}")


@pytest.mark.parametrize(
    ("folder", "code", "words"),
    [
        ("/bins/media", "RecycleBin", "is set to configured recycle bin folder"),
        ("/bins/media/T", "RecycleBin", "is child of configured recycle bin folder"),
        ("/usr/bin", "SystemFolder", "Is set to system folder /usr/bin"),
        ("/proc/T", "SystemFolder", "Is child of system folder /proc"),
        ("/bins/media2", "", ""),
    ],
)
def test_the_recycle_bin_and_the_folders_of_the_system_are_refused(
    either: Api, folder: str, code: str, words: str
) -> None:
    store, noun = either.app.store, either.app.store.spec.noun
    title = either.get(noun)[0]
    settings = store.configs["mediamanagement"]
    settings["recycleBin"] = "/bins/media/"
    try:
        answer = either("PUT", f"{noun}/{title['id']}", json=title | {"path": folder})
        posted = either("POST", noun, json=new_title(either, path=folder, rootFolderPath=None))
        if code == "RecycleBin":  # an import does not look at the system's folders
            many = either("POST", f"{noun}/import", json=[new_title(either, path=folder)])
            assert failed(many) == [("Path", f"{code}Validator")]
        assert either("PUT", f"{noun}/{title['id']}", json=title).status_code == 202
    finally:
        settings["recycleBin"] = ""
    if not code:
        assert (answer.status_code, posted.status_code) == (202, 400)  # the folder is the first one's now
        return
    assert failed(answer) == failed(posted) == [("Path", f"{code}Validator")]
    assert words in answer.json()[0]["errorMessage"]


def test_a_put_needs_a_path(either: Api) -> None:
    spec = either.app.store.spec
    title = either.get(spec.noun)[0]
    answer = either("PUT", f"{spec.noun}/{title['id']}", json=title | {"path": None})
    assert failed(answer) == [("Path", "NotEmptyValidator")] and "attemptedValue" not in answer.json()[0]


def test_an_unknown_title_is_told_without_a_code(either: Api) -> None:
    spec = either.app.store.spec
    answer = either("POST", spec.noun, json=new_title(either, **{spec.external_id: _UNKNOWN}))
    (entry,) = answer.json()
    assert set(entry) == {"propertyName", "errorMessage", "attemptedValue", "severity"}
    assert entry["errorMessage"].endswith("was not found. Path: ")


@pytest.mark.parametrize(
    ("app", "member", "number", "word"),
    [
        ("sonarr.main", "seriesType", 2, "anime"),
        ("sonarr.main", "monitorNewItems", 1, "none"),
        ("radarr.main", "minimumAvailability", 2, "inCinemas"),
    ],
)
def test_enums_are_taken_as_numbers_too(
    estate: SimulatedEstate, app: str, member: str, number: int, word: str
) -> None:
    api = Api(estate.apps[app])
    noun = api.app.store.spec.noun
    posted = api("POST", noun, json=new_title(api, **{member: number}))
    assert (posted.status_code, posted.json()[member]) == (201, word)
    assert api("PUT", noun, json=posted.json() | {member: "odd"}).status_code == 400
    assert api("PUT", noun, json=posted.json() | {member: True}).status_code == 400
    assert len(api.get(noun)) > 1  # the list can still be read
    api("DELETE", f"{noun}/{posted.json()['id']}")


def test_words_for_ids_are_unreadable(either: Api) -> None:
    spec = either.app.store.spec
    assert either("POST", spec.noun, json=new_title(either, tags=["keep"])).status_code == 400
    assert either("PUT", f"{spec.noun}/editor", json={spec.ids_key: ["a"]}).status_code == 400


def test_editors_without_a_list_break_and_with_an_empty_one_do_nothing(either: Api) -> None:
    spec = either.app.store.spec
    for method, status in (("PUT", 202), ("DELETE", 200)):
        path = f"{spec.noun}/editor"
        assert either(method, path, json={"monitored": False}).status_code == 500
        assert either(method, path, json={spec.ids_key: []}).status_code == status


def test_monitoring_nothing_switches_off_a_series_but_no_movie(either: Api) -> None:
    spec = either.app.store.spec
    options = {"monitored": True, "addOptions": {"monitor": "none"}}
    posted = either("POST", spec.noun, json=new_title(either, **options)).json()
    assert posted["monitored"] is (spec.kind == "radarr")
    either("DELETE", f"{spec.noun}/{posted['id']}")


def test_the_old_editor_of_files_sets_the_same_of_all(either: Api) -> None:
    spec = either.app.store.spec
    ids = list(either.app.store.files)[:2]
    body = {f"{spec.file}Ids": ids, "releaseGroup": "PRB"}
    answer = either("PUT", f"{spec.file.lower()}/editor", json=body)
    assert answer.status_code == 202 and [row["id"] for row in answer.json()] == ids
    assert {row["releaseGroup"] for row in answer.json()} == {"PRB"}
    assert ("deprecation" in answer.headers) is (spec.kind == "radarr")
    missing = either("PUT", f"{spec.file.lower()}/editor", json=body | {f"{spec.file}Ids": [99_999]})
    assert missing.status_code == 500
