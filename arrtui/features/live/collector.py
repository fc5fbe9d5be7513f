"""Decide when what was marked is read again: soon, but never more often than the app bears.

Times are seconds of one monotonic clock, passed in. The first mark is followed by a reading after a second;
while marks keep coming the pause doubles up to a minute. What an owner does (an edit, a deletion) waits in a
lane of its own, so that a refresh of the whole library holds it up no longer than that second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import msgspec

from arrtui.core.activity import ActivityKind
from arrtui.features.live.marks import FeedMarks

SETTLING = 1.0
"""Seconds from a mark to its reading: messages of one change come together, mostly within a tenth of that."""
LONGEST_PAUSE = 60.0
MOST_IDS = 250
"""Titles that are read by their ids; more cost less as the whole list."""


class Lane(IntEnum):
    """How much a mark matters; what waits in a lane never holds up those before it."""

    DELETIONS = 0
    EDITS = 1
    """Titles that differ from what is stored, and grabs."""
    ECHOES = 2
    """Titles of which a message told nothing new, as a refresh does of each."""
    ACTIVITY = 3
    SETTINGS = 4


_PATIENCE: Mapping[Lane, float] = {
    Lane.DELETIONS: 1.0,
    Lane.EDITS: 1.0,
    Lane.ECHOES: 10.0,
    Lane.ACTIVITY: 5.0,
    Lane.SETTINGS: 5.0,
}
"""Seconds beyond the pause in which a further mark counts as one of the same run."""


class DueReading(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be read now, all at once."""

    titles: frozenset[int] = frozenset()
    deleted: frozenset[int] = frozenset()
    grabbed: frozenset[int] = frozenset()
    activity: frozenset[ActivityKind] = frozenset()
    settings: bool = False
    whole: bool = False
    """The list of titles is to be read, and the files of those whose row differs."""

    def __or__(self, other: DueReading) -> DueReading:
        """Return what reads as much as both."""
        return DueReading(
            titles=self.titles | other.titles,
            deleted=self.deleted | other.deleted,
            grabbed=self.grabbed | other.grabbed,
            activity=self.activity | other.activity,
            settings=self.settings or other.settings,
            whole=self.whole or other.whole,
        )


@dataclass
class _Pause:
    """When a lane may be read next."""

    patience: float
    first: float | None = None
    """When the oldest mark came that waits; None while none does."""
    read: float | None = None
    """When it was read last."""
    pause: float = SETTLING

    def mark(self, now: float) -> None:
        """Note a mark; one that comes soon after a reading makes the next pause twice as long."""
        if self.first is not None:
            return
        self.first = now
        goes_on = self.read is not None and now - self.read < self.pause + self.patience
        self.pause = min(self.pause * 2, LONGEST_PAUSE) if goes_on else SETTLING

    @property
    def due(self) -> float | None:
        """When what waits is to be read; None while nothing does."""
        if self.first is None:
            return None
        if self.read is None:
            return self.first + SETTLING
        return max(self.first + SETTLING, self.read + self.pause)

    def taken(self, now: float) -> None:
        """Note that what waited is read."""
        if self.first is not None:
            self.first, self.read = None, now


@dataclass
class Collector:
    """The marks of one instance until they are read. Belongs to one thread; it holds no more than its ids."""

    _titles: dict[Lane, set[int]] = field(default_factory=lambda: {lane: set() for lane in Lane})
    _grabbed: set[int] = field(default_factory=set)
    _activity: set[ActivityKind] = field(default_factory=set)
    _whole: set[Lane] = field(default_factory=set)
    _pauses: dict[Lane, _Pause] = field(
        default_factory=lambda: {lane: _Pause(patience) for lane, patience in _PATIENCE.items()}
    )

    def add(self, marks: FeedMarks, now: float, echoes: frozenset[int] = frozenset()) -> None:
        """Note marks; of their hints, ``echoes`` are the titles that are as they are stored."""
        edited = marks.titles | (marks.hints.keys() - echoes)
        self._mark(Lane.DELETIONS, marks.deleted, now)
        self._mark(Lane.EDITS, edited - marks.deleted, now)
        self._mark(Lane.ECHOES, echoes & marks.hints.keys(), now)
        self._grabbed |= marks.grabbed
        if marks.grabbed:
            self._pauses[Lane.EDITS].mark(now)
        self._activity |= marks.activity
        if marks.whole:
            self._whole.add(Lane.EDITS)
        begun = {Lane.EDITS: marks.whole, Lane.ACTIVITY: marks.activity, Lane.SETTINGS: marks.settings}
        for lane in (lane for lane, is_marked in begun.items() if is_marked):
            self._pauses[lane].mark(now)

    def _mark(self, lane: Lane, ids: frozenset[int], now: float) -> None:
        if not ids:
            return
        self._pauses[lane].mark(now)
        if lane not in self._whole:
            self._titles[lane] |= ids
            if lane is not Lane.DELETIONS and len(self._titles[lane]) > MOST_IDS:
                self._titles[lane].clear()
                self._whole.add(lane)

    @property
    def due(self) -> float | None:
        """When the next reading is to be taken; None while nothing waits."""
        return min((due for pause in self._pauses.values() if (due := pause.due) is not None), default=None)

    def take(self, now: float) -> DueReading:
        """Return what is to be read now, and forget it; nothing for a lane that is not due."""
        due = {lane for lane, pause in self._pauses.items() if pause.due is not None and pause.due <= now}
        edits = due & {Lane.EDITS, Lane.ECHOES}
        titles = frozenset().union(*(self._titles[lane] for lane in edits))
        reading = DueReading(
            titles=titles,
            deleted=frozenset(self._titles[Lane.DELETIONS] if Lane.DELETIONS in due else ()),
            grabbed=frozenset(self._grabbed if Lane.EDITS in due else ()),
            activity=frozenset(self._activity if Lane.ACTIVITY in due else ()),
            settings=Lane.SETTINGS in due,
            whole=bool(edits & self._whole) or len(titles) > MOST_IDS,
        )
        for lane in due:
            self._pauses[lane].taken(now)
            self._titles[lane].clear()
            self._whole.discard(lane)
        self._grabbed -= reading.grabbed
        self._activity -= reading.activity
        return reading

    def put_back(self, reading: DueReading, now: float) -> None:
        """Note again what could not be read; the pauses grow as if it had been marked anew."""
        marks = FeedMarks(
            titles=reading.titles,
            deleted=reading.deleted,
            grabbed=reading.grabbed,
            activity=reading.activity,
            settings=reading.settings,
            whole=reading.whole,
        )
        self.add(marks, now)
