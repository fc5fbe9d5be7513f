"""A circuit breaker: after repeated outages an instance is left alone, then probed ever more rarely."""

from __future__ import annotations

import time
from collections.abc import Callable

THRESHOLD = 5
"""Consecutive failures that open the breaker."""
FIRST_PAUSE = 30.0
"""Seconds from opening to the first probe."""
LONGEST_PAUSE = 300.0
"""Seconds a pause grows to, doubling with each failed probe."""
PROBING = 5.0
"""Seconds a caller is told to wait while a probe is under way."""


class Breaker:
    """Closed, open, or half open while its one probe is under way.

    Only outages count as failures: a refused key or a missing movie is an answer, hence a success here.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = 0.0
        self._until = 0.0
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Return whether requests are held back, a probe excepted."""
        return self._pause > 0

    def wait(self) -> float:
        """Return the seconds until a request is allowed; 0 when one may go now."""
        if not self.is_open:
            return 0.0
        return PROBING if self._probing else max(0.0, self._until - self._clock())

    def begin(self) -> bool:
        """Note that a request goes out; return True when it is the probe of an open breaker."""
        probe = self.is_open and not self._probing
        self._probing = self._probing or probe
        return probe

    def succeed(self) -> None:
        """The instance answered: close."""
        self._failures, self._pause, self._probing = 0, 0.0, False

    def fail(self, *, probe: bool) -> None:
        """The instance did not answer: open after `THRESHOLD` of these; after a probe pause twice as long."""
        self._failures += 1
        if probe:
            self._open(min(self._pause * 2, LONGEST_PAUSE))
        elif not self.is_open and self._failures >= THRESHOLD:
            self._open(FIRST_PAUSE)

    def abandon(self, *, probe: bool) -> None:
        """The request was cancelled and tells nothing: let another one be the probe."""
        if probe:
            self._probing = False

    def _open(self, pause: float) -> None:
        self._pause, self._until, self._probing = pause, self._clock() + pause, False
