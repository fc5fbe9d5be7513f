"""What follows from every snapshot that is stored: samples of scores, events of the estate, alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.runtime.estate_events import EstateEvents
from arrtui.runtime.tripwire import Alarm, Tripwire

if TYPE_CHECKING:
    from arrtui.features.backup.store import StoredSnapshot


class SnapshotSequel:
    """Stores what follows in the transaction of the snapshot, so that neither is there without the other."""

    def __init__(self, events: EstateEvents, tripwire: Tripwire) -> None:
        self.tripwire = tripwire
        self._events = events
        self._stored: list[int] = []
        self._alarms: list[Alarm] = []
        self._losing: set[str] = set()

    def store(self, stored: StoredSnapshot) -> None:
        """Store what follows from a snapshot. Called in a database thread."""
        from arrtui.features.backup.news import lost
        from arrtui.features.backup.report_news import store_news
        from arrtui.features.scores.samples import record_samples

        record_samples(stored.instance_id, stored.at, stored.id)
        news = store_news(stored)
        self._stored += [event.id for event in news]
        if stored.accepted:
            return
        if alarm := self.tripwire.check(news):
            self._alarms.append(alarm)
        elif any(map(lost, news)):
            self._losing.add(stored.instance)

    async def announce(self) -> None:
        """Tell this process of what was stored, once it is, and act on it."""
        stored, self._stored = self._stored, []
        alarms, self._alarms = self._alarms, []
        losing, self._losing = self._losing, set()
        self._events.announce(sorted(stored))
        for alarm in alarms:
            await self.tripwire.act_on(alarm)
        for instance in losing:
            await self.tripwire.plan_again(instance)
