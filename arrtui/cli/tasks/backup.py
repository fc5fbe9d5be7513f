"""``--run backup [INSTANCE…]``: take a snapshot of some or all instances, side by side."""

from __future__ import annotations

import msgspec

from arrtui.cli.headless import Task
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.core.events import Job, JobState
from arrtui.features.backup.backup import BackupOutcome

_HEADINGS = (
    *("instance", "result", "items", "episodes", "files", "history"),
    *("added", "changed", "removed", "requests", "seconds"),
)


async def run(task: Task) -> ExitStatus:
    """Back up and tell per instance what came of it."""
    options = task.request.options
    ids = await task.services.backup.back_up(
        task.instances(),
        full=bool(options.get("full")),
        accept_shrink=bool(options.get("accept_shrink")),
    )
    outcomes = [await _outcome(task, job) for job in await task.do(ids)]
    for outcome in outcomes:
        for warning in outcome.warnings:
            task.out.note(f"{outcome.instance}: {warning}")
    rows = [_row(outcome) for outcome in outcomes]
    for line in table(_HEADINGS, rows, right=range(2, len(_HEADINGS))):
        task.out.line(line)
    for outcome in outcomes:
        if outcome.error:
            task.out.note(f"error: {outcome.error}")
    status = status_of(outcome.error_code for outcome in outcomes)
    task.out.result(
        "backup", status is ExitStatus.OK, instances=[msgspec.to_builtins(one) for one in outcomes]
    )
    return status


async def _outcome(task: Task, job: Job) -> BackupOutcome:
    """Return what came of one instance's backup, whoever did it."""
    if job.state is JobState.COMPLETED:
        return msgspec.convert(job.result, BackupOutcome)
    (last,) = await task.services.backup.snapshots([job.instance], limit=1) or (None,)
    spent = last if last is not None and last.state == "failed" else None
    return BackupOutcome(
        instance=job.instance,
        ok=False,
        requests=spent.requests if spent else 0,
        seconds=round(spent.seconds, 3) if spent else 0.0,
        error=job.error or f"the backup was {job.state.value}",
        error_code=job.error_code or job.state.value,
    )


def _row(outcome: BackupOutcome) -> tuple[str, ...]:
    counts = (
        *(outcome.items, outcome.episodes, outcome.files, outcome.history),
        *(outcome.added, outcome.changed, outcome.removed, outcome.requests),
    )
    result = "ok" if outcome.ok else "failed"
    return (outcome.instance, result, *(f"{count:,}" for count in counts), f"{outcome.seconds:.1f}")
