"""Marks from any thread, and how the feeds of this process stand."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from arrtui.core.events import InstanceChecked
from arrtui.core.live import FeedState
from arrtui.db import feed_states
from arrtui.db.database import Database
from arrtui.runtime.engine.bus import Bus

if TYPE_CHECKING:
    from arrtui.features.live.inbox import Inbox
    from arrtui.features.live.marks import FeedMarks

# The features are imported when they are first used: the app's first paint does not wait for them.


class LiveServices:
    """What is to be read of instances soon. Marks are acted on by the process that holds the duty."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._lock = threading.Lock()
        self._inboxes: dict[str, Inbox] = {}
        self._states: dict[str, FeedState] = {}

    # --- marks, from any thread ----------------------------------------------------------------------

    def mark(self, instance: str, item_ids: Iterable[int]) -> None:
        """Have titles read again, a moment later and with all others that are marked by then."""
        from arrtui.features.live.marks import FeedMarks

        self.add(instance, FeedMarks(titles=frozenset(item_ids)))

    def mark_deleted(self, instance: str, item_ids: Iterable[int]) -> None:
        """Have titles looked at that an app says are gone."""
        from arrtui.features.live.marks import FeedMarks

        self.add(instance, FeedMarks(deleted=frozenset(item_ids)))

    def mark_list(self, instance: str) -> None:
        """Have the list of titles read, and the files of those whose row differs."""
        from arrtui.features.live.marks import FeedMarks

        self.add(instance, FeedMarks(whole=True))

    def add(self, instance: str, marks: FeedMarks) -> None:
        """Note any marks of an instance."""
        self.inbox(instance).add(marks)

    def inbox(self, instance: str) -> Inbox:
        """Return where the marks of an instance wait."""
        from arrtui.features.live.inbox import Inbox

        with self._lock:
            return self._inboxes.setdefault(instance, Inbox())

    # --- how the feeds stand -------------------------------------------------------------------------

    def is_up(self, instance: str) -> bool:
        """Return whether this process hears at once what happens in an instance. From any thread."""
        state = self._states.get(instance)
        return state is not None and state.is_up

    async def note_state(self, instance: str, state: FeedState | None) -> None:
        """Store how the feed of an instance stands, for every process; None for one not listened to."""
        before = self._states.pop(instance, None)
        if state is not None:
            self.inbox(instance).note_feed(state.status)
        if state is None:
            await self._database.write(feed_states.forget, instance)
        else:
            self._states[instance] = state
            if before is not None and before[:2] == state[:2]:
                return
            await self._database.write(feed_states.note, instance, state)
        self._bus.publish(InstanceChecked(instance))
