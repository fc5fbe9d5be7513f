"""``--run export INSTANCE [--at WHEN] FILE``: a snapshot as JSON lines."""

from __future__ import annotations

from arrtui.cli.headless import Task
from arrtui.cli.status import ExitStatus


async def run(task: Task) -> ExitStatus:
    """Rebuild the snapshot and write it."""
    name, file = task.request.args
    name = await task.known_instance(name)
    snapshot = await task.snapshot(name, task.request.options.get("at") or "latest")
    records = await task.services.backup.export(snapshot, file)
    task.out.note(f"{name}, snapshot {snapshot.id}: {records:,} records written to {file}")
    told = {"instance": name, "snapshot": snapshot.id, "file": file, "records": records}
    task.out.result("export", True, **told, digest=snapshot.digest)
    return ExitStatus.OK
