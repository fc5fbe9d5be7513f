"""Alarms of the tripwire: what they stop, and how that goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.errors import ArrtuiError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import InstanceChecked
from arrtui.db import estate_events, snapshots, tripwire
from arrtui.db.database import Database
from arrtui.db.snapshots import SnapshotRow
from arrtui.db.tripwire import Alarm as Alarm
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.estate_events import EstateEvents

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.errors import ImplausibleAnswerError
    from arrtui.features.sync.model import Plan
    from arrtui.runtime.sync.use_cases import SyncServices

_STOPPED = "Following and scheduled applies of it are stopped until you resume it (in the Estate: a, then u)."
PLAN_AGAIN_SECONDS = 10.0
"""How long losses after an alarm are gathered before the plan that brings all back is made anew."""
_log = logging.getLogger(__name__)


class TripwireState(NamedTuple):
    """Whether an instance has raised an alarm that stands, and how to go back."""

    instance: str
    alarm: Alarm | None = None
    snapshot: SnapshotRow | None = None
    """The pinned one from before the losses."""
    plan: Plan | None = None
    """The newest that brings the instance back to that snapshot."""


def describe_alarm(alarm: Alarm) -> str:
    """Return which instance has raised an alarm, why, and what that means."""
    return f"{alarm.instance}: {alarm.reason} {_STOPPED}"


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

    async def states(self, names: Sequence[str] = ()) -> list[TripwireState]:
        """Return how the named instances stand, or all and those that have an alarm but are not configured.

        Raises UsageError for a name that nothing has.
        """
        alarms = {alarm.instance: alarm for alarm in await self.alarms()}
        known = alarms.keys() if names else ()
        chosen = [name if name in known else self._config().instance(name).name for name in names]
        chosen = chosen or [*self._config().instance_names(), *alarms]
        return await self._database.read(
            lambda: [_state(name, alarms.get(name)) for name in dict.fromkeys(chosen)]
        )

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
        _log.error("%s", describe_alarm(alarm))
        self._bus.publish(InstanceChecked(alarm.instance))
        self._events.announce([alarm.event_id])
        await self._have_planned(alarm)

    async def plan_again(self, instance: str) -> None:
        """Have the plan made anew for what was lost after an alarm that stands, once for all of a while."""
        for alarm in await self.alarms():
            if alarm.instance == instance:
                # A job that has begun may not see the last loss: each loss gets one that begins after it.
                turn = self._clock() // PLAN_AGAIN_SECONDS + 1
                await self._have_planned(alarm, turn * PLAN_AGAIN_SECONDS)

    async def _have_planned(self, alarm: Alarm, run_after: float = 0.0) -> None:
        if alarm.snapshot_id is None:
            return
        try:
            await self._sync().restore(alarm.instance, str(alarm.snapshot_id), run_after=run_after)
        except ArrtuiError:
            _log.exception("the plan that brings back what %s lost could not be queued", alarm.instance)


def _state(instance: str, alarm: Alarm | None) -> TripwireState:
    """Return the state of an instance with what is stored for going back. Called in a database thread."""
    if alarm is None or alarm.snapshot_id is None:
        return TripwireState(instance, alarm)
    from arrtui.features.sync import store

    plan = store.last_restore(f"{instance}@{alarm.snapshot_id}", alarm.raised_at)
    return TripwireState(instance, alarm, snapshots.snapshot_by_id(alarm.snapshot_id), plan)
