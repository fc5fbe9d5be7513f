"""What the front door can go to: instances, pairs, plans, titles, as panes list them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


@dataclass(frozen=True)
class Targets:
    """Things of one kind that belong to a pane: only names, since there may be tens of thousands."""

    kind: str
    """What each is, in a word."""
    pane: str
    """Id of the pane that is shown before one is opened."""
    names: Sequence[str]
    """What each is found by."""
    open: Callable[[Any, int], Awaitable[None] | None]
    """Shows one, given the pane and the place of its name."""
    on_top: bool = False
    """Whether it opens as a screen on top of what shows."""


TargetSource = Callable[["Services"], Awaitable[Sequence[Targets]]]
"""Lists targets; may raise ArrtuiError. A capability's pane names its source in the list of capabilities."""
