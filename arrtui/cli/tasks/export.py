"""``--run export INSTANCE [--at WHEN] FILE``: a snapshot as JSON lines."""

from __future__ import annotations

import asyncio

from arrtui.cli.headless import Task
from arrtui.cli.status import ExitStatus
from arrtui.features.backup.export import write_export
from arrtui.features.backup.rebuild import state_at


async def run(task: Task) -> ExitStatus:
    """Rebuild the snapshot and write it."""
    name, file = task.request.args
    name = await task.known_instance(name)
    snapshot = await task.snapshot(name, task.request.options.get("at") or "latest")
    states = await task.services.read(state_at, snapshot)
    records = await asyncio.to_thread(write_export, snapshot, states, file)
    task.out.note(f"{name}, snapshot {snapshot.id}: {records:,} records written to {file}")
    told = {"instance": name, "snapshot": snapshot.id, "file": file, "records": records}
    task.out.result("export", True, **told, digest=snapshot.digest)
    return ExitStatus.OK
