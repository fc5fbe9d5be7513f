"""Jobs that ended since the process began, counted for whoever watches arrtui."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from typing import NamedTuple

from arrtui.core.events import Event, JobChanged
from arrtui.runtime.engine.bus import Bus

_REMEMBERED = 1_000
"""Jobs of which it is known that they were counted."""


class EndedJobs(NamedTuple):
    """Jobs of one kind that ended in one state."""

    kind: str
    state: str


class JobCounts:
    """Counts jobs as their end is published in this process."""

    def __init__(self, bus: Bus) -> None:
        self._lock = threading.Lock()
        self._ended: Counter[EndedJobs] = Counter()
        self._seconds: defaultdict[EndedJobs, float] = defaultdict(float)
        self._last: dict[int, float | None] = {}
        """When the jobs that were counted last ended, by their id: an end may be published again."""
        bus.subscribe(self._note, JobChanged)

    def _note(self, event: Event) -> None:
        """Count a job that has ended; called in the publisher's thread."""
        if not isinstance(event, JobChanged) or not event.job.state.finished:
            return
        job = event.job
        ended = EndedJobs(job.kind, job.state.value)
        took = (job.finished_at or 0.0) - (job.started_at or job.finished_at or 0.0)
        with self._lock:
            if self._last.get(job.id, 0.0) == job.finished_at:
                return
            self._last[job.id] = job.finished_at
            if len(self._last) > _REMEMBERED:
                del self._last[next(iter(self._last))]
            self._ended[ended] += 1
            self._seconds[ended] += max(0.0, took)

    def read(self) -> dict[EndedJobs, tuple[int, float]]:
        """Return how many ended, and how many seconds they took together, by kind and state."""
        with self._lock:
            return {ended: (number, self._seconds[ended]) for ended, number in self._ended.items()}
