"""The test call a Webhook connection makes when it is saved (`ProviderControllerBase.cs:81-117`)."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from base64 import b64encode
from typing import Any

import msgspec

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.wire import Obj

_TIMEOUT = 5.0
"""Seconds the receiver has; the real apps wait 100."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the apps take a 3xx for success."""

    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


def send_test_call(spec: AppSpec, instance: str, connection: Obj) -> str | None:
    """Send what the Test button sends; returns what went wrong, None if the receiver took it."""
    values = {field["name"]: field.get("value") for field in connection["fields"]}
    payload = {"eventType": "Test", "instanceName": instance, "applicationUrl": "", **spec.webhook_test}
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    headers["User-Agent"] = f"{spec.app_name}/{spec.version} (alpine 3.21.3)"
    if values.get("username") or values.get("password"):
        pair = f"{values.get('username') or ''}:{values.get('password') or ''}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    headers |= {header["key"]: header["value"] for header in values.get("headers") or ()}
    method = "PUT" if values.get("method") == 2 else "POST"
    try:
        url = str(values.get("url") or "")
        request = urllib.request.Request(url, msgspec.json.encode(payload), headers, method=method)  # noqa: S310
        urllib.request.build_opener(_NoRedirect).open(request, timeout=_TIMEOUT).close()
    except urllib.error.HTTPError as error:
        return None if error.code < 400 else f"Unable to post to webhook: HTTP {error.code}"
    except (OSError, ValueError, http.client.HTTPException) as error:
        return f"Unable to post to webhook: {error}"
    return None
