"""The application that serves the API, ``/health``, ``/status`` and ``/metrics``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from arrtui.core.config.server import ApiConfig
from arrtui.server import metrics, status
from arrtui.server.api import events, instances, jobs, plans, rules, schedules, scores, trailers
from arrtui.server.api.endpoint import Call, Endpoint
from arrtui.server.api.errors import response_to
from arrtui.server.api.gate import KEY_HEADER, Gate, TooMany, check_scope
from arrtui.server.api.listings import list_endpoints
from arrtui.server.api.openapi import document
from arrtui.server.bodies import RefusedRequest, read_body
from arrtui.server.envelope import answer, refusal
from arrtui.server.listening import serve

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

PREFIX = "/api/v1"
MOST_BYTES = 1024 * 1024
"""Of the body of a request."""
BODY_SECONDS = 10.0
MOST_LISTENERS = 50
"""WebSockets that are told of events at once."""
_POLICY_VIOLATION, _TRY_LATER = 1008, 1013
_View = Callable[[Request], Awaitable[Response]]


def endpoints() -> list[Endpoint]:
    """Return the endpoints of the API."""
    return [
        *list_endpoints(),
        *instances.ENDPOINTS,
        *plans.ENDPOINTS,
        *jobs.ENDPOINTS,
        *scores.ENDPOINTS,
        *trailers.ENDPOINTS,
        *schedules.ENDPOINTS,
        *rules.ENDPOINTS,
        *events.ENDPOINTS,
    ]


async def serve_api(services: Services) -> None:
    """Serve the API until cancelled; raises ConfigError where the address cannot be listened on."""
    config = services.config.server.api
    await serve(ApiApp(services, config).app, config, "the API")


class ApiApp:
    """Routes requests that the gate lets through to their endpoints."""

    def __init__(self, services: Services, config: ApiConfig) -> None:
        self._services = services
        self._gate = Gate(config)
        self._metrics = metrics.Metrics(services)
        known = endpoints()
        self._document = document(known, PREFIX)
        routes = [
            Route("/health", _health),
            Route("/status", self._guarded(self._status)),
            Route("/metrics", self._guarded(self._show_metrics)),
            Route(f"{PREFIX}/openapi.json", self._guarded(self._describe)),
            WebSocketRoute(f"{PREFIX}/events", self._send_events),
            *(Route(f"{PREFIX}{each.path}", self._view(each), methods=[each.method]) for each in known),
        ]
        cors = Middleware(
            CORSMiddleware,
            allow_origins=config.cors,
            allow_methods=("GET", "POST"),
            allow_headers=(KEY_HEADER, "Authorization", "Content-Type"),
        )
        self.app = Starlette(
            routes=routes,
            middleware=[cors] if config.cors else [],
            exception_handlers={HTTPException: _no_route, Exception: _failed},
        )
        self._origins = frozenset(config.cors)
        self._listeners = 0

    # --- the gate ------------------------------------------------------------------------------------

    def _guarded(self, view: _View) -> _View:
        """Return a view that only who has a key sees."""

        async def guarded(request: Request) -> Response:
            return await self._let_in(request, view)

        return guarded

    async def _let_in(self, request: Request, view: _View) -> Response:
        """Return what a view answers, or why it is not asked."""
        try:
            self._gate.check_host(request.headers)
            request.state.key = self._gate.key_of(request.headers)
            return await view(request)
        except TooMany as refused:
            return refusal(refused, {"Retry-After": str(int(refused.seconds) + 1)})
        except Exception as error:
            return response_to(error)

    def _view(self, endpoint: Endpoint) -> _View:
        """Return the view of an endpoint."""

        async def view(request: Request) -> Response:
            check_scope(request.state.key, endpoint.scope)
            parameters = _parameters(endpoint, request)
            call = Call(self._services, parameters, await _body(endpoint, request), request.state.key.scopes)
            result = await endpoint.handler(call)
            return answer(result.data, status=endpoint.status, meta=result.meta)

        return self._guarded(view)

    # --- beside the endpoints ------------------------------------------------------------------------

    async def _describe(self, request: Request) -> Response:
        """Show the OpenAPI document, as a document and not in an envelope."""
        return Response(msgspec.json.encode(self._document), media_type="application/json")

    async def _status(self, request: Request) -> Response:
        check_scope(request.state.key, "read")
        return answer(await status.read_status(self._services))

    async def _show_metrics(self, request: Request) -> Response:
        check_scope(request.state.key, "read")
        return Response(await self._metrics.text(), media_type=metrics.CONTENT_TYPE)

    async def _send_events(self, socket: WebSocket) -> None:
        """Send events over a WebSocket; a page of an origin that is not named gets none."""
        origin = socket.headers.get("origin")
        try:
            self._gate.check_host(socket.headers)
            check_scope(self._gate.key_of(socket.headers), "read")
            if origin is not None and origin not in self._origins:
                raise RefusedRequest(403, "Pages of this origin may not ask.", "origin")
            parameters = _converted(dict(socket.query_params), events.FeedParameters)
        except RefusedRequest as refused:
            await socket.close(_POLICY_VIOLATION, refused.sentence)
            return
        if self._listeners >= MOST_LISTENERS:
            await socket.close(_TRY_LATER, "Too many are being told of events already.")
            return
        self._listeners += 1
        try:
            await socket.accept()
            await events.send_events(self._services, socket, parameters)
        finally:
            self._listeners -= 1


async def _health(request: Request) -> Response:
    """Say that arrtui runs; open to all, so nothing else."""
    return PlainTextResponse("ok")


async def _no_route(request: Request, error: Exception) -> Response:
    code = error.status_code if isinstance(error, HTTPException) else 404
    sentence = "There is no such path." if code == 404 else "This path does not take that method."
    return refusal(RefusedRequest(code, sentence, "no-path"))


async def _failed(request: Request, error: Exception) -> Response:
    return response_to(error)


# --- what is sent ----------------------------------------------------------------------------------------


def _parameters(endpoint: Endpoint, request: HTTPConnection) -> Any:
    """Return the parameters of a request. Raises RefusedRequest."""
    given = dict(request.query_params)
    known = {field.name for field in msgspec.structs.fields(endpoint.parameters)}
    if unknown := given.keys() - known:
        raise RefusedRequest(400, f"There is no parameter {min(unknown)[:40]}.")
    return _converted({**given, **request.path_params}, endpoint.parameters)


async def _body(endpoint: Endpoint, request: Request) -> Any:
    """Return the body of a request as the endpoint declares it. Raises RefusedRequest."""
    if endpoint.body is None:
        return None
    body = await read_body(request.scope, request.receive, most=MOST_BYTES, seconds=BODY_SECONDS)
    try:
        return msgspec.json.decode(body or b"{}", type=endpoint.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedRequest(400, f"The body is not as it must be: {error}") from None


def _converted(values: dict[str, str], type_: type[msgspec.Struct]) -> Any:
    try:
        return msgspec.convert(values, type_, strict=False)
    except msgspec.ValidationError as error:
        raise RefusedRequest(400, f"A parameter is not as it must be: {error}") from None
