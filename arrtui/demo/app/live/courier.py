"""The calls of webhooks over HTTP, as `WebhookProxy` makes them."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import threading
from base64 import b64encode
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from arrtui.demo.app.providers import field_values
from arrtui.demo.http.wire import Obj, pretty


class WebhookRefused(Exception):
    """The receiver answered with an error."""


class Courier:
    """Makes the calls of one app; every thread may, and `close` ends those that still wait."""

    timeout = 100.0
    """Seconds a receiver has for its answer."""
    only_loopback = True
    """Calls that would leave this machine are taken for delivered."""

    def __init__(self, user_agent: str) -> None:
        self._user_agent = user_agent
        self._open: set[http.client.HTTPConnection] = set()
        self._lock = threading.Lock()

    def deliver(self, connection: Obj, payload: Obj) -> None:
        """Call the receiver of a notification.

        Redirects are not followed and count as delivered. Raises WebhookRefused from 400 on, OSError,
        ValueError and HTTPException for an address that cannot be called.
        """
        values = field_values(connection)
        url, method = str(values.get("url") or ""), "PUT" if values.get("method") == 2 else "POST"
        parts = urlsplit(url)
        if not parts.hostname:
            raise ValueError(f"Invalid URI: '{url}'")
        if self.only_loopback and not _is_loopback(parts.hostname):
            return
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        caller = kind(parts.hostname, parts.port, timeout=self.timeout)
        with self._lock:
            self._open.add(caller)
        try:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            caller.request(method, path, pretty(payload), self._headers(values))
            status = caller.getresponse().status
        finally:
            with self._lock:
                self._open.discard(caller)
            caller.close()
        if status >= 400:
            phrase = HTTPStatus(status).phrase.replace(" ", "")
            raise WebhookRefused(f"HTTP request failed: [{status}:{phrase}] [{method}] at [{url}]")

    def _headers(self, values: Obj) -> dict[str, str]:
        """Return the headers of a call; Basic authentication is sent unasked."""
        headers = {"User-Agent": self._user_agent, "Connection": "close", "Accept": "application/json"}
        headers |= {"Accept-Encoding": "gzip, br", "Content-Type": "application/json"}
        if values.get("username") or values.get("password"):
            pair = f"{values.get('username') or ''}:{values.get('password') or ''}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return headers | {header["key"]: header["value"] for header in values.get("headers") or ()}

    def close(self) -> None:
        """End the calls under way; they fail."""
        with self._lock:
            waiting = [caller.sock for caller in self._open if caller.sock is not None]
        for sock in waiting:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by its name or number alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
