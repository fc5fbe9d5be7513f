"""``--run settings drift``: which targets are not as their syncs of settings would have them."""

from __future__ import annotations

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task


@click.command("drift", cls=TaskCommand)
async def drift(task: Task) -> ExitStatus:
    """Print which targets are not as their syncs would have them, by the last backups. That is no failure."""
    rows = await task.services.settings_drift.standing()
    for row in rows:
        task.out.line(f"{row.target} {row.sentence}")
    if not rows:
        task.out.line("All targets are as their syncs would have them.")
    task.result(True, settings_drift=[row._asdict() for row in rows])
    return ExitStatus.OK
