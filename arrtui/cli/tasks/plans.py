"""``--run plans [PAIR]``: the plans made so far, newest first, and what became of them."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from arrtui.cli.headless import Task
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.features.sync.model import Plan

_HEADINGS = ("number", "plan", "made", "state", "add", "update", "remove", "outcome")
MOST = 200
"""Plans listed."""


async def run(task: Task) -> ExitStatus:
    """List plans."""
    pair = task.request.args[0] if task.request.args else None
    if pair is not None:
        task.services.config.pair(pair)
    found = await task.services.sync.recent(MOST, pair)
    if found:
        for line in table(_HEADINGS, [_cells(one) for one in found], right=(0, 4, 5, 6)):
            task.out.line(line)
    else:
        task.out.note("No plan has been made yet. Run: arrtui --run plan PAIR")
    task.out.result("plans", True, plans=[msgspec.to_builtins(one) for one in found])
    return ExitStatus.OK


def _cells(one: Plan) -> tuple[str, ...]:
    made = datetime.fromtimestamp(one.created_at, UTC).astimezone()
    name = f"{one.kind.value} {one.pair}".strip()
    counts = (one.counts.add, one.counts.update, one.counts.remove)
    outcome = ", ".join(f"{number:,} {word}" for word, number in one.outcomes.items())
    return (
        *(str(one.id), f"{name}: {one.source} to {one.target}", f"{made:%Y-%m-%d %H:%M:%S}"),
        *(one.state.value, *(f"{number:,}" for number in counts), outcome),
    )
