"""``--run twins``: how the following of each pair stands; ``resume PAIR`` lets one go on that is paused."""

from __future__ import annotations

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import PAIR
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import UsageError
from arrtui.core.text import format_timestamp
from arrtui.runtime.sync.twins import TwinView

_HEADINGS = ("pair", "state", "waiting", "last write", "why")
NONE_FOLLOWS = 'No pair follows its source. Set follow = "live" in one of the [sync] tables of {path}.'


@click.command("twins", cls=TaskCommand, only_by_hand="only somebody who has looked lets a pair go on")
@click.argument("action", required=False, type=click.Choice(("resume",)), metavar="[resume]")
@click.argument("pairs", nargs=-1, type=PAIR, metavar="[PAIR…]")
async def twins(task: Task, action: str | None, pairs: tuple[str, ...]) -> ExitStatus:
    """Show which pairs follow their source, which are paused and why; or let paused ones go on.

    With resume, what was touched meanwhile is brought in line by the process that follows.
    """
    if action is not None and not pairs:
        raise UsageError("choosing the pair", why="none is named", advice="arrtui --run twins lists them.")
    chosen = {task.services.config.pair(name).name for name in pairs}
    resumed = []
    for name in sorted(chosen) if action is not None else ():
        if await task.services.twins.resume(name):
            resumed.append(name)
            task.out.line(f"{name}: following goes on.")
        else:
            task.out.note(f"{name}: it is not paused.")
    views = [view for view in await task.services.twins.views() if not chosen or view.pair.name in chosen]
    if action is None:
        _show(task, views)
    task.result(True, pairs=[view.record() for view in views], resumed=resumed)
    return ExitStatus.OK


def _show(task: Task, views: list[TwinView]) -> None:
    """Print a row for each pair, and what to do about those that are paused."""
    for line in table(_HEADINGS, map(_cells, views), right=(2,)):
        task.out.line(line)
    if not any(view.pair.follows for view in views):
        task.out.note(NONE_FOLLOWS.format(path=task.services.config.path))
    for view in views:
        if not view.is_paused:
            continue
        if view.stored is not None and view.stored.review is not None:
            task.out.note(f"{view.pair.name}: plan {view.stored.review} waits for your review (3 Sync).")
        task.out.note(f"  arrtui --run twins resume {view.pair.name} lets it go on.")


def _cells(view: TwinView) -> tuple[str, ...]:
    stored = view.stored
    when = format_timestamp(stored.written_at) if stored and stored.written_at else "never"
    plan = f", plan {stored.written}" if stored and stored.written else ""
    return (view.pair.name, view.state_word, f"{view.touched:,}", f"{when}{plan}", view.why)
