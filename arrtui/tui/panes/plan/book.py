"""An opened plan as the screen keeps it: rows by key, what was decided so far, what locks the apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from arrtui.features.sync.model import Decision, EntryOutcome, Op, Plan
from arrtui.features.sync.review import lock_reason
from arrtui.tui.kit.plan_words import FAILURES
from arrtui.tui.panes.plan.secrets import EntrySecrets
from arrtui.tui.panes.plan.table import EntryRow
from arrtui.tui.panes.plan.words import FINAL

if TYPE_CHECKING:
    from arrtui.features.sync.review import OpenPlan

Rows = dict[str, EntryRow]
"""Entries by their key."""


class Tally:
    """How many rows there are of each kind; kept up to date row by row, so that a decision costs nothing."""

    def __init__(self, rows: Iterable[EntryRow]) -> None:
        self.ops: Counter[Op] = Counter()
        self.decisions: Counter[Decision] = Counter()
        self.outcomes: Counter[EntryOutcome] = Counter()
        self.stale = 0
        """Entries whose sides have changed since, and that are not applied yet."""
        for row in rows:
            self.count(row, 1)

    def count(self, row: EntryRow, number: int) -> None:
        """Count a row in, or with -1 out."""
        planned = row.planned
        self.ops[planned.entry.op] += number
        self.decisions[planned.decision] += number
        self.outcomes[planned.outcome] += number
        self.stale += number * (bool(row.stale) and planned.outcome not in FINAL)

    @property
    def failures(self) -> int:
        """Entries that were not written although they were to be."""
        return sum(self.outcomes[outcome] for outcome in FAILURES)


class PlanBook:
    """A plan with its rows. Rows are replaced, never changed, so that what was can be put back."""

    def __init__(self, opened: OpenPlan, secrets: EntrySecrets) -> None:
        self.plan: Plan = opened.plan
        self.rows: Rows = rows_of(opened, secrets)
        self.tally = Tally(self.rows.values())
        self.lock = opened.lock
        """Why the plan cannot be applied now, as a sentence; empty when it can."""
        self.leaves_out = opened.leaves_out
        """Whether there are titles that it leaves alone."""

    def update(self, opened: OpenPlan, secrets: EntrySecrets) -> Rows | None:
        """Update the rows with the plan as it was read again.

        Returns:
            The rows that differ; None, with nothing taken, when it is another plan or has other entries.
        """
        read = rows_of(opened, secrets)
        if opened.plan.id != self.plan.id or read.keys() != self.rows.keys():
            return None
        changed = {key: row for key, row in read.items() if row != self.rows[key]}
        self.plan = opened.plan
        self.replace(changed)
        self.lock = opened.lock
        return changed

    def replace(self, changed: Mapping[str, EntryRow]) -> None:
        """Put other rows in the place of those with their keys."""
        for key, row in changed.items():
            self.tally.count(self.rows[key], -1)
            self.tally.count(row, 1)
        self.rows |= changed
        if self.plan.locked:
            self.lock = lock_reason(self.plan.locked, [row.planned for row in self.rows.values()])

    def to_apply(self) -> list[EntryRow]:
        """Return the entries an apply would write: approved, and not done yet."""
        return [
            row
            for row in self.rows.values()
            if row.planned.decision is Decision.APPROVED and row.planned.outcome not in FINAL
        ]


def rows_of(opened: OpenPlan, secrets: EntrySecrets) -> Rows:
    """Return the rows of a plan, in its order."""
    stale = opened.stale
    return {
        planned.entry.key: EntryRow(
            planned,
            stale.get(planned.position, ""),
            tuple(secrets.get(planned.position, ())),
            planned.entry.key in opened.refused_tests and planned.outcome is EntryOutcome.FAILED,
        )
        for planned in opened.entries
    }


def decided(rows: Iterable[EntryRow], decision: Decision, *, by_hand: bool) -> Rows:
    """Return rows with another decision."""
    return {
        row.key: replace(
            row, planned=msgspec.structs.replace(row.planned, decision=decision, by_hand=by_hand)
        )
        for row in rows
    }
