"""What was done in a plan on screen since it was applied last, for `z` to take back step by step."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import NamedTuple

MOST_STEPS = 500
"""Steps that are remembered."""


class LocalStep(NamedTuple):
    """A decision, a mark or an edit."""

    text: str
    """What it was, in a few words."""
    take_back: Callable[[], Awaitable[None]]


class LocalSteps:
    """The steps in their order."""

    def __init__(self) -> None:
        self._steps: deque[LocalStep] = deque(maxlen=MOST_STEPS)

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def text(self) -> str:
        """What the last step was; empty without any."""
        return self._steps[-1].text if self._steps else ""

    def add(self, text: str, take_back: Callable[[], Awaitable[None]]) -> None:
        """Remember a step; ``take_back`` makes it undone."""
        self._steps.append(LocalStep(text, take_back))

    def clear(self) -> None:
        """Forget all steps: what is applied is taken back by a plan."""
        self._steps.clear()

    async def take_back(self) -> None:
        """Take the last step back."""
        await self._steps.pop().take_back()
