"""Wait for the app to move the folders of titles whose path was changed, and tell which it could not move.

The path is another one at once, the files follow in a command whose number no answer tells. After an I/O
error the app puts the old path back and calls the command completed (``RevertPath``); without permission the
command fails, and the new path stays without its files (R and S ``MoveMovieService``, ``MoveSeriesService``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from arrtui.clients.answers import AppCommand
from arrtui.core.apps import App
from arrtui.db.journal import StepEnd
from arrtui.features.sync.apply.context import ApplyTarget, gather
from arrtui.features.sync.apply.refreshes import FIRST_PAUSE, LONGEST_PAUSE
from arrtui.features.sync.fields.names import same_field
from arrtui.features.sync.model import EntryOutcome, PlannedEntry

MOVING = frozenset({"root_folder", "path"})
"""Fields whose change moves files, where that was asked for."""


def moves_files(planned: PlannedEntry) -> bool:
    """Return whether an entry has the app move files."""
    return planned.entry.move_files and bool(MOVING & planned.after.keys())


async def await_moves(target: ApplyTarget) -> None:
    """Wait until the app has moved the folders of titles, however long that takes; fail what it could not."""
    waiting, target.moving = target.moving, []
    if not waiting:
        return
    failures = await _failures(target, {planned.entry.item_id for planned in waiting})
    remote_titles = await gather(lambda planned: target.client.title(planned.entry.item_id), waiting)
    for planned, remote in zip(waiting, remote_titles, strict=True):
        await _judge_move(target, planned, remote.item.path if remote is not None else "", failures)


async def _judge_move(
    target: ApplyTarget, planned: PlannedEntry, path: str, failures: Mapping[int, str]
) -> None:
    """Store what became of a title whose folder is called ``path`` after the move."""
    step = target.journal.done(planned.position, "edit")
    before = str((step.before or {}).get("path", "")) if step else ""
    why = failures.get(planned.entry.item_id) or (str(step.result.get("unmoved", "")) if step else "")
    if step is None or not (why or same_field("path", before, path)):
        if planned.position not in target.journal.settled:
            await target.journal.nothing_to_write(planned.position, "edit", "It needs no change.")
        return
    app = target.kind.app.name
    if same_field("path", before, path):
        end = StepEnd(step.id, "failed", {}, "put back")
        message = f"{app} could not move its files and put the old folder back: {path}."
    else:
        end = StepEnd(step.id, "done", {**step.result, "unmoved": why}, why)
        message = (
            f"Its folder is called {path} now, but {app} could not move the files there: {why.rstrip('.')}. "
            f"They are still in {before}; undoing the plan puts that folder back."
        )
    await target.journal.end([end], [(planned.position, EntryOutcome.FAILED, message)])


async def _failures(target: ApplyTarget, item_ids: set[int]) -> dict[int, str]:
    """Wait for the moves of titles; return why each failed that did, by the title's id."""
    app, pause = target.kind.app, FIRST_PAUSE
    while True:
        moves = [
            (command, moved)
            for command in await target.client.commands()
            if (moved := item_ids.intersection(_moved(command, app)))
        ]
        left = set[int]().union(*(moved for command, moved in moves if not command.finished))
        if not left:
            newest_last = sorted(moves, key=lambda move: move[0].id)
            ended = {item_id: command for command, moved in newest_last for item_id in moved}
            return {item_id: command.message for item_id, command in ended.items() if command.failed}
        target.check()
        text = f"waiting for {app.name} to move {app.title.count(len(left))}"
        await target.report(target.journal.finished, text)
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)


def _moved(command: AppCommand, app: App) -> Iterable[int]:
    """Return the titles whose folders a command moves."""
    name = app.commands.move.argument
    if command.name == app.commands.move.name:
        return [command.body.get(name, 0)]
    if command.name == app.commands.move_many.name:
        return [move.get(name, 0) for move in command.body.get(app.commands.move_many.argument) or ()]
    return []
