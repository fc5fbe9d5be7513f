"""What a task is given: the services, where to print, and what most tasks do with them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.cli.output import Output
from arrtui.core.apps import APPS
from arrtui.core.errors import ConfigError, ConfigProblem
from arrtui.core.events import Job, StorageChanged
from arrtui.runtime.read_only import refuse_writing
from arrtui.runtime.services import Services


@contextlib.asynccontextmanager
async def meanwhile(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run works without end beside the body."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


@dataclass(frozen=True)
class Task:
    """A task under way."""

    name: str
    services: Services
    out: Output
    as_json: bool = False
    """Whether the output is JSON, which some tasks have more of than lines."""
    unattended: bool = False
    """Whether nobody asked for it just now, so that it writes nothing on the strength of old data."""

    async def run_jobs(self, job_ids: Sequence[int]) -> list[Job]:
        """Work on jobs until they are finished, showing progress; return them."""
        for sentence in await self.services.jobs.held_elsewhere(job_ids):
            self.out.note(sentence)
        async with meanwhile(self.show_progress(set(job_ids)), self._show_waiting()):
            finished = await self.services.engine.run_jobs(job_ids)
        return [job for job in finished if job.id in set(job_ids)]

    async def show_progress(self, job_ids: set[int]) -> None:
        """Show how far jobs are, until cancelled."""
        async for batch in self.services.jobs.changes():
            for job in (event.job for event in batch if event.job.id in job_ids):
                progress = job.progress
                will_retry = job.error and not job.state.finished
                text = f"will try again: {job.error}" if will_retry else progress.text
                self.out.progress(job.subject, progress.done, progress.total, text or job.state.word)

    async def _show_waiting(self) -> None:
        """Say what storing waits for, e.g. another process that keeps the database locked."""
        queue = self.services.bus.subscribe_queue(asyncio.get_running_loop(), StorageChanged)
        with contextlib.closing(queue):
            while True:
                for event in await queue.get():
                    if isinstance(event, StorageChanged) and event.is_waited_for:
                        self.out.note(f"Waiting: {event.error}")

    def refuse_writing(self, what: str) -> None:
        """Raise ReadOnlyError for ``what`` before anything is read for it, while nothing may be written."""
        refuse_writing(self.services.config, what)

    def require_instances(self) -> None:
        """Raise ConfigError when no instance is configured."""
        config = self.services.config
        if not config.instances:
            raise ConfigError(
                "reading the configuration",
                why=f"{config.path} names no instance",
                advice="Add one, e.g. [radarr.main] with url and api_key, or start arrtui and press a twice.",
                problems=(ConfigProblem(", ".join(APPS), "no instance is configured"),),
            )

    def result(self, ok: bool, **values: Any) -> None:
        """Give the result; printed with ``--json`` only, where it is the last line."""
        self.out.result(self.name, ok, **values)
