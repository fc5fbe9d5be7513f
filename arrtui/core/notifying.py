"""Notifications: which events a channel is told of, and what is remembered between two messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from arrtui.core.estate_events import EventType
from arrtui.core.structs import describe_structs

EVENT_GROUPS: Mapping[str, frozenset[EventType]] = {
    "problems": frozenset(
        {
            EventType.DOWNLOAD_FAILED,
            EventType.IMPORT_BLOCKED,
            EventType.MANUAL_INTERACTION,
            EventType.LOOP_FOUND,
            EventType.CHANGE_REGRESSED,
            EventType.HEALTH_ISSUE,
            EventType.INSTANCE_DOWN,
            EventType.BACKUP_FAILED,
            EventType.ARCHIVE_REFUSED,
            EventType.SETTINGS_DRIFTED,
            EventType.ARTWORK_LOST,
            EventType.ARTWORK_DAMAGED,
            EventType.APPLY_FAILED,
            EventType.JOB_FAILED,
            EventType.SCHEDULE_MISSED,
            EventType.PLAN_LOCKED,
            EventType.TRIPWIRE,
            EventType.ROOT_EMPTIED,
            EventType.OTHER_LIBRARY,
            EventType.FOLLOWING_PAUSED,
            EventType.RULE_LIMITED,
        }
    ),
    "recoveries": frozenset(
        {
            EventType.HEALTH_RESTORED,
            EventType.INSTANCE_UP,
            EventType.SETTINGS_ALIKE,
            EventType.FOLLOWING_RESUMED,
        }
    ),
    "library": frozenset(
        {
            EventType.TITLE_ADDED,
            EventType.TITLE_REMOVED,
            EventType.UNMONITORED,
            EventType.FILE_ADDED,
            EventType.FILE_REMOVED,
            EventType.MANY_CHANGES,
        }
    ),
    "downloads": frozenset({EventType.GRABBED, EventType.DOWNLOAD_FAILED, EventType.IMPORT_BLOCKED}),
    "work": frozenset(
        {
            EventType.BACKUP_DONE,
            EventType.PLAN_READY,
            EventType.APPLY_DONE,
            EventType.ARTWORK_PUBLISHED,
        }
    ),
    "all": frozenset(EventType),
}
"""Names under which several types of event can be asked for at once."""


def types_of(names: Iterable[str]) -> frozenset[EventType]:
    """Return the types of event that names stand for, of groups or of single types.

    Raises ValueError for a name that is neither.
    """
    types: set[EventType] = set()
    for name in names:
        types |= EVENT_GROUPS[name] if name in EVENT_GROUPS else {EventType(name)}
    return frozenset(types)


class ChannelState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a channel has been told and what it waits for. Times are UTC seconds since the epoch."""

    last_id: int
    """The last event that was looked at."""
    waiting: tuple[int, ...] = ()
    """Ids of events that are still to be told, in their order."""
    uncounted: int = 0
    """Further events to be told of by their number only."""
    waiting_since: float = 0.0
    sent_at: tuple[float, ...] = ()
    """When messages were sent within the last hour."""


describe_structs(__name__)
