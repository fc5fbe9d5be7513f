"""``--run check``: how every instance is; with ``--database``, whether the stored snapshots are sound."""

from __future__ import annotations

from collections.abc import Sequence

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.events import Job, JobState
from arrtui.core.text import plural, shown_name
from arrtui.features.backup.rebuild import Verified
from arrtui.features.estate.check import CheckOutcome
from arrtui.runtime.tripwire import describe_alarm

_HEADINGS = ("instance", "state", "version", "latency", "health")


@click.command("check", cls=TaskCommand)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
@click.option("--database", is_flag=True, help="Rebuild the stored snapshots instead, verify their digests.")
async def check(task: Task, instances: tuple[str, ...], database: bool) -> ExitStatus:
    """Ask every instance how it is, or verify the stored snapshots."""
    if database:
        return await _check_database(task, instances)
    task.require_instances()
    job_ids = await task.services.estate.check(instances)
    outcomes = [_outcome(job) for job in await task.run_jobs(job_ids)]
    for line in table(_HEADINGS, map(_cells, outcomes)):
        task.out.line(line)
    for outcome in outcomes:
        messages = [f"{health.type}: {health.message}" for health in outcome.health]
        for text in (*outcome.warnings, *messages):
            task.out.line(f"{outcome.instance}: {text}")
        if outcome.error:
            task.out.note(f"error: {outcome.error}")
    alarms = await task.services.tripwire.alarms()
    for alarm in alarms:
        task.out.note(f"alarm: {describe_alarm(alarm)}")
    checked = {outcome.instance for outcome in outcomes}
    drifts = [row for row in await task.services.settings_drift.standing() if row.target in checked]
    for drift in drifts:
        task.out.note(f"drift: {drift.target} {drift.sentence}")
    players = await task.services.artwork.players.warnings(checked)
    for warning in players:
        task.out.note(f"warning: {shown_name(warning)}")
    artwork = await task.services.artwork.warnings.of(checked)
    for line in (f"{name}: artwork: {text}" for name, texts in artwork.items() for text in texts):
        task.out.line(line)
    status = status_of(outcome.error_code for outcome in outcomes)
    misplaced = await _misplaced(task)
    status = status or (ExitStatus.USAGE if misplaced else ExitStatus.OK)
    problems = {"problems": misplaced} if misplaced else {}
    standing: dict[str, object] = {"alarms": [alarm._asdict() for alarm in alarms]} if alarms else {}
    standing |= {"artwork": artwork} if artwork else {}
    standing |= {"settings_drift": [drift._asdict() for drift in drifts]} if drifts else {}
    standing |= {"players": players} if players else {}
    task.result(status is ExitStatus.OK, instances=msgspec.to_builtins(outcomes), **problems, **standing)
    return status


async def _misplaced(task: Task) -> list[str]:
    """Tell which folders of arrtui's own lie where they must not; return that as sentences."""
    places = (await task.services.recycle.misplaced(), await task.services.artwork.warnings.misplaced())
    sentences = [str(problem) for problem in places if problem]
    for sentence in sentences:
        task.out.note(f"error: {sentence}")
    return sentences


def _outcome(job: Job) -> CheckOutcome:
    if job.state is JobState.COMPLETED:
        return msgspec.convert(job.result, CheckOutcome)
    return CheckOutcome(
        instance=job.instance,
        ok=False,
        error=job.error or f"the check was {job.state.value}",
        error_code=job.error_code or job.state.value,
    )


def _cells(outcome: CheckOutcome) -> tuple[str, ...]:
    latency = f"{outcome.latency * 1000:.0f} ms" if outcome.latency is not None else ""
    health = plural(len(outcome.health), "message") if outcome.health else "healthy" if outcome.ok else ""
    return (outcome.instance, "up" if outcome.ok else "down", outcome.version, latency, health)


async def _check_database(task: Task, instances: Sequence[str]) -> ExitStatus:
    """Verify the database file, then rebuild every complete snapshot of the instances asked for."""
    faults = await task.services.backup.database_faults()
    for fault in faults:
        task.out.note(f"error: the database is damaged: {fault}")
    names = [await task.services.estate.known_instance(name) for name in instances]
    verified: list[Verified] = []
    for name in names or await task.services.estate.stored_instances():
        task.out.progress(name, 0, 0, "rebuilding snapshots")
        verified += await task.services.backup.verify(name)
    for snapshot in verified:
        state = "sound" if snapshot.ok else "DAMAGED"
        task.out.line(
            f"{snapshot.instance} snapshot {snapshot.snapshot}: {state}, {snapshot.records:,} records"
        )
        if snapshot.error:
            task.out.note(f"error: {snapshot.error}")
    sound = not faults and all(snapshot.ok for snapshot in verified)
    if sound:
        task.out.line(f"{len(verified)} snapshots rebuilt, every digest is right.")
    task.result(sound, database=faults or "sound", snapshots=msgspec.to_builtins(verified))
    return ExitStatus.OK if sound else ExitStatus.PARTLY
