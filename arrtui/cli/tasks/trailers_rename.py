"""``--run trailers-rename [INSTANCE…]``: plan better names for videos that an app imports as the film."""

from __future__ import annotations

from typing import Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.plans import print_plan
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.events import JobState


@click.command("trailers-rename", cls=TaskCommand)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
async def trailers_rename(task: Task, instances: tuple[str, ...]) -> ExitStatus:
    """Plan better names for videos that an app imports as the film; each is approved in the terminal app."""
    task.require_instances()
    jobs = await task.run_jobs(await task.services.trailers.refresh(instances))
    outcomes: list[dict[str, Any]] = []
    for job in jobs:
        outcome: dict[str, Any] = {"instance": job.instance, "plan": None, "renames": 0, "left_alone": 0}
        outcomes.append(outcome)
        if job.state is not JobState.COMPLETED:
            outcome["error"] = job.error or f"the reading was {job.state.word}"
            task.out.note(f"error: {outcome['error']}")
            continue
        outcome["plan"] = plan_id = await task.services.trailers.plan_renames(job.instance)
        if plan_id is None:
            task.out.note(f"{job.instance}: no name is wrong.")
            continue
        opened = await task.services.sync.open(plan_id)
        outcome |= {"renames": len(opened.entries), "left_alone": len(opened.plan.notes)}
        print_plan(task, opened)
        for note in opened.plan.notes:
            task.out.note(note)
        task.out.note(f"Approve each by itself in arrtui: 3 Sync, plan {plan_id}. It can be undone.")
    failed = any("error" in outcome for outcome in outcomes)
    task.result(not failed, instances=outcomes)
    return ExitStatus.PARTLY if failed else ExitStatus.OK
