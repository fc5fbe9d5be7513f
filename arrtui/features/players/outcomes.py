"""What came of telling a player of a title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from arrtui.core.errors import ArrtuiError


@dataclass(eq=False)
class PlayerBusyError(ArrtuiError):
    """A player plays something, or scans: nothing is asked of it meanwhile."""

    code: ClassVar[str] = "player-busy"
    passing: ClassVar[bool] = True


class TitleOutcome(NamedTuple):
    """What came of telling a player of a title."""

    is_new: bool = False
    """Whether the player did not know it before."""
    changed: int = 0
    """Things that the player has now, or has otherwise."""
    carried: int = 0
    """Videos whose watched state came over from the one that they replaced."""
    notes: tuple[str, ...] = ()
    """Sentences."""
    waits: bool = False
    """Whether something that the player keeps is still to be carried over to a video that it has not yet."""
