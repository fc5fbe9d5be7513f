"""``--run snapshots [INSTANCE…]``: what has been taken, newest first."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.text import format_timestamp
from arrtui.runtime.backup import SnapshotRow

_HEADINGS = (
    *("number", "instance", "taken", "result", "items", "episodes", "files"),
    *("added", "changed", "removed", "remarks"),
)


@click.command("snapshots", cls=TaskCommand, needs_backup=True)
@click.argument("instances", nargs=-1, metavar="[INSTANCE…]")
async def snapshots(task: Task, instances: tuple[str, ...]) -> ExitStatus:
    """List the snapshots that have been taken."""
    names = [await task.services.estate.known_instance(name) for name in instances]
    rows = await task.services.backup.snapshots(names or None)
    if rows:
        for line in table(_HEADINGS, map(_cells, rows), right=(0, 4, 5, 6, 7, 8, 9)):
            task.out.line(line)
    else:
        task.out.note("Nothing has been backed up yet. Run: arrtui --run backup")
    task.result(True, snapshots=[_json_row(row) for row in rows])
    return ExitStatus.OK


def _cells(row: SnapshotRow) -> tuple[str, ...]:
    head = (str(row.id), row.instance, format_timestamp(row.taken_at), row.state)
    if row.state != "complete":
        return (*head, *("",) * 6, row.error)
    counts = (row.items, row.episodes, row.files, row.added, row.changed, row.removed)
    remarks = (
        ["baseline"] * row.baseline
        + ["full"] * row.full
        + [f"{len(row.warnings)} warnings"] * bool(row.warnings)
    )
    return (*head, *(f"{count:,}" for count in counts), ", ".join(remarks))


def _json_row(row: SnapshotRow) -> dict[str, object]:
    """Return a snapshot for JSON, its time in ISO form."""
    values = row._asdict()
    del values["instance_id"]
    taken_at = datetime.fromtimestamp(row.taken_at, UTC).isoformat(timespec="seconds")
    return values | {"taken_at": taken_at}
