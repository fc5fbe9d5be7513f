"""Signs of plan entries on screen: decisions, operations, outcomes and warnings. Pure."""

from __future__ import annotations

from arrtui.features.sync.model import Decision, EntryOutcome, Op, PlannedEntry
from arrtui.tui.kit.plan_words import OUTCOMES
from arrtui.tui.kit.signs import APPROVED, BAD, HOLLOW, IDLE, WARN, Sign

READING = "Reading the plan ..."
EMPTY = "Nothing to do: everything is as the plan wants it.\nw tells of each why; D plans again."
NO_MATCH = "No entry matches.\nesc clears the text, f and ! show all kinds again."
DECISIONS = {
    Decision.UNDECIDED: Sign(IDLE, "undecided", "dim"),
    Decision.APPROVED: Sign(APPROVED, "approved", "good"),
    Decision.REJECTED: Sign(BAD, "rejected", "warn"),
}
OPS = {
    Op.ADD: Sign("+", "add", "good"),
    Op.UPDATE: Sign("~", "update", "accent"),
    Op.REMOVE: Sign("-", "remove", "bad"),
}
"""A plan is a difference and reads like one."""
STALE = Sign(HOLLOW, "stale", "warn")
BY_HAND = Sign(WARN, "by hand", "warn")
SECRET = Sign(WARN, "secret", "warn")
"""It takes a secret that nobody gave."""
WARNING = Sign(WARN, "warning", "warn")
EDITED = Sign("*", "edited", "accent")

FINAL = (EntryOutcome.DONE, EntryOutcome.SKIPPED, EntryOutcome.CONFLICTED)
"""Outcomes after which an entry is not tried again."""


def warning_sign(planned: PlannedEntry, stale: str, *, lacks_secret: bool = False) -> Sign | None:
    """Return the one mark that matters most about an entry; None where there is nothing to say."""
    if planned.outcome is not EntryOutcome.NONE:
        return OUTCOMES[planned.outcome]
    if stale:
        return STALE
    if planned.entry.by_hand and not planned.by_hand:
        return BY_HAND
    if lacks_secret:
        return SECRET
    if planned.entry.warnings:
        return WARNING
    return EDITED if planned.edits else None
