"""``--run plan PAIR`` and ``--run sync PAIR``: what a pair's plan holds, and applying it."""

from __future__ import annotations

import click

from arrtui.cli.command import DependentOption, TaskCommand
from arrtui.cli.completion import PAIR
from arrtui.cli.plans import (
    ONLY_ADDITIONS,
    PlanResult,
    apply_within_limits,
    chosen_ops,
    finish_dry_run,
    note_dry_run,
    print_plan,
    refuse,
    standing_alarm,
    wait_for_plan,
)
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.cli.unfinished import settle_unfinished


@click.command("plan", cls=TaskCommand)
@click.argument("pair", type=PAIR, metavar="PAIR")
async def plan(task: Task, pair: str) -> ExitStatus:
    """Print what differs between the sides of [sync.PAIR]; write nothing."""
    result = await wait_for_plan(task, await task.services.sync.plan_pair(pair), pair=pair)
    if isinstance(result, ExitStatus):
        return result
    print_plan(task, result.opened)
    return finish_dry_run(task, result)


@click.command("sync", cls=TaskCommand)
@click.argument("pair", type=PAIR, metavar="PAIR")
@click.option("--apply", is_flag=True, help="Write additions and updates.")
@ONLY_ADDITIONS
@click.option(
    "--allow-removals",
    cls=DependentOption,
    requires="apply",
    is_flag=True,
    help="Removals too, within the limits.",
)
async def sync(
    task: Task, pair: str, apply: bool, allow_removals: bool, only_additions: bool = False
) -> ExitStatus:
    """Plan a pair and, with --apply, write the plan within its limits.

    An apply of the pair that was interrupted is finished first; one over an hour old, or older than a newer
    plan, is ended instead.
    """
    ops = chosen_ops(only_additions=only_additions, allow_removals=allow_removals)
    ended: dict[str, list[int]] = {}
    sides = task.services.config.pair(pair)
    alarm = await standing_alarm(task, (sides.source_instance, sides.target))
    if apply:
        task.refuse_writing(f"syncing {pair}")
    if apply and not alarm:
        settled = await settle_unfinished(task, pair)
        if isinstance(settled, ExitStatus):
            return settled
        ended = settled
    job_id = await task.services.sync.plan_pair(pair, fresh=apply)
    result = await wait_for_plan(task, job_id, pair=pair)
    if isinstance(result, ExitStatus):
        return result
    result.values |= ended
    opened = result.opened
    print_plan(task, opened)
    if not apply:
        note_dry_run(task, result)
        return finish_dry_run(task, result)
    if why := alarm or opened.lock or _unreadable(task, result):
        return refuse(task, result, why)
    return await apply_within_limits(task, result, ops)


def _unreadable(task: Task, result: PlanResult) -> str:
    """Return which sides could not be read now, where nobody is there who knows; else nothing."""
    names = result.values["stale"] if task.unattended else []
    return f"{' and '.join(names)} could not be read now." if names else ""
