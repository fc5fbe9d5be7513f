from __future__ import annotations

import asyncio
import sys
from typing import Any

import httpx
import pytest

from arrtui.clients import transport
from arrtui.core.errors import (
    ArrError,
    GatewayError,
    NotFoundError,
    NotJsonError,
    RateLimitedError,
    TruncatedError,
    UnreachableError,
    WrongKeyError,
)
from tests.clients import rogue as rogues
from tests.clients.rogue import answering, closing, cutting, in_turn, resetting, rogue
from tests.clients.support import HEADER, KEY, assert_clean, http, instance, json_answer

WHAT = "listing movies"


async def test_the_key_travels_in_the_header_alone() -> None:
    async with rogue(answering([])) as server:
        arr = http(instance(server.url + "/base"))
        await arr.get("/api/v3/movie", what=WHAT, params={"movieId": [1, 2], "full": "true"})
        await arr.aclose()
    seen = server.seen[0]
    assert seen.target == "/base/api/v3/movie?movieId=1&movieId=2&full=true"
    assert seen.headers["x-api-key"] == KEY
    assert seen.headers["x-proxy"] == HEADER
    assert seen.headers["accept"] == "application/json"
    assert seen.headers["accept-encoding"] == "gzip"
    assert seen.headers["user-agent"].startswith("arrtui/")
    assert KEY not in seen.target
    assert "authorization" not in seen.headers


async def test_an_unkeyed_request_keeps_the_key_here() -> None:
    async with rogue(answering({"status": "OK"})) as server:
        arr = http(instance(server.url))
        await arr.get("/ping", what=WHAT, keyed=False)
        await arr.aclose()
    assert KEY not in str(server.seen[0].headers)


async def test_connections_are_kept_and_bodies_unpacked() -> None:
    async with rogue(answering([{"id": 1}], gzipped=True)) as server:
        arr = http(instance(server.url))
        bodies = [(await arr.get("/x", what=WHAT)).body for _ in range(5)]
        await arr.aclose()
    assert server.connections == 1
    assert b'"id": 1' in bodies[0]
    assert len(set(bodies)) == 1


async def test_a_request_looks_for_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[str] = []

    class Watcher:
        @staticmethod
        def find_spec(name: str, *_more: object) -> None:
            looked_for.append(name)

    async with rogue(answering([])) as server:
        arr = http(instance(server.url))
        await arr.get("/x", what=WHAT)
        monkeypatch.setattr(sys, "meta_path", [Watcher, *sys.meta_path])
        await arr.get("/x", what=WHAT)
        await arr.aclose()
    assert looked_for == []


async def test_a_client_opens_again_after_it_was_closed() -> None:
    async with rogue(answering([])) as server:
        arr = http(instance(server.url))
        for _ in range(2):
            await arr.get("/x", what=WHAT)
            await arr.aclose()
        assert arr.requests == 2
        assert server.connections == 2


async def test_no_more_requests_at_once_than_configured() -> None:
    under_way = most = 0

    async def handle(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001)
        under_way -= 1
        return httpx.Response(200, json=[])

    arr = http(instance(concurrency=3), handle)  # type: ignore[arg-type]
    await asyncio.gather(*(arr.get("/x", what=WHAT) for _ in range(12)))
    assert most == 3
    assert arr.requests == 12


async def test_the_rate_limit_counts_every_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[float, float]] = []
    taken: list[str] = []

    class Limiter:
        def __init__(self, rate: float, period: float) -> None:
            made.append((rate, period))

        async def acquire(self) -> None:
            taken.append("one")

    monkeypatch.setattr(transport, "AsyncLimiter", Limiter)
    arr = http(instance(requests_per_second=5), json_answer({}, 503))
    with pytest.raises(GatewayError):
        await arr.get("/x", what=WHAT)
    assert made == [(5, 1)]
    assert len(taken) == 4
    assert http(instance(requests_per_second=0.5), json_answer([])).requests == 0


@pytest.mark.parametrize(("rate", "expected"), [(0, None), (0.5, (1, 2)), (1, (1, 1)), (20, (20, 1))])
async def test_slow_rates_are_counted_in_longer_periods(
    rate: float, expected: tuple[float, float] | None
) -> None:
    limiter = transport.limiter(rate)
    assert (limiter and (limiter.max_rate, limiter.time_period)) == expected


# --- retries ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_reads_are_repeated_until_a_passing_fault_passes(status: int) -> None:
    left = [status, status]

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(left.pop(), json={}) if left else httpx.Response(200, json=[1])

    arr = http(answer=answer)
    assert (await arr.get("/x", what=WHAT)).body == b"[1]"
    assert arr.requests == 3


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_reads_are_given_up_after_three_retries(status: int) -> None:
    arr = http(answer=json_answer({}, status))
    with pytest.raises(ArrError) as caught:
        await arr.get("/x", what=WHAT)
    assert caught.value.passing
    assert arr.requests == 4


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 418, 500, 501])
async def test_answers_are_not_repeated(status: int) -> None:
    arr = http(answer=json_answer({}, status))
    with pytest.raises(ArrError):
        await arr.get("/x", what=WHAT)
    assert arr.requests == 1


@pytest.mark.parametrize("fault", [closing, cutting, resetting])
async def test_a_connection_lost_before_or_in_the_body_is_repeated(fault: rogues.Handler) -> None:
    async with rogue(in_turn(fault, fault, answering([7]))) as server:
        arr = http(instance(server.url))
        answer = await arr.get("/x", what=WHAT)
        await arr.aclose()
    assert b"7" in answer.body
    assert arr.requests == 3 == len(server.seen)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (closing, UnreachableError),
        (resetting, TruncatedError),
        (cutting, TruncatedError),
        (answering({}, 503), GatewayError),
        (answering({}, 429, Retry_After="1"), RateLimitedError),
    ],
)
async def test_writes_are_never_repeated(method: str, fault: rogues.Handler, error: type[ArrError]) -> None:
    async with rogue(fault) as server:
        arr = http(instance(server.url))
        with pytest.raises(error) as caught:
            await arr.send(method, "/api/v3/movie/1", what="changing a movie", json={"id": 1})
        await arr.aclose()
    assert len(server.seen) == 1
    assert server.seen[0].method == method
    assert_clean(caught.value)


async def test_a_broken_write_says_that_it_may_have_been_done() -> None:
    async with rogue(closing) as server:
        arr = http(instance(server.url))
        with pytest.raises(UnreachableError, match="may have done it all the same"):
            await arr.send("POST", "/x", what="adding a movie")
        await arr.aclose()
    with pytest.raises(
        UnreachableError
    ) as caught:  # nobody listens there any more: nothing can have been done
        await arr.send("POST", "/x", what="adding a movie")
    assert "may have done" not in str(caught.value)


async def test_a_write_sends_json_and_returns_what_it_gets() -> None:
    async with rogue(answering({"id": 5}, 201)) as server:
        arr = http(instance(server.url))
        answer = await arr.send("POST", "/api/v3/tag", what="adding a tag", json={"label": "4k"})
        await arr.aclose()
    assert answer.status == 201
    assert server.seen[0].body == b'{"label":"4k"}'
    assert server.seen[0].headers["content-type"] == "application/json"


async def test_a_write_may_be_answered_with_nothing() -> None:
    arr = http(answer=lambda request: httpx.Response(200))
    assert (await arr.send("DELETE", "/api/v3/tag/1", what="removing a tag")).body == b""


async def test_reads_are_no_writes() -> None:
    with pytest.raises(ValueError, match="GET is no write"):
        await http().send("GET", "/x", what=WHAT)


async def test_pauses_grow_and_jitter(pauses: list[float]) -> None:
    from arrtui.clients.http import ArrHttp

    arr = ArrHttp(instance(), transport=httpx.MockTransport(json_answer({}, 503)))
    with pytest.raises(GatewayError):
        await arr.get("/x", what=WHAT)
    assert [0.5 <= pauses[0] <= 1, 1 <= pauses[1] <= 2, 2 <= pauses[2] <= 4] == [True] * 3


async def test_retry_after_is_honoured_up_to_a_minute(pauses: list[float]) -> None:
    waits = ["7", "3600"]

    def answer(request: httpx.Request) -> httpx.Response:
        if not waits:
            return httpx.Response(200, json=[])
        return httpx.Response(429, json={}, headers={"Retry-After": waits.pop(0)})

    await http(answer=answer).get("/x", what=WHAT)
    assert pauses == [7, 60]


async def test_an_exhausted_read_tells_how_long_it_was_asked_to_wait(pauses: list[float]) -> None:
    arr = http(answer=json_answer({}, 429, **{"Retry-After": "90"}))
    with pytest.raises(RateLimitedError, match="slow down for 90 s") as caught:
        await arr.get("/x", what=WHAT)
    assert caught.value.retry_after == 90
    assert pauses == [60, 60, 60]


async def test_an_impatient_read_is_sent_once() -> None:
    arr = http(answer=json_answer({}, 503))
    with pytest.raises(GatewayError):
        await arr.get("/x", what=WHAT, patient=False)
    assert arr.requests == 1


# --- limits ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gzipped", [False, True])
async def test_a_huge_body_is_refused_however_small_it_travels(
    gzipped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "LARGEST_BODY", 100_000)
    async with rogue(answering(b"[" + b" " * 200_000 + b"]", gzipped=gzipped)) as server:
        arr = http(instance(server.url))
        with pytest.raises(NotJsonError, match="larger than any app's"):
            await arr.get("/x", what=WHAT)
        await arr.aclose()
    assert arr.requests == 1


async def test_a_large_body_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGE_BODY", 1000)
    body = list(range(50_000))
    async with rogue(answering(body)) as server:
        arr = http(instance(server.url))
        answer = await arr.get("/x", what=WHAT)
        await arr.aclose()
    import msgspec

    assert msgspec.json.decode(answer.body) == body


@pytest.mark.parametrize(
    ("value", "seconds"), [("", None), ("12", 12.0), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)]
)
def test_retry_after_is_read_as_seconds_or_date(value: str, seconds: float | None) -> None:
    assert transport.seconds_to_wait(value) == seconds


# --- breaker ---------------------------------------------------------------------------------------------


async def _ask(arr: Any, times: int, error: type[ArrError]) -> ArrError:
    for _ in range(times):
        with pytest.raises(error) as caught:
            await arr.get("/x", what=WHAT)
    return caught.value


async def test_an_instance_that_is_down_is_left_alone_then_probed_once(clock: Any) -> None:
    from arrtui.core.errors import CircuitOpenError

    status = [503]
    arr = http(answer=lambda request: httpx.Response(status[0], json=[]), clock=clock)
    await _ask(arr, 5, GatewayError)
    sent = arr.requests
    error = await _ask(arr, 1, CircuitOpenError)
    assert arr.requests == sent
    assert isinstance(error, CircuitOpenError)
    assert error.retry_after == 30
    assert "cannot answer now (503)" in str(error)
    assert_clean(error)
    clock.forward(30)
    await _ask(arr, 1, GatewayError)
    assert arr.requests == sent + 1  # a probe is not repeated
    assert (await _ask(arr, 1, CircuitOpenError)).why.startswith("left alone for 60 s")
    clock.forward(60)
    status[0] = 200
    await arr.get("/x", what=WHAT)
    assert not arr.breaker.is_open


@pytest.mark.parametrize(("status", "error"), [(401, WrongKeyError), (404, NotFoundError)])
async def test_answers_do_not_open_the_breaker(status: int, error: type[ArrError]) -> None:
    arr = http(answer=json_answer({}, status))
    await _ask(arr, 8, error)
    assert not arr.breaker.is_open


async def test_a_persons_own_attempt_passes_an_open_breaker() -> None:
    status = [503]
    arr = http(answer=lambda request: httpx.Response(status[0], json=[]))
    await _ask(arr, 5, GatewayError)
    assert arr.breaker.is_open
    status[0] = 200
    assert (await arr.get("/x", what=WHAT, patient=False)).status == 200
    assert not arr.breaker.is_open
    assert (await arr.get("/x", what=WHAT)).status == 200


async def test_a_cancelled_probe_lets_another_one_try(clock: Any) -> None:
    waiting = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if waiting.is_set():
            await asyncio.sleep(3600)
        return httpx.Response(503, json={})

    arr = http(answer=answer, clock=clock)  # type: ignore[arg-type]
    await _ask(arr, 5, GatewayError)
    clock.forward(30)
    waiting.set()
    probe = asyncio.create_task(arr.get("/x", what=WHAT))
    await asyncio.sleep(0.01)
    assert arr.breaker.wait() > 0
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe
    assert arr.breaker.wait() == 0
