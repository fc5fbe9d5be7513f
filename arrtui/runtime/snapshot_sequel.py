"""What follows from every snapshot that is stored: samples of scores and events of the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.runtime.estate_events import EstateEvents

if TYPE_CHECKING:
    from arrtui.features.backup.store import StoredSnapshot


class SnapshotSequel:
    """Stores what follows in the transaction of the snapshot, so that neither is there without the other."""

    def __init__(self, events: EstateEvents) -> None:
        self._events = events
        self._stored: list[int] = []

    def store(self, stored: StoredSnapshot) -> None:
        """Store what follows from a snapshot. Called in a database thread."""
        from arrtui.features.backup.report_news import store_news
        from arrtui.features.scores.samples import record_samples

        record_samples(stored.instance_id, stored.at, stored.id)
        self._stored += store_news(stored)

    async def announce(self) -> None:
        """Tell this process of what was stored, once it is."""
        stored, self._stored = self._stored, []
        self._events.announce(sorted(stored))
