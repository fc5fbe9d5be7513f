"""``--run backup [INSTANCE…]``: take a snapshot of some or all instances, side by side."""

from __future__ import annotations

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.apps import app_of
from arrtui.core.apps.words import child_words
from arrtui.core.estate_event_words import sentence_of
from arrtui.core.estate_events import EventType
from arrtui.core.events import Job, JobState
from arrtui.core.text import plural
from arrtui.features.backup.backup import BackupOutcome

_HEADINGS = (
    *("files", "history"),
    *("added", "changed", "removed", "requests", "seconds"),
)
"""What is said of each instance behind its titles and what they consist of."""

_TOLD = (EventType.ARCHIVE_REFUSED, EventType.SETTINGS_DRIFTED, EventType.SETTINGS_ALIKE)
"""What followed from the backups and is told once."""


@click.command("backup", cls=TaskCommand)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
@click.option("--full", is_flag=True, help="Ask for everything again, changed or not.")
@click.option("--accept-shrink", is_flag=True, help="Believe an answer that lost a lot.")
@click.option("--accept-clock", is_flag=True, help="Believe the clock of this machine.")
async def backup(
    task: Task, instances: tuple[str, ...], full: bool, accept_shrink: bool, accept_clock: bool
) -> ExitStatus:
    """Take a snapshot of some instances, or of all."""
    task.require_instances()
    last_event = await task.services.events.latest_id()
    job_ids = await task.services.backup.back_up(
        instances, full=full, accept_shrink=accept_shrink, accept_clock=accept_clock
    )
    outcomes = [await _outcome(task, job) for job in await task.run_jobs(job_ids)]
    for outcome in outcomes:
        for warning in outcome.warnings:
            task.out.note(f"{outcome.instance}: {warning}")
        if outcome.unmapped_files:
            title = app_of(outcome.instance).title.singular
            task.out.note(f"{outcome.instance}: {plural(outcome.unmapped_files, 'file')} of no {title}")
    children = child_words([outcome.instance for outcome in outcomes], joint="/")
    headings = ("instance", "result", "titles", children, *_HEADINGS)
    for line in table(headings, map(_cells, outcomes), right=range(2, len(headings))):
        task.out.line(line)
    for outcome in outcomes:
        if outcome.error:
            task.out.note(f"error: {outcome.error}")
    for event in await task.services.events.after(last_event, types=_TOLD):
        task.out.note(sentence_of(event))
    status = status_of(outcome.error_code for outcome in outcomes)
    task.result(status is ExitStatus.OK, instances=msgspec.to_builtins(outcomes))
    return status


async def _outcome(task: Task, job: Job) -> BackupOutcome:
    """Return what came of one instance's backup, whichever process did it."""
    if job.state is JobState.COMPLETED:
        return msgspec.convert(job.result, BackupOutcome)
    (last,) = await task.services.backup.snapshots([job.instance], limit=1) or (None,)
    failed = last if last is not None and last.state == "failed" else None
    return BackupOutcome(
        instance=job.instance,
        ok=False,
        requests=failed.requests if failed else 0,
        seconds=round(failed.seconds, 3) if failed else 0.0,
        error=job.error or f"the backup was {job.state.value}",
        error_code=job.error_code or job.state.value,
    )


def _cells(outcome: BackupOutcome) -> tuple[str, ...]:
    counts = (
        *(outcome.items, outcome.episodes, outcome.files, outcome.history),
        *(outcome.added, outcome.changed, outcome.removed, outcome.requests),
    )
    result = "ok" if outcome.ok else "failed"
    return (outcome.instance, result, *(f"{count:,}" for count in counts), f"{outcome.seconds:.1f}")
