"""What was done on a screen and is written nowhere yet, for `z` to take back step by step."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.dom import DOMNode

MOST_STEPS = 500
"""Steps that are remembered."""


class LocalStep(NamedTuple):
    """A decision, a mark, an edit or a choice."""

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


@runtime_checkable
class KeepsSteps(Protocol):
    """A screen that takes back what was done on it."""

    local_steps: LocalSteps
    """What was done on it."""


def note_step(node: DOMNode, text: str, take_back: Callable[[], Awaitable[None]]) -> None:
    """Remember a step of a widget, where its screen takes steps back."""
    if isinstance(node.screen, KeepsSteps):
        node.screen.local_steps.add(text, take_back)


def has_steps(node: DOMNode) -> bool:
    """Return whether the screen of a widget has a step to take back."""
    return isinstance(node.screen, KeepsSteps) and bool(node.screen.local_steps)
