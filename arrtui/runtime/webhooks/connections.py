"""The jobs that have the apps send their webhooks, and what front ends ask of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.errors import ConfigError, ConfigProblem
from arrtui.core.events import Access
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.runtime.services import Services


class HookConnections:
    """Queues what is done to the connections of the apps. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], queue: JobQueue) -> None:
        self._config = config
        self._queue = queue

    async def register(self, names: Sequence[str] = ()) -> list[int]:
        """Queue the registration of the named instances, or of all; return the jobs' ids.

        Raises ConfigError where it is not set under which address the apps reach arrtui, ReadOnlyError.
        """
        refuse_writing(self._config(), "registering webhooks")
        hooks, names = self._config().server.hooks, self._config().instance_names(names)
        if hooks.token is None and hooks.password is None:
            raise _not_set("token", "what the apps are to send as their secret is not set")
        for name in names:
            if not hooks.url_for(name):
                raise _not_set("public_url", f"under which address {name} reaches arrtui is not set")
        return await self._queue_each(CONNECT, "register", names)

    async def remove(self, names: Sequence[str] = ()) -> list[int]:
        """Queue the removal of the connection from the named instances, or from all; return the jobs' ids.

        Raises ReadOnlyError.
        """
        refuse_writing(self._config(), "removing webhooks")
        return await self._queue_each(CONNECT, "remove", self._config().instance_names(names))

    async def look(self, names: Sequence[str] = ()) -> list[int]:
        """Queue a look at the connections of the named instances, or of all; return the jobs' ids."""
        return await self._queue_each(LOOK, "look", self._config().instance_names(names))

    async def revive(self, names: Sequence[str] = ()) -> list[int]:
        """Queue a test of the connections, which ends the pause an app takes after failures.

        Nothing is queued where nothing may be written, or no address is set.
        """
        hooks = self._config().server.hooks
        names = [name for name in self._config().instance_names(names) if hooks.url_for(name)]
        return [] if self._config().ui.read_only else await self._queue_each(REVIVE, "revive", names)

    async def _queue_each(self, kind: JobKind, action: str, names: Sequence[str]) -> list[int]:
        return await self._queue.enqueue_all(
            NewJob(kind=kind.name, subject=f"{name}: {action}", instance=name, args={"action": action})
            for name in names
        )


def _not_set(option: str, why: str) -> ConfigError:
    advice = f"Set {option} under [server.hooks]."
    problem = ConfigProblem(f"server.hooks.{option}", "is missing")
    return ConfigError("registering webhooks", why=why, advice=advice, problems=(problem,))


async def _connect(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Do with the connection of the job's instance what it was queued for."""
    from arrtui.features.webhooks import registering

    client = services.clients.get(services.config.instance(job.job.instance))
    if job.args["action"] == "register":
        outcome = await registering.register(client, services.config.server.hooks)
    else:
        outcome = await registering.remove(client)
    result: dict[str, Any] = msgspec.to_builtins(outcome)
    return result


async def _revive(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Have the app of the job's instance try its connection."""
    from arrtui.features.webhooks.registering import revive

    client = services.clients.get(services.config.instance(job.job.instance))
    result: dict[str, Any] = msgspec.to_builtins(await revive(client))
    return result


async def _look(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Look at the connection of the job's instance."""
    from arrtui.features.webhooks.registering import look

    client = services.clients.get(services.config.instance(job.job.instance))
    result: dict[str, Any] = msgspec.to_builtins(await look(client))
    return result


def _describe(result: Mapping[str, Any]) -> str:
    if not result.get("registered"):
        return result.get("change") or "not registered"
    parts = (result["change"], "" if result["reachable"] else f"not reached: {result['problem']}")
    return "; ".join(filter(None, parts)) or "reached"


CONNECT = JobKind(
    "webhooks", "Webhooks", _connect, access=Access.WRITE, max_attempts=2, describe_result=_describe
)
REVIVE = JobKind(
    "webhooks-revive",
    "Hook try",
    _revive,
    access=Access.WRITE,
    routine=True,
    max_attempts=2,
    describe_result=_describe,
)
LOOK = JobKind("webhooks-look", "Hooks", _look, routine=True, max_attempts=1)
