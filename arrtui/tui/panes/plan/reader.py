"""Reading a plan for the screen, without ever showing what was before a decision."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.features.sync.review import OpenPlan
    from arrtui.tui.panes.plan.writer import DecisionWriter


class PlanReader:
    """Reads plans after all decisions are stored, and measures how long that takes."""

    def __init__(self, read: Callable[[int], Awaitable[OpenPlan]], writer: DecisionWriter) -> None:
        """Make a reader.

        Args:
            read: Reads a plan by its id; may raise ArrtuiError.
            writer: Stores the decisions made on screen.
        """
        self._read = read
        self._writer = writer
        self.duration = 0.0
        """Seconds that the last read took."""

    async def read(self, plan_id: int) -> OpenPlan | None:
        """Return a plan as stored; None when a decision was made meanwhile, so that it is out of date.

        Raises ArrtuiError when the plan cannot be read.
        """
        await self._writer.settled()
        generation, began = self._writer.generation, time.monotonic()
        opened = await self._read(plan_id)
        self.duration = time.monotonic() - began
        return opened if generation == self._writer.generation else None
