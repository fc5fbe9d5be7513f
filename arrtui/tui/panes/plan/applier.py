"""Applying what is approved of a plan, and taking an apply back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.core.text import plural
from arrtui.features.sync.model import EntryOutcome, PlanState
from arrtui.tui.kit.notices import notify_done, notify_refused, try_or_notify
from arrtui.tui.kit.plan_words import plan_title
from arrtui.tui.panes.plan.book import PlanBook

if TYPE_CHECKING:
    from textual.screen import Screen

    from arrtui.runtime.sync.use_cases import SyncServices

NOTHING_APPLIED = "Nothing was applied that could be undone."


def why_not_applicable(book: PlanBook) -> str:
    """Return why a plan cannot be applied now, as a sentence; empty when it can."""
    if book.lock:
        return book.lock
    return "" if book.to_apply() else "Nothing is approved. space approves an entry, a all that show."


async def apply_plan(screen: Screen[None], sync: SyncServices, book: PlanBook) -> None:
    """Show what would be written and queue it once that is confirmed. To be called in a worker."""
    from arrtui.tui.panes.plan.dialog_apply import ApplyConfirmation, ApplyDialog, summaries

    rows = book.to_apply()
    if not rows:
        return
    by_instance = await try_or_notify(screen, summaries([row.planned for row in rows], sync.choices))
    if by_instance is None:
        return
    dialog = ApplyDialog(plan_title(book.plan), by_instance, sum(bool(row.stale) for row in rows))
    answer: ApplyConfirmation | None = await screen.app.push_screen_wait(dialog)
    if answer is None:
        return
    jobs = await try_or_notify(screen, sync.apply(book.plan.id, delete_files=answer.delete_files))
    if jobs:
        notify_done(screen, f"{plural(len(jobs), 'apply', 'applies')} queued; it goes on if you leave.")


def can_undo(book: PlanBook) -> bool:
    """Return whether something of the plan itself was applied and not undone."""
    return bool(book.tally.outcomes[EntryOutcome.DONE]) and book.plan.state is not PlanState.UNDONE


async def plan_undo(screen: Screen[None], sync: SyncServices, book: PlanBook) -> int | None:
    """Queue the planning of an undo: of this plan if it was applied, else of the last apply of its pair.

    Returns:
        The id of the job; None, after saying why, where nothing can be undone.
    """
    plan_id: int | None = None
    if can_undo(book):
        plan_id = book.plan.id
    elif book.plan.pair:
        last = await try_or_notify(screen, sync.undoable(book.plan.pair))
        plan_id = last.id if last else None
    if plan_id is None:
        notify_refused(screen, NOTHING_APPLIED)
        return None
    return await try_or_notify(screen, sync.undo(plan_id))
