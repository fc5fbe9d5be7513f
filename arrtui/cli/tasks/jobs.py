"""``--run jobs``: what runs, waits or failed; ``--retry ID`` and ``--cancel ID`` change a job first."""

from __future__ import annotations

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.output import table
from arrtui.cli.plans import FAILURES
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import UsageError
from arrtui.core.events import Job, JobState
from arrtui.core.text import format_timestamp
from arrtui.runtime.tripwire import describe_alarm

_HEADINGS = ("number", "job", "state", "attempts", "created", "progress or error")


@click.command("jobs", cls=TaskCommand, needs_backup=True)
@click.option("--retry", metavar="ID", type=int, help="Run a failed, cancelled or parked job again.")
@click.option("--cancel", metavar="ID", type=int, help="Cancel a job.")
async def jobs(task: Task, retry: int | None, cancel: int | None) -> ExitStatus:
    """List what runs, waits, is parked or failed."""
    services, done = task.services, True
    if retry is not None:
        done = await _run_again(task, retry)
    if cancel is not None and await services.jobs.cancel(cancel) is None:
        raise _refused(f"there is none of number {cancel}")
    rows = await services.jobs.list_jobs()
    if rows:
        for line in table(_HEADINGS, [_cells(task, job) for job in rows], right=(0, 3)):
            task.out.line(line)
    else:
        task.out.note("No job has run yet. Run: arrtui --run backup")
    alarms = await services.tripwire.alarms()
    for alarm in alarms:
        task.out.note(f"alarm: {describe_alarm(alarm)}")
    standing = {"alarms": [alarm._asdict() for alarm in alarms]} if alarms else {}
    task.result(done, jobs=msgspec.to_builtins(rows), **standing)
    return ExitStatus.OK if done else ExitStatus.PARTLY


async def _run_again(task: Task, job_id: int) -> bool:
    """Queue a job again and work on it until it ends; return whether all of it was done."""
    queued = await task.services.jobs.retry(job_id)
    if queued is None:
        raise _refused(f"there is none of number {job_id}")
    if not queued.state.active:
        raise _refused(f"job {job_id} is {queued.state.word}, so it is not run again")
    (job,) = await task.run_jobs([queued.id])
    if job.state is not JobState.COMPLETED:
        task.out.note(f"error: {job.error or f'the job was {job.state.word}'}")
        return False
    return not any((job.result or {}).get(outcome) for outcome in FAILURES)


def _refused(why: str) -> UsageError:
    return UsageError("choosing the job", why=why, advice="arrtui --run jobs lists them.")


def _cells(task: Task, job: Job) -> tuple[str, ...]:
    step = job.progress
    progress = f"{step.text} {step.done:,}/{step.total:,}" if step.total else step.text
    return (
        *(str(job.id), task.services.kinds.describe(job), job.state.word, str(job.attempts)),
        *(format_timestamp(job.created_at), task.services.jobs.why_waiting(job) or job.error or progress),
    )
