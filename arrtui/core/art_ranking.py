"""What is said of the candidates for a slot: their places, and why."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.artwork import ArtCandidate


class ScorePart(NamedTuple):
    """One part of a candidate's score."""

    name: str
    """``resolution``, ``aspect``, ``language``, ``votes``, ``provider``."""
    points: float
    most: float


class RankedCandidate(NamedTuple):
    """A candidate with its place among those for its slot."""

    candidate: ArtCandidate
    score: float
    """0 to 100."""
    parts: tuple[ScorePart, ...]
    duplicate_of: str = ""
    """Address of a better one that looks the same, or ``art_sources.OWNER``; such a one is passed over."""
