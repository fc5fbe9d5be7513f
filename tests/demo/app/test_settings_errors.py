"""What settings are refused with, what is written all the same, and how an app is cured of it."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.demo.world.conditions import specification
from arrtui.demo.world.formats import Matcher, facts_of
from tests.demo.replay.client import Client
from tests.demo.replay.library import Library

_OFF = {"enableRss": False, "enableAutomaticSearch": False, "enableInteractiveSearch": False}
_INDEXER: dict[str, Any] = {
    **_OFF,
    "name": "N",
    "implementation": "Newznab",
    "configContract": "NewznabSettings",
    "fields": [{"name": "baseUrl", "value": "http://127.0.0.1:9"}, {"name": "apiKey", "value": "mine"}],
}
_CONDITIONS = [
    ("Size", {"min": 5, "max": 5}, "'Max' must be greater than '5'."),
    ("Size", {"min": -1, "max": 5}, "'Min' must be greater than or equal to '0'."),
    ("IndexerFlag", {"value": 3}, "Invalid indexer flag condition value: 3"),
    ("Language", {"value": 9999}, "Invalid Language condition value: 9999"),
    ("Resolution", {"value": "x"}, "'Value' must not be empty."),
    ("ReleaseTitle", {"value": " "}, "Regex Pattern must not be empty"),
]


@pytest.fixture(scope="module", params=["radarr", "sonarr"])
def client(request: pytest.FixtureRequest) -> Client:
    library = Library(request.param)
    library.formats(1, 2)
    return Client(library)


def _condition(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    fields = [{"name": name, "value": value} for name, value in values.items()]
    return {"name": "c", "implementation": f"{kind}Specification", "fields": fields}


@pytest.mark.parametrize(("kind", "values", "message"), _CONDITIONS)
def test_a_condition_is_refused(client: Client, kind: str, values: dict[str, Any], message: str) -> None:
    answer = client.call("POST", "customformat", {"name": "f", "specifications": [_condition(kind, values)]})
    assert (answer.status_code, [row["errorMessage"] for row in answer.json()]) == (400, [message])


def test_numbers_of_a_condition_are_read_as_the_apps_read_them(client: Client) -> None:
    sent = [
        _condition("Size", {"min": "1,5", "max": "2.5", "other": 1}),
        _condition("Resolution", {"value": "1080"}),
        _condition("Language", {"value": 1}),
    ]
    row = client.call("POST", "customformat", {"name": "read", "specifications": sent}).json()
    values = [{field["name"]: field["value"] for field in spec["fields"]} for spec in row["specifications"]]
    assert values == [{"min": 1.5, "max": 2.5}, {"value": 1080}, {"value": 1, "exceptLanguage": False}]
    assert client.get("qualityprofile")[0]["formatItems"][0]["format"] == row["id"], "a new one comes first"
    client.call("DELETE", f"customformat/{row['id']}")


def test_a_language_may_be_the_one_that_does_not_count() -> None:
    condition = specification(_condition("Language", {"value": 4, "exceptLanguage": True}))
    matcher = Matcher([{"id": 1, "specifications": [condition]}])
    german, english = {"id": 4}, {"id": 1}
    file = {"relativePath": "a.mkv", "quality": {"quality": {"source": "bluray"}}}
    matched = [
        matcher.match(facts_of("radarr", file | {"languages": spoken}, 1))
        for spoken in ([german], [german, english], [english], [])
    ]
    assert matched == [(), (1,), (1,), ()]


def test_a_profile_of_an_unknown_language_is_written_and_cured_by_a_put() -> None:
    client = Client(Library("radarr"))
    profile = client.get("qualityprofile/1")
    body = {key: profile[key] for key in profile if key != "id"} | {"name": "bad", "language": {"id": 9999}}
    assert client.call("POST", "qualityprofile", body).status_code == 500
    number = max(client.library.store.profiles)
    unreadable = ("qualityprofile", "movie", "wanted/cutoff")
    assert {client.call("GET", path).status_code for path in unreadable} == {500}
    assert client.call("DELETE", f"qualityprofile/{number}").status_code == 500
    added = client.call(
        "POST", "customformat", {"name": "z", "specifications": [_condition("Source", {"value": 9})]}
    )
    cure = body | {"id": number, "language": {"id": -1}}
    assert client.call("PUT", f"qualityprofile/{number}", cure).status_code == 400, "it lacks the new format"
    cure["formatItems"] = [*cure["formatItems"], {"format": added.json()["id"], "score": 0}]
    assert client.call("PUT", f"qualityprofile/{number}", cure).status_code == 202
    formats = {
        row["name"]: {item["format"] for item in row["formatItems"]} for row in client.get("qualityprofile")
    }
    assert added.json()["id"] in formats["bad"]
    assert added.json()["id"] not in formats[profile["name"]], "no profile got it while none could be read"


def test_a_provider_of_an_unknown_kind_breaks_its_list_until_it_is_deleted(client: Client) -> None:
    before = client.get("indexer")
    answer = client.call("POST", "indexer", _INDEXER | {"implementation": "Nope"})
    assert (answer.status_code, "serviceType" in answer.json()["message"]) == (500, True)
    number = max(client.library.store.providers["indexer"])
    assert [client.call("GET", path).status_code for path in ("indexer", f"indexer/{number}")] == [500, 500]
    assert client.call("DELETE", f"indexer/{number}").status_code == 200
    assert client.get("indexer") == before


def test_stars_keep_a_key_and_a_field_left_out_erases_it(client: Client) -> None:
    row = client.call("POST", "indexer", _INDEXER).json()
    fields = {field["name"]: field for field in row["fields"]}
    assert fields["apiKey"]["value"] == "********" and fields["categories"]["value"]

    def stored_after(*sent: dict[str, Any]) -> Any:
        body = row | {"fields": [fields["baseUrl"], *sent]}
        assert client.call("PUT", f"indexer/{row['id']}?forceSave=true", body).status_code == 202
        stored = client.library.store.providers["indexer"][row["id"]]["fields"]
        return next(field for field in stored if field["name"] == "apiKey").get("value")

    assert stored_after({"name": "apiKey", "value": "********"}) == "mine"
    assert stored_after() is None
    again = client.call("POST", "indexer", row | {"id": 0, "name": "N2"})
    copy = client.library.store.providers["indexer"][again.json()["id"]]
    assert "********" in {field.get("value") for field in copy["fields"] if field["name"] == "apiKey"}


def test_a_database_on_postgresql_answers_500_to_what_sqlite_answers_409() -> None:
    client = Client(Library("sonarr"))
    name = client.get("qualityprofile/2")["name"]
    requests = [
        ("PUT", "qualityprofile/1", client.get("qualityprofile/1") | {"name": name}),
        ("POST", "tag", {"label": "KEEP"}),
        ("POST", "customfilter", {"label": "f"}),
    ]
    assert [client.call(*request).status_code for request in requests] == [409, 409, 409]
    client.library.store.storage.postgres = True
    assert [client.call(*request).status_code for request in requests] == [500, 500, 500]
