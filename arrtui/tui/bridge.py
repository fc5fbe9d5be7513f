"""The one bridge from the work to the screen: it hears of changes, reads what is stored, posts messages.

Widgets never poll and never read. However fast the work goes, at most five batches a second arrive here, and
while one read is under way further changes are gathered for the next.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.message import Message

from arrtui.core.errors import ArrtuiError
from arrtui.core.events import (
    ConfigChanged,
    Event,
    InstanceChecked,
    Job,
    JobChanged,
    SnapshotTaken,
    WorkerChanged,
)

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from arrtui.db.estate import EstateRow
    from arrtui.runtime.services import Services

JOBS_SHOWN = 500
"""Jobs that are read at the start; later ones are added as they change."""


class Bridge:
    """Feeds one screen with what the services know."""

    class EstateRead(Message):
        """What the database says of every instance."""

        def __init__(self, rows: list[EstateRow]) -> None:
            super().__init__()
            self.rows = rows
            """In the order of the configuration."""

    class JobsRead(Message):
        """All jobs, read anew."""

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

        def __init__(self, instances: frozenset[str]) -> None:
            super().__init__()
            self.instances = instances
            """Their names."""

    class ConfigRead(Message):
        """The configuration was written anew."""

    class WorkerSeen(Message):
        """Who does the work has changed."""

        def __init__(self, event: WorkerChanged) -> None:
            super().__init__()
            self.event = event
            """Who works now."""

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

    async def run(self) -> None:
        """Read everything once, then follow the changes until cancelled."""
        await self._read_estate()
        await self._read_jobs()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            tasks.create_task(self._keep_estate_fresh())

    def estate_changed(self) -> None:
        """Have the instances read anew, once, however often this is called meanwhile."""
        self._estate_stale.set()

    async def _follow(self) -> None:
        """Turn each batch of events into messages."""
        async for batch in self._services.changes():
            self._hand_on(batch)

    def _hand_on(self, batch: Iterable[Event]) -> None:
        """Post one message for each kind of event in a batch."""
        events = list(batch)
        jobs = [event.job for event in events if isinstance(event, JobChanged)]
        snapshots = frozenset(event.instance for event in events if isinstance(event, SnapshotTaken))
        if jobs:
            self._screen.post_message(self.JobsChanged(jobs))
        if snapshots:
            self._screen.post_message(self.SnapshotsTaken(snapshots))
        if any(isinstance(event, SnapshotTaken | InstanceChecked | ConfigChanged) for event in events):
            self.estate_changed()
        if any(isinstance(event, ConfigChanged) for event in events):
            self._screen.post_message(self.ConfigRead())
        for event in events:
            if isinstance(event, WorkerChanged):
                self._screen.post_message(self.WorkerSeen(event))

    async def _keep_estate_fresh(self) -> None:
        """Read the instances whenever they have changed."""
        while True:
            await self._estate_stale.wait()
            self._estate_stale.clear()
            await self._read_estate()

    async def _read_estate(self) -> None:
        with self._telling():
            self._screen.post_message(self.EstateRead(await self._services.estate()))

    async def _read_jobs(self) -> None:
        with self._telling():
            self._screen.post_message(self.JobsRead(await self._services.jobs(JOBS_SHOWN)))

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """Post the error of a read instead of raising it."""
        try:
            yield
        except ArrtuiError as error:
            self._screen.post_message(self.ReadFailed(error))
