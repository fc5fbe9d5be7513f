"""``--run diff INSTANCE A B``: what changed between two snapshots."""

from __future__ import annotations

import msgspec

from arrtui.cli.headless import Task
from arrtui.cli.output import JsonOutput
from arrtui.cli.status import ExitStatus
from arrtui.core.domain import Change, ChangeKind
from arrtui.features.backup.describe import describe
from arrtui.features.backup.rebuild import SnapshotDiff


async def run(task: Task) -> ExitStatus:
    """Print a line for each change."""
    name, first, second = task.request.args
    name = await task.known_instance(name)
    older, newer = await task.snapshot(name, first), await task.snapshot(name, second)
    between = await task.services.backup.changes(older, newer)
    for change in between.changes:
        _print(task, change, between)
    counts = {kind.value: sum(1 for one in between.changes if one.kind is kind) for kind in ChangeKind}
    told = ", ".join(f"{count:,} {word}" for word, count in counts.items())
    task.out.line(f"{name}, snapshot {older.id} to {newer.id}: {told}")
    task.out.result("diff", True, instance=name, **{"from": older.id, "to": newer.id}, **counts)
    return ExitStatus.OK


def _print(task: Task, change: Change, between: SnapshotDiff) -> None:
    line = describe(change, between.names)
    if isinstance(task.out, JsonOutput):
        task.out.event("change", subject=line.subject, **msgspec.to_builtins(change))
        return
    task.out.line(f"{line.sign} {line.subject}")
    for field in line.fields:
        task.out.line(f"    {field}")
