"""Every fault knob does what it says, and nothing once it is cleared."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from arrtui.demo.http.faults import KINDS, Faults
from tests.demo.conftest import Api


@pytest.mark.parametrize(
    ("what", "status"), [("500", 500), ("502", 502), ("503", 503), ("504", 504), ("429", 429), ("401", 401)]
)
def test_a_status_strikes_as_often_as_told(api: Api, what: str, status: int) -> None:
    api.app.faults.add(what, "/tag", times=2)
    assert [api("GET", "tag").status_code for _ in range(3)] == [status, status, 200]
    assert api.app.requests == [("GET", "/api/v3/tag")]
    assert api.app.attempts == [("GET", "/api/v3/tag")] * 3


@pytest.mark.parametrize("what", ["504", "drop"])
@pytest.mark.parametrize("later", [0, 1, 2])
def test_a_request_that_was_given_up_is_carried_out_all_the_same(api: Api, what: str, later: int) -> None:
    label = f"late-{what}-{later}"
    api.app.faults.add(what, "/tag", method="POST", times=1, finishes_after=later)
    try:
        assert api("POST", "tag", json={"label": label}).status_code == 504
    except httpx.TransportError:
        assert what == "drop"
    seen = [label in {tag["label"] for tag in api.get("tag")} for _ in range(3)]
    assert seen == [number >= later for number in (1, 2, 3)]


def test_starting_up_and_too_many_requests_have_their_own_words(api: Api) -> None:
    api.app.faults.add("starting", times=1)
    expected = {"errorMessage": "Radarr is starting up, please try again later"}
    answer = api("GET", "tag")
    assert (answer.status_code, answer.json()) == (503, expected)
    api.app.faults.add("429", times=1, retry_after=17)
    assert api("GET", "tag").headers["retry-after"] == "17"


def test_a_rule_can_be_for_a_path_and_a_method(api: Api) -> None:
    api.app.faults.add("500", r"/movie$", method="GET|PUT")
    assert api("GET", "movie").status_code == 500
    assert api("GET", "moviefile?movieId=1").status_code == 200
    assert api("POST", "movie", json={}).status_code == 400


def test_a_reset_breaks_off_in_the_body(api: Api) -> None:
    api.app.faults.add("reset", times=1)
    with pytest.raises(httpx.TransportError):
        api("GET", "movie")
    assert api("GET", "movie").status_code == 200


def test_a_drop_gives_no_answer(api: Api) -> None:
    api.app.faults.add("drop", times=1)
    with pytest.raises(httpx.TransportError):
        api("GET", "tag")


def test_a_truncated_body_is_valid_http(api: Api) -> None:
    api.app.faults.add("truncate", times=1)
    answer = api("GET", "movie")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()


def test_html_instead_of_json(api: Api) -> None:
    api.app.faults.add("html", times=1)
    answer = api("GET", "movie")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html")


def test_a_drip_arrives_in_the_end(api: Api) -> None:
    api.app.faults.add("drip", times=1, seconds=0.001)
    assert len(api("GET", "tag").json()) >= 6


def test_lists_can_be_empty_or_partial(api: Api) -> None:
    whole = len(api.get("movie"))
    api.app.faults.add("empty_list", "/movie$", times=1)
    assert api.get("movie") == []
    api.app.faults.add("partial_list", "/movie$", times=1, share=0.25)
    assert len(api.get("movie")) == whole // 4
    api.app.faults.add("empty_list", "/history", times=1)
    page = api.get("history")
    assert page["records"] == [] and page["totalRecords"] > 0


def test_one_element_can_be_malformed(api: Api) -> None:
    api.app.faults.add("malformed_item", "/movie$", times=1)
    movies: list[Any] = api.get("movie")
    assert [index for index, movie in enumerate(movies) if not isinstance(movie["id"], int)] == [
        len(movies) // 2
    ]


def test_a_hang_ends_with_the_client(api: Api) -> None:
    api.app.faults.add("hang", times=1)
    with pytest.raises(httpx.ReadTimeout):
        api("GET", "tag", timeout=0.1)
    assert api("GET", "tag").status_code == 200


@pytest.mark.parametrize("what", ["drip_head", "endless"])
def test_what_never_ends_ends_with_the_client(api: Api, what: str) -> None:
    api.app.faults.add(what, times=1, seconds=0.001)
    received = 0
    with api.http.stream("GET", "/api/v3/tag") if what == "endless" else _raw(api) as answer:
        for piece in answer.iter_bytes():
            received += len(piece)
            if received > 4096:
                break
    assert received > 4096
    assert api("GET", "tag").status_code == 200


@contextmanager
def _raw(api: Api) -> Iterator[Any]:
    """Open a socket, since no client hands over a head that does not end."""
    with socket.create_connection(("127.0.0.1", api.app.port), timeout=10) as connection:
        connection.sendall(b"GET /api/v3/tag HTTP/1.1\r\nHost: app\r\n\r\n")
        yield SimpleNamespace(iter_bytes=lambda: iter(lambda: connection.recv(1024), b""))


def test_every_answer_says_what_time_the_app_believes_it_is(api: Api) -> None:
    api.app.clock = lambda: 86_400.0
    assert api("GET", "tag").headers["date"] == "Fri, 02 Jan 1970 00:00:00 GMT"
    assert api("GET", "movie/99999").headers["date"] == "Fri, 02 Jan 1970 00:00:00 GMT"
    api.app.clock = time.time


def test_latency_holds_every_answer_back(api: Api) -> None:
    faults = Faults(latency=2.0, jitter=0.5)
    assert 2.0 <= faults.delay() <= 2.5
    api.app.faults.latency = 0.3
    with pytest.raises(httpx.ReadTimeout):
        api("GET", "tag", timeout=0.05)


@pytest.mark.parametrize("executed", [True, False])
def test_a_crash_after_writes(api: Api, executed: bool) -> None:
    api.app.faults.crash_after_writes(1, executed=executed)
    first = api("POST", "tag", json={"label": f"before-{executed}".lower()})
    assert first.status_code == 201 and api("GET", "tag").status_code == 200
    label = f"during-{executed}".lower()
    with pytest.raises(httpx.TransportError):
        api("POST", "tag", json={"label": label})
    with pytest.raises(httpx.TransportError):
        api("GET", "tag")
    api.app.faults.clear()
    assert (label in {tag["label"] for tag in api.get("tag")}) is executed


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Faults().add("nonsense")
    assert "reset" in KINDS


def test_faults_can_be_set_from_outside(api: Api) -> None:
    url = f"{api.app.url}/demo/faults"
    assert httpx.post(url, json={"add": {"what": "500"}}).status_code == 401
    shown = api.http.post(
        "/demo/faults", json={"add": {"what": "500", "path": "/tag"}, "latency": 0.001}
    ).json()
    assert (shown["rules"][0]["what"], shown["latency"]) == ("500", 0.001)
    assert api("GET", "tag").status_code == 500
    assert api.http.post("/demo/faults", json={"add": {"what": "nonsense"}}).status_code == 400
    cleared = api.http.post("/demo/faults", json={"clear": True}).json()
    assert (cleared["rules"], cleared["latency"]) == ([], 0)
    assert api("GET", "tag").status_code == 200


def test_a_crash_set_from_outside_can_be_ended_from_outside(api: Api) -> None:
    api.http.post("/demo/faults", json={"crashAfterWrites": 0, "executed": False})
    with pytest.raises(httpx.TransportError):
        api("POST", "tag", json={"label": "never"})
    assert api.http.get("/demo/faults").json()["crashed"] is True
    api.http.post("/demo/faults", json={"clear": True})
    assert "never" not in {tag["label"] for tag in api.get("tag")}
