"""Deciding entries of a plan: the screen shows a decision at once, and the writer stores it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from arrtui.features.sync.model import Decision, EntryOutcome, PlanState
from arrtui.tui.panes.plan.book import PlanBook, Rows, decided
from arrtui.tui.panes.plan.table import EntryRow
from arrtui.tui.panes.plan.writer import Batch, DecisionWriter

DISCARDED = "The plan was discarded; D makes a new one."
APPLIED_ALREADY = "It was applied already; z undoes the plan."
BEING_APPLIED = "The plan is being applied; c stops that. Nothing can be decided meanwhile."
UNDONE = "The plan was undone; D makes a new one."
SUPERSEDED = "A later plan took its place; D makes a new one."
_OVER = {PlanState.UNDONE: UNDONE, PlanState.SUPERSEDED: SUPERSEDED, PlanState.DISCARDED: DISCARDED}


def why_frozen(book: PlanBook | None, *, applying: bool) -> str:
    """Return why nothing can be decided now, as a sentence; empty when it can."""
    if book is None:
        return "The plan is still being read."
    if applying or book.plan.state is PlanState.APPLYING:
        return BEING_APPLIED
    return _OVER.get(book.plan.state, "")


def undone_rows(rows: Iterable[EntryRow]) -> list[EntryRow]:
    """Return the rows that are not applied yet, which alone can be decided."""
    return [row for row in rows if row.planned.outcome is not EntryOutcome.DONE]


class Decider:
    """Changes the rows of a book and hands what is to be stored to the writer."""

    def __init__(
        self, writer: DecisionWriter, show: Callable[[Rows], None], decided: Callable[[Rows], None]
    ) -> None:
        """Make a decider.

        Args:
            writer: Stores what is decided.
            show: Called with the rows after each change.
            decided: Called with the rows as they were before each decision.
        """
        self._writer = writer
        self._show = show
        self._decided = decided

    def toggle(self, book: PlanBook, row: EntryRow) -> None:
        """Approve an entry by hand, or reject an approved one."""
        approved = row.planned.decision is Decision.APPROVED
        self.decide(book, [row], Decision.REJECTED if approved else Decision.APPROVED, by_hand=True)

    def approve(self, book: PlanBook, rows: Iterable[EntryRow]) -> int:
        """Approve entries, except those over a limit; return how many of these are left to decide by hand."""
        rows = undone_rows(rows)
        self.decide(book, [row for row in rows if not row.entry.by_hand], Decision.APPROVED)
        return sum(
            row.entry.by_hand and not (row.planned.by_hand and row.planned.decision is Decision.APPROVED)
            for row in rows
        )

    def decide(
        self, book: PlanBook, rows: Iterable[EntryRow], decision: Decision, *, by_hand: bool = False
    ) -> None:
        """Decide entries; those with this decision already keep whether it was made by hand."""
        changed = [
            row
            for row in undone_rows(rows)
            if row.planned.decision is not decision or (by_hand and not row.planned.by_hand)
        ]
        if changed:
            self._change(book, changed, decision, by_hand=by_hand)
            self._decided({row.key: row for row in changed})

    def put_back(self, book: PlanBook, before: Rows) -> None:
        """Give entries the decisions that they had, unless they were applied since."""
        groups: dict[tuple[Decision, bool], list[EntryRow]] = {}
        for row in undone_rows(book.rows[key] for key in before if key in book.rows):
            planned = before[row.key].planned
            groups.setdefault((planned.decision, planned.by_hand), []).append(row)
        for (decision, by_hand), rows in groups.items():
            self._change(book, rows, decision, by_hand=by_hand)

    def _change(self, book: PlanBook, rows: Sequence[EntryRow], decision: Decision, *, by_hand: bool) -> None:
        after = decided(rows, decision, by_hand=by_hand)
        book.replace(after)
        positions = tuple(row.planned.position for row in rows)
        before = {row.key: row for row in rows}
        self._writer.add(Batch(book.plan.id, positions, decision, by_hand, before))
        self._show(after)
