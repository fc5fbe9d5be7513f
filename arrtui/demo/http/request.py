"""One request as it arrived, before a route is looked up."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qsl

Scope = MutableMapping[str, Any]


class HttpRequest:
    """A request with its body read and its path split from the URL base; the upgrade to a WebSocket too."""

    def __init__(self, scope: Scope, body: bytes, url_base: str) -> None:
        self.is_upgrade = scope["type"] == "websocket"
        self.method: str = "GET" if self.is_upgrade else scope["method"]
        self.full_path: str = scope["path"]
        self.query: str = scope["query_string"].decode("latin-1")
        self.headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        self.body = body
        self.has_base = not url_base or f"{self.full_path}/".lower().startswith(f"{url_base}/".lower())
        self.path = self.full_path[len(url_base) :] or "/" if self.has_base else self.full_path

    @property
    def is_api(self) -> bool:
        """Whether the path belongs to the API, not to the web interface."""
        return self.path == "/api" or self.path.startswith("/api/")

    @property
    def is_hub(self) -> bool:
        """Whether the path belongs to the live feed."""
        return self.path.startswith("/signalr/")

    def parameter(self, wanted: str) -> str | None:
        """Return the first value of a query key, None if it is not there."""
        pairs = parse_qsl(self.query, keep_blank_values=True)
        return next((value for name, value in pairs if name.lower() == wanted), None)
