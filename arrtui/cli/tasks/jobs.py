"""``--run jobs``: what runs, waits or failed; ``--retry ID`` and ``--cancel ID`` act on one."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from arrtui.cli.headless import Task
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.core.errors import UsageError
from arrtui.core.events import Job

_HEADINGS = ("number", "job", "state", "attempts", "created", "progress or error")


async def run(task: Task) -> ExitStatus:
    """List jobs, after acting on one if so asked."""
    options = task.request.options
    if "retry" in options:
        _expect(await task.services.jobs.retry(options["retry"]), options["retry"])
    if "cancel" in options:
        _expect(await task.services.jobs.cancel(options["cancel"]), options["cancel"])
    found = await task.services.jobs.list_jobs()
    if found:
        for line in table(_HEADINGS, [_cells(task, job) for job in found], right=(0, 3)):
            task.out.line(line)
    else:
        task.out.note("No job has run yet. Run: arrtui --run backup")
    task.out.result("jobs", True, jobs=[msgspec.to_builtins(job) for job in found])
    return ExitStatus.OK


def _expect(job: Job | None, number: int) -> None:
    """Raise UsageError if there is no such job."""
    if job is None:
        raise UsageError(
            "choosing the job",
            why=f"there is none of number {number}",
            advice="arrtui --run jobs lists them.",
        )


def _cells(task: Task, job: Job) -> tuple[str, ...]:
    created = datetime.fromtimestamp(job.created_at, UTC).astimezone()
    told = job.progress
    progress = f"{told.text} {told.done:,}/{told.total:,}" if told.total else told.text
    return (
        *(str(job.id), task.services.kinds.describe(job), job.state.value, str(job.attempts)),
        *(f"{created:%Y-%m-%d %H:%M:%S}", job.error or progress),
    )
