"""What a worker does every so many seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Periodic:
    """Something that is due every so many seconds, and at once when the clock was set back."""

    seconds: float
    last: float | None = None

    def due(self, now: float) -> bool:
        """Return whether it is due, and if so restart its period."""
        if self.last is not None and 0 <= now - self.last < self.seconds:
            return False
        self.last = now
        return True
