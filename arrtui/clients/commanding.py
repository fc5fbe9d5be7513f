"""Commands: work an app does on request, later, and tells about when it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from arrtui.clients import decoding, wire
from arrtui.clients.answers import AppCommand
from arrtui.clients.asking import Asking
from arrtui.clients.command_watch import CommandNews
from arrtui.clients.redact import without_credentials
from arrtui.core.errors import NotFoundError

LONGEST_MESSAGE = 300
"""Characters of a command's own message that are kept."""


class Commanding(Asking):
    """Starts commands and follows them. Every method raises an ArrError that names what was being done."""

    @cached_property
    def news(self) -> CommandNews:
        """What the live feed of the app tells of its commands, if somebody listens to it."""
        return CommandNews()

    async def command(self, name: str, body: Mapping[str, Any] | None = None) -> AppCommand:
        """Start a command and return it, queued. An equal one that has not finished is returned instead.

        Searches look for titles whether they are monitored or not: the trigger is a person's.

        :raises ServerFaultError: the app knows no such command.
        """
        what = f"starting {name}"
        answer = await self._send("POST", "/command", what, {**(body or {}), "name": name})
        resource = await self._read(
            answer, what, lambda body: decoding.read_object(body, wire.CommandResource), written=True
        )
        return command_of(resource)

    async def command_state(self, id: int) -> AppCommand | None:
        """Return how a command stands; None once the app has forgotten it, a day after it ended at most."""
        what = "following a command"
        try:
            answer = await self._get(f"/command/{id}", what)
        except NotFoundError:
            return None
        return command_of(
            await self._read(answer, what, lambda body: decoding.read_object(body, wire.CommandResource))
        )

    async def commands(self) -> list[AppCommand]:
        """Return the commands the app remembers: those under way and those of the last minutes."""
        return (await self._list("/command", "listing commands", wire.CommandResource, command_of)).records


def command_of(resource: wire.CommandResource) -> AppCommand:
    """Return a command of the wire as it is followed, without credentials in its words."""
    # Of one that failed the app says why, with a stack trace below.
    failed = resource.exception if resource.status == "failed" else ""
    message = (failed or resource.message).strip().split("\n")[0].strip()
    return AppCommand(
        id=resource.id,
        name=resource.name,
        status=resource.status,
        result=resource.result,
        message=without_credentials(message)[:LONGEST_MESSAGE],
        body=resource.body,
        since=resource.ended or resource.started or resource.queued,
    )
