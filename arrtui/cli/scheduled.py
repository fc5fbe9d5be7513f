"""Tasks on a schedule: read the words of one, and run it as ``--run`` does, with nobody there to read it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from arrtui.cli.command import TaskCommand, TaskGroup
from arrtui.cli.completion import INSTANCE, PAIR, PAIR_OR_INSTANCE, SETTINGS_SYNC
from arrtui.cli.output import Output
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task, meanwhile
from arrtui.core.config.schedules import ApplyLevel, ScheduledTask, TaskWords
from arrtui.core.errors import GuardError, ScheduledTaskError, UsageError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job
from arrtui.core.text import name_some, plural

if TYPE_CHECKING:
    from arrtui.runtime.engine.jobs import JobContext
    from arrtui.runtime.services import Services

APPLY_OPTIONS: Mapping[ApplyLevel, tuple[str, ...]] = {
    "none": (),
    "additions": ("apply", "only_additions"),
    "updates": ("apply",),
    "all": ("apply", "allow_removals"),
}
"""The options of a task that its apply level stands for."""
_WRITING = ("apply", "download", "retry", "action")
"""Parameters of tasks that, where they are given, have an app or a folder written to."""
_LINES_KEPT = 20
_FAILURES = ("error: ", "guard: ", "locked: ", "failed: ")
"""How lines begin that say why not all was done."""


# --- reading ---------------------------------------------------------------------------------------------


def read_task(words: Sequence[str], apply: ApplyLevel = "none") -> TaskWords:
    """Return what a task and its arguments are about. Raises UsageError for words that ``--run`` refuses."""
    command, params = _parse(words, apply)
    named: dict[Any, list[str]] = {INSTANCE: [], PAIR: [], PAIR_OR_INSTANCE: [], SETTINGS_SYNC: []}
    takes_instances = False
    for parameter in command.params:
        if parameter.type in named:
            value = params[parameter.name or ""] or ()
            named[parameter.type] += [value] if isinstance(value, str) else value
            takes_instances = takes_instances or (parameter.type is INSTANCE and parameter.nargs == -1)
    writes = any(params.get(name) for name in _WRITING)
    return TaskWords(
        tuple(words),
        instances=tuple(named[INSTANCE]),
        pairs=tuple(named[PAIR]),
        syncs=tuple(named[SETTINGS_SYNC]),
        takes_instances=takes_instances,
        writes=writes,
    )


def _parse(words: Sequence[str], apply: ApplyLevel) -> tuple[TaskCommand, dict[str, Any]]:
    """Return the command of a task and its own parameters. Raises UsageError."""
    from arrtui.cli.main import task_command

    try:
        command, rest = task_command(words[0] if words else ""), list(words[1:])
        while isinstance(command, TaskGroup):
            command, rest = command.choose(rest)
        params = command.read_words(rest)
    except click.UsageError as error:
        raise _refused(error.format_message()) from None
    if command.only_by_hand:
        raise _refused(command.only_by_hand)
    if "-" in words:
        raise _refused("there is no standard output to write to")
    options = APPLY_OPTIONS[apply]
    if apply != "none" and params.get("apply"):
        raise _refused("apply and --apply are both given; give one of them")
    if not params.keys() >= set(options):
        raise _refused(f'{command.name} has no apply = "{apply}"')
    return command, params | dict.fromkeys(options, True)


def _refused(why: str) -> UsageError:
    return UsageError("reading a schedule", why=why)


# --- running ---------------------------------------------------------------------------------------------


@dataclass
class KeptOutput(Output):
    """Keeps the last of what a task prints, and its result."""

    job: JobContext
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_LINES_KEPT))
    values: dict[str, Any] = field(default_factory=dict)
    """What ``--json`` would print last."""

    def progress(self, subject: str, done: int, total: int, text: str) -> None:
        """Set it as that of the job."""
        self.job.report(done, total, f"{subject}: {text}")

    def note(self, text: str) -> None:
        """Keep a remark."""
        self.lines.append(text)

    def line(self, text: str) -> None:
        """Keep a line of the result."""
        self.lines.append(text)

    def result(self, task: str, ok: bool, **values: Any) -> None:
        """Keep the result."""
        self.values = values

    @property
    def summary(self) -> str:
        """What was done: the last line, or what the lines are where each is a row."""
        instances = [row["instance"] for row in self.values.get("instances", ()) if "instance" in row]
        if isinstance(count := self.values.get("count"), int):
            return plural(count, "line")
        return f"{name_some(instances)}: ok" if instances else next(reversed(self.lines), "")

    @property
    def failure_text(self) -> str:
        """Why not all was done, in the task's own words."""
        if error := self.values.get("error"):
            return str(error)
        told = [line for line in self.lines if line.startswith(_FAILURES)]
        return (told or list(self.lines) or ["it says nothing"])[-1].removeprefix(_FAILURES[0])


@dataclass(frozen=True)
class UnattendedTask(Task):
    """A task that runs inside a job of the worker, which does the jobs it queues."""

    parent: int = 0
    """The job's id."""
    unattended: bool = True

    async def run_jobs(self, job_ids: Sequence[int]) -> list[Job]:
        """Wait until the worker has done the jobs; cancelling the parent cancels them."""
        async with meanwhile(self.show_progress(set(job_ids))):
            return await self.services.jobs.finish(self.parent, job_ids)


async def run_scheduled(services: Services, job: JobContext, scheduled: ScheduledTask) -> dict[str, Any]:
    """Run a task inside a job; return the last lines it printed, a summary, and the number of its plan.

    Raises ScheduledTaskError where not all of it was done. What holds its plan back is an estate event too.
    """
    words = scheduled.words
    command, params = _parse(words, scheduled.apply)
    out = KeptOutput(job)
    assert command.callback is not None
    try:
        status = await command.callback(UnattendedTask(words[0], services, out, parent=job.job.id), **params)
    except GuardError as error:
        await _publish_lock(services, scheduled, out, str(error))
        raise
    plan = out.values.get("plan")
    if status is ExitStatus.OK:
        return {"lines": list(out.lines), "summary": out.summary, "plan": plan}
    why = out.failure_text
    is_told = bool(out.values.get("locked"))  # by the job that made the plan
    if "apply" in params and not is_told and (status is ExitStatus.GUARDED or plan is None):
        await _publish_lock(services, scheduled, out, why)
    raise ScheduledTaskError(f"running {scheduled.name}", why=why, detail="\n".join(out.lines))


async def _publish_lock(services: Services, scheduled: ScheduledTask, out: KeptOutput, why: str) -> None:
    """Publish that a plan was not applied, or not all of it, and waits for somebody."""
    plan = out.values.get("plan")
    event = EstateEvent(
        type=EventType.PLAN_LOCKED,
        at=services.clock(),
        key=f"plan {plan}" if plan else "",
        reason=why,
        facts={"schedule": scheduled.name, "plan": plan},
    )
    await services.events.publish([event])
