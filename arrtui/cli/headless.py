"""Tasks without the terminal app: set up, run until done or interrupted, tell what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arrtui.cli.output import Output, make_output
from arrtui.cli.request import Request
from arrtui.cli.status import ExitStatus
from arrtui.core.config import Config
from arrtui.core.errors import ConfigError, ConfigProblem, UsageError
from arrtui.core.events import Job
from arrtui.core.memory import begin_collecting
from arrtui.runtime.services import Services

if TYPE_CHECKING:
    from arrtui.runtime.backup import SnapshotRow


@dataclass(frozen=True)
class Task:
    """A task under way: what was asked for, what does it, and where it is told."""

    request: Request
    services: Services
    out: Output

    async def do(self, job_ids: Sequence[int]) -> list[Job]:
        """Work on jobs until they are finished, showing progress; return those asked for."""
        shown = asyncio.create_task(self._show(set(job_ids)))
        try:
            finished = await self.services.engine.run_jobs(job_ids)
        finally:
            shown.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await shown
        return [job for job in finished if job.id in set(job_ids)]

    async def _show(self, job_ids: set[int]) -> None:
        async for batch in self.services.jobs.changes():
            for job in (event.job for event in batch if event.job.id in job_ids):
                told = job.progress
                text = told.text if not job.error or job.state.finished else f"will try again: {job.error}"
                self.out.progress(job.subject, told.done, told.total, text or job.state.value)

    def instances(self) -> Sequence[str]:
        """Return the names asked for, none for all. Raises ConfigError when no instance is configured."""
        if not self.services.config.instances:
            raise _no_instances(self.services.config)
        return self.request.args

    async def snapshot(self, name: str, when: str) -> SnapshotRow:
        """Return the complete snapshot of an instance that ``when`` names. Raises NoSuchSnapshotError."""
        return await self.services.backup.snapshot(name, when)

    async def known_instance(self, name: str) -> str:
        """Return an instance's name if it is configured or anything is stored of it. Raises UsageError."""
        return await self.services.estate.known_instance(name)


def _no_instances(config: Config) -> ConfigError:
    return ConfigError(
        "reading the configuration",
        why=f"{config.path} names no instance",
        advice="Add one, e.g. [radarr.main] with url and api_key, or start arrtui and press a.",
        problems=(ConfigProblem("radarr, sonarr", "no instance is configured"),),
    )


Run = Callable[[Task], Awaitable[ExitStatus]]


def _run_of(name: str) -> Run:
    """Return the coroutine function that does a task."""
    from arrtui.cli.tasks import backup, check, diff, export, jobs, plan, plans, scores, snapshots, undo

    runs: dict[str, Run] = {
        "backup": backup.run,
        "check": check.run,
        "diff": diff.run,
        "export": export.run,
        "jobs": jobs.run,
        "plan": plan.run,
        "plans": plans.run,
        "restore": undo.run_restore,
        "scores": scores.run,
        "snapshots": snapshots.run,
        "sync": plan.run_sync,
        "undo": undo.run,
    }
    return runs[name]


NEEDS_DATA = frozenset({"snapshots", "diff", "export", "jobs", "restore"})
"""Tasks that show stored data: over the simulated estate they back it up first."""


def run_task(request: Request, config: Config) -> ExitStatus:
    """Do the request's task and return the exit status. Raises ArrtuiError when nothing could be begun."""
    if request.task is None:
        raise UsageError("running a task", why="none was named")
    begin_collecting()
    services = Services(config, kind="run", overrides=request.overrides)
    with make_output(as_json=request.as_json) as out:
        for warning in config.warnings:
            out.note(f"warning: {warning}")
        try:
            return asyncio.run(_interruptible(Task(request, services, out), _run_of(request.task)))
        except (KeyboardInterrupt, asyncio.CancelledError):
            out.note("Interrupted. What was under way is in the queue and goes on with the next run.")
            out.result(request.task, False, error="interrupted")
            return ExitStatus.INTERRUPTED
        finally:
            services.database.close()


async def _interruptible(task: Task, run: Run) -> ExitStatus:
    """Run a task so that SIGTERM and a lost terminal end it as cleanly as Ctrl+C does."""
    current = asyncio.current_task()
    loop = asyncio.get_running_loop()
    if current is not None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, current.cancel)
    if task.request.demo and task.request.task in NEEDS_DATA:
        task.out.note("Backing up the simulated estate first.")
        await task.do(await task.services.backup.back_up())
    return await run(task)
