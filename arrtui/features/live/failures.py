"""What could not be read at all, kept until a later reading goes well: tried again ever more rarely. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from arrtui.features.live.collector import DueReading

FIRST_PAUSE, LONGEST_PAUSE = 60.0, 3_600.0
"""Seconds from a reading that failed for good to the next: doubled by each, reset by one that went well."""


@dataclass
class FailedReadings:
    """What readings of one instance failed for good. Times are seconds of one monotonic clock."""

    _kept: DueReading | None = None
    _due: float = 0.0
    _pause: float = field(default_factory=lambda: FIRST_PAUSE)
    _waits: bool = False

    def keep(self, reading: DueReading, now: float) -> None:
        """Keep what could not be read, with all that is kept already."""
        self._kept = reading if self._kept is None else self._kept | reading
        self._due, self._pause = now + self._pause, min(2 * self._pause, LONGEST_PAUSE)

    def hold(self, waits: bool) -> None:
        """Set whether nothing is tried again, as the app cannot be reached."""
        self._waits = waits

    def drop(self) -> None:
        """Forget what is kept, as the app is heard from now on and everything is read again."""
        self._kept, self._waits, self._pause = None, False, FIRST_PAUSE

    def went_well(self) -> None:
        """Begin with short pauses again, as a reading went well."""
        self._pause = FIRST_PAUSE

    @property
    def due(self) -> float | None:
        """When what is kept is tried again; None while that is not to be."""
        return None if self._kept is None or self._waits else self._due

    def take(self, now: float) -> DueReading:
        """Return what is to be tried again now, and forget it."""
        if self._kept is None or self._waits or now < self._due:
            return DueReading()
        kept, self._kept = self._kept, None
        return kept
