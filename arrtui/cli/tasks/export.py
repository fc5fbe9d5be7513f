"""``--run export INSTANCE FILE``: a snapshot as JSON lines."""

from __future__ import annotations

import click

from arrtui.cli.command import SNAPSHOT_NAMES, TaskCommand
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task


@click.command("export", cls=TaskCommand, epilog=f"\b\n{SNAPSHOT_NAMES}", needs_backup=True)
@click.argument("instance", metavar="INSTANCE")
@click.argument("file", metavar="FILE")
@click.option("--at", metavar="WHEN", default="latest", help="Which snapshot (default: latest).")
async def export(task: Task, instance: str, file: str, at: str) -> ExitStatus:
    """Write a snapshot as JSON lines; .gz is compressed, - is standard output."""
    name = await task.services.estate.known_instance(instance)
    snapshot = await task.services.backup.snapshot(name, at or "latest")
    records = await task.services.backup.export(snapshot, file)
    task.out.note(f"{name}, snapshot {snapshot.id}: {records:,} records written to {file}")
    task.result(True, instance=name, snapshot=snapshot.id, file=file, records=records, digest=snapshot.digest)
    return ExitStatus.OK
