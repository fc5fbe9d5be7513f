"""Deciding the entries of a plan: one by one, all that show, or those that are marked."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.text import plural
from arrtui.features.sync.model import Decision, EntryOutcome, PlanState
from arrtui.tui.panes.plan.book import decided
from arrtui.tui.panes.plan.reader import PlanReader
from arrtui.tui.panes.plan.table import EntryRow
from arrtui.tui.panes.plan.writer import Batch

DONE_ALREADY = "It was applied already; z undoes the plan."
AT_WORK = "The plan is being applied; c stops that. Nothing can be decided meanwhile."
UNDONE = "The plan was undone; D makes a new one."


class PlanDecider(PlanReader):
    """Turns keys into decisions; the screen shows them at once."""

    def frozen(self) -> str:
        """Return why nothing can be decided now, as a sentence; empty when it can."""
        if self.book is None:
            return "The plan is still being read."
        if self.applying or self.book.plan.state is PlanState.APPLYING:
            return AT_WORK
        return UNDONE if self.book.plan.state is PlanState.UNDONE else ""

    def action_decide(self) -> None:
        """Approve the entry under the cursor, or reject an approved one, and move down."""
        row = self.current
        if row is None:
            return
        if why := self.frozen() or (DONE_ALREADY if row.planned.outcome is EntryOutcome.DONE else ""):
            self.refuse(why)
            return
        approved = row.planned.decision is Decision.APPROVED
        self._decide([row], Decision.REJECTED if approved else Decision.APPROVED, by_hand=True)
        self.table.action_down()
        self.table.keep_cursor()

    def action_approve_shown(self) -> None:
        """Approve all entries that show, but those that must be decided one by one."""
        rows = self._open_rows(self.shown_rows)
        if rows is None:
            return
        by_hand = [row for row in rows if row.entry.by_hand and not _approved_by_hand(row)]
        self._decide([row for row in rows if not row.entry.by_hand], Decision.APPROVED)
        if by_hand:
            entries = plural(len(by_hand), "entry", "entries")
            self.refuse(f"{entries} over a limit must be decided one by one, with space.")

    def action_reject_shown(self) -> None:
        """Reject all entries that show."""
        if rows := self._open_rows(self.shown_rows):
            self._decide(rows, Decision.REJECTED)

    def action_undecide(self) -> None:
        """Take the decision on the marked entries back, or on the one under the cursor."""
        if rows := self._open_rows(self.chosen):
            self._decide(rows, Decision.UNDECIDED)

    @property
    def chosen(self) -> list[EntryRow]:
        """The marked entries, or the one under the cursor."""
        marked = [row for key in self.table.marked if (row := self.table.get_row(key)) is not None]
        return marked or ([self.current] if self.current else [])

    def _open_rows(self, rows: Iterable[EntryRow]) -> list[EntryRow] | None:
        """Return those that can be decided; None, after saying so, where nothing can be."""
        if why := self.frozen():
            self.refuse(why)
            return None
        return [row for row in rows if row.planned.outcome is not EntryOutcome.DONE]

    def _decide(self, rows: Iterable[EntryRow], decision: Decision, *, by_hand: bool = False) -> None:
        """Decide entries; one that was decided so already keeps how it came to that."""
        assert self.book is not None
        changed = [
            row
            for row in rows
            if row.planned.decision is not decision or (by_hand and not row.planned.by_hand)
        ]
        if not changed:
            return
        positions = tuple(row.planned.position for row in changed)
        before = {row.key: row for row in changed}
        batch = Batch(self.book.plan.id, positions, decision, by_hand, before)
        self.show_decided(decided(changed, decision, by_hand=by_hand), batch)


def _approved_by_hand(row: EntryRow) -> bool:
    return row.planned.by_hand and row.planned.decision is Decision.APPROVED
