"""Editing entries of a plan before they are applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from arrtui.features.sync.model import EntryOutcome, EntrySubject, Op
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.panes.plan.decider import APPLIED_ALREADY
from arrtui.tui.panes.plan.edits import editable_fields, edits_of
from arrtui.tui.panes.plan.table import EntryRow

if TYPE_CHECKING:
    from textual.screen import Screen

    from arrtui.runtime.sync.use_cases import SyncServices


def why_not_editable(rows: Sequence[EntryRow]) -> str:
    """Return why entries cannot be edited together, as a sentence; empty when they can."""
    if any(row.planned.outcome is EntryOutcome.DONE for row in rows):
        return APPLIED_ALREADY
    if any(row.entry.op is Op.REMOVE for row in rows):
        return "A removal has nothing to edit; x or space rejects it."
    if any(row.entry.subject is not EntrySubject.ITEM for row in rows):
        return "Only titles can be edited."
    if len({row.entry.instance for row in rows}) > 1:
        return "The marked entries are for several instances; mark those of one."
    if rows and not editable_fields([row.planned for row in rows]):
        return "It changes none of the fields that can be edited: profile, folder, tags, monitored."
    return ""


async def edit_entries(
    screen: Screen[None], sync: SyncServices, plan_id: int, rows: Sequence[EntryRow]
) -> None:
    """Ask what editable entries should have and store it; stop at the first that cannot be stored.

    To be called in a worker.
    """
    from arrtui.tui.panes.plan.dialog_entry import EntryDialog

    choices = await try_or_notify(screen, sync.choices(rows[0].entry.instance))
    if choices is None:
        return
    dialog = EntryDialog([row.planned for row in rows], choices)
    values: dict[str, Any] | None = await screen.app.push_screen_wait(dialog)

    async def store() -> None:
        for row in rows:
            edits = edits_of(row.planned, values or {})
            if edits != row.planned.edits:
                await sync.edit(plan_id, row.planned.position, edits)

    if values is not None:
        await try_or_notify(screen, store())
