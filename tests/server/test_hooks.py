"""Webhooks over real HTTP: who may send them, what is refused, and that nothing that was taken is lost."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import socket
from typing import Any

import httpx
import pytest

from arrtui.core.errors import StorageError
from arrtui.core.estate_events import EventType
from arrtui.db import history, hook_inbox
from arrtui.db.hook_inbox import HookOutcome, StoredHook
from arrtui.server import hooks, listening
from tests.features.webhooks.test_payload import PAYLOADS, RECORDED
from tests.server.serving import PASSWORD, TOKEN, Served, until

GRAB: dict[str, Any] = {
    "eventType": "Grab",
    "instanceName": "Radarr",
    "movie": {"id": 1, "title": "Some Film", "year": 1999, "tmdbId": 603, "imdbId": ""},
    "release": {
        "quality": "WEBDL-1080p",
        "releaseGroup": "NTb",
        "releaseTitle": "Some.Film.1999.1080p.WEB-DL.H.264-NTb",
        "indexer": "Invented",
        "size": 2_000_000_000,
    },
    "customFormatInfo": {"customFormats": [{"id": 2, "name": "1080p"}], "customFormatScore": 40},
    "downloadClient": "Sab",
    "downloadId": "SABnzbd_nzo_c5ec99ba",
}


def stored(served: Served) -> list[StoredHook]:
    return served.run(served.services.webhooks.recent(1_000))


def has_outcome(served: Served, outcome: HookOutcome) -> bool:
    return any(hook.outcome is outcome for hook in stored(served))


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Hook-Token": TOKEN}, 202),
        (basic("arr", PASSWORD), 202),
        ({}, 401),
        ({"X-Hook-Token": TOKEN[:-1]}, 401),
        ({"X-Hook-Token": ""}, 401),
        (basic("arr", "wrong"), 401),
        (basic("", PASSWORD), 401),
        ({"Authorization": "Basic ???"}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 401),
    ],
)
def test_only_who_knows_the_secret_is_heard(served: Served, headers: dict[str, str], status: int) -> None:
    assert served.hook({"eventType": "Test"}, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("body", "path", "status"),
    [
        (b"garbage", "radarr/main", 400),
        (b"[1, 2]", "radarr/main", 400),
        (b"", "radarr/main", 400),
        (b'{"eventType": "\xff"}', "radarr/main", 400),
        (b"[" * 100_000, "radarr/main", 400),
        (b"x" * 20_000_000, "radarr/main", 413),
        (b"{}", "radarr/other", 404),
        (b"{}", "radarr", 404),
        (b"{}", "radarr/main/more", 404),
    ],
)
def test_what_is_no_webhook_is_refused(served: Served, body: bytes, path: str, status: int) -> None:
    try:
        response = served.hook(body, path)
    except httpx.WriteError:  # the answer came while the rest was being sent
        assert status == 413
        return
    assert (response.status_code, response.json()["success"]) == (status, False)


def test_put_is_taken_and_get_is_not(served: Served) -> None:
    url, headers = f"{served.hooks_url}/hook/sonarr/main", {"X-Hook-Token": TOKEN}
    assert httpx.put(url, json={"eventType": "Test"}, headers=headers).status_code == 202
    assert httpx.get(url, headers=headers).status_code == 405


def test_a_body_that_does_not_come_is_cut_off(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "BODY_SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", httpx.URL(served.hooks_url).port or 0)) as slow:
        slow.sendall(
            f"POST /hook/radarr/main HTTP/1.1\r\nHost: x\r\nX-Hook-Token: {TOKEN}\r\n"
            'Content-Length: 100\r\n\r\n{"event'.encode()
        )
        slow.settimeout(30)
        answer = slow.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 408")
        while slow.recv(65_536):
            pass  # and the connection ends


@pytest.mark.parametrize("sent", [b"", b"POST /hook/radarr/main HTTP/1.1\r\nHost:"])
def test_a_head_that_does_not_come_is_cut_off(
    served: Served, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", httpx.URL(served.hooks_url).port or 0)) as slow:
        slow.sendall(sent)
        slow.settimeout(30)
        assert slow.recv(100) == b""


def test_a_grab_becomes_an_event_and_joins_the_history_once(served: Served) -> None:
    for _ in range(2):
        assert served.hook(GRAB).status_code == 202

    def outcomes() -> list[HookOutcome]:
        return [hook.outcome for hook in stored(served) if hook.body.count(GRAB["downloadId"])]

    until(lambda: HookOutcome.WAITING not in outcomes())
    assert sorted(outcomes()) == [HookOutcome.DONE, HookOutcome.TWICE]
    events = served.run(served.services.events.after(0, types=[EventType.GRABBED]))
    (grabbed,) = [event for event in events if event.title == "Some Film"]
    assert (grabbed.external_id, grabbed.score, grabbed.release) == (
        *("603", 40),
        GRAB["release"]["releaseTitle"],
    )
    (row,) = served.run(served.services.database.read(history.events_of_item, "radarr", "603"))
    assert (row.event.event, row.event.source_title) == ("grabbed", grabbed.release)


def test_payloads_in_pieces_are_read_as_a_whole(served: Served) -> None:
    chance = random.Random(1)
    bodies = [
        json.dumps({"eventType": row[0], "instanceName": row[1].app.name, **row[2]}) for row in PAYLOADS
    ]
    bodies += [json.dumps(json.loads(file.read_text())["body"]) for file in RECORDED]
    for body in bodies:
        kind = "radarr" if '"Radarr"' in body else "sonarr"
        data = f"{body} ".encode()
        head = (
            f"POST /hook/{kind}/main HTTP/1.1\r\nHost: x\r\nX-Hook-Token: {TOKEN}\r\n"
            f"Connection: close\r\nContent-Length: {len(data)}\r\n\r\n"
        ).encode()
        with socket.create_connection(("127.0.0.1", httpx.URL(served.hooks_url).port or 0)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            cuts = sorted(chance.sample(range(1, len(head + data)), 3))
            for start, end in zip([0, *cuts], [*cuts, None], strict=True):
                connection.sendall((head + data)[start:end])
            assert connection.recv(65_536).startswith(b"HTTP/1.1 202")
    until(lambda: not has_outcome(served, HookOutcome.WAITING))
    in_pieces = [hook for hook in stored(served) if hook.body.endswith(" ")]
    assert len(in_pieces) == len(bodies)
    odd = [hook.event_type for hook in in_pieces if hook.outcome is not HookOutcome.DONE]
    assert odd == ["Teleported"]


def test_an_unknown_event_is_kept_and_told(served: Served) -> None:
    assert served.hook({"eventType": "Teleported", "movie": {"id": 2}}).status_code == 202
    until(lambda: has_outcome(served, HookOutcome.UNKNOWN))
    events = served.run(served.services.events.after(0, types=[EventType.WEBHOOK_UNKNOWN]))
    assert "Teleported" in [event.facts["event_type"] for event in events]


def test_credentials_of_addresses_are_not_stored(served: Served) -> None:
    body = {
        "eventType": "Health",
        "message": "Unable to ask https://me:planted-key@i.org/api?apikey=planted-key",
    }
    assert served.hook(body).status_code == 202
    assert any("Unable to ask" in hook.body for hook in stored(served))
    assert not any("planted-key" in hook.body for hook in stored(served))


def test_many_at_once_are_all_stored(served: Served) -> None:
    async def burst() -> list[int]:
        limits = httpx.Limits(max_connections=50)
        async with httpx.AsyncClient(limits=limits, timeout=60, headers={"X-Hook-Token": TOKEN}) as client:
            sent = [
                client.post(f"{served.hooks_url}/hook/radarr/main", json={"eventType": "Test", "number": n})
                for n in range(60)
            ]
            return [response.status_code for response in await asyncio.gather(*sent)]

    assert asyncio.run(burst()) == [202] * 60
    assert len([hook for hook in stored(served) if '"number"' in hook.body]) == 60


def test_what_the_database_does_not_take_is_read_from_the_instance(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_hooks: object) -> None:
        raise StorageError("writing to the database", why="the disk is full")

    before = served.run(served.services.jobs.latest_revision())
    with monkeypatch.context() as patched:
        patched.setattr(hook_inbox, "put", refuse)
        assert served.hook({"eventType": "Test", "lost": True}, "sonarr/main").status_code == 503

    def read_since() -> bool:
        every = served.run(served.services.jobs.list_jobs())
        kinds = {job.kind for job in every if job.revision > before and job.instance == "sonarr.main"}
        return {"backup", "webhooks-revive"} <= kinds

    until(read_since)


def test_queues_are_looked_at_where_no_feed_tells(served: Served) -> None:
    assert served.hook({"eventType": "Test"}, "sonarr/main").status_code == 202
    until(lambda: not has_outcome(served, HookOutcome.WAITING))
    before = served.run(served.services.jobs.latest_revision())
    served.run(served.services.webhooks.look_at_queues())
    every = served.run(served.services.jobs.list_jobs())  # those of other instances may have begun before
    looks = [job for job in every if job.revision > before and job.instance == "sonarr.main"]
    assert [job.args["kinds"] for job in looks if job.kind == "activity"] == [["download"]]
