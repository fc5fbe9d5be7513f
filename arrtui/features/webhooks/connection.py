"""The connection of an app that sends its webhooks to arrtui, as the app has it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from arrtui.core.config.server import TOKEN_HEADER, HooksConfig
from arrtui.core.errors import CannotWriteError

Connection = Mapping[str, Any]
"""A notification as the app sends it; it holds secrets."""
NAME = "arrtui"
"""Of the connection; names are unique within an app."""
_WEBHOOK = "Webhook"
_POST = 1


def hook_url(public_url: str, instance: str) -> str:
    """Return the address to which an instance sends its webhooks: ``…/hook/radarr/main``."""
    return f"{public_url.rstrip('/')}/hook/{instance.replace('.', '/', 1)}"


def own_connections(connections: Iterable[Connection], instance: str) -> list[Connection]:
    """Return the connections of an app that send its webhooks to arrtui, the oldest first.

    That is the webhook of arrtui's name, and any that has the path of the instance.
    """
    path = hook_url("", instance)
    own = [
        row
        for row in connections
        if row.get("implementation") == _WEBHOOK
        and (row.get("name") == NAME or urlsplit(str(values_of(row).get("url") or "")).path.endswith(path))
    ]
    return sorted(own, key=lambda row: int(row["id"]))


def values_of(connection: Connection) -> dict[str, Any]:
    """Return the fields of a connection by name."""
    return {field.get("name"): field.get("value") for field in connection.get("fields") or ()}


def switches(connection: Connection) -> dict[str, bool]:
    """Return which events a connection sends, by the name of the switch."""
    return {
        name: value for name, value in connection.items() if name.startswith("on") and value in (True, False)
    }


def wanted_connection(
    templates: Sequence[Connection], url: str, hooks: HooksConfig, events: bool = True
) -> dict[str, Any]:
    """Return the connection that sends all events the app supports to an address.

    An app without custom headers (Radarr before 5.16, Sonarr before 4.0.10) sends the secret as password.
    Raises CannotWriteError for an app that has no webhooks.
    """
    template = next((row for row in templates if row.get("implementation") == _WEBHOOK), None)
    if template is None:
        raise CannotWriteError("registering the webhook", why="the app has no webhooks", advice="Update it.")
    values = {"url": url, "method": _POST} | _credentials(hooks, "headers" in values_of(template))
    is_on = {
        name: events and bool(template.get(f"supports{name[:1].upper()}{name[1:]}"))
        for name in switches(template)
    }
    return {
        "name": NAME,
        "implementation": _WEBHOOK,
        "configContract": template.get("configContract", "WebhookSettings"),
        "tags": [],
        **is_on,
        "includeHealthWarnings": events,
        "fields": [{"name": name, "value": value} for name, value in values.items()],
    }


def _credentials(hooks: HooksConfig, takes_headers: bool) -> dict[str, Any]:
    """Return the fields that carry the secret; a field that is not named is erased."""
    token = hooks.token.get_secret_value() if hooks.token else ""
    if takes_headers and token:
        return {"username": "", "password": "", "headers": [{"key": TOKEN_HEADER, "value": token}]}
    headers: dict[str, Any] = {"headers": []} if takes_headers else {}
    if hooks.password:
        return {"username": hooks.username, "password": hooks.password.get_secret_value(), **headers}
    return {"username": NAME, "password": token, **headers}


def is_as_wanted(current: Connection, wanted: Connection) -> bool:
    """Return whether a connection needs no change; one whose password is starred out may need one."""
    names = [name for name in wanted if name != "fields"]
    values = values_of(current)
    return all(current.get(name) == wanted[name] for name in names) and all(
        (values.get(name) or "") == (value or "") for name, value in values_of(wanted).items()
    )
