"""How many requests a key may send."""

from __future__ import annotations

from collections.abc import Callable


class RateLimit:
    """Lets through so many requests a minute, as evenly or as bunched as they come."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        """Begin with a whole minute's requests; ``clock`` counts seconds and never goes back."""
        self._per_minute = per_minute
        self._clock = clock
        self._left = float(per_minute)
        self._counted_at = clock()

    def take(self) -> float:
        """Count a request; return 0, or after how many seconds it would be let through."""
        now = self._clock()
        gained = (now - self._counted_at) * self._per_minute / 60
        self._left = min(float(self._per_minute), self._left + gained)
        self._counted_at = now
        if self._left < 1:
            return (1 - self._left) * 60 / self._per_minute
        self._left -= 1
        return 0.0
