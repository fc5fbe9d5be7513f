"""Go on with interrupted applies, or end them, before anything is planned anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from arrtui.cli.plans import PlanResult, print_plan, report_apply
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.events import JobState
from arrtui.runtime.sync.unfinished import UnfinishedApply

_FINISHING = "Plan {} was interrupted; it is finished first."


async def finish_interrupted(
    task: Task, unfinished: Sequence[UnfinishedApply], **values: Any
) -> ExitStatus | None:
    """Finish the newest interrupted apply that may go on, and give its result; None where there is none.

    ``values`` stand in the result line. The others are superseded by what is applied next.
    """
    resumed = [apply for apply in unfinished if apply.resumes]
    if not resumed:
        return None
    plan_id = resumed[-1].plan.id
    task.out.note(_FINISHING.format(plan_id))
    opened = await task.services.sync.open(plan_id)
    print_plan(task, opened)
    values |= {"plan": plan_id, **msgspec.to_builtins(opened.plan.counts)}
    values |= {"locked": None, "held_back": 0, "stale": [], "notes": list(opened.plan.notes)}
    job_ids = [await task.services.sync.settle(apply) for apply in resumed if apply.plan.id == plan_id]
    jobs = await task.run_jobs(job_ids)
    return await report_apply(task, PlanResult(opened, {**values, "finished_first": [plan_id]}), jobs)


async def settle_unfinished(task: Task, pair: str) -> ExitStatus | dict[str, list[int]]:
    """Finish or supersede the unfinished applies of a pair.

    Return the numbers of the plans that were finished and superseded, for the result line; the exit status
    where one could be neither.
    """
    sync = task.services.sync
    ended: dict[str, list[int]] = {"finished_first": [], "superseded": []}
    while unfinished := await sync.unfinished(pair):
        apply = unfinished[0]
        plan_id = apply.plan.id
        if apply.resumes:
            task.out.note(_FINISHING.format(plan_id))
        else:
            task.out.note(
                f"Plan {plan_id} was interrupted and is too old to go on: it ends as superseded. "
                f"What it wrote can be taken back: arrtui --run undo {plan_id}"
            )
        (job,) = await task.run_jobs([await sync.settle(apply)])
        if job.state is JobState.COMPLETED:
            ended["finished_first" if apply.resumes else "superseded"].append(plan_id)
        elif job.state is not JobState.PARKED:  # which is judged again
            task.out.note(f"error: {job.error}")
            if not apply.resumes:
                task.result(False, pair=pair, error=job.error, error_code=job.error_code)
                return status_of([job.error_code or job.state.value])
    return ended
