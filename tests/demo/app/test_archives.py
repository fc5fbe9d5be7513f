"""The app's own archives: made by a command, fetched where the authentication allows it, sent back."""

from __future__ import annotations

import io
import zipfile

import httpx
import pytest

from tests.demo.replay.client import Client
from tests.demo.replay.library import Library


@pytest.fixture(params=["radarr", "sonarr"])
def client(request: pytest.FixtureRequest) -> Client:
    library = Library(request.param)
    library.title(1)
    return Client(library)


def _archive(client: Client) -> bytes:
    client.library.command(90, name="Backup")
    row = client.get("system/backup")[0]
    response = client.send("GET", row["path"], {}, None)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/zip")
    assert len(response.content) == row["size"]
    return response.content


def _upload(client: Client, name: str, content: bytes) -> httpx.Response:
    request = httpx.Request("POST", "http://x", files={"restore": (name, content)})
    request.read()
    headers = {"Content-Type": request.headers["content-type"], "X-Api-Key": client.library.app.api_key}
    return client.send("POST", "/api/v3/system/backup/restore/upload", headers, request.content)


def test_an_archive_that_is_sent_back_brings_everything_once_the_app_has_restarted(client: Client) -> None:
    before = {path: client.get(path) for path in ("tag", "customformat", "qualityprofile", "config/naming")}
    titles = client.get(client.library.spec.noun)
    archive = _archive(client)
    client.call("DELETE", f"{client.library.spec.noun}/1")
    for row in before["customformat"]:
        client.call("DELETE", f"customformat/{row['id']}")
    assert client.call("POST", "tag", {"label": "later"}).status_code == 201

    answer = _upload(client, "backup.zip", archive)
    assert (answer.status_code, answer.json()) == (200, {"restartRequired": True})
    assert client.get("tag") != before["tag"], "it is read as the app starts, not before"
    assert client.call("POST", "system/restart").json() == {"restarting": True}
    while (response := client.call("GET", "system/status")).status_code == 503:
        assert "starting up" in response.json()["errorMessage"]
    assert {path: client.get(path) for path in before} == before
    assert [row["id"] for row in client.get(client.library.spec.noun)] == [row["id"] for row in titles]


def test_what_is_no_archive_is_refused(client: Client) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    answers = {
        name: _upload(client, name, content).status_code
        for name, content in (("a.txt", b"x"), ("a.zip", b"x"), ("b.zip", empty.getvalue()))
    }
    assert answers == {"a.txt": 415, "a.zip": 500, "b.zip": 404}


def test_an_archive_of_an_app_on_postgresql_has_no_database(client: Client) -> None:
    client.library.store.storage.postgres = True
    with zipfile.ZipFile(io.BytesIO(_archive(client))) as archive:
        assert archive.namelist() == ["config.xml"]


def test_the_key_does_not_open_archives_under_a_login_form(client: Client) -> None:
    client.library.app.authentication = "forms"
    path = client.get("system/backup")[0]["path"]
    response = client.send("GET", path, {"X-Api-Key": client.library.app.api_key}, None)
    assert response.status_code == 302
    assert "/login?returnUrl=" in response.headers["location"]
