"""What an app does beside its answers: commands step by step, and what follows from an event."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from arrtui.demo.app.command_kinds import COMMAND_KINDS, SINGLE_IDS, CommandKind
from arrtui.demo.http.clock import iso, time_span
from arrtui.demo.http.errors import ApiError, conflict, failure, invalid, invalid_operation
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import Kind

_REMEMBERED = 300.0
"""Seconds for which the list of commands has one that has ended."""
UNSUCCESSFUL = "unsuccessful"
"""What the work of a command returns if it did nothing of what it was for."""
_NO_ARGUMENTS = CommandKind()


@dataclass
class _Run:
    """A command under way."""

    work: Iterator[None]
    started_at: float
    due: float
    """When its next step is done. Seconds since 1970, like all times here."""


class CommandQueue:
    """The commands of an instance; time moves them on whenever a request comes (`advance`).

    `run` returns the work of a command as an iterator: each of its steps takes `runs_for` seconds. What it
    returns at the end is the message; else it is "Completed" of a refresh, and of others what it was.
    """

    queued_for = 0.05
    """Seconds a command waits at least."""
    runs_for = 0.15
    """Seconds of each step of a command: of each title that is refreshed, of each folder that is moved."""
    follows_after = 0.05
    """Seconds after which an app does what it leaves to the time after its answer."""
    most_running = 3
    """S `CommandExecutor.THREAD_LIMIT`; in Radarr two and one more."""

    def __init__(
        self,
        app: Kind,
        names: tuple[str, ...],
        run: Callable[[Obj], Iterator[None]],
        changed: Callable[[Obj, float], None],
    ) -> None:
        """`changed` is told each command that goes on or has ended, with the moment it did."""
        self._app = app
        self._names = {name.lower(): name for name in names}
        self._work_of = run
        self._changed = changed
        self._next_id = 1
        self.items: dict[int, Obj] = {}
        self.cancelled: set[int] = set()
        """Numbers of those that never run: the list leaves them out, by number they stay queued."""
        self.held: set[str] = set()
        """Names of commands that, once started, do not go on before they are taken out again."""
        self._queued: dict[int, float] = {}
        """When each command that waits may start at the earliest."""
        self._following: list[tuple[float, Callable[[], None]]] = []
        """What is left to the time after an answer, and when it is done."""
        self._running: dict[int, _Run] = {}
        self._ended: dict[int, float] = {}

    # ---- asked for ----------------------------------------------------------------------------

    def post(self, body: Obj, trigger: str = "manual") -> Obj:
        """Queue a command; an equal one that has not finished is returned instead.

        Raises ApiError 400 without a name, 500 for an unknown one (`CommandController`: an
        InvalidOperationException) and for an argument of a wrong type.
        """
        sent = body.get("name")
        if not sent:
            codes = ["NotNullValidator", "NotEmptyValidator"] if sent is None else ["NotEmptyValidator"]
            raise invalid(*(failure("Name", "'Name' must not be empty.", sent, code) for code in codes))
        name = self._names.get(str(sent).lower())
        if name is None:
            raise invalid_operation("Sequence contains no matching element")
        kind = self._kind(name)
        single, many = SINGLE_IDS.get(name, ("", ""))
        if not body.get(many) and isinstance(body.get(single), int):
            body = body | {many: [body[single]]}
        arguments = kind.read(body)
        for number in (*self._queued, *self._running):
            same = self.items[number]
            if same["name"] == name and _alike(arguments, same["body"]):
                return same
        number, self._next_id = self._next_id, self._next_id + 1
        flags = kind.flags(name, trigger, exclusive_by_type=self._app != "sonarr")
        command = {
            "id": number,
            "name": name,
            "commandName": re.sub("(?<=.)(?=[A-Z])", " ", name),
            "body": {**arguments, **flags},
            "priority": "normal",
            "status": "queued",
            "result": "unknown",
            "queued": iso(time.time()),
            "trigger": trigger,
            "sendUpdatesToClient": True,
            "updateScheduledTask": kind.updates_task,
        }
        self.items[number] = command
        self._queued[number] = time.time() + self.queued_for
        return command

    def listed(self) -> list[Obj]:
        """Return the commands in memory: those that wait or run, and those of the last minutes."""
        since = time.time() - _REMEMBERED
        return [
            command
            for number, command in self.items.items()
            if number not in self.cancelled and self._ended.get(number, since) >= since
        ]

    def cancel(self, number: int) -> None:
        """Cancel a command that waits; 409 for one that has started and for an unknown one."""
        if self._queued.pop(number, None) is None:
            raise conflict("Unable to cancel task")
        self.cancelled.add(number)

    def follow(self, work: Callable[[], None]) -> None:
        """Do something after the answer to the request (`IHandleAsync`), before any command that waits."""
        self._following.append((time.time() + self.follows_after, work))

    # ---- as time passes -----------------------------------------------------------------------

    def advance(self, now: float | None = None) -> None:
        """Move everything to where it is at this moment; the present if None."""
        moment = time.time() if now is None else now
        while self._following and self._following[0][0] <= moment:
            self._following.pop(0)[1]()
        while self._happen_next(moment):
            pass

    def _happen_next(self, moment: float) -> bool:
        """Let a command start or finish a step, whichever comes first; False if neither is due yet."""
        steps = [
            (run.due, number)
            for number, run in self._running.items()
            if self.items[number]["name"] not in self.held
        ]
        starts = [(due, number) for number, due in self._queued.items() if self._may_start(number)]
        step, start = min(steps, default=None), min(starts, default=None)
        if start and start[0] <= moment and (step is None or start[0] <= step[0]):
            self._start(start[1], start[0])
        elif step and step[0] <= moment:
            self._go_on(step[1], step[0])
        else:
            return False
        return True

    def _may_start(self, number: int) -> bool:
        """Return whether a thread is free for a command, and the disk where it needs that."""
        if len(self._running) >= self.most_running:
            return False
        kinds = [self._kind(self.items[running]["name"]) for running in self._running]
        needs_disk = self._kind(self.items[number]["name"]).needs_disk
        return not (needs_disk and any(kind.needs_disk for kind in kinds))

    def _start(self, number: int, at: float) -> None:
        command = self.items[number]
        del self._queued[number]
        command |= {"status": "started", "started": iso(at), "stateChangeTime": iso(at)}
        self._running[number] = _Run(self._work_of(command), at, at)
        self._go_on(number, at)

    def _go_on(self, number: int, at: float) -> None:
        """Begin the next step of a command, or end it; any error makes it fail (`CommandExecutor`)."""
        command, run = self.items[number], self._running[number]
        self._changed(command, at)
        try:
            next(run.work)
        except StopIteration as done:
            message = done.value or command["body"].get("completionMessage") or command.get("message")
            ended = {"status": "completed", "result": "successful"} | (
                {"message": message} if message else {}
            )
            if done.value == UNSUCCESSFUL:
                ended = {"status": "completed", "result": UNSUCCESSFUL}
        except Exception as error:  # whatever it is: it must not reach the request that moved the time on
            exception = error.body["description"] if isinstance(error, ApiError) else repr(error)
            ended = {"status": "failed", "exception": exception, "message": "Failed"}
        else:
            run.due = at + self.runs_for
            self._changed(command, at)
            return
        command |= ended | {"ended": iso(at), "duration": time_span(at - run.started_at)}
        del self._running[number]
        self._ended[number] = at
        self._changed(command, at)
        for waiting, due in self._queued.items():  # what was due before waited for this one
            self._queued[waiting] = max(due, at)

    def _kind(self, name: str) -> CommandKind:
        return COMMAND_KINDS[self._app].get(name, _NO_ARGUMENTS)


def _alike(arguments: Obj, stored: Obj) -> bool:
    """Return whether a command has these arguments; the order of ids does not matter."""

    def plain(value: object) -> object:
        is_ids = isinstance(value, list) and all(isinstance(number, int) for number in value)
        return sorted(value) if is_ids and isinstance(value, list) else value

    return all(plain(stored.get(name)) == plain(value) for name, value in arguments.items())
