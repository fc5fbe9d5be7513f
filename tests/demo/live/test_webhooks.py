"""Notifications that are webhooks are called at the events they subscribe to, as the real apps call them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.demo.live.operations import (
    OPERATIONS,
    Do,
    gone_from_disk,
    looked_up,
    prepared,
    renamed,
    send,
    sent_back,
)
from tests.demo.live.receiver import Obj, WebhookReceiver
from tests.demo.replay.client import Client
from tests.demo.replay.compare import shape_differences
from tests.demo.replay.records import FOLDER

RECORDINGS = {"radarr": "live-radarr-6.1", "sonarr": "live-sonarr-4.0.19"}


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as receiver:
        yield receiver


def connected(kind: str, receiver: WebhookReceiver, *, tags: tuple[int, ...] = (), **more: Any) -> Client:
    """Return an app whose webhook, number 9, subscribes to all events unless some are given."""
    client = Client(prepared(kind))
    spec, rows = client.library.spec, client.library.store.providers["notification"]
    flags = more or {f"on{event}": True for event in spec.notification_events}
    fields: Obj = {"url": receiver.url, "method": 1, "headers": [{"key": "X-Hook-Token", "value": "tok"}]}
    rows[9] = {
        "id": 9,
        "name": "hook",
        "implementation": "Webhook",
        "configContract": "WebhookSettings",
        "implementationName": "Webhook",
        "fields": [{"name": name, "value": value, "privacy": "normal"} for name, value in fields.items()],
        "tags": list(tags),
        **flags,
    }
    return client


def grabbed(client: Client) -> None:
    """Grab the first release that a search offers."""
    query = "movieId=1" if client.library.kind == "radarr" else "episodeId=1"
    release = client.get(f"release?{query}")[0]
    send("POST", "release", {"guid": release["guid"], "indexerId": release["indexerId"]})(client)


def press_test(client: Client) -> None:
    """Press the Test button."""
    send("POST", "notification/test", client.get("notification/9"))(client)


def file_deleted(client: Client) -> None:
    """Delete the first title's file."""
    send("DELETE", f"{client.library.spec.file.lower()}/1")(client)


def removed(client: Client) -> None:
    """Delete the first title with its files."""
    send("DELETE", f"{client.library.spec.noun}/1?deleteFiles=true")(client)


def rss_off(client: Client) -> None:
    """Switch the RSS of every indexer off, an hour after the start."""
    Time(client)
    library = client.library
    for row in library.store.providers["indexer"].values():
        row["enableRss"] = False
    sent_back("indexer/1?forceSave=true", priority=7)(client)


def rss_on(client: Client) -> None:
    """Switch it on again, of which alone is told."""
    rss_off(client)
    row = client.library.store.providers["notification"][9]
    row["onHealthIssue"] = False
    client.library.settle()
    sent_back("indexer/1?forceSave=true", enableRss=True)(client)


class Time:
    """The clock of an app that has run for an hour."""

    def __init__(self, client: Client) -> None:
        self.now = client.library.app.clock() + 3600
        client.library.app.clock = lambda: self.now


_HEALTH = "level message type wikiUrl"
_GRAB = "release downloadClient downloadClientType downloadId customFormatInfo"
EVENTS: dict[tuple[str, str], tuple[Do, str]] = {
    ("radarr", "Test"): (press_test, "movie remoteMovie release"),
    ("radarr", "MovieAdded"): (looked_up("movie", 4242), "movie addMethod"),
    ("radarr", "Grab"): (grabbed, f"movie remoteMovie {_GRAB}"),
    ("radarr", "MovieFileDelete-manual"): (file_deleted, "movie movieFile deleteReason"),
    ("radarr", "MovieFileDelete-missingFromDisk"): (gone_from_disk, "movie movieFile deleteReason"),
    ("radarr", "MovieDelete"): (removed, "movie deletedFiles movieFolderSize"),
    ("radarr", "Rename"): (renamed, "movie renamedMovieFiles"),
    ("radarr", "Health-error"): (rss_off, _HEALTH),
    ("radarr", "HealthRestored-error"): (rss_on, _HEALTH),
    ("sonarr", "Health-error"): (rss_off, _HEALTH),
    ("sonarr", "HealthRestored-error"): (rss_on, _HEALTH),
    ("sonarr", "Test"): (press_test, "series episodes"),
    ("sonarr", "SeriesAdd"): (looked_up("series", 4242), "series"),
    ("sonarr", "Grab"): (grabbed, f"series episodes {_GRAB}"),
    ("sonarr", "EpisodeFileDelete-manual"): (file_deleted, "series episodes episodeFile deleteReason"),
    ("sonarr", "SeriesDelete"): (removed, "series deletedFiles"),
    ("sonarr", "Rename"): (renamed, "series renamedEpisodeFiles"),
}
"""By app and case: what brings an event about, and the members of its payload besides those all have."""
_ALL = {"eventType", "instanceName", "applicationUrl"}
_WITHOUT_URL = {("sonarr", "Health"), ("sonarr", "HealthRestored"), ("radarr", "HealthRestored")}
MEMBERS = {
    "movie": "id title year releaseDate folderPath tmdbId genres images tags originalLanguage",
    "series": "id title titleSlug path tvdbId tvMazeId tmdbId type year genres images tags originalLanguage",
    "movieFile": "id relativePath path quality qualityVersion size dateAdded languages indexerFlags",
    "episodeFile": "id relativePath path quality qualityVersion size dateAdded languages mediaInfo",
}
"""What these parts of a payload hold at least, but for the title of a test."""


def call_of(kind: str, case: str, receiver: WebhookReceiver) -> tuple[dict[str, str], Obj]:
    """Return headers and body of the call that an event makes."""
    client = connected(kind, receiver)
    EVENTS[kind, case][0](client)
    client.library.settle()
    receiver.wait(lambda it: it.calls)
    ((_, headers, body),) = receiver.calls
    return headers, body


@pytest.mark.parametrize(("kind", "case"), EVENTS)
def test_an_event_calls_who_subscribes(kind: str, case: str, receiver: WebhookReceiver) -> None:
    headers, body = call_of(kind, case, receiver)
    event_type, _, reason = case.partition("-")
    assert body.keys() - _ALL == set(EVENTS[kind, case][1].split())
    told_reason = body.get("deleteReason", body.get("level", ""))
    assert (body["eventType"], told_reason) == (event_type, reason)
    assert ("applicationUrl" in body) != ((kind, event_type) in _WITHOUT_URL)
    for name, members in MEMBERS.items() if case != "Test" else ():
        assert set(members.split()) <= body.get(name, dict.fromkeys(members.split())).keys()
    assert headers["x-hook-token"] == "tok" and headers["content-type"] == "application/json"
    assert headers["user-agent"].startswith(f"{kind.capitalize()}/")


def test_a_renamed_file_has_its_old_and_new_name(receiver: WebhookReceiver) -> None:
    _, body = call_of("radarr", "Rename", receiver)
    (file,) = body["renamedMovieFiles"]
    assert file["previousRelativePath"] == "Old name.mkv" != file["relativePath"]
    assert file["previousPath"].endswith("/Old name.mkv")


@pytest.mark.parametrize("wanted", [False, True])
def test_a_warning_of_the_health_calls_only_who_wants_warnings(
    receiver: WebhookReceiver, wanted: bool
) -> None:
    client = connected("radarr", receiver)
    store, clock = client.library.store, Time(client)
    store.providers["notification"][9]["includeHealthWarnings"] = wanted
    store.backoff.record_failure(1)  # another notification than the one that is called
    clock.now += 301
    store.backoff.record_failure(1)
    sent_back("config/ui/1")(client)
    client.library.settle()
    press_test(client)
    receiver.wait(lambda it: len(it.calls) == 1 + wanted)
    assert sorted(receiver.event_types) == ["Health", "Test"][not wanted :]


def test_the_health_is_not_told_in_the_first_quarter_of_an_hour(receiver: WebhookReceiver) -> None:
    client = connected("radarr", receiver)
    clock = Time(client)
    rss_off(client)
    clock.now -= 3600
    client.library.app.clock = lambda: clock.now
    client.library.settle()
    press_test(client)
    assert receiver.event_types == ["Test"]


def test_an_event_that_is_not_subscribed_to_calls_nobody(receiver: WebhookReceiver) -> None:
    client = connected("radarr", receiver, onGrab=True)
    removed(client)
    press_test(client)
    assert receiver.event_types == ["Test"]


def test_tags_choose_the_titles_that_are_told_of(receiver: WebhookReceiver) -> None:
    client = connected("radarr", receiver, tags=(1,), onMovieDelete=True)
    client.library.title(2)["tags"] = [1]
    send("DELETE", "movie/editor", {"movieIds": [1, 2]})(client)
    assert [(body["movie"]["id"], body["movie"]["tags"]) for body in receiver.bodies] == [(2, ["keep"])]
    assert receiver.bodies[0]["movieFolderSize"] == 0


def test_edits_and_settings_call_nobody(receiver: WebhookReceiver) -> None:
    client = connected("radarr", receiver)
    table = OPERATIONS["radarr"]
    for name in (
        "movies edited by bulk editor (3: tags)",
        "tag added",
        "naming changed",
        "exclusion deleted",
    ):
        table[name].do(client)
    press_test(client)
    assert receiver.event_types == ["Test"]


def test_a_series_without_options_is_not_told_as_added(receiver: WebhookReceiver) -> None:
    client = connected("sonarr", receiver)
    body = client.get("series/lookup?term=tvdb:4242")[0] | {"qualityProfileId": 1}
    send("POST", "series", body | {"rootFolderPath": "/data/sonarr3/a"})(client)
    client.library.settle()
    press_test(client)
    assert receiver.event_types == ["Test"]


def test_a_movie_without_options_ends_the_list_and_counts_as_a_failure(receiver: WebhookReceiver) -> None:
    client = connected("radarr", receiver)
    bodies = []
    for number in (4242, 4243, 4244):
        found = client.get(f"movie/lookup?term=tmdb:{number}")[0] | {"qualityProfileId": 1}
        bodies.append(found | {"rootFolderPath": "/data/radarr3/a", "addOptions": {"monitor": "movieOnly"}})
    del bodies[1]["addOptions"]
    send("POST", "movie/import", bodies)(client)
    assert [body["movie"]["tmdbId"] for body in receiver.bodies] == [4242]
    assert client.library.store.backoff.record_success(9)


def test_only_this_machine_is_called(receiver: WebhookReceiver) -> None:
    client = connected("radarr", receiver)
    for url, status in (("http://hooks.example/x", 200), (receiver.url, 200), ("", 500)):
        row = client.get("notification/9")
        row["fields"][0]["value"] = url
        assert client.call("POST", "notification/test", row).status_code == status
    assert receiver.event_types == ["Test"]
    courier = client.library.store.courier
    headers = {"X-Api-Key": client.library.app.api_key, "Content-Type": "application/json"}
    for body, only_loopback in ((b"{}", True), (b'{"callAnywhere":true}', False), (b'{"clear":true}', True)):
        client.send("POST", "/demo/faults", headers, body)
        assert courier.only_loopback == only_loopback


# ---- receivers that fail ---------------------------------------------------------------------------


def deliver(client: Client, receiver: WebhookReceiver) -> bool:
    """Delete and add a title's file; return whether the deletion was told."""
    before = len(receiver.calls)
    library = client.library
    library.store.relocated.discard(1)
    number = library.store.last_file_id + 2
    library.file(number, 1)
    send("DELETE", f"moviefile/{number}")(client)
    return len(receiver.calls) > before


def failing(receiver: WebhookReceiver) -> tuple[Client, Time]:
    client = connected("radarr", receiver)
    send("DELETE", "moviefile/1")(client)
    receiver.calls.clear()
    receiver.status = 500
    return client, Time(client)


def test_a_redirect_counts_as_delivered(receiver: WebhookReceiver) -> None:
    client, clock = failing(receiver)
    receiver.status = 302
    for _ in range(3):
        assert deliver(client, receiver)
        clock.now += 400
    press_test(client)
    assert "/elsewhere" not in str(receiver.calls)


def test_nothing_is_repeated(receiver: WebhookReceiver) -> None:
    client, _ = failing(receiver)
    assert deliver(client, receiver)
    client.library.settle()
    assert receiver.event_types == ["MovieFileDelete"]


def test_failures_pause_a_notification_longer_and_longer(receiver: WebhookReceiver) -> None:
    client, clock = failing(receiver)
    for _ in range(2):  # in the first five minutes each event is sent
        assert deliver(client, receiver)
        clock.now += 149
    clock.now += 10
    for pause in (300, 900, 1800, 3600, 3600):
        assert deliver(client, receiver)
        clock.now += pause - 1
        assert not deliver(client, receiver)
        clock.now += 2
    receiver.status = 200
    assert deliver(client, receiver)


def test_no_level_rises_in_the_first_quarter_of_an_hour(receiver: WebhookReceiver) -> None:
    client, clock = failing(receiver)
    clock.now -= 3600
    deliver(client, receiver)
    clock.now += 301
    for _ in range(3):
        assert deliver(client, receiver)
        clock.now += 59
        assert not deliver(client, receiver)
        clock.now += 2


def test_a_test_of_what_is_stored_ends_the_pause(receiver: WebhookReceiver) -> None:
    client, clock = failing(receiver)
    deliver(client, receiver)
    clock.now += 301
    deliver(client, receiver)
    receiver.status = 200
    assert not deliver(client, receiver)
    row = client.get("notification/9")
    assert client.call("POST", "notification/test", row | {"id": 0, "name": "new"}).status_code == 200
    assert not deliver(client, receiver)
    assert client.call("POST", "notification/test", row).status_code == 200
    assert deliver(client, receiver)


def test_a_pause_is_seen_in_the_health_alone(receiver: WebhookReceiver) -> None:
    client, clock = failing(receiver)
    shown = client.get("notification/9")
    deliver(client, receiver)
    clock.now += 301
    deliver(client, receiver)
    assert client.get("notification/9") == shown
    (check,) = (row for row in client.get("health") if row["source"] == "NotificationStatusCheck")
    assert (check["type"], check["wikiUrl"] != "") == ("warning", True)  # the demo's phone is still there
    client.library.store.providers["notification"] = {9: client.library.store.providers["notification"][9]}
    (check,) = (row for row in client.get("health") if row["source"] == "NotificationStatusCheck")
    assert check["type"] == "error"


def test_what_a_test_answers(receiver: WebhookReceiver) -> None:
    client = connected("radarr", receiver)
    row = client.get("notification/9")
    receiver.status = 500
    refused = client.call("POST", "notification/test", row)
    assert (refused.status_code, refused.json()[0]["propertyName"]) == (400, "Url")
    assert "[500:InternalServerError] [POST]" in refused.json()[0]["errorMessage"]
    row["fields"][0]["value"] = "http://127.0.0.1:9/hook"
    assert client.call("POST", "notification/test", row).status_code == 500


# ---- slow receivers --------------------------------------------------------------------------------


def test_a_slow_receiver_holds_up_the_request_it_belongs_to_and_no_other(receiver: WebhookReceiver) -> None:
    size = EstateSize(radarr=(("main", 3),), sonarr=())
    with SimulatedEstate(size) as estate:
        app = estate.apps["radarr.main"]
        with httpx.Client(base_url=f"{app.url}/api/v3", headers={"X-Api-Key": app.api_key}) as http:
            kinds = {row["implementation"]: row for row in http.get("/notification/schema").json()}
            row = kinds["Webhook"] | {"name": "hook", "onMovieDelete": True}
            row["fields"][0]["value"] = receiver.url
            assert http.post("/notification", json=row).status_code == 201
            receiver.gate.clear()
            answers: list[int] = []
            request = threading.Thread(
                target=lambda: answers.append(
                    httpx.delete(f"{app.url}/api/v3/movie/1", headers=http.headers, timeout=60).status_code
                )
            )
            request.start()
            receiver.wait(lambda it: it.event_types == ["Test", "MovieDelete"])
            assert http.get("/movie/1").status_code == 404  # what the request asked for is done
            assert answers == []
            receiver.gate.set()
            request.join(60)
            assert answers == [200]


def test_an_estate_stops_although_a_receiver_never_answers(receiver: WebhookReceiver) -> None:
    receiver.gate.clear()
    size = EstateSize(radarr=(("main", 3),), sonarr=())
    with SimulatedEstate(size) as estate:
        app = estate.apps["radarr.main"]
        body = {"name": "hook", "implementation": "Webhook", "configContract": "WebhookSettings", "tags": []}
        body |= {"fields": [{"name": "url", "value": receiver.url}]}  # type: ignore[dict-item]
        headers = {"X-Api-Key": app.api_key}

        def ask() -> None:
            with suppress(httpx.HTTPError):
                httpx.post(f"{app.url}/api/v3/notification/test", json=body, headers=headers, timeout=60)

        request = threading.Thread(target=ask)
        request.start()
        receiver.wait(lambda it: it.calls)
    request.join(60)
    assert not request.is_alive()


# ---- the recording ---------------------------------------------------------------------------------


@pytest.mark.skipif(
    not all((FOLDER / name).is_dir() for name in RECORDINGS.values()),
    reason=f"no recorded calls in {FOLDER}; the table of events stands for them",
)
@pytest.mark.parametrize(("kind", "case"), EVENTS)
def test_a_payload_has_the_keys_and_types_that_were_recorded(
    kind: str, case: str, receiver: WebhookReceiver
) -> None:
    file = FOLDER / RECORDINGS[kind] / "webhooks" / f"{case}.json"
    if not file.is_file():
        pytest.skip(f"{case} was not recorded")
    record = json.loads(file.read_text())
    headers, body = call_of(kind, case, receiver)
    assert shape_differences(body, record["body"]) == []
    theirs = {name.lower() for name in record["headers"]}
    assert theirs <= headers.keys()
