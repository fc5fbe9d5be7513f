"""Wait for the app to move the folders of titles whose path was changed, and tell which it could not move.

The path is another one at once, the files follow in a command whose number no answer tells. After an I/O
error the app puts the old path back and calls the command completed (``RevertPath``); without permission the
command fails, and the new path stays without its files (R and S ``MoveMovieService``, ``MoveSeriesService``).
The next scan of such a title takes all its files as gone (ARR_API 9), and the next plan takes it as moved: so
the old path is put back here, as the app does after an I/O error, and the entry can be applied again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from arrtui.clients.answers import AppCommand, RemoteTitle
from arrtui.clients.command_watch import CommandWatch
from arrtui.core.apps import App
from arrtui.db.journal import StepEnd
from arrtui.features.sync.apply.bodies import put_body
from arrtui.features.sync.apply.context import ApplyTarget, gather
from arrtui.features.sync.apply.journal import REFUSALS
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
        await _judge_move(target, planned, remote, failures)


async def _judge_move(
    target: ApplyTarget, planned: PlannedEntry, remote: RemoteTitle | None, failures: Mapping[int, str]
) -> None:
    """Store what became of a title after the move; one whose files stayed gets its old folder back."""
    step = target.journal.done(planned.position, "edit")
    before = str((step.before or {}).get("path", "")) if step else ""
    why = failures.get(planned.entry.item_id) or (str(step.result.get("unmoved", "")) if step else "")
    put_back = remote is not None and same_field("path", before, remote.item.path)
    if step is None or remote is None or not before or not (why or put_back):
        if planned.position not in target.journal.settled:
            await target.journal.nothing_to_write(planned.position, "edit", "It needs no change.")
        return
    if not put_back:
        put_back = await _put_back(target, remote, before)
    app, reason = target.kind.app.name, f": {why.rstrip('.')}" if why else ""
    if put_back:
        # what it wrote besides stays written
        state = "failed" if step.wanted.keys() <= MOVING else "done"
        end = StepEnd(step.id, state, {}, "put back")
        message = f"{app} could not move its files{reason}. Its old folder was put back: {before}."
    else:
        end = StepEnd(step.id, "done", {**step.result, "unmoved": why}, why)
        message = (
            f"Its folder is called {remote.item.path} now, but {app} could not move the files there{reason}. "
            f"They are still in {before}; apply again, or undo the plan, to put that folder back."
        )
    await target.journal.end([end], [(planned.position, EntryOutcome.FAILED, message)])


async def _put_back(target: ApplyTarget, remote: RemoteTitle, before: str) -> bool:
    """Point a title at its old folder again, where its files are; return whether the app took it."""
    try:
        await target.client.put(put_body(remote.raw, {"path": before}, target.names))
    except REFUSALS:
        return False
    return True


async def _failures(target: ApplyTarget, item_ids: set[int]) -> dict[int, str]:
    """Wait for the moves of titles; return why each failed that did, by the title's id."""
    app, pause, watch = target.kind.app, FIRST_PAUSE, CommandWatch(target.client)
    while True:
        moves = [
            (command, moved)
            for command in await watch.commands()
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
        await watch.pause(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)


def _moved(command: AppCommand, app: App) -> Iterable[int]:
    """Return the titles whose folders a command moves."""
    name = app.commands.move.argument
    if command.name == app.commands.move.name:
        return [command.body.get(name, 0)]
    if command.name == app.commands.move_many.name:
        return [move.get(name, 0) for move in command.body.get(app.commands.move_many.argument) or ()]
    return []
