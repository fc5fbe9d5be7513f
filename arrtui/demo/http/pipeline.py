"""The way of a request through an app, in the app's own order (R `Startup.cs:270-286`):

path base, authentication, version header, URL-base redirect, starting up, then the route.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import MutableMapping
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec

from arrtui.demo.app.settings import VERSIONS
from arrtui.demo.http.errors import ApiError
from arrtui.demo.http.faults import STATUS_KINDS, FaultRule
from arrtui.demo.http.routing import HandlerRequest, error_answer, perform
from arrtui.demo.http.transport import (
    HttpResponse,
    Receive,
    Send,
    drop,
    gzipped,
    hang,
    html_answer,
    send_answer,
    send_broken,
    status_answer,
)
from arrtui.demo.http.writes import RecordedWrite

if TYPE_CHECKING:
    from arrtui.demo.estate import SimulatedApp

Scope = MutableMapping[str, Any]
LONGEST_LINE = 8_150
"""Characters of path and query a request may have: Kestrel takes lines of 8 KiB."""


class HttpRequest:
    """A request with its body read and its path split from the URL base."""

    def __init__(self, scope: Scope, body: bytes, url_base: str) -> None:
        self.method: str = scope["method"]
        self.full_path: str = scope["path"]
        self.query: str = scope["query_string"].decode("latin-1")
        self.headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        self.body = body
        self.has_base = not url_base or _below(self.full_path, url_base)
        self.path = self.full_path[len(url_base) :] or "/" if self.has_base else self.full_path

    @property
    def is_api(self) -> bool:
        """Whether the path belongs to the API, not to the web interface."""
        return self.path == "/api" or self.path.startswith("/api/")


def _below(path: str, base: str) -> bool:
    return path.lower() == base.lower() or path.lower().startswith(base.lower() + "/")


async def _read(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def serve(app: SimulatedApp, pool: Executor, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request, or break it off as the faults say."""
    request = HttpRequest(scope, await _read(receive), app.url_base)
    app.attempts.append((request.method, request.path))
    crash = None if request.path == "/demo/faults" else app.faults.crash(request.method)
    if crash == "drop":
        return drop(send)
    rule = None if request.path == "/demo/faults" else app.faults.take(request.method, request.path)
    if rule is None and request.path != "/demo/faults":
        app.requests.append((request.method, request.path))
    await asyncio.sleep(app.faults.delay())
    if rule and rule.what in ("drop", "hang"):
        return drop(send) if rule.what == "drop" else await hang(receive)
    answer = await asyncio.get_running_loop().run_in_executor(pool, _answer, app, request, rule)
    if crash == "execute":
        return drop(send)
    if rule and rule.what not in STATUS_KINDS:
        return await send_broken(send, answer, rule)
    return await send_answer(send, answer)


def _answer(app: SimulatedApp, request: HttpRequest, rule: FaultRule | None) -> HttpResponse:
    if rule and rule.what in STATUS_KINDS:
        return status_answer(rule, app.app_name)
    try:
        answer = respond(app, request)
    except Exception as error:
        sys.stderr.write(f"simulated {app.name}: {request.method} {request.full_path}: {error!r}\n")
        raise
    _note(app, request, answer)
    return answer if rule else gzipped(answer, request.headers.get("accept-encoding", ""))


def _note(app: SimulatedApp, request: HttpRequest, answer: HttpResponse) -> None:
    """Remember a write, whatever becomes of its answer on the way."""
    if request.is_api and request.method in ("POST", "PUT", "DELETE"):
        try:
            body = msgspec.json.decode(request.body) if request.body else None
        except msgspec.DecodeError:
            body = None
        app.written.append(RecordedWrite(request.method, request.path, body, answer.status))


def respond(app: SimulatedApp, request: HttpRequest) -> HttpResponse:
    """The answer to a request when no fault is set."""
    if len(request.full_path) + len(request.query) > LONGEST_LINE:
        return HttpResponse(414)
    if request.path.lower() == "/ping":
        return _redirect(app, request) or _route(app, request)
    if request.is_api or request.path == "/demo/faults":
        if not authorised(app, request):
            return HttpResponse(401)
        return _versioned(app, _redirect(app, request) or _checked(app, request))
    return _redirect(app, request) or _web_page(app, request)


def authorised(app: SimulatedApp, request: HttpRequest) -> bool:
    """Query, header, bearer: the first that is there decides (R `ApiKeyAuthenticationHandler.cs:36`)."""
    query = [
        value for key, value in parse_qsl(request.query, keep_blank_values=True) if key.lower() == "apikey"
    ]
    if query:
        return bool(query[0] == app.api_key)
    header = request.headers.get("x-api-key")
    if header is not None:
        return bool(header == app.api_key)
    return bool(request.headers.get("authorization", "") == f"Bearer {app.api_key}")


def _redirect(app: SimulatedApp, request: HttpRequest) -> HttpResponse | None:
    """307 to the same path below the configured URL base."""
    if request.has_base:
        return None
    query = f"?{request.query}" if request.query else ""
    return HttpResponse(307, b"", {"location": f"{app.url_base}{request.full_path}{query}"})


def _versioned(app: SimulatedApp, answer: HttpResponse) -> HttpResponse:
    if answer.status < 400:
        answer.headers["x-application-version"] = VERSIONS[app.kind]
        answer.headers["cache-control"] = "no-cache, no-store"
    return answer


def _checked(app: SimulatedApp, request: HttpRequest) -> HttpResponse:
    """Refuse bodies that are not JSON (415) and clients that do not take JSON (406)."""
    accept = request.headers.get("accept", "*/*")
    if not any(kind in accept for kind in ("*/*", "application/*", "json", "text/plain")):
        return HttpResponse(406)
    content = request.headers.get("content-type", "")
    if request.method in ("POST", "PUT", "DELETE") and request.body and "json" not in content:
        return error_answer(
            ApiError(415, {"title": "Unsupported Media Type", "status": 415, "traceId": "00-0-0-00"})
        )
    return _route(app, request)


def _route(app: SimulatedApp, request: HttpRequest) -> HttpResponse:
    found = app.router.find(request.method, request.path)
    if isinstance(found, int):
        return HttpResponse(found)
    handler, params = found
    answer = perform(handler, HandlerRequest(app, params, request.query, request.headers, request.body))
    if request.method == "HEAD":
        answer.body = b""
    return answer


def _web_page(app: SimulatedApp, request: HttpRequest) -> HttpResponse:
    """The web interface: forms authentication leads to the login page, otherwise HTML for every path."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(404)
    if app.authentication == "forms" and request.path != "/login":
        return HttpResponse(302, b"", {"location": f"{app.url_base}/login?returnUrl={request.full_path}"})
    return HttpResponse(404) if "." in request.path else html_answer()
