"""``--run settings plan NAME`` and ``settings sync NAME``: what keeps settings alike, a plan a target."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import click

from arrtui.cli.command import DependentOption, TaskCommand
from arrtui.cli.completion import INSTANCE, SETTINGS_SYNC
from arrtui.cli.effects import print_effect
from arrtui.cli.output import Output
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
from arrtui.core.errors import DecisionRefusedError, UsageError

_TARGETS = click.Option(
    ["--target", "targets"],
    type=INSTANCE,
    metavar="INSTANCE",
    multiple=True,
    help="Only this target of the sync; several with several options.",
)
_RESULT = "ok"
"""Whether all of a target was done, among the values of its result."""


@dataclass
class _TargetOutput(Output):
    """Prints what another one does, but keeps the result, which is a part of the task's."""

    whole: Output
    values: dict[str, Any] = field(default_factory=dict)

    def progress(self, subject: str, done: int, total: int, text: str) -> None:
        """Show the progress."""
        self.whole.progress(subject, done, total, text)

    def note(self, text: str) -> None:
        """Print a remark."""
        self.whole.note(text)

    def line(self, text: str) -> None:
        """Print a line."""
        self.whole.line(text)

    def event(self, event: str, **values: Any) -> None:
        """Print an object."""
        self.whole.event(event, **values)

    def result(self, task: str, ok: bool, **values: Any) -> None:
        """Keep the result."""
        self.values = {_RESULT: ok, **values}


@click.command("plan", cls=TaskCommand, params=[_TARGETS])
@click.argument("name", type=SETTINGS_SYNC, metavar="SYNC")
async def plan(task: Task, name: str, targets: tuple[str, ...]) -> ExitStatus:
    """Print what [settings.NAME] would change on each of its targets; write nothing."""

    async def look(part: Task, result: PlanResult) -> ExitStatus:
        return finish_dry_run(part, result)

    return await _each_target(task, name, targets, look)


@click.command("sync", cls=TaskCommand, params=[_TARGETS])
@click.argument("name", type=SETTINGS_SYNC, metavar="SYNC")
@click.option("--apply", is_flag=True, help="Write additions and updates.")
@ONLY_ADDITIONS
@click.option(
    "--allow-removals",
    cls=DependentOption,
    requires="apply",
    is_flag=True,
    help="Removals too, but for those that need a decision of their own.",
)
@click.option(
    "--force-save",
    "forced",
    cls=DependentOption,
    requires="apply",
    metavar="KEY",
    multiple=True,
    help="Save this entry although the app cannot use it; only after an apply that failed so.",
)
async def sync(
    task: Task,
    name: str,
    targets: tuple[str, ...],
    apply: bool,
    allow_removals: bool,
    only_additions: bool = False,
    forced: tuple[str, ...] = (),
) -> ExitStatus:
    """Plan [settings.NAME] for each of its targets and, with --apply, write the plans.

    What needs a decision of its own stays undecided. Applies of the sync that were interrupted are finished
    first; one over an hour old, or older than a newer plan, is ended instead.
    """
    ops = chosen_ops(only_additions=only_additions, allow_removals=allow_removals)
    for key in forced:
        task.services.config.instance(key.partition("/")[0])
    settings = task.services.config.settings_sync(name)
    ended: dict[str, list[int]] = {}
    if apply:
        task.refuse_writing(f"syncing the settings {name}")
        settled = await settle_unfinished(task, name)
        if isinstance(settled, ExitStatus):
            return settled
        ended = settled

    async def write(part: Task, result: PlanResult) -> ExitStatus:
        if not apply:
            note_dry_run(part, result)
            return finish_dry_run(part, result)
        sides = filter(None, (settings.source_instance, result.opened.plan.target))
        if why := await standing_alarm(task, tuple(sides)) or result.opened.lock:
            return refuse(part, result, why)
        try:
            await _force(part, result, forced)
        except (DecisionRefusedError, UsageError) as error:
            return refuse(part, result, str(error))
        return await apply_within_limits(part, result, ops)

    return await _each_target(task, name, targets, write, fresh=apply, **ended)


async def _force(task: Task, result: PlanResult, keys: Sequence[str]) -> None:
    """Have the entries of these keys saved although the app cannot use them, those of the plan's target.

    Raises DecisionRefusedError where nobody has seen one fail, UsageError for a key that the plan lacks.
    """
    plan = result.opened.plan
    positions = {planned.entry.key: planned.position for planned in result.opened.entries}
    for key in keys:
        if key in positions:
            await task.services.sync.force_save(plan.id, positions[key])
        elif key.startswith(f"{plan.target}/"):
            what = f"saving {key} all the same"
            raise UsageError(
                what, why=f"plan {plan.id} has no such entry", advice="--json prints their keys."
            )


async def _each_target(
    task: Task,
    name: str,
    targets: Sequence[str],
    finish: Callable[[Task, PlanResult], Coroutine[Any, Any, ExitStatus]],
    *,
    fresh: bool = False,
    **values: Any,
) -> ExitStatus:
    """Make the plan of each target, print and finish it; give one result with those of all targets.

    A target whose settings or source cannot be read is told and skipped.
    """
    jobs = await task.services.settings_plans.plan(name, targets, fresh=fresh)
    results, statuses = [], []
    for target, job_id in jobs.items():
        out = _TargetOutput(task.out)
        part = replace(task, out=out)
        result = await wait_for_plan(part, job_id, target=target)
        if isinstance(result, PlanResult):
            result.values["effect"] = await print_effect(part, result.opened.entries)
            print_plan(part, result.opened)
            statuses.append(await finish(part, result))
        else:
            statuses.append(result)
        results.append(out.values)
    status = _status(statuses)
    plans = [row["plan"] for row in results if row.get("plan")]
    errors = [row["error"] for row in results if row.get("error")]
    locked = next((row["locked"] for row in results if row.get("locked")), None)
    values |= {"error": errors[0]} if errors else {}
    whole = {"sync": name, "plan": plans[0] if len(plans) == 1 else None, "locked": locked}
    task.result(status is ExitStatus.OK, **whole, targets=results, **values)
    return status


def _status(statuses: Sequence[ExitStatus]) -> ExitStatus:
    """Return the status of all targets: a guard outranks the rest, and different ones are a part of it."""
    if ExitStatus.GUARDED in statuses:
        return ExitStatus.GUARDED
    return statuses[0] if len({*statuses}) == 1 else ExitStatus.PARTLY
