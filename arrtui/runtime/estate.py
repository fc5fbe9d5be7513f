"""The estate: the job that checks an instance, and what front ends ask of instances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from arrtui.core.events import InstanceChecked
from arrtui.core.settings.drift import SettingsDrift
from arrtui.db import estate
from arrtui.db.database import Database
from arrtui.db.estate import EstateRow as EstateRow
from arrtui.db.hook_inbox import HookFacts as HookFacts
from arrtui.db.hook_inbox import hook_facts
from arrtui.db.jobs import NewJob
from arrtui.db.settings_drift import all_drift
from arrtui.db.snapshots import SnapshotRow, list_snapshots
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.queue import JobQueue

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.runtime.services import Services


RECENT_SNAPSHOTS = 16
"""Snapshots among the facts of an instance."""


class InstanceFacts(NamedTuple):
    """What is stored of an instance beyond its row."""

    name: str
    app: dict[str, Any]
    """What the app said of itself last, empty before it has been asked."""
    snapshots: tuple[SnapshotRow, ...]
    """Newest first."""
    hooks: HookFacts | None = None
    """What came of its webhooks; None where none has come."""
    drift: tuple[SettingsDrift, ...] = ()
    """What syncs of settings would have otherwise."""


class EstateServices:
    """Reads what is stored of the instances and queues checks. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database, queue: JobQueue) -> None:
        self._config = config
        self._database = database
        self._queue = queue

    async def rows(self) -> list[EstateRow]:
        """Return a row per configured instance, as stored."""
        return await self._database.read(estate.estate_rows, self._config().instance_names())

    async def facts(self, name: str) -> InstanceFacts:
        """Return what is stored of an instance beyond its row."""

        syncs = {sync.name for sync in self._config().settings}

        def read() -> InstanceFacts:
            snapshots = list_snapshots([name], live=False, limit=RECENT_SNAPSHOTS)
            drift = tuple(row for row in all_drift() if row.target == name and row.sync in syncs)
            return InstanceFacts(name, estate.app_status(name), tuple(snapshots), hook_facts(name), drift)

        return await self._database.read(read)

    async def stored_instances(self) -> list[str]:
        """Return the names of all instances of which anything is stored, configured or not."""
        return list(await self._database.read(estate.instance_ids))

    async def known_instance(self, name: str) -> str:
        """Return a name that is configured or of which something is stored. Raises UsageError for others."""
        if name in await self.stored_instances():
            return name
        return self._config().instance(name).name

    async def check(self, names: Sequence[str] = ()) -> list[int]:
        """Queue a check of each named instance, or of all; return the jobs' ids."""
        new = [
            NewJob(kind=CHECK.name, subject=name, instance=name, priority=2)
            for name in self._config().instance_names(names)
        ]
        return await self._queue.enqueue_all(new)


async def _check(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Ask the job's instance for its version and health."""
    from arrtui.features.estate.check import check

    name = job.job.instance
    client = services.clients.get(services.config.instance(name))
    try:
        result: dict[str, Any] = msgspec.to_builtins(await check(client, services.database, services.clock))
    finally:
        services.bus.publish(InstanceChecked(name))
    return result


def _describe_check(result: Mapping[str, Any]) -> str:
    return f"version {result['version']}" if result.get("version") else ""


CHECK = JobKind("check", "Check", _check, routine=True, max_attempts=1, describe_result=_describe_check)
