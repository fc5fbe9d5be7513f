"""Requests to the live feed before it flows: who may listen, negotiation, and the upgrade itself."""

from __future__ import annotations

import msgspec

from arrtui.demo.http.hub import Hub
from arrtui.demo.http.request import HttpRequest
from arrtui.demo.http.transport import HttpResponse

_HUB = "/signalr/messages"
_PLAIN = {"content-type": "text/plain"}


def may_listen(api_key: str, request: HttpRequest) -> bool:
    """Check the key as the feed's own scheme does: the first that is there decides, even if it is empty.

    It looks at `access_token` in the query, the header and the bearer; `apikey` in the query is not one of
    them (`ApiKeyAuthenticationHandler`, scheme SignalR).
    """
    key = request.parameter("access_token")
    if key is None:
        key = request.headers.get("x-api-key")
    if key is None:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
    return key == api_key


def hub_response(hub: Hub, request: HttpRequest) -> HttpResponse:
    """Answer a request to the feed of someone who may listen; 101 lets an upgrade happen."""
    path, connection_id = request.path.lower().rstrip("/"), request.parameter("id")
    if path == f"{_HUB}/negotiate":
        if request.method != "POST":
            return HttpResponse(405, b"", _PLAIN | {"allow": "POST"})
        version = request.parameter("negotiateversion") or ""
        answer = hub.negotiate(int(version) if version.isdigit() else 0)
        return HttpResponse(200, msgspec.json.encode(answer), {"content-type": "application/json"})
    if path != _HUB:
        return HttpResponse(404)
    if connection_id is not None and not hub.knows(connection_id):
        return HttpResponse(404, b"No Connection with that ID", dict(_PLAIN))
    if request.is_upgrade:
        return HttpResponse(101)
    return HttpResponse(400, b"Connection ID required", dict(_PLAIN))
