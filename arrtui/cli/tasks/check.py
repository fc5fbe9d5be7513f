"""``--run check``: how every instance is; with ``--database``, whether the stored snapshots are sound."""

from __future__ import annotations

import msgspec

from arrtui.cli.headless import Task
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.core.events import Job, JobState
from arrtui.features.backup.rebuild import Verified
from arrtui.features.estate.check import CheckOutcome


async def run(task: Task) -> ExitStatus:
    """Check the instances or the database."""
    if task.request.options.get("database"):
        return await _check_database(task)
    ids = await task.services.estate.check(task.instances())
    outcomes = [_outcome(job) for job in await task.do(ids)]
    for line in table(("instance", "state", "version", "latency", "health"), [_row(one) for one in outcomes]):
        task.out.line(line)
    for outcome in outcomes:
        for text in (*outcome.warnings, *(f"{one.type}: {one.message}" for one in outcome.health)):
            task.out.line(f"{outcome.instance}: {text}")
        if outcome.error:
            task.out.note(f"error: {outcome.error}")
    status = status_of(outcome.error_code for outcome in outcomes)
    task.out.result(
        "check", status is ExitStatus.OK, instances=[msgspec.to_builtins(one) for one in outcomes]
    )
    return status


def _outcome(job: Job) -> CheckOutcome:
    if job.state is JobState.COMPLETED:
        return msgspec.convert(job.result, CheckOutcome)
    return CheckOutcome(
        instance=job.instance,
        ok=False,
        error=job.error or f"the check was {job.state.value}",
        error_code=job.error_code or job.state.value,
    )


def _row(outcome: CheckOutcome) -> tuple[str, ...]:
    latency = f"{outcome.latency * 1000:.0f} ms" if outcome.latency is not None else ""
    health = f"{len(outcome.health)} messages" if outcome.health else "healthy" if outcome.ok else ""
    return (outcome.instance, "up" if outcome.ok else "down", outcome.version, latency, health)


async def _check_database(task: Task) -> ExitStatus:
    """Verify the database file, then rebuild every complete snapshot of the instances asked for."""
    faults = await task.services.backup.database_faults()
    for fault in faults:
        task.out.note(f"error: the database is damaged: {fault}")
    verified: list[Verified] = []
    for name in [await task.known_instance(name) for name in task.request.args] or await _stored(task):
        task.out.progress(name, 0, 0, "rebuilding snapshots")
        verified += await task.services.backup.verify(name)
    for one in verified:
        state = "sound" if one.ok else "DAMAGED"
        task.out.line(f"{one.instance} snapshot {one.snapshot}: {state}, {one.records:,} records")
        if one.error:
            task.out.note(f"error: {one.error}")
    sound = not faults and all(one.ok for one in verified)
    if sound:
        task.out.line(f"{len(verified)} snapshots rebuilt, every digest is right.")
    task.out.result(
        "check", sound, database=faults or "sound", snapshots=[msgspec.to_builtins(one) for one in verified]
    )
    return ExitStatus.OK if sound else ExitStatus.PARTLY


async def _stored(task: Task) -> list[str]:
    return await task.services.estate.stored_instances()
