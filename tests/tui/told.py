"""What an app tells of an operation: as the simulated one tells it, or as a real one did."""

from __future__ import annotations

import json
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from arrtui.demo.estate import SimulatedApp

Obj = dict[str, Any]
Recorded = Mapping[str, list[str]] | None
"""The records of each operation; None to have the simulated app tell by itself."""
Until = Callable[[Callable[[], object]], Awaitable[None]]


class Teller:
    """Has the clients of an app told of operations, in pieces of random size.

    With what was ``recorded`` of a real app (operation → records) the simulated one is silent, and the
    recorded messages are sent in place of its own, about its own titles, episodes and files.
    """

    def __init__(self, app: SimulatedApp, recorded: Recorded) -> None:
        self._app = app
        self._recorded = recorded
        self._sizes = random.Random(7)

    async def tell(self, operation: str, do: Callable[[], object], until: Until) -> None:
        """Do an operation and have it told."""
        hub = self._app.hub
        hub.piece = self._sizes.choice((3, 50, 1_000))
        if self._recorded is None:
            do()
            return
        records = [json.loads(record) for record in self._recorded[operation]]
        messages = [argument for record in records for argument in record.get("arguments", ())]
        own: list[Obj] = []
        hub.broadcast = own.append  # type: ignore[method-assign]
        do()
        wanted = {message["name"] for message in messages} & _ABOUT
        await until(lambda: wanted <= {message["name"] for message in own} and not self._is_busy)
        del hub.broadcast  # type: ignore[method-assign]
        for message in translated(messages, own):
            hub.broadcast(message)

    @property
    def _is_busy(self) -> bool:
        """Whether a command waits or runs."""
        commands = self._app.store.commands.items.values()
        return any(command["status"] in ("queued", "started") for command in commands)


_ABOUT = {"movie", "moviefile", "series", "episode", "episodefile"}


def translated(recorded: list[Obj], own: list[Obj]) -> list[Obj]:
    """Return recorded messages with the ids that the simulated app gave to the same things.

    Everything else in them stays as the real app sent it: none of it may be believed.
    """
    known = {name: _ids(recorded, name) for name in _ABOUT}
    ours = {name: _ids(own, name) for name in _ABOUT}
    ids = {
        (name, number): mine for name in _ABOUT for number, mine in zip(known[name], ours[name], strict=False)
    }
    messages = json.loads(json.dumps(recorded))
    for message in messages:
        resource = message["body"].get("resource")
        if not isinstance(resource, dict):
            continue
        name = _thing(message)
        for key, about in (("id", name), ("movieId", "movie"), ("seriesId", "series")):
            if resource.get(key):
                resource[key] = ids.get((about, resource[key]), resource[key])
    return list(messages)


def _thing(message: Obj) -> str:
    """Return what the resource of a message is."""
    name: str = message["name"]
    if not name.startswith("wanted/"):
        return name
    return "episode" if "seriesId" in message["body"]["resource"] else "movie"


def _ids(messages: list[Obj], name: str) -> list[int]:
    """Return the ids of the things of a name, in the order in which they are told of, each once."""
    found: list[int] = []
    for message in messages:
        resource = message["body"].get("resource")
        if isinstance(resource, dict):
            found += [resource.get("id", 0)] if _thing(message) == name else []
            found += [resource.get(f"{name}Id", 0)] if name in ("movie", "series") else []
    return list(dict.fromkeys(number for number in found if number))
