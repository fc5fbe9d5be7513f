"""The test call a Webhook connection makes when it is saved (`ProviderControllerBase.cs:81-117`)."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from base64 import b64encode
from typing import Any

import msgspec

from arrtui.demo.app.settings import VERSIONS
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import Kind

TIMEOUT = 5.0
"""Seconds the receiver has; the real apps wait 100."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The apps follow no redirect and take a 3xx for success."""

    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


def test_payload(kind: Kind, instance: str) -> Obj:
    """What the Test button sends."""
    payload: Obj = {"eventType": "Test", "instanceName": instance, "applicationUrl": ""}
    if kind == "radarr":
        movie = {
            "id": 1,
            "title": "Test Title",
            "year": 1970,
            "folderPath": "C:\\testpath",
            "tmdbId": 1234,
            "tags": [],
        }
        remote = {"tmdbId": 1234, "imdbId": "5678", "title": "Test title", "year": 1970}
        return payload | {"movie": movie, "remoteMovie": remote, "release": {"quality": "Test Quality"}}
    series = {"id": 1, "title": "Test Title", "path": "C:\\testpath", "tvdbId": 1234, "tags": []}
    episode = {"id": 123, "episodeNumber": 1, "seasonNumber": 1, "title": "Test title"}
    return payload | {"series": series, "episodes": [episode]}


def failing_call(kind: Kind, instance: str, connection: Obj) -> str | None:
    """Send the test; returns what went wrong, None if the receiver took it."""
    values = {entry["name"]: entry.get("value") for entry in connection["fields"]}
    body = msgspec.json.encode(test_payload(kind, instance))
    method = "PUT" if values.get("method") == 2 else "POST"
    try:
        request = urllib.request.Request(  # noqa: S310
            str(values.get("url") or ""), body, _headers(kind, values), method=method
        )
        urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT).close()
    except urllib.error.HTTPError as error:
        return None if error.code < 400 else f"Unable to post to webhook: HTTP {error.code}"
    except (OSError, ValueError, http.client.HTTPException) as error:
        return f"Unable to post to webhook: {error}"
    return None


def _headers(kind: Kind, values: Obj) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    headers["User-Agent"] = f"{kind.capitalize()}/{VERSIONS[kind]} (alpine 3.21.3)"
    if values.get("username") or values.get("password"):
        pair = f"{values.get('username') or ''}:{values.get('password') or ''}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return headers | {item["key"]: item["value"] for item in values.get("headers") or ()}
