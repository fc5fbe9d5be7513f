"""Have an app send its webhooks to arrtui: add, change, test, look at and remove its connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.config.server import HooksConfig
from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrError
from arrtui.core.structs import describe_structs
from arrtui.features.webhooks.connection import (
    Connection,
    hook_url,
    is_as_wanted,
    own_connections,
    switches,
    values_of,
    wanted_connection,
)

if TYPE_CHECKING:
    from arrtui.clients import ArrClient

_KIND = SettingType.NOTIFICATION
_PAUSED = "NotificationStatusCheck"
"""The health check that says that notifications are paused after failures."""


class HookConnection(msgspec.Struct, frozen=True, kw_only=True):
    """How the webhooks of an instance stand."""

    instance: str
    registered: bool = False
    url: str = ""
    """Where they go."""
    events: int = 0
    """Kinds of event that are sent."""
    change: str = ""
    """What was done: ``added``, ``changed``, ``unchanged`` or ``removed``; empty for nothing."""
    reachable: bool | None = None
    """Whether the app reached arrtui when it tried; None where it did not try."""
    problem: str = ""
    """Why not, or that the app has paused its notifications."""


async def register(client: ArrClient, hooks: HooksConfig) -> HookConnection:
    """Have an app send all its webhooks, whether or not arrtui can be reached now; then have it try.

    Done again it changes nothing, and further connections of the instance's path are removed. Raises
    ArrError, CannotWriteError.
    """
    instance = client.config.name
    url = hook_url(hooks.url_for(instance), instance)
    templates = await client.provider_templates(_KIND)
    wanted = wanted_connection(templates, url, hooks)
    own = own_connections(await client.raw_settings(_KIND), instance)
    for surplus in own[1:]:
        await client.delete_setting(_KIND, surplus["id"])
    if own and is_as_wanted(own[0], wanted):
        stored, change = own[0], "unchanged"
    elif own:
        stored, change = await client.put_setting(_KIND, own[0]["id"], wanted, force_save=True), "changed"
    else:  # without events the app tests nothing, so that it takes it although arrtui may be down
        silent = wanted_connection(templates, url, hooks, events=False)
        added = await client.post_setting(_KIND, silent)
        stored, change = await client.put_setting(_KIND, added["id"], wanted, force_save=True), "added"
    return await _tried(client, stored["id"], wanted, change)


async def revive(client: ArrClient) -> HookConnection:
    """Have an app try its connection, which ends the pause after failures. Raises ArrError."""
    own = own_connections(await client.raw_settings(_KIND), client.config.name)
    if not own:
        return HookConnection(instance=client.config.name)
    return await _tried(client, own[0]["id"], own[0], "")


async def remove(client: ArrClient) -> HookConnection:
    """Remove the connection from an app; without one there is nothing to do. Raises ArrError."""
    own = own_connections(await client.raw_settings(_KIND), client.config.name)
    for connection in own:
        await client.delete_setting(_KIND, connection["id"])
    return HookConnection(instance=client.config.name, change="removed" if own else "")


async def look(client: ArrClient) -> HookConnection:
    """Return how the webhooks of an app stand. Raises ArrError."""
    own = own_connections(await client.raw_settings(_KIND), client.config.name)
    if not own:
        return HookConnection(instance=client.config.name)
    messages = [health.message for health in await client.health() if health.source == _PAUSED]
    problem = messages[0] if messages else ""
    if len(own) > 1:
        problem = "there are several connections to arrtui; register again to have one"
    return _described(client.config.name, own[0], problem=problem)


async def _tried(client: ArrClient, number: int, connection: Connection, change: str) -> HookConnection:
    """Have the app test a connection that it has; with its id, which ends a pause."""
    reachable, problem = True, ""
    try:
        await client.test_setting(_KIND, {**connection, "id": number})
    except ArrError as error:
        reachable, problem = False, error.why
    return _described(client.config.name, connection, change=change, reachable=reachable, problem=problem)


def _described(instance: str, connection: Connection, **more: Any) -> HookConnection:
    url = str(values_of(connection).get("url") or "")
    events = sum(switches(connection).values())
    return HookConnection(instance=instance, registered=True, url=url, events=events, **more)


describe_structs(__name__)
