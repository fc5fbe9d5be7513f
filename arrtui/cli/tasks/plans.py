"""``--run plans [PAIR]``: the plans made so far, newest first, and what became of them."""

from __future__ import annotations

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import PAIR_OR_SYNC
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.text import format_timestamp
from arrtui.features.sync.model import Plan

_HEADINGS = ("number", "plan", "made", "state", "add", "update", "remove", "outcome")
_MAX_PLANS = 200
"""Plans listed."""


@click.command("plans", cls=TaskCommand)
@click.argument("pair", required=False, type=PAIR_OR_SYNC, metavar="[PAIR]")
async def plans(task: Task, pair: str | None) -> ExitStatus:
    """List the plans made so far and what became of them."""
    config = task.services.config
    if pair is not None and all(sync.name != pair for sync in config.settings):
        config.pair(pair)
    rows = await task.services.sync.recent(_MAX_PLANS, pair)
    if rows:
        for line in table(_HEADINGS, map(_cells, rows), right=(0, 4, 5, 6)):
            task.out.line(line)
    else:
        task.out.note("No plan has been made yet. Run: arrtui --run plan PAIR")
    task.result(True, plans=msgspec.to_builtins(rows))
    return ExitStatus.OK


def _cells(plan: Plan) -> tuple[str, ...]:
    name = f"{plan.kind.value} {plan.pair}".strip()
    counts = (plan.counts.add, plan.counts.update, plan.counts.remove)
    outcome = ", ".join(f"{number:,} {word}" for word, number in plan.outcomes.items())
    return (
        *(str(plan.id), f"{name}: {plan.source} to {plan.target}", format_timestamp(plan.created_at)),
        *(plan.state.value, *(f"{number:,}" for number in counts), outcome),
    )
