"""What a task is given: the services, where to print, and what most tasks do with them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.cli.output import Output
from arrtui.core.errors import ConfigError, ConfigProblem
from arrtui.core.events import Job
from arrtui.runtime.services import Services


@dataclass(frozen=True)
class Task:
    """A task under way."""

    name: str
    services: Services
    out: Output

    async def run_jobs(self, job_ids: Sequence[int]) -> list[Job]:
        """Work on jobs until they are finished, showing progress; return them."""
        for sentence in await self.services.jobs.held_elsewhere(job_ids):
            self.out.note(sentence)
        progress = asyncio.create_task(self._show_progress(set(job_ids)))
        try:
            finished = await self.services.engine.run_jobs(job_ids)
        finally:
            progress.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await progress
        return [job for job in finished if job.id in set(job_ids)]

    async def _show_progress(self, job_ids: set[int]) -> None:
        async for batch in self.services.jobs.changes():
            for job in (event.job for event in batch if event.job.id in job_ids):
                progress = job.progress
                will_retry = job.error and not job.state.finished
                text = f"will try again: {job.error}" if will_retry else progress.text
                self.out.progress(job.subject, progress.done, progress.total, text or job.state.word)

    def require_instances(self) -> None:
        """Raise ConfigError when no instance is configured."""
        config = self.services.config
        if not config.instances:
            raise ConfigError(
                "reading the configuration",
                why=f"{config.path} names no instance",
                advice="Add one, e.g. [radarr.main] with url and api_key, or start arrtui and press a.",
                problems=(ConfigProblem("radarr, sonarr", "no instance is configured"),),
            )

    def result(self, ok: bool, **values: Any) -> None:
        """Give the result; printed with ``--json`` only, where it is the last line."""
        self.out.result(self.name, ok, **values)
