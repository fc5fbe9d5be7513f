"""``--run tripwire``: which instances have raised an alarm and the way back; ``resume INSTANCE`` ends one."""

from __future__ import annotations

from typing import Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import UsageError
from arrtui.core.text import format_minute, plural
from arrtui.features.sync.model import Plan
from arrtui.runtime.tripwire import TripwireState, describe_alarm

_HEADINGS = ("instance", "state", "since", "kept snapshot", "restore plan")


@click.command("tripwire", cls=TaskCommand, only_by_hand="only somebody who has looked ends an alarm")
@click.argument("action", required=False, type=click.Choice(("resume",)), metavar="[resume]")
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
async def tripwire(task: Task, action: str | None, instances: tuple[str, ...]) -> ExitStatus:
    """Show which instances have raised an alarm, what is kept and planned to go back; or end an alarm.

    With resume, following and scheduled applies of the named instances go on; the losses that raised the
    alarm count no more.
    """
    if action is not None and not instances:
        raise UsageError(
            "choosing the instance", why="none is named", advice="arrtui --run tripwire lists them."
        )
    states = await task.services.tripwire.states(instances)
    resumed = []
    for state in states if action is not None else ():
        if await task.services.tripwire.resume(state.instance):
            resumed.append(state.instance)
            task.out.line(f"{state.instance}: following and scheduled applies go on.")
        else:
            task.out.note(f"{state.instance}: no alarm stands.")
    if action is None:
        _show(task, states)
    else:
        states = await task.services.tripwire.states(instances)
    rule = task.services.config.tripwire
    limits = {"enabled": rule.enabled, "count": rule.count, "minutes": rule.minutes}
    task.result(True, instances=[_record(state) for state in states], resumed=resumed, **limits)
    return ExitStatus.OK


def _show(task: Task, states: list[TripwireState]) -> None:
    """Print a row for each instance, and what to do about each alarm."""
    rule = task.services.config.tripwire
    for line in table(_HEADINGS, map(_cells, states)):
        task.out.line(line)
    if not rule.enabled:
        task.out.note("[tripwire] enabled is false: nothing raises an alarm.")
    for state in states:
        if state.alarm is None:
            continue
        task.out.note(f"alarm: {describe_alarm(state.alarm)}")
        if state.alarm.snapshot_id is not None:
            back = f"arrtui --run restore {state.instance} --at {state.alarm.snapshot_id}"
            task.out.note(f"  {back} shows what brings it back, --apply does.")
        task.out.note(f"  arrtui --run tripwire resume {state.instance} lets it go on.")


def _cells(state: TripwireState) -> tuple[str, ...]:
    if state.alarm is None:
        return (state.instance, "quiet", "", "", "")
    row, plan = state.snapshot, state.plan
    kept = f"{row.id}, {format_minute(row.taken_at)}" if row else "none"
    planned = f"{plan.id} {plan.state.value}, {_entries(plan)}" if plan else "none yet"
    return (state.instance, "TRIPPED", format_minute(state.alarm.raised_at), kept, planned)


def _entries(plan: Plan) -> str:
    return plural(plan.counts.add + plan.counts.update + plan.counts.remove, "entry", "entries")


def _record(state: TripwireState) -> dict[str, Any]:
    """Return the state of an instance for JSON."""
    alarm, row, plan = state.alarm, state.snapshot, state.plan
    if alarm is None:
        return {"instance": state.instance, "state": "quiet"}
    return {
        "instance": state.instance,
        "state": "tripped",
        "since": alarm.raised_at,
        "reason": alarm.reason,
        "snapshot": alarm.snapshot_id,
        "snapshot_at": row.taken_at if row else None,
        "plan": plan.id if plan else None,
        "plan_state": plan.state.value if plan else None,
        "plan_entries": plan.counts.add + plan.counts.update + plan.counts.remove if plan else 0,
    }
