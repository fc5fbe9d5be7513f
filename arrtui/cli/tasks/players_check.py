"""``--run players-check``: how players are, and whether they show what is published."""

from __future__ import annotations

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.text import shown_name

_HEADINGS = ("player", "kind", "state", "version", "root folders", "waiting")


@click.command("players-check", cls=TaskCommand)
@click.argument("players", nargs=-1, metavar="[NAME…]")
async def players_check(task: Task, players: tuple[str, ...]) -> ExitStatus:
    """Ask the players under [players] how they are, and what of the root folders they show."""
    checks = await task.services.artwork.players.check(players)
    if not checks:
        task.out.note("No player is configured. Add one: [players.living-room] with kind and url.")
        task.result(False, players=[])
        return ExitStatus.NOTHING
    rows = [
        (
            *(check.name, check.kind, check.state, check.version),
            f"{sum(root.is_shown for root in check.roots)} of {len(check.roots)}" if check.ok else "",
            f"{check.waiting:,}" if check.waiting else "",
        )
        for check in checks
    ]
    for line in table(_HEADINGS, rows):
        task.out.line(line)
    for check in checks:
        for sentence in (*check.warnings, *check.remarks):
            task.out.line(f"{check.name}: {shown_name(sentence)}")
        if check.error:
            task.out.note(f"error: {check.error}")
    up = [check.ok for check in checks]
    task.result(all(up), players=msgspec.to_builtins(checks))
    if all(up):
        return ExitStatus.OK
    return ExitStatus.PARTLY if any(up) else ExitStatus.NOTHING
