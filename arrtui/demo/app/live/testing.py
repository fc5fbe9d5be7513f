"""The Test button of a webhook (`NotificationFactory.Test`, R `ProviderControllerBase.cs:81-117`)."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from arrtui.demo.app.live.courier import WebhookRefused
from arrtui.demo.app.providers import field_values
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import broken, invalid, rule
from arrtui.demo.http.wire import Obj


def send_test_call(store: Store, notification: Obj) -> None:
    """Send a test; of a notification that is stored its success ends a pause.

    Raises ApiError 400 if the receiver refuses it, 500 if it cannot be reached.
    """
    host, number = store.configs["host"], notification["id"]
    tail = {"instanceName": host["instanceName"], "applicationUrl": host.get("applicationUrl", "")}
    try:
        with store.unlocked():
            store.courier.deliver(notification, {**store.spec.webhook_test, "eventType": "Test", **tail})
    except WebhookRefused as error:
        if number:
            store.backoff.record_failure(number)
        text = f"Unable to send test message: Unable to post to webhook: {error}"
        raise invalid(rule(text, "Url") | {"isWarning": False}) from None
    except ConnectionRefusedError:
        address = urlsplit(str(field_values(notification)["url"])).netloc
        raise broken(f"Connection refused ({address})") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise broken(str(error)) from None
    if number:
        store.backoff.record_success(number)
