"""The marks of one instance, from any thread, until somebody acts on them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from arrtui.clients import AppCommand
from arrtui.core.live import FeedStatus
from arrtui.features.live.collector import Collector, DueReading
from arrtui.features.live.failures import FailedReadings
from arrtui.features.live.hints import TitleHint
from arrtui.features.live.marks import FeedMarks

SORTING = 0.2
"""Seconds that hints are gathered before they are compared with what is stored, all with one statement."""

MOST_HINTS = 1_000
"""Hints that are compared with what is stored; more at once cost less as a reading of the list."""

GATHERING = 1.0
"""Seconds that what is told of commands is gathered before it is stored."""


class Unsorted(NamedTuple):
    """What must be looked up in what is stored before it can be collected."""

    hints: dict[int, TitleHint]
    files: frozenset[int]
    """Files that are gone."""

    def __bool__(self) -> bool:
        return bool(self.hints or self.files)


class Inbox:
    """Collects the marks of one instance. It holds ids alone, each once, however many messages come."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._collector = Collector()
        self._failures = FailedReadings()
        self._hints: dict[int, TitleHint] = {}
        self._files: set[int] = set()
        self._unsorted_since: float | None = None
        self._commands: dict[int, AppCommand] = {}
        self._commands_since: float | None = None
        self._wake: Callable[[], None] = lambda: None

    def on_change(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` whenever something was marked, in the thread that did it."""
        self._wake = wake

    def add(self, marks: FeedMarks) -> None:
        """Note marks, from any thread."""
        now = self._clock()
        with self._lock:
            self._collector.add(replace(marks, hints={}, files=frozenset()), now)
            for item_id in marks.deleted:
                self._hints.pop(item_id, None)
            self._hints.update(marks.hints)
            if len(self._hints) > MOST_HINTS:
                self._hints.clear()
                self._collector.add(FeedMarks(whole=True), now)
            self._files |= marks.files
            if self._unsorted_since is None and (marks.hints or marks.files):
                self._unsorted_since = now
            self._commands.update((command.id, command) for command in marks.commands)
            if self._commands_since is None and marks.commands:
                self._commands_since = now
        self._wake()

    @property
    def wait(self) -> float | None:
        """Seconds until there is something to do; None while nothing waits."""
        with self._lock:
            gathered = ((self._unsorted_since, SORTING), (self._commands_since, GATHERING))
            due = [since + seconds for since, seconds in gathered if since is not None]
            due += [at for at in (self._collector.due, self._failures.due) if at is not None]
            return max(0.0, min(due) - self._clock()) if due else None

    def take_unsorted(self) -> Unsorted:
        """Return what must be looked up now, and forget it; to be given back by :meth:`sort`."""
        with self._lock:
            if self._unsorted_since is None or self._clock() < self._unsorted_since + SORTING:
                return Unsorted({}, frozenset())
            unsorted = Unsorted(self._hints, frozenset(self._files))
            self._hints, self._files, self._unsorted_since = {}, set(), None
            return unsorted

    def take_commands(self) -> list[AppCommand]:
        """Return how commands stand of which the app told, each once, and forget it."""
        with self._lock:
            if self._commands_since is None or self._clock() < self._commands_since + GATHERING:
                return []
            commands = list(self._commands.values())
            self._commands, self._commands_since = {}, None
            return commands

    def sort(self, unsorted: Unsorted, echoes: frozenset[int], titles: frozenset[int]) -> None:
        """Collect what was looked up: which hints are ``echoes``, and the ``titles`` of files that are gone.

        It counts from the moment its first message came.
        """
        with self._lock:
            marks = FeedMarks(hints=unsorted.hints, titles=titles)
            self._collector.add(marks, self._clock() - SORTING, echoes)

    def take(self) -> DueReading:
        """Return what is to be read now, and forget it."""
        with self._lock:
            now = self._clock()
            return self._collector.take(now) | self._failures.take(now)

    def put_back(self, reading: DueReading) -> None:
        """Note again what could not be read."""
        with self._lock:
            self._collector.put_back(reading, self._clock())

    # --- readings that failed for good, from any thread ----------------------------------------------

    def keep_failed(self, reading: DueReading) -> None:
        """Keep what could not be read however often it was tried; it is tried again, ever more rarely."""
        with self._lock:
            self._failures.keep(reading, self._clock())
        self._wake()

    def note_success(self) -> None:
        """Note that a reading went well."""
        with self._lock:
            self._failures.went_well()

    def note_feed(self, status: FeedStatus) -> None:
        """Note how the feed stands: while it is lost nothing is tried again, and then everything is read."""
        with self._lock:
            if status is FeedStatus.UP:
                self._failures.drop()
            else:
                self._failures.hold(status is FeedStatus.LOST)
        self._wake()
