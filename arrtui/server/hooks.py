"""The receiver of webhooks: ``POST /hook/KIND/NAME``, stored and answered before anything is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import PlainTextResponse, Response

from arrtui.core.errors import StorageError
from arrtui.server.bodies import RefusedRequest, read_body
from arrtui.server.credentials import may_send_hooks
from arrtui.server.envelope import answer, refusal
from arrtui.server.listening import Receive, Scope, Send, serve

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

MOST_BYTES = 4 * 1024 * 1024
"""Of one webhook: a season pack with all its files stays far below."""
BODY_SECONDS = 10.0
"""How long its body may take to come."""
_METHODS = ("POST", "PUT")


async def serve_hooks(services: Services) -> None:
    """Receive webhooks until cancelled; raises ConfigError where the address cannot be listened on."""
    revive = services.webhooks.connections.revive  # the apps may have paused while nobody listened
    await serve(HooksApp(services), services.config.server.hooks, "webhooks", revive)


class HooksApp:
    """The ASGI application that takes webhooks."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._decoder = msgspec.json.Decoder(dict[str, Any])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        response = await self._respond(scope, receive)
        await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive) -> Response:
        try:
            return await self._take(scope, receive)
        except RefusedRequest as refused:
            # What was not read of the body is not waited for: the connection ends.
            headers = {"Connection": "close"}
            if refused.status == 401:
                headers["WWW-Authenticate"] = 'Basic realm="arrtui"'
            return refusal(refused, headers)

    async def _take(self, scope: Scope, receive: Receive) -> Response:
        """Store a webhook. Raises RefusedRequest."""
        config = self._services.config
        if scope["path"] == "/health" and scope["method"] == "GET":
            return PlainTextResponse("ok")
        if not may_send_hooks(dict(scope["headers"]), config.server.hooks):
            raise RefusedRequest(401, "The token or the password is wrong.", "wrong-key")
        _, *parts = scope["path"].split("/")  # /hook/radarr/main is for radarr.main
        instance = ".".join(parts[1:])
        if len(parts) != 3 or parts[0] != "hook" or instance not in config.instance_names():
            raise RefusedRequest(404, "There is no such instance.", "not-found")
        if scope["method"] not in _METHODS:
            raise RefusedRequest(405, "Webhooks are sent with POST or PUT.", "method")
        body = await read_body(scope, receive, most=MOST_BYTES, seconds=BODY_SECONDS)
        try:
            self._decoder.decode(body)
            text = body.decode()
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise RefusedRequest(400, "The body is no JSON object.") from None
        try:
            await self._services.webhooks.receiver.put(instance, text)
        except StorageError as error:
            raise RefusedRequest(503, str(error), error.code) from None
        return answer(None, status=202)
