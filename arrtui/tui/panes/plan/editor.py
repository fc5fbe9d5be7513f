"""Editing entries of a plan before they are applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from arrtui.core.errors import UsageError
from arrtui.features.sync.fields.metadata_profiles import DROPPING
from arrtui.features.sync.model import EntryOutcome, EntrySubject, Fields, Op
from arrtui.tui.kit.notices import notify_failed, try_or_notify
from arrtui.tui.panes.plan.decider import APPLIED_ALREADY
from arrtui.tui.panes.plan.edits import editable_fields, edits_of
from arrtui.tui.panes.plan.secrets import ask_secrets
from arrtui.tui.panes.plan.table import EntryRow

if TYPE_CHECKING:
    from textual.screen import Screen

    from arrtui.features.sync.model import PlannedEntry
    from arrtui.features.sync.review import Choices
    from arrtui.runtime.sync.use_cases import SyncServices


Edits = dict[int, Fields]
"""What was changed of entries by hand, by their position."""


def why_not_editable(rows: Sequence[EntryRow]) -> str:
    """Return why entries cannot be edited together, as a sentence; empty when they can."""
    if any(row.planned.outcome is EntryOutcome.DONE for row in rows):
        return APPLIED_ALREADY
    if any(row.entry.op is Op.REMOVE for row in rows):
        return "A removal has nothing to edit; x or space rejects it."
    takes_secrets = any(row.secrets or row.test_failed for row in rows)
    fixed = [row for row in rows if not row.secrets and not row.test_failed]
    if any(row.entry.subject is not EntrySubject.ITEM for row in fixed):
        return "Only titles can be edited, and what takes a secret."
    if len({row.entry.instance for row in rows}) > 1:
        return "The marked entries are for several instances; mark those of one."
    if rows and not takes_secrets and not editable_fields([row.planned for row in rows]):
        return "It changes none of the fields that can be edited: profiles, folder, tags, monitored."
    return ""


async def edit_entries(
    screen: Screen[None],
    sync: SyncServices,
    plan_id: int,
    rows: Sequence[EntryRow],
    *,
    in_editor: bool = False,
) -> Edits:
    """Ask what editable entries should have and store it; stop at the first that cannot be stored.

    With ``in_editor`` the owner's editor asks, in place of a dialog; for secrets a dialog always does. To be
    called in a worker.
    Returns what was changed of the entries that were stored, before that.
    """
    from arrtui.tui.panes.plan.dialog_entry import EntryDialog

    if any(row.secrets or row.test_failed for row in rows):
        await _edit_providers(screen, sync, plan_id, rows)
        return {}
    choices = await try_or_notify(screen, sync.choices(rows[0].entry.instance))
    if choices is None:
        return {}
    planned = [row.planned for row in rows]
    values: dict[str, Any] | None
    if in_editor:
        values = _values_from_editor(screen, planned, choices)
    else:
        values = await screen.app.push_screen_wait(EntryDialog(planned, choices))

    before: Edits = {}
    after = {row.planned.position: edits_of(row.planned, values or {}) for row in rows}
    if values and not await _accepts_costs(screen, sync, rows, after):
        return {}

    async def store() -> None:
        for row in rows:
            planned = row.planned
            if after[planned.position] != planned.edits:
                await sync.edit(plan_id, planned.position, after[planned.position])
                before[planned.position] = planned.edits

    if values is not None:
        await try_or_notify(screen, store())
    return before


async def _accepts_costs(
    screen: Screen[None], sync: SyncServices, rows: Sequence[EntryRow], after: Edits
) -> bool:
    """Return whether the owner accepts which albums other metadata profiles cost, where they cost any."""
    from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question

    edited = [
        replace(row.planned, edits=after[row.planned.position])
        for row in rows
        if DROPPING & after[row.planned.position].keys()
    ]
    costs = await try_or_notify(screen, sync.profile_costs(edited)) if edited else []
    if not costs:
        return costs is not None
    question = Question("Give another metadata profile", "\n".join(costs), "Give it")
    accepted: bool | None = await screen.app.push_screen_wait(ConfirmDialog(question))
    return bool(accepted)


async def _edit_providers(
    screen: Screen[None], sync: SyncServices, plan_id: int, rows: Sequence[EntryRow]
) -> None:
    """Ask for the secrets of providers, else whether those that the app cannot use are saved all the same."""
    from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question

    if any(row.secrets for row in rows) and await ask_secrets(screen, rows):
        return  # with these the app may be able to use it
    for row in rows:
        question = Question(
            f"Save {row.entry.title} all the same",
            f"{row.entry.instance} could not use it: {row.planned.message}\n\nThe next apply saves it.",
            "Save it",
        )
        if row.test_failed and await screen.app.push_screen_wait(ConfirmDialog(question)):
            await try_or_notify(screen, sync.force_save(plan_id, row.planned.position))


def _values_from_editor(
    screen: Screen[None], planned: Sequence[PlannedEntry], choices: Choices
) -> dict[str, Any] | None:
    """Return what was changed in the owner's editor; None after telling why nothing was."""
    from arrtui.tui.kit.handover import edit_text
    from arrtui.tui.panes.plan.entry_text import entry_text, read_entry_text

    text = edit_text(screen.app, entry_text(planned, choices), "entry.toml")
    if text is None:
        return None
    try:
        return read_entry_text(text, planned, choices)
    except UsageError as error:
        notify_failed(screen, error)
        return None
