"""Applying what is approved of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.core.text import plural
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.plan_words import plan_title
from arrtui.tui.panes.plan.book import PlanBook

if TYPE_CHECKING:
    from textual.screen import Screen

    from arrtui.runtime.sync.use_cases import SyncServices


def why_not_applicable(book: PlanBook) -> str:
    """Return why a plan cannot be applied now, as a sentence; empty when it can."""
    if book.lock:
        return book.lock
    return "" if book.to_apply() else "Nothing is approved. space approves an entry, a all that show."


async def apply_plan(screen: Screen[None], sync: SyncServices, book: PlanBook) -> bool:
    """Show what would be written and queue it once that is confirmed; return whether it was queued.

    To be called in a worker.
    """
    from arrtui.tui.panes.plan.dialog_apply import ApplyConfirmation, ApplyDialog, summaries

    rows = book.to_apply()
    if not rows:
        return False
    by_instance = await try_or_notify(screen, summaries([row.planned for row in rows], sync.choices))
    if by_instance is None:
        return False
    dialog = ApplyDialog(plan_title(book.plan), by_instance, sum(bool(row.stale) for row in rows))
    answer: ApplyConfirmation | None = await screen.app.push_screen_wait(dialog)
    if answer is None:
        return False
    jobs = await try_or_notify(screen, sync.apply(book.plan.id, delete_files=answer.delete_files))
    if jobs:
        notify_done(screen, f"{plural(len(jobs), 'apply', 'applies')} queued; it goes on if you leave.")
    return bool(jobs)
