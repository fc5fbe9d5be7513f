"""``--run schedules``: what runs by itself; ``pause``, ``resume`` and ``run-now NAME`` change that."""

from __future__ import annotations

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import SCHEDULE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import UsageError
from arrtui.core.events import JobState
from arrtui.core.text import format_timestamp
from arrtui.runtime.schedules import ScheduleView

_HEADINGS = ("schedule", "cron", "apply", "state", "next", "last", "result")
NO_SCHEDULE = 'Nothing runs by itself yet. Add a task to [schedule] in {path}, e.g. backup = "0 3 * * *".'


@click.command(
    "schedules", cls=TaskCommand, only_by_hand="schedules are listed and changed by hand, not by a schedule"
)
@click.argument(
    "action", required=False, type=click.Choice(("pause", "resume", "run-now")), metavar="[ACTION]"
)
@click.argument("names", nargs=-1, type=SCHEDULE, metavar="[NAME…]")
async def schedules(task: Task, action: str | None, names: tuple[str, ...]) -> ExitStatus:
    """List what runs by itself; pause, resume or run some of it now.

    ACTION is pause, resume or run-now; a NAME is that of the configuration, such as "sync movies-4k".
    """
    if action is not None and not names:
        raise UsageError(
            "choosing the schedule", why="none is named", advice="arrtui --run schedules lists them."
        )
    done = True
    if action == "run-now":
        job_ids = [await task.services.schedules.run_now(name) for name in names]
        for job in await task.run_jobs(job_ids):
            if job.state is not JobState.COMPLETED:
                done = False
                task.out.note(f"error: {job.error or f'{job.subject} was {job.state.word}'}")
    elif action is not None:
        await task.services.schedules.pause(names, paused=action == "pause")
    views = await task.services.schedules.views()
    if views:
        for line in table(_HEADINGS, map(_cells, views)):
            task.out.line(line)
    else:
        task.out.note(NO_SCHEDULE.format(path=task.services.config.path))
    task.result(done, schedules=[view.record() for view in views])
    return ExitStatus.OK if done else ExitStatus.PARTLY


def _cells(view: ScheduleView) -> tuple[str, ...]:
    began_at = view.stored.began_at if view.stored else None
    return (
        *(view.task.name, view.task.cron, view.task.apply, view.state_word),
        *(
            format_timestamp(view.next_runs[0]),
            format_timestamp(began_at) if began_at else "never",
            view.outcome,
        ),
    )
