"""Profiles, formats, providers and root folders: validation, side effects, masked secrets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.demo.conftest import Api


def new_format(name: str, pattern: str = "x264") -> dict[str, Any]:
    fields = [{"name": "value", "value": pattern}]
    spec = {"name": "s", "implementation": "ReleaseTitleSpecification", "negate": False, "required": True}
    return {"name": name, "specifications": [spec | {"fields": fields}]}


# ---- formats and profiles --------------------------------------------------------------------------


def _draft(api: Api) -> dict[str, Any]:
    """Return what the app proposes for a profile, with every quality allowed: it proposes none."""
    proposed = api.get("qualityprofile/schema")
    items = [item | {"allowed": True} for item in proposed["items"]]
    return proposed | {"items": items, "cutoff": items[-1]["quality"]["id"]}


def test_a_new_format_enters_every_profile_and_leaves_it_again(api: Api) -> None:
    posted = api("POST", "customformat", json=new_format("Mine"))
    number = posted.json()["id"]
    assert posted.status_code == 201
    for profile in api.get("qualityprofile"):
        assert {"format": number, "name": "Mine", "score": 0} in profile["formatItems"]
    movies = [movie["id"] for movie in api.get("movie")]
    files = api.get("moviefile?" + "&".join(f"movieId={item}" for item in movies))
    assert any({"id": number, "name": "Mine"} in file["customFormats"] for file in files)
    assert api("DELETE", f"customformat/{number}").status_code == 200
    assert all(
        number not in {row["format"] for row in item["formatItems"]} for item in api.get("qualityprofile")
    )


def test_rules_of_a_format(api: Api) -> None:
    present = api.get("customformat")[0]["name"]
    assert api("POST", "customformat", json=new_format(present)).json()[0]["propertyName"] == "Name"
    assert api("POST", "customformat", json={"name": "Empty", "specifications": []}).status_code == 400
    unknown = {
        "name": "Odd",
        "specifications": [{"implementation": "NoSuchThing", "name": "x", "fields": []}],
    }
    assert api("POST", "customformat", json=unknown).status_code == 500


def test_renaming_a_format_renames_it_in_profiles(api: Api) -> None:
    item = api.get("customformat")[0]
    assert api("PUT", f"customformat/{item['id']}", json=item | {"name": "Renamed"}).status_code == 202
    assert "Renamed" in {row["name"] for row in api.get("qualityprofile/1")["formatItems"]}


def test_profiles_are_listed_worst_first_with_groups(api: Api) -> None:
    profile = api.get("qualityprofile/1")
    names = [(item.get("quality") or item)["name"] for item in profile["items"]]
    assert names[0] == "Unknown" and names[-1] == "Bluray-1080p"
    groups = [item for item in profile["items"] if "quality" not in item]
    assert groups and all(item["id"] >= 1000 and len(item["items"]) >= 2 for item in groups)


def test_a_profile_is_added_changed_and_deleted(api: Api) -> None:
    draft = _draft(api) | {"name": "Fresh"}
    posted = api("POST", "qualityprofile", json=draft)
    number = posted.json()["id"]
    changed = api("PUT", f"qualityprofile/{number}", json=posted.json() | {"cutoffFormatScore": 4})
    assert (posted.status_code, changed.status_code, changed.json()["cutoffFormatScore"]) == (201, 202, 4)
    assert api("DELETE", f"qualityprofile/{number}").status_code == 200


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"name": ""}, "Name"),
        ({"minUpgradeFormatScore": 0}, "MinUpgradeFormatScore"),
        ({"cutoff": 4242}, "Cutoff"),
        ({"formatItems": []}, "FormatItems"),
    ],
)
def test_rules_of_a_profile(api: Api, change: dict[str, Any], name: str) -> None:
    draft = _draft(api) | {"name": "Rules"} | change
    answer = api("POST", "qualityprofile", json=draft)
    assert [item["propertyName"] for item in answer.json()] == [name]


def test_the_database_refuses_the_name_of_another_profile(api: Api) -> None:
    draft = _draft(api) | {"name": "Any"}
    answer = api("POST", "qualityprofile", json=draft)
    assert (answer.status_code, "UNIQUE" in answer.json()["message"]) == (409, True)


def test_a_profile_must_have_every_quality_once(api: Api) -> None:
    draft = _draft(api) | {"name": "Rules"}
    for items in (draft["items"][1:], [*draft["items"], draft["items"][0]]):
        answer = api("POST", "qualityprofile", json=draft | {"items": items})
        assert [item["propertyName"] for item in answer.json()] == ["Items"]


def test_quality_numbers_differ_between_the_apps(api: Api, tv: Api) -> None:
    movies = {item["quality"]["id"]: item["quality"]["name"] for item in api.get("qualitydefinition")}
    shows = {item["quality"]["id"]: item["quality"]["name"] for item in tv.get("qualitydefinition")}
    assert (movies[20], shows[20]) == ("Bluray-480p", "Bluray-1080p Remux")
    languages = {item["id"]: item["name"] for item in api.get("language")}
    assert (languages[26], languages[-1], languages[-2]) == ("Hindi", "Any", "Original")
    assert {item["id"]: item["name"] for item in tv.get("language")}[26] == "Arabic"


# ---- providers -------------------------------------------------------------------------------------


def test_stars_keep_a_secret(api: Api) -> None:
    item = api.get("notification")[0]
    stored = api.app.store.providers["notification"][item["id"]]
    secret = next(field["value"] for field in stored["fields"] if field["name"] == "apiKey")
    answer = api("PUT", f"notification/{item['id']}", json=item | {"onRename": True})
    assert (answer.status_code, answer.json()["onRename"]) == (202, True)
    stored = api.app.store.providers["notification"][item["id"]]
    assert next(field["value"] for field in stored["fields"] if field["name"] == "apiKey") == secret


class Receiver(BaseHTTPRequestHandler):
    """Takes webhooks: 200, or 500 below /bad, or 302 below /moved."""

    seen: list[bytes] = []

    def do_POST(self) -> None:
        Receiver.seen.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response({"/bad": 500, "/moved": 302}.get(self.path, 200))
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Be quiet."""


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.seen = []
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def webhook(url: str, **flags: bool) -> dict[str, Any]:
    fields = [{"name": "url", "value": url}, {"name": "method", "value": 1}]
    return {
        "name": "hook",
        "implementation": "Webhook",
        "configContract": "WebhookSettings",
        "tags": [],
        "fields": fields,
        **flags,
    }


def test_saving_a_webhook_sends_a_live_test(api: Api, receiver: str) -> None:
    posted = api("POST", "notification", json=webhook(receiver, onGrab=True))
    assert posted.status_code == 201 and len(Receiver.seen) == 1
    assert b'"eventType": "Test"' in Receiver.seen[0]
    assert api("POST", "notification", json=webhook(receiver)).json()[0]["propertyName"] == "Name"
    api("DELETE", f"notification/{posted.json()['id']}")
    moved = api("POST", "notification", json=webhook(f"{receiver}/moved", onGrab=True))
    assert moved.status_code == 201
    api("DELETE", f"notification/{moved.json()['id']}")


def test_a_dead_receiver_can_only_be_saved_by_a_detour(api: Api, receiver: str) -> None:
    dead = f"{receiver}/bad"
    refused = api("POST", "notification?forceSave=true", json=webhook(dead, onGrab=True))
    assert (refused.status_code, refused.json()[0]["propertyName"]) == (400, "Url")
    connection = api("POST", "notification", json=webhook(dead)).json()
    assert len(Receiver.seen) == 1
    enabled = connection | {"onGrab": True}
    assert api("PUT", f"notification/{connection['id']}", json=enabled).status_code == 400
    assert api("PUT", f"notification/{connection['id']}?forceSave=true", json=enabled).status_code == 202
    assert api("POST", "notification/test", json=enabled).status_code == 400
    api("DELETE", f"notification/{connection['id']}")


# ---- folders and app settings ----------------------------------------------------------------------


def test_root_folders(api: Api) -> None:
    posted = api("POST", "rootfolder", json={"path": "/extra/"})
    assert (posted.status_code, posted.json()["path"]) == (201, "/extra")
    assert api("POST", "rootfolder", json={"path": "/extra"}).status_code == 400
    assert api("POST", "rootfolder", json={"path": "relative"}).status_code == 400
    assert api("DELETE", f"rootfolder/{posted.json()['id']}").status_code == 200
    paths = [item["path"] for item in api.get("rootfolder")]
    assert "/movies" in paths and "/movies4k" in paths


def test_app_settings_are_kept(api: Api) -> None:
    naming = api.get("config/naming")
    assert api("PUT", "config/naming", json=naming | {"renameMovies": False}).status_code == 202
    assert api.get("config/naming")["renameMovies"] is False
    assert api.get("config/host")["apiKey"] == api.app.api_key
    assert api("GET", "config/nonsense").status_code == 404
