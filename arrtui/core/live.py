"""How the live feed of an instance stands."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class FeedStatus(StrEnum):
    """Whether an app tells of changes by itself."""

    UP = "up"
    NONE = "none"
    """Something else answers at its address; the app itself may be well."""
    LOST = "lost"
    """There is no connection; it is tried again by itself."""


class FeedState(NamedTuple):
    """How the live feed of an instance stands, in whichever process listens to it."""

    status: FeedStatus
    why: str
    """Why it is not up, as a part of a sentence; empty while it is."""
    since: float
    """UTC seconds."""

    @property
    def is_up(self) -> bool:
        """Whether changes are told at once."""
        return self.status is FeedStatus.UP
