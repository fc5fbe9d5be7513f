"""Going back: an instance to one of its backups, or after an alarm to what it had before the losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.tui.panes.estate.pane import EstatePane

HINT = "enter plans the restore   esc leaves   nothing is written before you have reviewed the plan"


async def restore_chosen(pane: EstatePane, name: str) -> None:
    """Have a backup chosen, then plan the restore to it; the plan opens for review."""
    from arrtui.tui.kit.dialogs.snapshots import SnapshotsDialog

    rows = await pane.trying(pane.services.backup.snapshots([name], complete=True))
    if rows is None:
        return
    dialog = SnapshotsDialog(f"Restore {name} to which backup?", HINT, name, rows, pane.now())
    chosen: int | None = await pane.app.push_screen_wait(dialog)
    if chosen is not None:
        _await_plan(pane, name, await pane.trying(pane.services.sync.restore(name, str(chosen))))


async def open_rescue(pane: EstatePane, name: str) -> None:
    """Plan what brings back what an alarm tells is lost; the plan opens for review."""
    _await_plan(pane, name, await pane.trying(pane.services.tripwire.plan_rescue(name)))


def _await_plan(pane: EstatePane, name: str, job_id: int | None) -> None:
    if job_id is not None:
        pane.tell(f"The restore of {name} is being planned; the plan opens when ready.")
        pane.await_plan(job_id)


async def resume(pane: EstatePane, name: str) -> None:
    """Ask, then let following and scheduled applies of an instance go on."""
    from arrtui.tui.kit.dialogs.confirm import Question

    text = (
        f"Copies follow {name} again and scheduled applies to and from it go on. The losses that raised the "
        "alarm count no more. Look at the plan that restores them first, if they were not meant."
    )
    if await pane.ask(Question(f"Resume {name}?", text, "Resume")) and await pane.trying(
        pane.services.tripwire.resume(name)
    ):
        pane.tell(f"{name} goes on as before the alarm.")
