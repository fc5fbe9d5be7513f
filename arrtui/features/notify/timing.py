"""When a channel is told of what waits for it. Pure: the time and the time zone are passed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta, tzinfo

import msgspec

from arrtui.core.config.notify import NotifyChannel
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.notifying import ChannelState, types_of
from arrtui.core.text import plural

HOUR = 3600.0
MOST_TOLD = 200
"""Events that are told of in their own words; of further ones only the number is told."""


class DueMessage(msgspec.Struct, frozen=True):
    """A message that is to be sent now."""

    events: tuple[int, ...]
    """Ids of the events it tells of."""
    uncounted: int
    """Further events that happened."""


def absorb(channel: NotifyChannel, state: ChannelState, events: Iterable[EstateEvent]) -> ChannelState:
    """Return the state with new events looked at, those that concern the channel waiting to be told.

    Events up to the last one looked at are ignored: they may come again after a crash.
    """
    types, last_id = types_of(channel.events), state.last_id
    fresh = [event for event in events if event.id > state.last_id]
    wanted = [event for event in fresh if is_wanted(channel, types, event)]
    if fresh:
        last_id = max(event.id for event in fresh)
    room = max(0, MOST_TOLD - len(state.waiting))
    since = state.waiting_since if state.waiting or not wanted else min(event.at for event in wanted)
    return msgspec.structs.replace(
        state,
        last_id=last_id,
        waiting=(*state.waiting, *(event.id for event in wanted[:room])),
        uncounted=state.uncounted + len(wanted[room:]),
        waiting_since=since,
    )


def take_due(
    channel: NotifyChannel, state: ChannelState, now: float, tz: tzinfo | None = None
) -> tuple[ChannelState, DueMessage | None]:
    """Return the message that is due at ``now`` (UTC seconds), if any, and the state once it is sent.

    Times of day are those of ``tz``, by default the machine's own. A clock that was set back holds nothing
    up: what seems to lie ahead counts as now.
    """
    state = msgspec.structs.replace(
        state,
        waiting_since=min(state.waiting_since, now),
        sent_at=tuple(at for at in state.sent_at if now - HOUR < at <= now),
    )
    if not state.waiting or held_back(channel, state, now, tz):
        return state, None
    message = DueMessage(state.waiting, state.uncounted)
    told = ChannelState(last_id=state.last_id, sent_at=(*state.sent_at, now))
    return told, message


def held_back(channel: NotifyChannel, state: ChannelState, now: float, tz: tzinfo | None = None) -> str:
    """Return why a channel is told nothing now, as a part of a sentence; empty where it is told at once."""
    if is_quiet(channel, now, tz):
        return f"quiet hours {channel.quiet}"
    if sum(now - HOUR < at <= now for at in state.sent_at) >= channel.max_per_hour:
        return f"{plural(channel.max_per_hour, 'message')} within the hour are sent"
    if state.waiting and now < digest_time(channel, min(state.waiting_since, now), tz):
        return f"digest {channel.digest}"
    return ""


def is_quiet(channel: NotifyChannel, now: float, tz: tzinfo | None = None) -> bool:
    """Return whether the wall clock is within the quiet hours of a channel."""
    if channel.quiet_minutes is None:
        return False
    begin, end = channel.quiet_minutes
    local = datetime.fromtimestamp(now, tz)
    minute = 60 * local.hour + local.minute
    return begin <= minute < end if begin <= end else minute >= begin or minute < end


def digest_time(channel: NotifyChannel, since: float, tz: tzinfo | None = None) -> float:
    """Return when a digest of what waits since a time is sent; ``since`` itself for a channel without."""
    if channel.digest_seconds is not None:
        return since + channel.digest_seconds
    if channel.digest_minute is None:
        return since
    hour, minute = divmod(channel.digest_minute, 60)
    local = datetime.fromtimestamp(since, tz)
    at = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    if at.timestamp() <= since:
        at = (at.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=tz)
    return at.timestamp()


def is_wanted(channel: NotifyChannel, types: Collection[EventType], event: EstateEvent) -> bool:
    """Return whether a channel is to tell of an event; what a rule tells goes to the channels it names.

    ``types`` are those of the channel's events.
    """
    if event.type is EventType.RULE_NOTICE:
        named = event.facts.get("channels")
        return not named or channel.name in named
    return event.type in types and concerns(channel, event)


def concerns(channel: NotifyChannel, event: EstateEvent) -> bool:
    """Return whether a channel wants to hear of the instance, and of what arrtui did itself."""
    if event.own and not channel.own:
        return False
    return not channel.instances or not event.instance or event.instance in channel.instances
