"""``--run jobs``: what runs, waits or failed; ``--retry ID`` and ``--cancel ID`` change a job first."""

from __future__ import annotations

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import UsageError
from arrtui.core.events import Job
from arrtui.core.text import format_timestamp

_HEADINGS = ("number", "job", "state", "attempts", "created", "progress or error")


@click.command("jobs", cls=TaskCommand, needs_backup=True)
@click.option("--retry", metavar="ID", type=int, help="Run a failed, cancelled or parked job again.")
@click.option("--cancel", metavar="ID", type=int, help="Cancel a job.")
async def jobs(task: Task, retry: int | None, cancel: int | None) -> ExitStatus:
    """List what runs, waits or failed."""
    services = task.services
    for job_id, change in ((retry, services.jobs.retry), (cancel, services.jobs.cancel)):
        if job_id is not None and await change(job_id) is None:
            raise UsageError(
                "choosing the job",
                why=f"there is none of number {job_id}",
                advice="arrtui --run jobs lists them.",
            )
    rows = await services.jobs.list_jobs()
    if rows:
        for line in table(_HEADINGS, [_cells(task, job) for job in rows], right=(0, 3)):
            task.out.line(line)
    else:
        task.out.note("No job has run yet. Run: arrtui --run backup")
    task.result(True, jobs=msgspec.to_builtins(rows))
    return ExitStatus.OK


def _cells(task: Task, job: Job) -> tuple[str, ...]:
    step = job.progress
    progress = f"{step.text} {step.done:,}/{step.total:,}" if step.total else step.text
    return (
        *(str(job.id), task.services.kinds.describe(job), job.state.word, str(job.attempts)),
        *(format_timestamp(job.created_at), job.error or progress),
    )
