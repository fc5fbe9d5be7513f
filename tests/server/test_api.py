"""The API over real HTTP: who may do what, what it answers, and that it says what it can."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from websockets.sync.client import connect

from arrtui.core.config.server import ApiConfig, ApiKeyConfig
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job, JobChanged, JobState
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.job_counts import JobCounts
from arrtui.server.api.app import PREFIX, endpoints
from arrtui.server.api.endpoint import Endpoint
from arrtui.server.api.gate import Gate, TooMany
from arrtui.server.api.rates import RateLimit
from arrtui.server.status import queue_age
from tests.server.serving import KEYS, PASSWORD, TOKEN, Served


@pytest.fixture(scope="module", autouse=True)
def backed_up(served: Served) -> None:
    jobs = served.done(served.run(served.services.backup.back_up()))
    assert [job.state for job in jobs] == [JobState.COMPLETED] * 3


@pytest.fixture(scope="module")
def plan(served: Served) -> int:
    """Return the number of a pair's plan, made over the API."""
    pair = served.services.config.sync[0].name
    queued = served.ask(f"{PREFIX}/plans", {"pair": pair}, key="decider")
    assert queued.status_code == 202
    (job,) = served.done(queued.json()["data"]["jobs"])
    assert job.state is JobState.COMPLETED, job.error
    return int((job.result or {})["plan"])


# --- who may ---------------------------------------------------------------------------------------------


def test_health_is_open_and_says_one_word(served: Served) -> None:
    assert served.client.get(f"{served.api_url}/health").text == "ok"


@pytest.mark.parametrize(
    "path", ["/status", "/metrics", f"{PREFIX}/openapi.json", f"{PREFIX}/library", f"{PREFIX}/plans/1"]
)
def test_everything_else_needs_a_key(served: Served, path: str) -> None:
    assert served.ask(path, key="").status_code == 401
    refused = served.client.get(f"{served.api_url}{path}", headers={"X-Api-Key": "wrong"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "wrong-key")
    bearer = served.client.get(
        f"{served.api_url}{path}", headers={"Authorization": f"Bearer {KEYS['reader'][0]}"}
    )
    assert bearer.status_code in (200, 404)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:1", 200),
        ("nas.lan", 200),
        ("evil.example", 421),
        ("", 421),
    ],
)
def test_it_answers_under_its_own_names_only(served: Served, host: str, status: int) -> None:
    headers = {"X-Api-Key": KEYS["reader"][0], "Host": host}
    assert served.client.get(f"{served.api_url}/status", headers=headers).status_code == status


def test_a_key_does_what_its_scopes_say(served: Served, plan: int) -> None:
    every = [
        (f"{PREFIX}/instances/radarr.main/check", {}, "reader"),
        (f"{PREFIX}/plans/{plan}/decisions", {"positions": [0], "decision": "approved"}, "reader"),
        (f"{PREFIX}/plans/{plan}/apply", {}, "decider"),
    ]
    for path, body, key in every:
        assert served.ask(path, body, key=key).json()["error"]["code"] == "scope"


def test_pages_of_named_origins_only_may_read(served: Served) -> None:
    def allowed(origin: str) -> str | None:
        headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        answered = served.client.options(f"{served.api_url}{PREFIX}/library", headers=headers)
        return answered.headers.get("access-control-allow-origin")

    assert allowed("https://dash.example.org") == "https://dash.example.org"
    assert allowed("https://evil.example") is None


def test_a_key_is_held_to_its_rate() -> None:
    now = [0.0]
    limit = RateLimit(60, lambda: now[0])
    assert [limit.take() for _ in range(60)] == [0.0] * 60
    assert limit.take() == pytest.approx(1.0)
    now[0] += 1.5
    assert (limit.take(), round(limit.take(), 3)) == (0.0, 0.5)


def test_each_key_has_a_rate_of_its_own() -> None:
    keys = tuple(ApiKeyConfig(name=name, key=SecretStr(key)) for name, (key, _) in KEYS.items())
    gate = Gate(ApiConfig(rate=2, key=keys))
    reader, owner = ({"X-Api-Key": KEYS[name][0]} for name in ("reader", "owner"))
    assert [gate.key_of(reader).name for _ in range(2)] == ["reader"] * 2
    with pytest.raises(TooMany) as refused:
        gate.key_of(reader)
    assert (refused.value.status, 0 < refused.value.seconds <= 30) == (429, True)
    assert gate.key_of(owner).name == "owner"


# --- what it answers -------------------------------------------------------------------------------------


def test_lists_have_pages_and_filters(served: Served) -> None:
    first = served.ask(f"{PREFIX}/library?per_page=3").json()
    total = first["meta"]["total"]
    assert (len(first["data"]), first["meta"]["pages"]) == (3, -(-total // 3))
    movies = served.ask(f"{PREFIX}/library?filter=%40radarr.main&per_page=100").json()
    assert movies["meta"]["total"] == 8
    assert served.ask(f"{PREFIX}/library?page=99").json()["data"] == []
    wrong = served.ask(f"{PREFIX}/library?filter=nosuchfield%3A1")
    assert (wrong.status_code, "nosuchfield" in wrong.json()["error"]["message"]) == (400, True)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/instances/radarr.none", None, 404),
        ("/plans/999999", None, 404),
        ("/plans/zero", None, 400),
        ("/plans/0", None, 400),
        (f"/plans/{10**30}", None, 400),
        ("/jobs/999999", None, 404),
        ("/jobs/999999/retry", {}, 404),
        ("/library?page=0", None, 400),
        ("/library?per_page=100000", None, 400),
        ("/library?other=1", None, 400),
        ("/instances/radarr.main/diff?older=whenever", None, 404),
        ("/instances/radarr.main/diff?older=0001-01-01", None, 404),
        ("/plans", {"pair": "none"}, 422),
        ("/plans", {"pair": 1}, 400),
        ("/plans", [], 400),
        ("/nothing", None, 404),
        ("/library", {}, 405),
    ],
)
def test_what_cannot_be_done_is_said(served: Served, path: str, body: Any, status: int) -> None:
    answered = served.ask(f"{PREFIX}{path}", body)
    assert (answered.status_code, answered.json()["success"]) == (status, False)
    assert answered.json()["error"]["message"]


def test_a_plan_is_reviewed_and_applied_by_the_same_rules(served: Served, plan: int) -> None:
    entries = served.ask(f"{PREFIX}/plans/{plan}/entries?per_page=1000").json()["data"]
    assert entries
    refused = served.ask(f"{PREFIX}/plans/{plan}/apply", {})
    assert refused.status_code in (409, 422)  # nothing is approved, or a limit is exceeded
    position = entries[0]["position"]
    decided = served.ask(
        f"{PREFIX}/plans/{plan}/decisions", {"positions": [position], "decision": "approved"}, key="decider"
    )
    assert decided.status_code == 200
    stored = served.ask(f"{PREFIX}/plans/{plan}/entries").json()["data"][0]
    assert (stored["decision"], stored["by_hand"]) == ("approved", True)


def test_nothing_is_applied_in_read_only_mode(
    served: Served, plan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = served.services.config
    quiet = replace(config, ui=config.ui.model_copy(update={"read_only": True}))
    monkeypatch.setattr(served.services, "config", quiet)
    refused = served.ask(f"{PREFIX}/plans/{plan}/apply", {})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "read-only")


def test_what_is_approved_is_written_and_can_be_undone(served: Served, plan: int) -> None:
    writes = len(served.estate.apps["radarr.4k"].writes())
    (job,) = served.done(served.ask(f"{PREFIX}/plans/{plan}/apply", {}).json()["data"]["jobs"])
    assert (job.state, (job.result or {})["applied"]) == (JobState.COMPLETED, 1), job.error
    assert len(served.estate.apps["radarr.4k"].writes()) > writes
    outcomes = [each["outcome"] for each in served.ask(f"{PREFIX}/plans/{plan}/entries").json()["data"]]
    assert outcomes.count("done") == 1
    (undo,) = served.done(served.ask(f"{PREFIX}/plans/{plan}/undo", {}).json()["data"]["jobs"])
    back = served.ask(f"{PREFIX}/plans/{(undo.result or {})['plan']}/entries").json()["data"]
    assert [each["op"] for each in back] == ["remove"]


def test_a_difference_between_snapshots_is_listed(served: Served) -> None:
    diff = served.ask(f"{PREFIX}/instances/radarr.main/diff?older=latest&newer=latest").json()
    assert (diff["data"], diff["meta"]["total"]) == ([], 0)


def test_status_and_metrics_move_with_jobs_requests_and_schedules(served: Served) -> None:
    def value(metric: str) -> float:
        lines = [line for line in served.ask("/metrics").text.splitlines() if line.startswith(f"{metric} ")]
        return float(lines[0].split()[-1]) if lines else 0.0

    def check() -> None:
        served.done(served.ask(f"{PREFIX}/instances/radarr.4k/check", {}).json()["data"]["jobs"])

    moving = (
        'arrtui_job_duration_seconds_count{kind="check",state="completed"}',
        'arrtui_job_duration_seconds_sum{kind="check",state="completed"}',
        'arrtui_request_duration_seconds_bucket{instance="radarr.4k",le="+Inf"}',
        'arrtui_request_duration_seconds_sum{instance="radarr.4k"}',
    )
    errors = 'arrtui_request_errors_total{code="wrong-key",instance="radarr.4k"}'
    before = [value(metric) for metric in moving]
    check()
    assert all(value(metric) > old for metric, old in zip(moving, before, strict=True))
    assert (value('arrtui_instance_up{instance="radarr.4k"}'), value(errors)) == (1.0, 0.0)
    app = served.estate.apps["radarr.4k"]
    app.faults.add("401")
    check()
    app.faults.clear()
    assert value(errors) > 0 and value('arrtui_instance_up{instance="radarr.4k"}') == 0.0
    check()
    text = served.ask("/metrics").text
    families = {family.name for family in text_string_to_metric_families(text)}
    assert {"arrtui_jobs", "arrtui_queue_age_seconds", "arrtui_webhook_age_seconds"} <= families
    success = 'arrtui_last_success_timestamp_seconds{schedule="backup"}'
    assert value(success) == 0.0
    served.done(served.ask(f"{PREFIX}/schedules/backup/run", {}).json()["data"]["jobs"])
    assert value(success) > value('arrtui_last_backup_timestamp_seconds{instance="radarr.main"}') > 0
    assert value('arrtui_jobs{state="completed"}') > 0
    status = served.ask("/status").json()["data"]
    assert {(row["state"], row["alarm"]) for row in status["instances"]} == {("up", "")}
    assert [row["ok"] for row in status["schedules"] if row["schedule"] == "backup"] == [True]


@pytest.mark.parametrize(
    ("jobs", "age"),
    [
        ([], 0.0),
        ([("pending", 10.0, 0.0), ("running", 1.0, 0.0)], 90.0),
        ([("pending", 10.0, 0.0), ("retrying", 1.0, 70.0)], 90.0),
        ([("retrying", 1.0, 70.0), ("retrying", 1.0, 700.0)], 30.0),
        ([("parked", 1.0, 0.0), ("pending", 1.0, 700.0)], 0.0),
    ],
)
def test_the_queue_is_as_old_as_what_could_run_longest(
    jobs: list[tuple[str, float, float]], age: float
) -> None:
    listed = [
        Job(id=1, kind="check", state=JobState(state), created_at=created, run_after=after)
        for state, created, after in jobs
    ]
    assert queue_age(listed, 100.0) == age


def test_an_end_that_is_published_again_counts_once() -> None:
    bus = Bus()
    counts = JobCounts(bus)
    for finished_at in (3.0, 3.0, 7.0):  # it was run again by hand
        job = Job(id=1, kind="check", state=JobState.FAILED, started_at=2.0, finished_at=finished_at)
        bus.publish(JobChanged(job))
    assert counts.read() == {("check", "failed"): (2, 6.0)}


# --- what nobody should send -----------------------------------------------------------------------------

ODD = ["0", "-1", "9" * 40, "%00", "%F0%9F%8E%AC", "..%2f..", "x" * 3_000, '"', "a:b", "1.5", "null"]
"""Values of parameters, as they stand in an address."""
ODD_BODIES = [b"", b"null", b"[]", b"{", b"\xff", b'{"positions": [1e999]}', b"[" * 100_000]


@pytest.mark.parametrize("endpoint", endpoints(), ids=lambda each: f"{each.method} {each.path}")
def test_no_request_makes_it_fail(served: Served, endpoint: Endpoint) -> None:
    names = [field.name for field in msgspec.structs.fields(endpoint.parameters)]
    headers = {"X-Api-Key": KEYS["owner"][0]}
    known = {"instance": "sonarr.main", "plan": "999", "job": "999", "schedule": "none"}
    known |= {"name": "seen movies"}
    path = f"{served.api_url}{PREFIX}{endpoint.path}"
    asked = [
        (path.format(**{**known, name: value}), b"{}") for name in known for value in ODD if name in path
    ]
    in_query = [name for name in names if f"{{{name}}}" not in endpoint.path]
    asked += [(f"{path.format(**known)}?{name}={value}", b"{}") for name in in_query for value in ODD]
    asked += [(path.format(**known), body) for body in ODD_BODIES if endpoint.body]
    with httpx.Client(headers=headers, timeout=30) as client:
        answered = [client.request(endpoint.method, url, content=body) for url, body in asked]
    assert {response.status_code for response in answered} <= {200, 202, 400, 404, 409, 422, 429}
    assert all({"success", "data", "error", "meta"} == set(response.json()) for response in answered)


def test_schedules_are_listed_paused_and_run(served: Served) -> None:
    listed = {row["name"]: row for row in served.ask(f"{PREFIX}/schedules").json()["data"]}
    assert {name: len(row["next"]) for name, row in listed.items()} == {"backup": 5, "sync movies-4k": 5}
    paused = served.ask(f"{PREFIX}/schedules/backup/pause", {}, key="decider").json()["data"]
    resumed = served.ask(f"{PREFIX}/schedules/backup/resume", {}, key="decider").json()["data"]
    assert (paused["paused"], resumed["paused"]) == (True, False)
    run = served.run(served.services.schedules.run_now("sync movies-4k"))
    served.run(served.services.jobs.cancel(run))
    for path in ("schedules/sync movies-4k/run", "schedules/sync movies-4k/resume", f"jobs/{run}/retry"):
        assert served.ask(f"{PREFIX}/{path}", {}, key="decider").json()["error"]["code"] == "scope"
    assert served.ask(f"{PREFIX}/schedules/none/run", {}).status_code == 404


def test_rules_are_listed_and_tried_on_what_happened(served: Served) -> None:
    (listed,) = served.ask(f"{PREFIX}/rules").json()["data"]
    assert (listed["name"], listed["dry_run"], listed["acted_this_hour"]) == ("seen movies", True, 0)
    happened = [
        EstateEvent(type=EventType.TITLE_CHANGED, at=time.time(), item_id=1, external_id="1", year=year)
        for year in (1999, 2001, 2002)
    ]
    served.run(served.services.events.publish(happened))
    path = f"{PREFIX}/rules/seen movies/dry-run"
    answer = served.ask(f"{path}?days=2&per_page=1").json()
    assert [act["would"] for act in answer["data"]] == ["tag title changed with seen"]
    assert (answer["meta"]["events"], answer["meta"]["matched"], answer["meta"]["pages"]) == (3, 2, 2)
    assert served.ask(f"{path}?days=0").status_code == 400
    assert served.ask(f"{PREFIX}/rules/none/dry-run").json()["error"]["code"] == "no-rule"


# --- events ----------------------------------------------------------------------------------------------


def event(key: str) -> EstateEvent:
    return EstateEvent(type=EventType.PLAN_READY, at=1.0, key=key, title=key)


def test_events_go_on_where_the_last_connection_ended(served: Served) -> None:
    served.run(served.services.events.publish([event("first"), event("second")]))
    url = f"{served.api_url.replace('http', 'ws')}{PREFIX}/events"
    headers = {"X-Api-Key": KEYS["reader"][0]}
    (known,) = [
        each["id"]
        for each in served.ask(f"{PREFIX}/events?type=plan_ready").json()["data"]
        if each["key"] == "first"
    ]
    with connect(f"{url}?after={known}", additional_headers=headers) as socket:
        assert json.loads(socket.recv(30))["title"] == "second"
        served.run(served.services.events.publish([event("third")]))
        assert json.loads(socket.recv(30))["title"] == "third"


@pytest.mark.parametrize("headers", [{}, {"X-Api-Key": KEYS["reader"][0], "Origin": "https://evil.example"}])
def test_a_stranger_is_told_of_no_events(served: Served, headers: dict[str, str]) -> None:
    url = f"{served.api_url.replace('http', 'ws')}{PREFIX}/events"
    with pytest.raises(Exception, match="403"), connect(url, additional_headers=headers):
        pass


# --- the document ----------------------------------------------------------------------------------------


def test_the_document_has_every_endpoint_and_no_secret(served: Served) -> None:
    document = served.ask(f"{PREFIX}/openapi.json").json()
    told = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert told == {(f"{PREFIX}{each.path}", each.method.lower()) for each in endpoints()}
    assert document["openapi"].startswith("3.1")


def test_no_answer_and_no_row_holds_a_key(served: Served, plan: int) -> None:
    queued = served.run(served.services.webhooks.connections.register())
    assert [job.state for job in served.done(queued)] == [JobState.COMPLETED] * 3
    served.done(served.run(served.services.backup.back_up()))  # which stores the connections
    secrets = [TOKEN, PASSWORD, *(key for key, _ in KEYS.values())]
    secrets += [app.api_key for app in served.estate.apps.values()]
    places = {"instance": "radarr.main", "plan": plan, "job": queued[0], "schedule": "backup"}
    places |= {"name": "seen movies"}
    pages = [f"{PREFIX}{each.path.format(**places)}" for each in endpoints() if each.method == "GET"]
    texts = {page: served.ask(page).text for page in [*pages, "/status", "/metrics"]}
    for file in served.folder.glob("arrtui.db*"):
        texts[file.name] = file.read_bytes().decode("latin-1")
    assert not [(page, secret) for page, text in texts.items() for secret in secrets if secret in text]
    assert [page for page, text in texts.items() if '"success":false' in text] == []
