"""``--run plan PAIR`` and ``--run sync PAIR``: what a pair's plan holds, and applying it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arrtui.cli.headless import Task
from arrtui.cli.plans import Applied, apply_plan, made_plan, print_plan, refused
from arrtui.cli.status import ExitStatus
from arrtui.features.sync.model import Decision, Op
from arrtui.features.sync.review import OpenPlan


async def run(task: Task) -> ExitStatus:
    """Make the plan and print it; nothing is written."""
    (name,) = task.request.args
    job_id = await task.services.sync.plan_pair(name)
    made = await made_plan(task, "plan", job_id, pair=name)
    if isinstance(made, ExitStatus):
        return made
    opened, told = made
    print_plan(task, opened)
    return _end(task, "plan", opened, told)


def _end(task: Task, name: str, opened: OpenPlan, told: Mapping[str, Any]) -> ExitStatus:
    """Give the result of a plan that is not applied: a limit that holds it is a status of its own."""
    if opened.lock:
        task.out.note(f"locked: {opened.lock}")
    task.out.result(name, not opened.lock, **told)
    return ExitStatus.GUARDED if opened.lock else ExitStatus.OK


async def run_sync(task: Task) -> ExitStatus:
    """Make the plan; with ``--apply`` write its additions and updates, removals only if allowed."""
    (name,) = task.request.args
    options = task.request.options
    job_id = await task.services.sync.plan_pair(name, fresh=bool(options.get("apply")))
    made = await made_plan(task, "sync", job_id, pair=name)
    if isinstance(made, ExitStatus):
        return made
    opened, told = made
    print_plan(task, opened)
    if not options.get("apply"):
        task.out.note("Nothing was written: this was a look. Add --apply to write it.")
        return _end(task, "sync", opened, {**told, **Applied().told})
    if opened.lock:
        return refused(task, "sync", opened.lock, told)
    held_back = told["held_back"] if options.get("allow_removals") else 0
    if held_back:
        task.out.note(f"guard: {held_back} removals were held back. " + " ".join(opened.plan.notes))
    wanted = {Op.ADD, Op.UPDATE} | ({Op.REMOVE} if options.get("allow_removals") else set())
    await _approve(task, opened, wanted)
    return await apply_plan(task, "sync", opened, told, guarded=bool(held_back))


async def _approve(task: Task, opened: OpenPlan, wanted: set[Op]) -> None:
    """Approve what is to be written; what is not stays undecided, so that it can still be reviewed."""
    chosen = [one.position for one in opened.entries if one.entry.op in wanted]
    if chosen:
        await task.services.sync.decide(opened.plan.id, chosen, Decision.APPROVED)
