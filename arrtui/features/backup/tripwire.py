"""Raise an alarm before a disaster spreads: many losses in a short time, or signs of another library.

The last snapshot before the losses is pinned, so that it is there to go back to however long nobody looks.
Runs inside ``Database.writing()``, in the transaction of the snapshot that brings the losses; only
:func:`reason_of` is pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from arrtui.core.apps.words import removable_children
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.text import plural
from arrtui.db import estate, estate_events, snapshots, tripwire
from arrtui.db.tripwire import Alarm
from arrtui.features.backup.news import LOSSES, lost

SIGNS = (EventType.ROOT_EMPTIED, EventType.OTHER_LIBRARY)
"""What raises an alarm by itself."""
WATCHED = (*LOSSES, EventType.TITLE_CHANGED, EventType.MANY_CHANGES, *SIGNS, EventType.FOLLOWING_RESUMED)
_REMOVABLE = removable_children()
_WORDS = {
    EventType.TITLE_REMOVED: ("title removed", "titles removed"),
    EventType.FILE_REMOVED: ("file removed", "files removed"),
    EventType.UNMONITORED: (
        f"title, season or {_REMOVABLE.singular} unmonitored",
        f"titles, seasons or {_REMOVABLE.plural} unmonitored",
    ),
    EventType.TITLE_CHANGED: (f"{_REMOVABLE.singular} removed", f"{_REMOVABLE.plural} removed"),
    EventType.MANY_CHANGES: ("loss among many changes", "losses among many changes"),
}


class TripwireRule(NamedTuple):
    """How many losses within what time are too many."""

    losses: int
    minutes: int


def reason_of(events: Sequence[EstateEvent], rule: TripwireRule) -> str:
    """Return why the events of one instance within the rule's time raise an alarm, as a sentence, or nothing.

    What was there before somebody resumed counts no more. Pure.
    """
    resumed = max((event.id for event in events if event.type is EventType.FOLLOWING_RESUMED), default=0)
    fresh = [event for event in events if event.id > resumed]
    if signs := [event for event in fresh if event.type in SIGNS]:
        return signs[-1].reason
    losses: Counter[EventType] = Counter()
    for event in fresh:
        losses[event.type] += lost(event)
    if losses.total() < rule.losses:
        return ""
    words = [plural(number, *_WORDS[kind]) for kind, number in losses.items() if number]
    return f"{' and '.join(words)} within {plural(rule.minutes, 'minute')}, not by arrtui."


def check_losses(events: Sequence[EstateEvent], rule: TripwireRule, now: float) -> Alarm | None:
    """Raise the alarm that events just stored of one instance call for, unless one stands; return it."""
    telling = [event for event in events if event.type in SIGNS or lost(event)]
    if not telling:
        return None
    instance = telling[0].instance
    if any(alarm.instance == instance for alarm in tripwire.alarms()):
        return None
    recent = estate_events.since(now - rule.minutes * 60, WATCHED, [instance])
    reason = reason_of(recent, rule)
    return _raise_alarm(instance, reason, recent, now) if reason else None


def _raise_alarm(instance: str, reason: str, recent: Sequence[EstateEvent], now: float) -> Alarm:
    """Store an alarm with its events, and pin the last snapshot before the losses."""
    telling = [event for event in recent if event.is_of_snapshot and (event.type in SIGNS or lost(event))]
    brought = [int(event.key.partition(" ")[0]) for event in telling]
    instance_id = estate.instance_ids()[instance]
    good = snapshots.latest_complete(instance_id, before=min(brought, default=None))
    raised = EstateEvent(
        type=EventType.TRIPWIRE,
        at=now,
        instance=instance,
        reason=reason,
        facts={"snapshot": good.id if good else None},
    )
    paused = EstateEvent(type=EventType.FOLLOWING_PAUSED, at=now, instance=instance, reason=reason)
    event_id, _ = estate_events.insert([raised, paused])
    alarm = Alarm(instance, now, reason, event_id, good.id if good else None)
    if good is not None:
        snapshots.pin(good.id, pinned=True)
    tripwire.note(alarm)
    return alarm


def resume(instance: str, now: float) -> Alarm | None:
    """End the alarm of an instance and let thinning have its snapshot; return it, None where none stood."""
    alarm = tripwire.forget(instance)
    if alarm is None:
        return None
    if alarm.snapshot_id is not None:
        snapshots.pin(alarm.snapshot_id, pinned=False)
    estate_events.insert([EstateEvent(type=EventType.FOLLOWING_RESUMED, at=now, instance=instance)])
    return alarm
