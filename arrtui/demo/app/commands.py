"""Commands that finish later: queued, started, completed, with their effect at the end."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from arrtui.demo.http.clock import iso, time_span
from arrtui.demo.http.errors import ApiError, broken, conflict, not_found
from arrtui.demo.http.wire import Obj

_SENT_HEAD = {"name", "id", "trigger", "commandName"}
"""Members of a command that is sent which are none of its arguments."""
_STORED_HEAD = {"sendUpdatesToClient", "name", "trigger", "suppressMessages"}
"""The same of a stored command's body."""


class CommandQueue:
    """The commands of an instance; time moves them on whenever a request comes (`advance`)."""

    queued_for = 0.05
    """Seconds a command waits."""
    runs_for = 0.15
    """Seconds a command runs before its effect shows."""

    def __init__(self, names: tuple[str, ...], run: Callable[[Obj], None]) -> None:
        self._names = {name.lower(): name for name in names}
        self._run = run
        self._next_id = 1
        self.items: dict[int, Obj] = {}
        self._queued_at: dict[int, float] = {}
        """Seconds since 1970, of the commands that have not finished."""

    def post(self, body: Obj, trigger: str = "manual", agent: str = "") -> Obj:
        """Queue a command; an equal one that has not finished is returned instead.

        Raises ApiError 500 for an unknown name (R `CommandController`: an InvalidOperationException).
        """
        name = self._names.get(str(body.get("name", "")).lower().removesuffix("command"))
        if name is None:
            raise broken("Sequence contains no matching element")
        arguments = {key: value for key, value in body.items() if key not in _SENT_HEAD}
        for command in self.items.values():
            stored = {key: value for key, value in command["body"].items() if key not in _STORED_HEAD}
            if (command["name"], stored) == (name, arguments) and command["status"] in ("queued", "started"):
                return command
        now = time.time()
        command = {
            "id": self._next_id,
            "name": name,
            "commandName": re.sub("(?<=.)(?=[A-Z])", " ", name),
            "body": {
                "sendUpdatesToClient": True,
                "name": name,
                "trigger": trigger,
                "suppressMessages": False,
                **arguments,
            },
            "priority": "normal",
            "status": "queued",
            "result": "unknown",
            "queued": iso(now),
            "trigger": trigger,
            "clientUserAgent": agent,
            "stateChangeTime": iso(now),
            "sendUpdatesToClient": True,
            "updateScheduledTask": True,
        }
        self.items[self._next_id] = command
        self._queued_at[self._next_id] = now
        self._next_id += 1
        return command

    def advance(self, now: float | None = None) -> None:
        """Move every command to where it is at this moment (seconds since 1970; the present if None)."""
        moment = time.time() if now is None else now
        for number, queued_at in list(self._queued_at.items()):
            command = self.items[number]
            started_at = queued_at + self.queued_for
            if command["status"] == "queued" and moment >= started_at:
                command |= {"status": "started", "started": iso(moment), "stateChangeTime": iso(moment)}
            if command["status"] == "started" and moment >= started_at + self.runs_for:
                del self._queued_at[number]
                try:
                    self._run(command)
                except (ApiError, KeyError, ValueError) as error:
                    message = error.body["message"] if isinstance(error, ApiError) else str(error)
                    command |= {"status": "failed", "result": "unsuccessful"}
                    command |= {"exception": message, "message": "Failed"}
                else:
                    command |= {"status": "completed", "result": "successful", "message": "Completed"}
                ended = iso(started_at + self.runs_for)
                command |= {"ended": ended, "duration": time_span(self.runs_for), "stateChangeTime": ended}

    def cancel(self, number: int) -> None:
        """Cancel a queued command; 409 once it has started, 404 when unknown."""
        if number not in self.items:
            raise not_found("CommandModel", number)
        if self.items[number]["status"] != "queued":
            raise conflict("Unable to cancel task")
        self.items[number]["status"] = "cancelled"
        self._queued_at.pop(number, None)
