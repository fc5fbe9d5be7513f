"""The pauses of notifications that fail (`ProviderStatusServiceBase`, `NotificationStatusService`)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

_PERIODS = (0, 60, 300, 900, 1800, 3600)
"""Seconds of the pause at each level (`EscalationBackOff`), up to the highest of notifications."""
_GRACE = 300.0
"""Seconds after the first failure in which every event is sent still."""
_STARTUP = 900.0
"""Seconds after the start of the app in which no level rises and no pause is longer than five minutes."""


@dataclass
class _Status:
    level: int = 0
    first_failure: float = 0.0
    paused_until: float = 0.0
    """Seconds since 1970, as all times here; 0: not paused."""


class BackOff:
    """What is known of the failures of each notification, by its id."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.started_at = clock()
        self._statuses: dict[int, _Status] = {}
        self._lock = threading.Lock()

    def record_success(self, number: int) -> bool:
        """Lower the level by one and end the pause; returns whether there was anything to lower."""
        with self._lock:
            status = self._statuses.get(number)
            if status is None or not status.level:
                return False
            status.level -= 1
            status.paused_until = 0.0
            return True

    def record_failure(self, number: int) -> None:
        """Begin with level one, or rise once the time of grace is over; then pause."""
        with self._lock:
            status, now = self._statuses.setdefault(number, _Status()), self.clock()
            is_first = status.level == 0
            if is_first:
                status.level, status.first_failure = 1, now
            in_grace, in_startup = now < status.first_failure + _GRACE, self.in_startup
            if not (is_first or in_grace or in_startup):
                status.level = min(status.level + 1, len(_PERIODS) - 1)
            if not in_grace:
                pause = _PERIODS[status.level]
                status.paused_until = now + (min(pause, _PERIODS[2]) if in_startup else pause)

    def is_paused(self, number: int) -> bool:
        """Return whether events are dropped now."""
        with self._lock:
            status = self._statuses.get(number)
            return status is not None and status.paused_until > self.clock()

    @property
    def in_startup(self) -> bool:
        """Whether the app has started within the last quarter of an hour."""
        return self.clock() < self.started_at + _STARTUP

    def forget(self, number: int) -> None:
        """Forget a notification that was deleted."""
        with self._lock:
            self._statuses.pop(number, None)
