"""The hub over a real WebSocket: who may listen, the handshake, records, pings and the ends."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.demo.http.hub import Hub
from tests.demo.live.listener import HANDSHAKE, Listener, recorded_by
from tests.demo.replay.client import Client
from tests.demo.replay.library import Library

TINY = EstateSize(radarr=(("main", 3), ("4k", 2)), sonarr=(("main", 2, 8), ("anime", 1, 4)))


@pytest.fixture(scope="module")
def tiny() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(TINY) as estate:
        yield estate


@pytest.fixture
def app(tiny: SimulatedEstate) -> Iterator[SimulatedApp]:
    """The main Radarr, with the times and faults it began with afterwards."""
    app = tiny.apps["radarr.main"]
    yield app
    app.faults.clear()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the hub's own times pass soon."""
    for name in ("handshake_seconds", "ping_seconds", "silence_seconds"):
        monkeypatch.setattr(Hub, name, 0.2)


def http(app: SimulatedApp, **headers: str) -> httpx.Client:
    return httpx.Client(base_url=app.url, headers={"X-Api-Key": app.api_key, **headers})


def post_tag(app: SimulatedApp, label: str) -> None:
    with http(app) as client:
        assert client.post("/api/v3/tag", json={"label": label}).status_code == 201


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}


def refused(app: SimulatedApp, *, query: str = "", key: str = "", base: str = "") -> httpx.Response:
    """Return the response to an upgrade that does not happen."""
    headers = UPGRADE if key == "none" else UPGRADE | {"X-Api-Key": key or app.api_key}
    return httpx.get(f"{app.url}{base}/signalr/messages{query}", headers=headers)


# ---- before it flows ------------------------------------------------------------------------------


def test_a_client_is_told_the_version_first(app: SimulatedApp) -> None:
    with Listener(app) as listener:
        listener.wait_for("version")
        assert listener.records[0] == {}
        assert listener.messages[0] == {"name": "version", "body": {"version": app.version}}


def test_everybody_is_told_the_version_when_somebody_connects(app: SimulatedApp) -> None:
    with Listener(app) as first:
        first.wait_for("version")
        with Listener(app):
            first.wait(lambda listener: len(listener.messages) == 2)
            assert {message["name"] for message in first.messages} == {"version"}


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("", "wrong"),
        ("", "none"),
        ("?apikey=KEY", "none"),
        ("?access_token=wrong", ""),
        ("?access_token=", ""),
    ],
)
def test_a_key_that_does_not_count_is_refused(app: SimulatedApp, query: str, key: str) -> None:
    response = refused(app, query=query.replace("KEY", app.api_key), key=key)
    assert (response.status_code, response.content) == (401, b"")
    assert "location" not in response.headers


def test_the_token_in_the_query_counts(app: SimulatedApp) -> None:
    with Listener(app, query=f"?access_token={app.api_key}", key="none") as listener:
        listener.wait_for("version")


def test_a_missing_url_base_is_a_redirect(tiny: SimulatedEstate) -> None:
    app = tiny.apps["sonarr.anime"]
    with Listener(app) as listener:
        listener.wait_for("version")
    response = httpx.get(
        f"http://127.0.0.1:{app.port}/signalr/messages?x=1", headers={"X-Api-Key": app.api_key}
    )
    assert (response.status_code, response.headers["location"]) == (
        307,
        f"{app.url_base}/signalr/messages?x=1",
    )


@pytest.mark.parametrize(("name", "status"), [("radarr.main", 200), ("radarr.4k", 302)])
def test_a_wrong_url_base_is_a_page_or_the_login(tiny: SimulatedEstate, name: str, status: int) -> None:
    assert refused(tiny.apps[name], base="/wrong").status_code == status


@pytest.mark.parametrize(("fault", "status"), [("302", 302), ("401", 401), ("502", 502), ("html", 200)])
def test_a_proxy_in_front_answers_the_upgrade_itself(app: SimulatedApp, fault: str, status: int) -> None:
    app.faults.add(fault, "/signalr")
    assert refused(app).status_code == status
    with http(app) as client:
        assert client.get("/api/v3/tag").status_code == 200


def test_negotiation_answers_as_the_hub_does(app: SimulatedApp) -> None:
    with http(app) as client:
        old, new = (
            client.post(f"/signalr/messages/negotiate{query}") for query in ("", "?negotiateVersion=1")
        )
        assert (new.status_code, new.headers["content-type"]) == (200, "application/json")
        assert "x-application-version" not in new.headers
        assert "connectionToken" not in old.json() and new.json()["connectionToken"]
        names = [row["transport"] for row in new.json()["availableTransports"]]
        assert names == ["WebSockets", "ServerSentEvents", "LongPolling"]
        assert client.get("/signalr/messages/negotiate").status_code == 405
        bare = client.get("/signalr/messages")
        assert (bare.status_code, bare.text) == (400, "Connection ID required")
        unknown = client.get("/signalr/messages?id=nobody")
        assert (unknown.status_code, unknown.text) == (404, "No Connection with that ID")
        for answer, key in ((old, "connectionId"), (new, "connectionToken")):
            with Listener(app, query=f"?id={answer.json()[key]}") as listener:
                listener.wait_for("version")
    assert refused(app, query="?id=nobody").status_code == 404


# ---- the handshake --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handshake", "error"),
    [
        ('{"protocol":"messagepack","version":1}\x1e', "The protocol 'messagepack' is not supported."),
        ("garbage\x1e", "An unexpected error occurred during connection handshake."),
    ],
)
def test_another_handshake_ends_the_connection(app: SimulatedApp, handshake: str, error: str) -> None:
    with Listener(app, handshake=handshake) as listener:
        listener.wait(lambda it: it.closed)
        assert (listener.records, listener.closed) == ([{"error": error}], (1000, ""))


@pytest.mark.usefixtures("quick")
def test_no_handshake_ends_the_connection(app: SimulatedApp) -> None:
    with Listener(app, handshake="") as listener:
        listener.wait(lambda it: it.closed)
        assert (listener.records, listener.closed) == ([{"error": "Handshake was canceled."}], (1000, ""))


def test_a_handshake_may_come_in_pieces_and_with_what_follows(app: SimulatedApp) -> None:
    with Listener(app, handshake="") as listener:
        listener.send(HANDSHAKE[:9])
        listener.send(f'{HANDSHAKE[9:]}{{"type":1,"target":"nope","invocationId":"1","arguments":[]}}\x1e')
        listener.wait(lambda it: any(record.get("type") == 3 for record in it.records))
        (answer,) = (record for record in listener.records if record.get("type") == 3)
        assert answer["invocationId"] == "1" and "Method does not exist" in answer["error"]


# ---- while it flows -------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", ["garbage\x1e", f'{{"type":1,"target":"{"x" * 40_000}"}}\x1e'])
def test_what_cannot_be_read_ends_the_connection(app: SimulatedApp, sent: str) -> None:
    with Listener(app) as listener:
        listener.wait_for("version")
        listener.send(sent)
        listener.wait(lambda it: it.closed)
        assert listener.records[-1] == {
            "type": 7,
            "error": "Connection closed with an error.",
            "allowReconnect": True,
        }


@pytest.mark.usefixtures("quick")
def test_a_client_that_never_pings_stays(app: SimulatedApp) -> None:
    with Listener(app) as listener:
        listener.wait(lambda it: sum(record.get("type") == 6 for record in it.records) >= 4)
        assert listener.closed is None


@pytest.mark.usefixtures("quick")
def test_a_client_that_pinged_once_and_stops_is_cut(app: SimulatedApp) -> None:
    with Listener(app) as listener:
        listener.send({"type": 6})
        listener.wait(lambda it: it.closed)
        assert listener.records[-1]["type"] == 7 and listener.closed == (1000, "")


def test_a_write_is_told_before_its_answer(app: SimulatedApp) -> None:
    """Without the order: the answer of this write never comes at all."""
    app.faults.add("hang", "/tag", method="POST", finishes_after=0)
    with Listener(app) as listener, http(app) as client:
        listener.wait_for("version")
        with pytest.raises(httpx.ReadTimeout):
            client.post("/api/v3/tag", json={"label": "echo"}, timeout=0.3)
        client.get("/api/v3/tag")
        listener.wait_for("tag")


def test_commands_go_on_by_themselves_while_somebody_listens(
    app: SimulatedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(app.store.commands), "queued_for", 0.01)
    with Listener(app) as listener, http(app) as client:
        listener.wait_for("version")
        number = client.post("/api/v3/command", json={"name": "RefreshMovie", "movieIds": [1]}).json()["id"]

        def is_done(it: Listener) -> bool:
            rows = [row["body"]["resource"] for row in it.messages if row["name"] == "command"]
            return any(row["id"] == number and row["status"] == "completed" for row in rows)

        listener.wait(is_done)
        listener.wait_for("movie", "system/task")


def test_what_happens_between_two_connections_is_not_told_later(app: SimulatedApp) -> None:
    with Listener(app) as listener, http(app) as client:
        listener.wait_for("version")
        client.post("/demo/faults", json={"dropFeed": True})
        listener.wait(lambda it: it.closed)
        assert listener.closed == (1006, "")
    post_tag(app, "meanwhile")
    with Listener(app) as listener:
        listener.wait_for("version")
        post_tag(app, "again")
        listener.wait_for("tag")
        assert [message["name"] for message in listener.messages].count("tag") == 1


def test_sonarr_5_tells_each_message_once_for_each_version_of_its_api() -> None:
    library = Library("sonarr-5")
    library.title(1)
    recorder, client = recorded_by(library.app), Client(library)
    client.call("PUT", "series/editor", {"seriesIds": [1], "monitored": True})
    assert [(row["name"], row["version"]) for row in recorder.messages] == [("series", 3), ("series", 5)]
    third, fifth = (row["body"]["resource"] for row in recorder.messages)
    assert "languageProfileId" in third and "languageProfileId" not in fifth
    assert {"aniListIds", "malIds", "originalCountry"} <= fifth.keys() - third.keys()
