"""`z` and `Z` in a plan: the last local step first, then what the plan wrote."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.features.sync.model import Fields, Plan
from arrtui.tui.kit.dialogs.discard import can_discard, discard_plan
from arrtui.tui.kit.fitting import fitting_text
from arrtui.tui.kit.local_steps import LocalSteps
from arrtui.tui.kit.notices import notify_refused, try_or_notify
from arrtui.tui.panes.plan.book import Rows
from arrtui.tui.panes.plan.decider import BEING_APPLIED
from arrtui.tui.panes.plan.writer import DecisionWriter

if TYPE_CHECKING:
    from arrtui.tui.panes.plan.screen import PlanScreen


ROOM_TO_SAY = 45
"""Cells from which the key line says what is taken back; with fewer, the keys that decide need them."""


class PlanUndoing:
    """Remembers decisions, marks and edits since the last apply, and knows what a plan goes back to."""

    def __init__(self, screen: PlanScreen, writer: DecisionWriter) -> None:
        self._screen = screen
        self._writer = writer
        self._steps = LocalSteps()
        self._marked: tuple[Hashable, ...] = ()
        """What is marked, as far as it is a step already."""

    def note_decision(self, before: Rows) -> None:
        """Remember entries as they were before a decision."""

        async def put_back() -> None:
            if self._screen.book is not None:
                self._screen.decider.put_back(self._screen.book, before)

        self._steps.add(plural(len(before), "decision"), put_back)

    def note_marks(self) -> None:
        """Remember what was marked before what is marked now."""
        before, self._marked = self._marked, tuple(self._screen.table.marked)
        if before != self._marked:
            self._steps.add("marks", partial(self._mark, before))

    async def _mark(self, keys: tuple[Hashable, ...]) -> None:
        self._marked = keys
        self._screen.table.set_marks(keys)

    def note_edits(self, before: Mapping[int, Fields]) -> None:
        """Remember what was changed of entries, by position, before it was changed again."""
        if before:
            text = plural(len(before), "edit")
            self._steps.add(text, partial(self._edit, self._screen.plan_id, before))

    async def _edit(self, plan_id: int, edits: Mapping[int, Fields]) -> None:
        await self._writer.settled()
        for position, fields in edits.items():
            await self._screen.sync.edit(plan_id, position, fields)
        self._screen.read()

    def forget(self) -> None:
        """Forget all local steps: what is applied is taken back by a plan."""
        self._steps.clear()
        self._marked = tuple(self._screen.table.marked)

    def can(self, action: str, applying: Collection[Job]) -> bool:
        """Return whether ``undo``, ``redo`` or ``remove`` would do something."""
        if action == "remove":
            return self._screen.book is not None and can_discard(self._screen.book.plan) and not applying
        return self._plan(action) is not None or (action == "undo" and bool(self._steps))

    def label(self, action: str, room: int) -> str:
        """Return what the key line calls ``undo`` in so many cells: what it takes back; empty for no more."""
        if action != "undo" or room < ROOM_TO_SAY:
            return ""
        if self._steps:
            return fitting_text([f"undo: {self._steps.text}"], room)
        history, plan = self._screen.host.undoing.history, self._plan(action)
        if history is None or plan is None:
            return ""
        again = plan in history.undos  # to undo an undo is to do it again
        return fitting_text([f"{'redo' if again else 'undo'}: {history.text(plan)}"], room)

    def _plan(self, action: str) -> Plan | None:
        """Return the plan that is gone back from, local steps aside; None without any."""
        history, book = self._screen.host.undoing.history, self._screen.book
        if history is None or book is None:
            return None
        return history.change_from(book.plan) if action == "undo" else history.undo_from(book.plan)

    async def undo(self, applying: Collection[Job]) -> None:
        """Take the last local step back; without any, have the undo of what was written planned."""
        if self._steps and not applying:
            await try_or_notify(self._screen, self._steps.take_back())
            self._screen.refresh_bindings()
        else:
            await self._go_back("undo", applying)

    async def redo(self, applying: Collection[Job]) -> None:
        """Have planned what takes the newest undo back."""
        await self._go_back("redo", applying)

    async def _go_back(self, action: str, applying: Collection[Job]) -> None:
        """Have the plan made that goes back from what this plan, or its pair, wrote last."""
        if applying:
            notify_refused(self._screen, BEING_APPLIED)
        elif plan := self._plan(action):
            self._screen.wait_for(await try_or_notify(self._screen, self._screen.sync.undo(plan.id)))

    async def discard(self) -> None:
        """Put the open plan away, after a question, and leave it."""
        await self._writer.settled()
        screen = self._screen
        if screen.book is not None:
            await discard_plan(screen, screen.sync, screen.book.plan, lambda: screen.dismiss(None))
