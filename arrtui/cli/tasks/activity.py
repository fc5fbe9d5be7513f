"""``--run activity``: ask the instances what they are doing, and print it."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.events import Job, JobState
from arrtui.core.text import format_timestamp
from arrtui.runtime.activity import StoredActivity

_HEADINGS = ("instance", "state", "kind", "at", "title", "note")


@click.command("activity", cls=TaskCommand)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
async def activity(task: Task, instances: tuple[str, ...]) -> ExitStatus:
    """Ask what instances are doing: downloads, health, commands, releases of the last day, what is wanted."""
    from arrtui.features.activity.order import in_order

    task.require_instances()
    jobs = await task.run_jobs(await task.services.activity.refresh(instances))
    rows = in_order(await task.services.activity.rows(instances))
    for line in table(_HEADINGS, map(_cells, rows)):
        task.out.line(line)
    failed = [job for job in jobs if job.state is not JobState.COMPLETED]
    for job in failed:
        task.out.note(f"error: {_error(job)}")
    outcomes = [{"instance": job.instance, "ok": job not in failed, "error": _error(job)} for job in jobs]
    task.result(not failed, instances=outcomes, rows=[_as_json(row) for row in rows])
    return ExitStatus.PARTLY if failed else ExitStatus.OK


def _error(job: Job) -> str:
    return "" if job.state is JobState.COMPLETED else job.error or f"the reading was {job.state.word}"


def _cells(row: StoredActivity) -> tuple[str, ...]:
    from arrtui.features.activity.words import note_of, state_of, title_of

    entry = row.entry
    state = state_of(entry).word
    return (
        *(row.instance, f"! {state}" if entry.problem else state, entry.kind.value),
        *("" if entry.at is None else format_timestamp(entry.at), title_of(row), note_of(row)),
    )


def _as_json(row: StoredActivity) -> dict[str, Any]:
    """Return a row with every field of its entry beside those that are stored with it."""
    stored = {name: value for name, value in row._asdict().items() if name != "entry"}
    entry = {name: getattr(row.entry, name) for name in row.entry.__struct_fields__}
    built: dict[str, Any] = msgspec.to_builtins(stored | entry)
    return built
