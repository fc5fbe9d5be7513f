"""The path of a request through an app, in the app's own order (R `Startup.cs:270-286`):

path base, authentication, version header, URL-base redirect, starting up, then the route.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable
from concurrent.futures import Executor
from email.utils import formatdate
from typing import Any
from urllib.parse import quote

import msgspec

from arrtui.demo.http.app import RecordedWrite, ServedApp
from arrtui.demo.http.faults import CONNECTION_KINDS, STATUS_KINDS, FaultRule
from arrtui.demo.http.hub_requests import hub_response, may_listen
from arrtui.demo.http.request import HttpRequest, Scope
from arrtui.demo.http.routing import HandlerRequest, NoRoute, error_response, perform
from arrtui.demo.http.signalr import HubConnection
from arrtui.demo.http.transport import (
    JSON,
    PROBLEM,
    HttpResponse,
    Receive,
    Send,
    UpgradeRefusal,
    break_connection,
    drop,
    gzipped,
    html_response,
    read_body,
    send_broken,
    send_response,
    status_response,
)

App = ServedApp[Any]
FAULTS_PATH = "/demo/faults"
"""The route that sets faults; none of them strikes it."""
_JSON_ACCEPTED = {"*/*", "application/*", "application/json", "text/json"}
_JSON_TYPE = re.compile(r"application/(json|[\w.-]+\+json)\s*(;|$)", re.IGNORECASE)
_FORM_PATH = "/restore/upload"
"""The end of the only path that takes a form."""
LONGEST_LINE = 8_150
"""Characters of path and query a request may have: Kestrel takes lines of 8 KiB."""


async def serve(app: App, pool: Executor, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request, or break it off as the faults say; an upgrade becomes a client of the live feed."""
    is_upgrade = scope["type"] == "websocket"
    request = HttpRequest(scope, b"" if is_upgrade else await read_body(receive), app.url_base)
    answer = UpgradeRefusal(send).send if is_upgrade else send
    response = await _answer(app, pool, request, receive, answer)

    def pulse() -> Awaitable[None]:
        return asyncio.get_running_loop().run_in_executor(pool, app.advance)

    if response is not None and response.status == 101:
        await HubConnection(app.hub, receive, send, pulse).serve()
    elif response is not None:
        await send_response(answer, response)


async def _answer(
    app: App, pool: Executor, request: HttpRequest, receive: Receive, send: Send
) -> HttpResponse | None:
    """Return the response to a request, None where a fault has ended it already."""
    method, path = request.method, request.path
    app.attempts.append((method, path))
    crash = None if path == FAULTS_PATH else app.faults.crash(method)
    if crash == "drop":
        drop(send)
        return None
    rule = None if path == FAULTS_PATH else app.faults.take(method, path)
    if rule is None and path != FAULTS_PATH:
        app.requests.append((method, path))
    await asyncio.sleep(app.faults.delay())
    app.faults.postpone(rule, request)
    for late in app.faults.due():
        await asyncio.get_running_loop().run_in_executor(pool, _respond, app, late, None)
    if rule and rule.what in CONNECTION_KINDS:
        await break_connection(send, receive, rule)
        return None
    response = await asyncio.get_running_loop().run_in_executor(pool, _respond, app, request, rule)
    await asyncio.sleep(response.held_back)
    response.headers["date"] = formatdate(app.clock(), usegmt=True)
    if crash == "execute":
        drop(send)
        return None
    if rule and rule.what not in STATUS_KINDS:
        await send_broken(send, response, rule)
        return None
    return response


def _respond(app: App, request: HttpRequest, rule: FaultRule | None) -> HttpResponse:
    """Return the response before a body fault spoils it; a write is recorded whatever becomes of it."""
    if rule and rule.what in STATUS_KINDS:
        return status_response(rule, app.app_name)
    try:
        response = respond(app, request)
    except Exception as error:
        sys.stderr.write(f"simulated {app.name}: {request.method} {request.full_path}: {error!r}\n")
        raise
    if request.is_api and request.method in ("POST", "PUT", "DELETE"):
        try:
            body = msgspec.json.decode(request.body) if request.body else None
        except msgspec.DecodeError:
            body = None
        app.written.append(RecordedWrite(request.method, request.path, body, response.status))
    return response if rule else gzipped(response, request.headers.get("accept-encoding", ""))


def respond(app: App, request: HttpRequest) -> HttpResponse:
    """Return the response to a request when no fault is set."""
    if len(request.full_path) + len(request.query) > LONGEST_LINE:
        return HttpResponse(414)
    if request.path.lower() == "/ping":
        return _redirect(app, request) or _route(app, request)
    is_api = request.is_api or request.path == FAULTS_PATH
    may_enter = not request.is_hub or may_listen(app.api_key, request)
    if not may_enter or (is_api and not authorised(app, request)):
        return HttpResponse(401)
    if redirect := _redirect(app, request):
        return redirect
    if request.is_hub:
        return hub_response(app.hub, request)
    if is_api:
        return _with_api_headers(app, request, _api_response(app, request))
    return _page(app, request)


def _page(app: App, request: HttpRequest) -> HttpResponse:
    """Return a page of the web interface.

    That is the login page with forms authentication, else pictures, and HTML for every path.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(404)
    if app.authentication == "forms" and request.path != "/login":
        return _to_login(app, request)
    if request.path.lower().startswith("/mediacover/"):
        request.path = f"{app.api_path}{app.picture_path(request.path)}"
        request.headers.pop("if-modified-since", None)
        response = _route(app, request)
        response.headers.pop("last-modified", None)
        response.headers["cache-control"] = "no-cache, no-store"
        return response
    if request.path.lower().startswith("/backup/"):
        return _route(app, request)
    return HttpResponse(404) if "." in request.path else html_response()


def authorised(app: App, request: HttpRequest) -> bool:
    """Check the API key in query, header or bearer: the first that is there decides.

    Source: R `ApiKeyAuthenticationHandler.cs:36`.
    """
    key = request.parameter("apikey")
    if key is None:
        key = request.headers.get("x-api-key")
    if key is None:
        return request.headers.get("authorization") == f"Bearer {app.api_key}"
    return key == app.api_key


def _redirect(app: App, request: HttpRequest) -> HttpResponse | None:
    """Return 307 to the same path below the configured URL base, None for a path that has it."""
    if request.has_base:
        return None
    query = f"?{request.query}" if request.query else ""
    return HttpResponse(307, b"", {"location": f"{app.url_base}{request.full_path}{query}"})


def _to_login(app: App, request: HttpRequest) -> HttpResponse:
    """Send a visitor to the login page; for a script it is a 401 (`EventOnRedirectCookiesLogin`)."""
    wanted = f"{request.full_path}?{request.query}" if request.query else request.full_path
    page = f"http://{request.headers.get('host', '')}{app.url_base}/login"
    is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return HttpResponse(
        401 if is_script else 302, b"", {"location": f"{page}?returnUrl={quote(wanted, safe='')}"}
    )


def _with_api_headers(app: App, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add what the apps send with every API answer, except those their own error handler wrote.

    ProblemDetails are of the type `application/json` where the action declares that it produces it.
    """
    headers = response.headers
    if "cache-control" not in headers:
        headers["x-application-version"] = app.version
        headers["cache-control"] = "no-cache, no-store"
    if headers.get("location", "").startswith("/"):
        base = f"http://{request.headers.get('host', '')}{app.url_base}{app.api_path}"
        headers["location"] = f"{base}{headers['location']}"
    if response.status == 404 and app.omits_problem(request.method, request.path.lower()):
        response.body = b""
        headers.pop("content-type", None)
    if headers.get("content-type") == PROBLEM and app.declares_json(request.method, request.path.lower()):
        headers["content-type"] = JSON
    return response


def _api_response(app: App, request: HttpRequest) -> HttpResponse:
    """Refuse clients that do not take JSON (406) and bodies of another type (415), else run the route."""
    match = app.router.find(request.method, request.path)
    if isinstance(match, NoRoute):
        if not match.allowed or request.method == "GET":  # which the pages' route takes, and then refuses
            return HttpResponse(404)
        return HttpResponse(405, b"", {"allow": ", ".join(match.allowed)})
    types = {part.split(";")[0].strip().lower() for part in request.headers.get("accept", "*/*").split(",")}
    if not types & _JSON_ACCEPTED:
        return HttpResponse(406)
    content_type = request.headers.get("content-type")
    writes = request.method in ("POST", "PUT", "DELETE")
    takes_forms = request.path.lower().endswith(_FORM_PATH)
    if writes and content_type is not None and not takes_forms and not _JSON_TYPE.match(content_type):
        return HttpResponse(415)
    return _route(app, request)


def _route(app: App, request: HttpRequest) -> HttpResponse:
    match = app.router.find(request.method, request.path)
    if isinstance(match, NoRoute):
        return HttpResponse(404)
    if error := app.store.database_error(request.method, request.path):
        return error_response(error)
    handler, params = match
    call = HandlerRequest(app, params, request.path, request.query, request.headers, request.body)
    response = perform(handler, call)
    if request.method == "HEAD":
        response.body = b""
    return response
