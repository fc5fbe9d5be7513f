"""Send responses, whole or broken in the ways a network and a crashing server break them."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from arrtui.demo.http.faults import STATUS_KINDS, FaultRule
from arrtui.demo.http.wire import pretty

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]

GZIP_FROM = 1024
"""Bodies below this many bytes are sent as they are."""

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
"""What no picture should be: a drawing with a script in it."""
HUGE = 100 * 1024 * 1024
"""Bytes of a body that is far too large."""
_PIECE = 256 * 1024
HTML = b"<!doctype html><html><head><title>Radarr</title></head><body><div id='root'></div></body></html>"


class HttpResponse:
    """A finished response: status, headers in lower case, body; sent after so many seconds."""

    __slots__ = ("body", "headers", "held_back", "status")

    def __init__(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.body = body
        self.headers = headers or {}
        self.held_back = 0.0


async def read_body(receive: Receive) -> bytes:
    """Return the body of a request."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def html_response() -> HttpResponse:
    """Return the start page of the web interface, which a wrong URL base leads to."""
    return HttpResponse(200, HTML, {"content-type": "text/html"})


async def send_response(send: Send, response: HttpResponse) -> None:
    """Send a response as it is."""
    await _send_head(send, response, len(response.body))
    await send({"type": "http.response.body", "body": response.body})


async def _send_head(send: Send, response: HttpResponse, length: int) -> None:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in response.headers.items()]
    headers.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})


class UpgradeRefusal:
    """Sends the response to an upgrade that does not happen, with the messages of any other response."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.transport: asyncio.Transport = send.__self__.transport  # type: ignore[attr-defined]

    async def send(self, message: Message) -> None:
        """Send a message of a response as one of a WebSocket that is refused."""
        await self._send({**message, "type": f"websocket.{message['type']}"})


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
    while not (await receive())["type"].endswith(".disconnect"):
        pass


async def break_connection(send: Send, receive: Receive, rule: FaultRule) -> None:
    """Leave a request without a response that could be used, as a connection fault says."""
    match rule.what:
        case "drop":
            drop(send)
        case "hang":
            await hang(receive)
        case "drip_head":
            await drip_head(send, rule.seconds)
        case _:
            await send_endless(send, rule.seconds)


async def drip_head(send: Send, seconds: float) -> None:
    """Send the head of a response byte by byte and never end it; returns when the client has gone."""
    transport: asyncio.Transport = send.__self__.transport  # type: ignore[attr-defined]
    transport.write(b"HTTP/1.1 200 OK\r\nx-drip: ")
    while not transport.is_closing():
        transport.write(b"x")
        await asyncio.sleep(seconds)


async def send_endless(send: Send, seconds: float) -> None:
    """Send a body that never ends, a kilobyte at a time; returns when the client has gone."""
    transport: asyncio.Transport = send.__self__.transport  # type: ignore[attr-defined]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", JSON.encode())]})
    while not transport.is_closing():
        await send({"type": "http.response.body", "body": b" " * 1024, "more_body": True})
        await asyncio.sleep(seconds)


async def send_broken(send: Send, response: HttpResponse, rule: FaultRule) -> None:
    """Send a response broken as a body fault says."""
    match rule.what:
        case "reset":
            await _send_head(send, response, len(response.body) + 1000)
            await send({"type": "http.response.body", "body": _half(response.body), "more_body": True})
            await asyncio.sleep(0.01)
            drop(send)
        case "drip":
            await _send_head(send, response, len(response.body))
            size = max(1, len(response.body) // 20)
            for start in range(0, len(response.body), size):
                piece = response.body[start : start + size]
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                await asyncio.sleep(rule.seconds)
            await send({"type": "http.response.body", "body": b""})
        case "huge":
            await _send_head(send, response, HUGE)
            for _ in range(HUGE // _PIECE):
                await send({"type": "http.response.body", "body": bytes(_PIECE), "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        case _:
            await send_response(send, corrupted(response, rule))


def _half(body: bytes) -> bytes:
    return body[: max(1, len(body) // 2)]


def corrupted(response: HttpResponse, rule: FaultRule) -> HttpResponse:
    """Return the response with its content changed: valid HTTP, wrong content."""
    if rule.what == "html":
        return html_response()
    if rule.what == "svg":
        return HttpResponse(200, SVG, response.headers)
    if rule.what == "other_type":
        return HttpResponse(response.status, response.body, {"content-type": "application/octet-stream"})
    if rule.what == "truncate":
        return HttpResponse(response.status, _half(response.body), response.headers)
    value = msgspec.json.decode(response.body) if response.body else None
    return HttpResponse(response.status, pretty(_with_list_fault(value, rule)), response.headers)


def _with_list_fault(value: Any, rule: FaultRule) -> Any:
    """Apply a list fault to a list, or to the records of a page."""
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        return value | {"records": _with_list_fault(value["records"], rule)}
    if not isinstance(value, list):
        return value
    if rule.what == "empty_list":
        return []
    if rule.what == "partial_list":
        return value[: int(len(value) * rule.share)]
    if not value:
        return value
    # malformed_item: the middle element gets wrong types where a client needs numbers and objects.
    middle = len(value) // 2
    wrong = {key: "wrong" if isinstance(member, int) else member for key, member in value[middle].items()}
    return [*value[:middle], wrong | {"id": {"not": "a number"}}, *value[middle + 1 :]]


def status_response(rule: FaultRule, app_name: str) -> HttpResponse:
    """Return the response of a status fault, with the body the app or a proxy would send."""
    status = STATUS_KINDS[rule.what]
    if rule.what == "302":
        return HttpResponse(status, b"", {"location": "https://login.example/?rd=app"})
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


def gzipped(response: HttpResponse, accepted: str) -> HttpResponse:
    """Compress the response with gzip, if the client asked for it and the body is worth it."""
    if "gzip" not in accepted or len(response.body) < GZIP_FROM:
        return response
    headers = response.headers | {"content-encoding": "gzip", "vary": "Accept-Encoding"}
    body = gzip.compress(response.body, compresslevel=1, mtime=0)
    compressed = HttpResponse(response.status, body, headers)
    compressed.held_back = response.held_back
    return compressed
