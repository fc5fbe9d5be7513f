"""How long an instance takes to answer, and how often it fails: counted since the process began."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

BOUNDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds: upper bounds of the classes that answers are counted in, one more class for all above."""


@dataclass
class RequestStats:
    """The requests to one instance that came to an end, retries not counted apart."""

    seconds: float = 0.0
    """Of all answers together."""
    classes: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    """Answers by how long they took."""
    errors: Counter[str] = field(default_factory=Counter)
    """Failures by the code of the error."""

    def note_answer(self, seconds: float) -> None:
        """Count an answer that took so long."""
        self.seconds += seconds
        self.classes[bisect_left(BOUNDS, seconds)] += 1

    def note_error(self, code: str) -> None:
        """Count a failure."""
        self.errors[code] += 1
