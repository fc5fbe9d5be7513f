"""``--run snapshots [INSTANCE…]`` and ``--run export INSTANCE FILE``: list what was taken, export one."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from arrtui.cli.command import SNAPSHOT_NAMES, TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.apps.words import child_words
from arrtui.core.text import format_timestamp
from arrtui.features.backup.folding import SnapshotRun, fold_equal


@click.command("snapshots", cls=TaskCommand, needs_backup=True)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
async def snapshots(task: Task, instances: tuple[str, ...]) -> ExitStatus:
    """List the snapshots that have been taken; equal ones that follow each other are one line."""
    names = [await task.services.estate.known_instance(name) for name in instances]
    rows = await task.services.backup.snapshots(names or None)
    if rows:
        children = child_words([row.instance for row in rows], joint="/")
        headings = (
            *("number", "instance", "taken", "result", "titles", children, "files"),
            *("added", "changed", "removed", "remarks"),
        )
        for line in table(headings, map(_cells, fold_equal(rows)), right=(0, 4, 5, 6, 7, 8, 9)):
            task.out.line(line)
    else:
        task.out.note("Nothing has been backed up yet. Run: arrtui --run backup")
    results = [row._asdict() for row in rows]
    for values in results:
        del values["instance_id"]
        values["taken_at"] = datetime.fromtimestamp(values["taken_at"], UTC).isoformat(timespec="seconds")
    task.result(True, snapshots=results)
    return ExitStatus.OK


def _cells(run: SnapshotRun) -> tuple[str, ...]:
    """Return the newest of equal snapshots, with the changes that led to all of them."""
    row = run.newest
    head = (str(row.id), row.instance, format_timestamp(row.taken_at), row.state)
    if row.state != "complete":
        return (*head, *("",) * 6, row.error)
    counts = (row.items, row.episodes, row.files, run.oldest.added, run.oldest.changed, run.oldest.removed)
    remarks = (
        ["baseline"] * run.oldest.baseline
        + ["full"] * row.full
        + ["live"] * row.live
        + ["pinned"] * row.pinned
        + [f"{len(row.warnings)} warnings"] * bool(row.warnings)
        + [f"the same since {format_timestamp(run.oldest.taken_at)}, {run.length} backups"] * run.repeats
    )
    return (*head, *(f"{count:,}" for count in counts), ", ".join(remarks))


@click.command("export", cls=TaskCommand, epilog=f"\b\n{SNAPSHOT_NAMES}", needs_backup=True)
@click.argument("instance", type=INSTANCE, metavar="INSTANCE")
@click.argument("file", metavar="FILE")
@click.option("--at", metavar="WHEN", default="latest", help="Which snapshot (default: latest).")
@click.option("--history", is_flag=True, help="Write the whole release history too.")
async def export(task: Task, instance: str, file: str, at: str, history: bool) -> ExitStatus:
    """Write a snapshot as JSON lines; .gz is compressed, - is standard output."""
    name = await task.services.estate.known_instance(instance)
    snapshot = await task.services.backup.snapshot(name, at or "latest")
    records = await task.services.backup.export(snapshot, file, history=history)
    task.out.note(f"{name}, snapshot {snapshot.id}: {records:,} records written to {file}")
    task.result(True, instance=name, snapshot=snapshot.id, file=file, records=records, digest=snapshot.digest)
    return ExitStatus.OK
