"""Storing decisions in the background, in order, and reading plans without showing what was before them."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from arrtui.core.errors import ArrtuiError
from arrtui.features.sync.model import Decision
from arrtui.tui.panes.plan.book import Rows

if TYPE_CHECKING:
    from arrtui.tui.panes.plan.secrets import ReadPlan


@dataclass(frozen=True)
class Batch:
    """Entries that got the same decision."""

    plan: int
    positions: tuple[int, ...]
    decision: Decision
    by_hand: bool
    before: Rows
    """The rows as they were."""

    def joined(self, other: Batch) -> Batch | None:
        """Return both as one, or None where they cannot be stored together."""
        same = (self.plan, self.decision, self.by_hand) == (other.plan, other.decision, other.by_hand)
        if not same or not self.before.keys().isdisjoint(other.before):
            return None
        return replace(
            self, positions=self.positions + other.positions, before={**self.before, **other.before}
        )


class DecisionWriter:
    """Stores batches one after the other. It outlives its screen until all is stored."""

    def __init__(
        self,
        store: Callable[[Batch], Awaitable[None]],
        failed: Callable[[ArrtuiError, Sequence[Batch]], None],
    ) -> None:
        """Make an idle writer.

        Args:
            store: Stores one batch; may raise ArrtuiError.
            failed: Is told what could not be stored, the newest first; nothing of it is tried again.
        """
        self._store = store
        self._failed = failed
        self._waiting: deque[Batch] = deque()
        self._task: asyncio.Task[None] | None = None
        self.generation = 0
        """Grows with each batch, so that what was read before it can be told from what was read after."""

    def add(self, batch: Batch) -> None:
        """Store a batch as soon as those before it are stored."""
        self.generation += 1
        joined = self._waiting[-1].joined(batch) if self._waiting else None
        if joined is not None:
            self._waiting[-1] = joined
        else:
            self._waiting.append(batch)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def settled(self) -> None:
        """Wait until nothing is left to store."""
        while self._task is not None and not self._task.done():
            await asyncio.shield(self._task)

    async def _work(self) -> None:
        while self._waiting:
            batch = self._waiting.popleft()
            try:
                await self._store(batch)
            except ArrtuiError as error:
                lost = [*reversed(self._waiting), batch]
                self._waiting.clear()
                self.generation += 1
                self._failed(error, lost)


class PlanReader:
    """Reads plans after all decisions are stored, and measures how long that takes."""

    def __init__(self, read: Callable[[int], Awaitable[ReadPlan]], writer: DecisionWriter) -> None:
        """Make a reader.

        Args:
            read: Reads a plan by its id; may raise ArrtuiError.
            writer: Stores the decisions made on screen.
        """
        self._read = read
        self._writer = writer
        self.duration = 0.0
        """Seconds that the last read took."""

    async def read(self, plan_id: int) -> ReadPlan | None:
        """Return a plan as stored; None when a decision was made meanwhile, so that it is out of date.

        Raises ArrtuiError when the plan cannot be read.
        """
        await self._writer.settled()
        generation, began = self._writer.generation, time.monotonic()
        read = await self._read(plan_id)
        self.duration = time.monotonic() - began
        return read if generation == self._writer.generation else None
