"""``--run diff INSTANCE A B``: what changed between two snapshots."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click
import msgspec

from arrtui.cli.command import SNAPSHOT_NAMES, TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.apps import app_of
from arrtui.core.domain import ChangeKind, EntityType
from arrtui.features.backup.describe import describe


@click.command("diff", cls=TaskCommand, epilog=f"\b\n{SNAPSHOT_NAMES}", needs_backup=True)
@click.argument("instance", type=INSTANCE, metavar="INSTANCE")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
async def diff(task: Task, instance: str, first: str, second: str) -> ExitStatus:
    """Print what changed between two snapshots of an instance."""
    name = await task.services.estate.known_instance(instance)
    older = await task.services.backup.snapshot(name, first)
    newer = await task.services.backup.snapshot(name, second)
    between = await task.services.backup.changes(older, newer)
    for change in between.changes:
        line = describe(change, between.names, app_of(name))
        values: dict[str, Any] = msgspec.to_builtins(change)
        for side in ("before", "after") if change.type is EntityType.ITEM else ():
            if values.get(side) is not None:  # external ids of titles as their app writes them
                values[side] = app_of(name).external_id.in_wire_form(values[side])
        task.out.event("change", subject=line.subject, **values)
        task.out.line(f"{line.sign} {line.subject}")
        for field in line.fields:
            task.out.line(f"    {field}")
    number = Counter(change.kind for change in between.changes)
    counts = {kind.value: number[kind] for kind in ChangeKind}
    summary = ", ".join(f"{count:,} {word}" for word, count in counts.items())
    task.out.line(f"{name}, snapshot {older.id} to {newer.id}: {summary}")
    task.result(True, instance=name, **{"from": older.id, "to": newer.id}, **counts)
    return ExitStatus.OK
