"""What a chain of releases is told by, from all others."""

from __future__ import annotations

from typing import NamedTuple


class ChainKey(NamedTuple):
    """A chain that is of a kind."""

    instance: str
    title_id: str
    """The title's external id; where it has none the app's after a minus sign."""
    episode_id: int
    """The app's id of the first episode; 0 for a movie."""
    kind: str
