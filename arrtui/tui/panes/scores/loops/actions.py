"""What is done with chains: unmonitor what they are about, or remove its downloads from the queue."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import BindingType
from textual.widget import Widget

from arrtui.core.text import plural
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_table import menu_item
from arrtui.tui.kit.notices import notify_done, notify_refused, try_or_notify
from arrtui.tui.panes.scores.loops.rows import LoopRow


def stop_binding(scope: str) -> BindingType:
    """Return the line of the menu of actions; its widget defines ``action_stop``."""
    return menu_item(
        "actions", "u", f"{scope}.unmonitor", "stop", "Unmonitor",
        "Have the app grab nothing for it any more", writes=True,
    )  # fmt: skip


def drop_binding(scope: str) -> BindingType:
    """Return the line of the menu of actions; its widget defines ``action_drop``."""
    return menu_item(
        "actions", "r", f"{scope}.drop", "drop", "Remove from queue",
        "Remove its download and block the release", writes=True,
    )  # fmt: skip


async def drop_downloads(owner: Widget, rows: Sequence[LoopRow]) -> bool:
    """Ask the apps what is in their queues, ask, and queue the removal; return whether that was done."""
    from arrtui.tui.panes.scores.loops.stop_dialog import REMOVE, StopDialog

    host = host_of(owner)
    stop = host.services.loops.stopping
    grabs = await try_or_notify(owner, stop.queued((row.stored, row.chain) for row in rows))
    if grabs is None:
        return False
    if not grabs:
        where = ", ".join(dict.fromkeys(row.instance for row in rows))
        notify_refused(owner, f"Nothing of it is in the queue of {where} now; a u unmonitors it.")
        return False
    answer = await host.push_screen_wait(StopDialog(grabs))
    if not answer:
        return False
    jobs = await try_or_notify(owner, stop.remove(grabs, remove_from_client=answer == REMOVE))
    if jobs is None:
        return False
    notify_done(owner, f"{plural(len(grabs), 'download')} to be removed; 6 shows what becomes of it.")
    return True


async def unmonitor(owner: Widget, rows: Sequence[LoopRow]) -> bool:
    """Ask, and queue the unmonitoring of what chains are about; return whether that was done."""
    from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question

    host = host_of(owner)
    names = tuple(dict.fromkeys(f"{row.title} on {row.instance}" for row in rows))
    subject = names[0] if len(names) == 1 else plural(len(names), "chain")
    text = (
        f"{subject} will no longer be searched for, grabbed or upgraded. Files stay as they are, and so does "
        "what is in the queue.\n\nEach step is noted; z undoes it, and 3 lists it."
    )
    question = Question("Stop what goes round", text, f"Unmonitor {plural(len(names), 'title')}", names)
    if not await host.push_screen_wait(ConfirmDialog(question)):
        return False
    jobs = await try_or_notify(owner, host.services.loops.unmonitor((row.stored, row.chain) for row in rows))
    if jobs is None:
        return False
    notify_done(owner, f"{plural(len(jobs), 'action')} queued; 6 shows what becomes of it.")
    return True
