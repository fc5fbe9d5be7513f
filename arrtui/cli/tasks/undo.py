"""``--run undo PLAN`` and ``--run restore INSTANCE --at WHEN``: the plan that goes back, and applying it."""

from __future__ import annotations

from arrtui.cli.headless import Task
from arrtui.cli.plans import Applied, apply_plan, made_plan, print_plan
from arrtui.cli.status import ExitStatus
from arrtui.core.errors import UsageError


async def run(task: Task) -> ExitStatus:
    """Make the plan that undoes another; ``--apply`` writes it."""
    (text,) = task.request.args
    if not text.isdecimal():
        raise UsageError(
            "choosing the plan", why=f"{text!r} is no plan's number", advice="arrtui --run plans lists them."
        )
    return await _go_back(task, "undo", await task.services.sync.undo(int(text)), undoes=int(text))


async def run_restore(task: Task) -> ExitStatus:
    """Make the plan that brings an instance back to a snapshot; ``--apply`` writes it."""
    (name,) = task.request.args
    when = task.request.options["at"]
    return await _go_back(
        task, "restore", await task.services.sync.restore(name, when), instance=name, at=when
    )


async def _go_back(task: Task, name: str, job_id: int, **values: object) -> ExitStatus:
    made = await made_plan(task, name, job_id, **values)
    if isinstance(made, ExitStatus):
        return made
    opened, told = made
    print_plan(task, opened)
    if task.request.options.get("apply"):
        return await apply_plan(task, name, opened, told)
    task.out.note("Nothing was written: this was a look. Add --apply to write it.")
    task.out.result(name, True, **told, **Applied().told)
    return ExitStatus.OK
