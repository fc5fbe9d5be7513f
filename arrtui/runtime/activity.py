"""What instances are doing now: the job that reads it, and what front ends ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from arrtui.core.activity import READ
from arrtui.core.activity import ActivityEntry as ActivityEntry
from arrtui.core.activity import ActivityKind as ActivityKind
from arrtui.core.events import ActivityStored
from arrtui.core.text import plural
from arrtui.db import jobs
from arrtui.db.activity import StoredActivity as StoredActivity
from arrtui.db.activity import activity_versions, known_releases, put_commands, stored_activity
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.following import follow_events

if TYPE_CHECKING:
    from arrtui.clients import AppCommand
    from arrtui.core.config import Config
    from arrtui.runtime.services import Services

JOBS_KEPT = 3_600.0
"""Seconds that readings stay among the jobs after they went well: there are some every half minute."""


class ActivityServices:
    """Reads what instances were doing when they were asked last. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        bus: Bus,
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._bus = bus
        self._clock = clock

    async def rows(self, names: Sequence[str] = ()) -> list[StoredActivity]:
        """Return the stored rows of the named instances, or of all."""
        return await self._database.read(stored_activity, self._config().instance_names(names))

    async def versions(self) -> dict[str, tuple[int, float]]:
        """Return for each instance what is another value once its rows are different."""
        return await self._database.read(activity_versions)

    async def address(self, row: StoredActivity) -> str:
        """Return the web address of the page about a row: of its title, else of what the row is."""
        from arrtui.features.activity.pages import page_address
        from arrtui.features.library.addresses import title_address
        from arrtui.features.library.load import load_slug

        instance = self._config().instance(row.instance)
        if not row.title:
            return page_address(instance.web_url, row.entry)
        slug = await self._database.read(load_slug, row.instance, row.entry.item_id)
        return title_address(instance.web_url, instance.kind, slug, row.external_id)

    async def refresh(self, names: Sequence[str] = ()) -> list[int]:
        """Queue a reading of each named instance, or of all; return the jobs' ids."""
        await self._database.write(jobs.prune_completed, ACTIVITY.name, self._clock() - JOBS_KEPT)
        new = [
            NewJob(kind=ACTIVITY.name, subject=name, instance=name, priority=3)
            for name in self._config().instance_names(names)
        ]
        return await self._queue.enqueue_all(new)

    async def refresh_kinds(self, name: str, kinds: Collection[ActivityKind]) -> bool:
        """Queue a reading of some kinds of rows of an instance; return whether it was.

        Where a reading waits or runs already, none is queued: it may be of other kinds.
        """
        await self._database.write(jobs.prune_completed, ACTIVITY.name, self._clock() - JOBS_KEPT)
        args = {"kinds": sorted(kind.value for kind in kinds)}
        new = NewJob(kind=ACTIVITY.name, subject=name, instance=name, args=args, priority=3)
        return (await self._queue.enqueue(new))[1]

    async def put_commands(self, name: str, commands: Iterable[AppCommand]) -> None:
        """Store how commands of an instance stand, as it told."""
        from arrtui.features.activity.read import of_commands

        known, app = list(commands), self._config().instance(name).kind.app
        entries = {entry.key: entry for entry in of_commands(known, app)}
        rows = {str(command.id): entries.get(str(command.id)) for command in known}
        await self._database.write(put_commands, name, rows, self._clock())
        self._bus.publish(ActivityStored(name))


async def _read(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Ask the job's instance what it is doing."""
    from arrtui.features.activity.events import trouble_events
    from arrtui.features.activity.read import read_activity

    name = job.job.instance
    before = await services.database.read(stored_activity, [name])
    client = services.clients.get(services.config.instance(name))
    known = await services.database.read(known_releases, name)
    kinds = frozenset(map(ActivityKind, job.args.get("kinds", READ)))
    counts = await read_activity(client, services.database, services.clock(), kinds)
    news = await services.database.read(known_releases, name)
    await follow_events(services, job, {news[key] for key in news.keys() - known.keys()})
    after = await services.database.read(stored_activity, [name])
    if events := list(trouble_events(before, after, services.clock())):
        await services.events.publish(events)
    return counts


def _describe(result: Mapping[str, Any]) -> str:
    words = (("download", "download"), ("health", "health message"), ("release", "release event"))
    return ", ".join(plural(result[kind], word) for kind, word in words if kind in result)


ACTIVITY = JobKind("activity", "Activity", _read, routine=True, max_attempts=1, describe_result=_describe)
