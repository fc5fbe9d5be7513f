"""Alarms of the tripwire: what they stop, and how that goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from arrtui.core.errors import ArrtuiError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import InstanceChecked
from arrtui.db import estate_events, tripwire
from arrtui.db.database import Database
from arrtui.db.tripwire import Alarm as Alarm
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.estate_events import EstateEvents

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.errors import ImplausibleAnswerError
    from arrtui.runtime.sync.use_cases import SyncServices

STOPPED = "Following and scheduled applies of it are stopped until you resume them in the Estate."
"""What an alarm means, as a sentence."""
_log = logging.getLogger(__name__)


class Tripwire:
    """Watches what snapshots bring.

    While an alarm stands, nothing is applied to or from its instance unasked.
    """

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        bus: Bus,
        events: EstateEvents,
        sync: Callable[[], SyncServices],
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._database = database
        self._bus = bus
        self._events = events
        self._sync = sync
        self._clock = clock

    async def alarms(self) -> list[Alarm]:
        """Return the alarms that stand, the oldest first."""
        return await self._database.read(tripwire.alarms)

    async def is_paused(self, instance: str) -> bool:
        """Return whether following and scheduled applies to and from an instance wait for somebody."""
        return any(alarm.instance == instance for alarm in await self.alarms())

    async def resume(self, instance: str) -> bool:
        """End the alarm of an instance; return whether there was one. Only a person is to do that."""
        from arrtui.features.backup.tripwire import resume

        alarm = await self._database.write(resume, instance, self._clock())
        self._bus.publish(InstanceChecked(instance))
        return alarm is not None

    async def plan_rescue(self, instance: str) -> int | None:
        """Queue the plan that brings back what an alarm tells of; return the job, None without a snapshot.

        It is made anew each time, of what the instance has now. Raises UsageError, NoSuchSnapshotError.
        """
        alarm = next((alarm for alarm in await self.alarms() if alarm.instance == instance), None)
        if alarm is None or alarm.snapshot_id is None:
            return None
        return await self._sync().restore(instance, str(alarm.snapshot_id))

    # --- raising ---------------------------------------------------------------------------------------

    def check(self, events: Sequence[EstateEvent]) -> Alarm | None:
        """Raise the alarm that events just stored of an instance call for; in their transaction."""
        from arrtui.features.backup.tripwire import TripwireRule, check_losses

        config = self._config().tripwire
        if not config.enabled:
            return None
        return check_losses(events, TripwireRule(config.count, config.minutes), self._clock())

    async def refused(self, instance: str, error: ImplausibleAnswerError) -> None:
        """Raise the alarm for an answer that lost too much to be believed, and so brings no events."""
        now = self._clock()
        reason = f"{error.why[:1].upper()}{error.why[1:]}."
        event = EstateEvent(type=EventType.OTHER_LIBRARY, at=now, instance=instance, reason=reason)

        def store() -> Alarm | None:
            return self.check([event]) if estate_events.insert([event]) else None

        if not error.is_of_settings and not await self.is_paused(instance):
            await self.act_on(await self._database.write(store))

    async def act_on(self, alarm: Alarm | None) -> None:
        """Tell of an alarm that was raised, and have the plan made that brings back what is lost."""
        if alarm is None:
            return
        _log.error("%s: %s %s", alarm.instance, alarm.reason, STOPPED)
        self._bus.publish(InstanceChecked(alarm.instance))
        self._events.announce([alarm.event_id])
        try:
            await self.plan_rescue(alarm.instance)
        except ArrtuiError:
            _log.exception("the plan that brings back what %s lost could not be queued", alarm.instance)
