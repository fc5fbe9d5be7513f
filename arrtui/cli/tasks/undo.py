"""``--run undo PLAN`` and ``--run restore INSTANCE --at WHEN``: the plan that goes back, and applying it."""

from __future__ import annotations

import click

from arrtui.cli.command import SNAPSHOT_NAMES, TaskCommand
from arrtui.cli.plans import apply_plan, note_dry_run, print_plan, wait_for_plan
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import UsageError


@click.command("undo", cls=TaskCommand)
@click.argument("plan", metavar="PLAN")
@click.option("--apply", is_flag=True, help="Write what the plan says.")
async def undo(task: Task, plan: str, apply: bool) -> ExitStatus:
    """Plan what takes an applied plan back; --apply writes it."""
    if not plan.isdecimal():
        raise UsageError(
            "choosing the plan", why=f"{plan!r} is no plan's number", advice="arrtui --run plans lists them."
        )
    job_id = await task.services.sync.undo(int(plan))
    return await _revert(task, job_id, apply=apply, undoes=int(plan))


@click.command(
    "restore",
    cls=TaskCommand,
    options_metavar="--at WHEN [OPTIONS]",
    epilog=f"\b\n{SNAPSHOT_NAMES}",
    needs_backup=True,
)
@click.argument("instance", metavar="INSTANCE")
@click.option("--at", metavar="WHEN", required=True, help="Which snapshot, e.g. yesterday.")
@click.option("--apply", is_flag=True, help="Write what the plan says.")
async def restore(task: Task, instance: str, at: str, apply: bool) -> ExitStatus:
    """Plan what brings an instance back to a snapshot; --apply writes it.

    Nothing is ever removed by it.
    """
    job_id = await task.services.sync.restore(instance, at)
    return await _revert(task, job_id, apply=apply, instance=instance, at=at)


async def _revert(task: Task, job_id: int, *, apply: bool, **values: object) -> ExitStatus:
    result = await wait_for_plan(task, job_id, **values)
    if isinstance(result, ExitStatus):
        return result
    print_plan(task, result.opened)
    if apply:
        return await apply_plan(task, result)
    note_dry_run(task, result)
    task.result(True, **result.values)
    return ExitStatus.OK
