"""Settle the interrupted applies of a pair before it is planned anew."""

from __future__ import annotations

from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.events import JobState


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
            task.out.note(f"Plan {plan_id} was interrupted; it is finished first.")
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
