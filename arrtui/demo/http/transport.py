"""Sends answers, whole or broken in the ways a network and a crashing server break them."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from arrtui.demo.http.faults import STATUS_KINDS, FaultRule
from arrtui.demo.http.wire import GZIP_FROM, compressed, pretty

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]

JSON = "application/json; charset=utf-8"
HTML = b"<!doctype html><html><head><title>Radarr</title></head><body><div id='root'></div></body></html>"


class HttpResponse:
    """A finished response: status, headers in lower case, body."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.body = body
        self.headers = headers or {}


def html_answer() -> HttpResponse:
    """The start page of the web interface, which a wrong URL base leads to."""
    return HttpResponse(200, HTML, {"content-type": "text/html"})


async def send_answer(send: Send, answer: HttpResponse) -> None:
    """Send a response as it is."""
    await _start(send, answer, len(answer.body))
    await send({"type": "http.response.body", "body": answer.body})


async def _start(send: Send, answer: HttpResponse, length: int) -> None:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers.items()]
    headers.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


def drop(send: Send) -> None:
    """Close the connection at once with a TCP reset.

    `send` is bound to uvicorn's request cycle, which is the only way an ASGI app has to its transport.
    """
    transport: asyncio.Transport = send.__self__.transport  # type: ignore[attr-defined]
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def hang(receive: Receive) -> None:
    """Never answer; returns when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_broken(send: Send, answer: HttpResponse, rule: FaultRule) -> None:
    """Send a response in the way a body fault spoils it."""
    match rule.what:
        case "reset":
            await _start(send, answer, len(answer.body) + 1000)
            await send({"type": "http.response.body", "body": _half(answer.body), "more_body": True})
            await asyncio.sleep(0.01)
            drop(send)
        case "drip":
            await _drip(send, answer, rule.seconds)
        case _:
            await send_answer(send, spoiled(answer, rule))


def _half(body: bytes) -> bytes:
    return body[: max(1, len(body) // 2)]


async def _drip(send: Send, answer: HttpResponse, pause: float) -> None:
    await _start(send, answer, len(answer.body))
    size = max(1, len(answer.body) // 20)
    for start in range(0, len(answer.body), size):
        await send(
            {"type": "http.response.body", "body": answer.body[start : start + size], "more_body": True}
        )
        await asyncio.sleep(pause)
    await send({"type": "http.response.body", "body": b""})


def spoiled(answer: HttpResponse, rule: FaultRule) -> HttpResponse:
    """The response with its content changed: valid HTTP, wrong matter."""
    if rule.what == "html":
        return html_answer()
    if rule.what == "truncate":
        return HttpResponse(answer.status, _half(answer.body), answer.headers)
    value = msgspec.json.decode(answer.body) if answer.body else None
    return HttpResponse(answer.status, pretty(_changed(value, rule)), answer.headers)


def _changed(value: Any, rule: FaultRule) -> Any:
    """Apply a list fault to a list, or to the records of a page."""
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        return value | {"records": _changed(value["records"], rule)}
    if not isinstance(value, list):
        return value
    if rule.what == "empty_list":
        return []
    if rule.what == "partial_list":
        return value[: int(len(value) * rule.share)]
    return _malformed(value)


def _malformed(items: list[Any]) -> list[Any]:
    """The middle element gets wrong types where a client needs numbers and objects."""
    if not items:
        return items
    middle = len(items) // 2
    wrong = {key: "wrong" if isinstance(value, int) else value for key, value in items[middle].items()}
    return [*items[:middle], wrong | {"id": {"not": "a number"}}, *items[middle + 1 :]]


def status_answer(rule: FaultRule, app_name: str) -> HttpResponse:
    """The response of a status fault, with the body the app or a proxy would send."""
    status = STATUS_KINDS[rule.what]
    if rule.what in ("401", "502", "504"):
        body = b"" if status == 401 else b"<html><body><h1>Bad Gateway</h1></body></html>"
        return HttpResponse(status, body, {} if status == 401 else {"content-type": "text/html"})
    if rule.what == "starting":
        value = {"errorMessage": f"{app_name} is starting up, please try again later"}
        return HttpResponse(status, pretty(value), {"content-type": JSON})
    headers = {"content-type": JSON}
    if status == 429:
        headers["retry-after"] = str(rule.retry_after)
    text = "database is locked\ndatabase is locked" if status == 500 else "Too many requests"
    return HttpResponse(
        status, pretty({"message": text, "description": f"{text}\n   at NzbDrone.Core"}), headers
    )


def gzipped(answer: HttpResponse, accepted: str) -> HttpResponse:
    """The response in gzip, if the client asked for it and the body is worth it."""
    if "gzip" not in accepted or len(answer.body) < GZIP_FROM:
        return answer
    headers = answer.headers | {"content-encoding": "gzip", "vary": "Accept-Encoding"}
    return HttpResponse(answer.status, compressed(answer.body), headers)
