"""``--run settings repair INSTANCE``: what keeps an app from reading its own lists of settings."""

from __future__ import annotations

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.plans import apply_plan, finish_dry_run, note_dry_run, print_plan, wait_for_plan
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.features.sync.model import Decision


@click.command("repair", cls=TaskCommand)
@click.argument("instance", type=INSTANCE, metavar="INSTANCE")
@click.option("--apply", is_flag=True, help="Send it. It cannot be undone.")
async def repair(task: Task, instance: str, apply: bool) -> ExitStatus:
    """Look for settings that an app cannot read, and print exactly what would repair its lists.

    A provider of an unknown kind is deleted, a profile of an unknown language gets a known one.
    """
    if apply:
        task.refuse_writing(f"repairing the settings of {instance}")
    job_id = await task.services.setting_repairs.plan(instance)
    result = await wait_for_plan(task, job_id, instance=instance)
    if isinstance(result, ExitStatus):
        return result
    print_plan(task, result.opened)
    for planned in result.opened.entries:
        task.out.line(f"    {planned.entry.reason}")
        if body := planned.after.get("body"):
            task.out.line(f"    {msgspec.json.encode(body).decode()}")
    if not apply:
        note_dry_run(task, result)
        return finish_dry_run(task, result)
    positions = [planned.position for planned in result.opened.entries]
    await task.services.sync.decide(result.opened.plan.id, positions, Decision.APPROVED, by_hand=True)
    return await apply_plan(task, result)
