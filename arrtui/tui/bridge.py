"""The bridge from the services to the screen: it follows changes, reads what is stored and posts messages.

Widgets never poll and never read. However fast the work goes, at most five batches a second arrive here, and
while one read is under way further changes are gathered for the next.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.message import Message

from arrtui.core.errors import ArrtuiError
from arrtui.core.events import (
    ActivityStored,
    ConfigChanged,
    Event,
    InstanceChecked,
    Job,
    JobState,
    SnapshotTaken,
    StorageChanged,
    WorkerChanged,
)
from arrtui.runtime.engine.watch import POLL, SPACING
from arrtui.runtime.refresh import touched_titles

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from arrtui.runtime.estate import EstateRow
    from arrtui.runtime.services import Services

T = TypeVar("T")

JOBS_SHOWN = 500
"""Jobs that are read at the start; later ones are added as they change."""

_OF_ESTATE = (ConfigChanged, InstanceChecked, SnapshotTaken, StorageChanged, WorkerChanged)


class Bridge:
    """Posts what the services store to one screen."""

    class EstateRead(Message):
        """What the database says of every instance."""

        def __init__(self, rows: list[EstateRow]) -> None:
            super().__init__()
            self.rows = rows
            """In the order of the configuration."""

    class JobsRead(Message):
        """All jobs were read."""

        def __init__(self, jobs: list[Job]) -> None:
            super().__init__()
            self.jobs = jobs
            """Unfinished before finished, newest first."""

    class JobsChanged(Message):
        """Some jobs are different now."""

        def __init__(self, jobs: list[Job]) -> None:
            super().__init__()
            self.jobs = jobs
            """Each as it was stored last."""

    class SnapshotsTaken(Message):
        """What is stored of some instances may have changed."""

        def __init__(
            self, instances: frozenset[str], titles: frozenset[tuple[str, int]] = frozenset()
        ) -> None:
            super().__init__()
            self.instances = instances
            """Their names."""
            self.titles = titles
            """Titles that are known to be different: instance and the app's id of each."""

    class ActivityRead(Message):
        """What is stored of the activity of some instances is newer."""

        def __init__(self, instances: frozenset[str]) -> None:
            super().__init__()
            self.instances = instances
            """Their names."""

    class ConfigRead(Message):
        """The configuration was read again, or refused."""

    class WorkerSeen(Message):
        """Who does the work has changed."""

        def __init__(self, event: WorkerChanged) -> None:
            super().__init__()
            self.event = event
            """Who works now."""

    class StorageSeen(Message):
        """What is done cannot be stored, or can be again."""

        def __init__(self, error: str) -> None:
            super().__init__()
            self.error = error
            """Why not, as a sentence; empty once it can."""

    class ReadFailed(Message):
        """Stored data could not be read; what is on screen stays."""

        def __init__(self, error: ArrtuiError) -> None:
            super().__init__()
            self.error = error
            """Why."""

    def __init__(self, services: Services, screen: MessagePump) -> None:
        self._services = services
        self._screen = screen
        self._estate_stale = asyncio.Event()
        self._works_here = True
        self._announced: set[int] = set()
        """Snapshots that the screen was told of, before the jobs that took them have ended."""

    async def run(self) -> None:
        """Read everything once, then follow the changes until cancelled."""
        since = await self._revision()
        await self._read_estate()
        await self._post_read(self.JobsRead, self._services.jobs.list_jobs(JOBS_SHOWN))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow_jobs(since))
            tasks.create_task(self._follow_bus(self._tell_taken, SnapshotTaken))
            tasks.create_task(self._follow_bus(self._tell_activity, ActivityStored))
            tasks.create_task(self._follow_bus(self._tell_of_estate, *_OF_ESTATE))
            tasks.create_task(self._follow_estate())
            tasks.create_task(self._follow_activity_elsewhere())

    async def _revision(self) -> int:
        """Return the revision of the jobs before they are read, so that no change is missed."""
        try:
            return await self._services.jobs.latest_revision()
        except ArrtuiError as error:
            self._screen.post_message(self.ReadFailed(error))
            return 0

    async def _follow_jobs(self, since: int) -> None:
        """Turn each batch of changed jobs into messages, whichever process changed them."""
        async for batch in self._services.jobs.changes(since):
            changed = [event.job for event in batch]
            self._screen.post_message(self.JobsChanged(changed))
            ended = [job for job in changed if job.state not in (JobState.PENDING, JobState.RUNNING)]
            if ended:
                self._estate_stale.set()
            if stored := [job for job in ended if self._stored_news(job)]:
                instances = frozenset(job.instance for job in stored)
                self._screen.post_message(self.SnapshotsTaken(instances, touched_titles(stored)))

    def _stored_news(self, job: Job) -> bool:
        """Return whether a job that has ended may have stored what the screen was not told of."""
        result = job.result or {}
        if not self._services.kinds.stores(job.kind):
            return False
        if result.get("snapshot", 0) is None:  # it found nothing to be different
            return bool(result.get("new_history"))
        return result.get("snapshot", 0) not in self._announced

    async def _follow_bus(self, tell: Callable[[Sequence[Event]], None], *types: type[Event]) -> None:
        """Have events of this process turned into messages: the first at once, then five batches a second."""
        queue = self._services.bus.subscribe_queue(asyncio.get_running_loop(), *types)
        try:
            while True:
                tell(await queue.get())
                await asyncio.sleep(SPACING)
        finally:
            queue.close()

    def _tell_of_estate(self, events: Sequence[Event]) -> None:
        """Have the instances read again; tell of the configuration, the worker and the storage."""
        for event in events:
            if isinstance(event, WorkerChanged):
                self._works_here = event.working
                self._screen.post_message(self.WorkerSeen(event))
            elif isinstance(event, StorageChanged):
                self._screen.post_message(self.StorageSeen(event.error))
            else:
                self._estate_stale.set()
            if isinstance(event, ConfigChanged):
                self._screen.post_message(self.ConfigRead())

    def _tell_activity(self, events: Sequence[Event]) -> None:
        """Tell the screen what instances told of their activity."""
        instances = frozenset(event.instance for event in events if isinstance(event, ActivityStored))
        self._screen.post_message(self.ActivityRead(instances))

    def _tell_taken(self, events: Sequence[Event]) -> None:
        """Tell the screen of snapshots of this process, without waiting for the jobs to end."""
        taken = [event for event in events if isinstance(event, SnapshotTaken) and event.snapshot_id]
        self._announced.update(event.snapshot_id for event in taken)
        if taken:
            titles = frozenset((event.instance, number) for event in taken for number in event.titles)
            instances = frozenset(event.instance for event in taken)
            self._screen.post_message(self.SnapshotsTaken(instances, titles))

    async def _follow_activity_elsewhere(self) -> None:
        """While another process does the work, look each second for what it stored of activities."""
        known: dict[str, tuple[int, float]] | None = None
        while True:
            await asyncio.sleep(POLL)
            if self._works_here:
                continue
            with contextlib.suppress(ArrtuiError):  # other reads say so
                now = await self._services.activity.versions()
                before, known = now if known is None else known, now
                if changed := frozenset(name for name, _ in now.items() - before.items()):
                    self._screen.post_message(self.ActivityRead(changed))

    async def _follow_estate(self) -> None:
        """Read the instances again whenever they have changed."""
        while True:
            await self._estate_stale.wait()
            self._estate_stale.clear()
            await self._read_estate()

    async def _read_estate(self) -> None:
        await self._post_read(self.EstateRead, self._services.estate.rows())

    async def _post_read(self, message: Callable[[T], Message], reading: Awaitable[T]) -> None:
        """Post what was read, or why it could not be read."""
        try:
            self._screen.post_message(message(await reading))
        except ArrtuiError as error:
            self._screen.post_message(self.ReadFailed(error))
