"""When a channel is told: at once, after quiet hours, as a digest, within its limit."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.config.notify import NotifyChannel
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.notifying import ChannelState
from arrtui.features.notify.timing import (
    HOUR,
    MOST_TOLD,
    DueMessage,
    absorb,
    digest_time,
    is_quiet,
    take_due,
)

BERLIN = ZoneInfo("Europe/Berlin")
NEW = ChannelState(last_id=0)


def channel(**options: Any) -> NotifyChannel:
    return NotifyChannel.model_validate({"name": "phone", "events": ["all"], **options})


def event(number: int, at: float = 0.0, **fields: Any) -> EstateEvent:
    return msgspec.structs.replace(EstateEvent(type=EventType.GRABBED, at=at, id=number), **fields)


def berlin(text: str, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).timestamp()


def test_only_what_concerns_the_channel_waits() -> None:
    phone = channel(events=["problems", "grabbed"], instances=["radarr.main"])
    events = [
        event(1, instance="radarr.main"),
        event(2, instance="radarr.4k"),
        event(3, type=EventType.BACKUP_DONE, instance="radarr.main"),
        event(4, type=EventType.JOB_FAILED),
        event(5, instance="radarr.main", own=True),
    ]
    state = absorb(phone, NEW, events)
    assert (state.waiting, state.last_id) == ((1, 4), 5)
    assert absorb(phone, state, events) == state, "events that come again are ignored"


def test_without_quiet_hours_or_digest_what_happened_is_told_at_once() -> None:
    state, message = take_due(channel(), absorb(channel(), NEW, [event(1), event(2)]), 10.0)
    assert message == DueMessage((1, 2), 0)
    assert take_due(channel(), state, 11.0) == (state, None)


def test_quiet_hours_hold_messages_until_they_end_across_midnight_and_clock_changes() -> None:
    phone = channel(quiet="22:00-07:00")
    state = absorb(phone, NEW, [event(1, at=berlin("2026-10-24T23:00"))])
    for quiet in ("2026-10-24T23:00", "2026-10-25T02:30", "2026-10-25T06:59"):
        assert take_due(phone, state, berlin(quiet), BERLIN)[1] is None
    assert take_due(phone, state, berlin("2026-10-25T02:30", fold=1), BERLIN)[1] is None
    assert take_due(phone, state, berlin("2026-10-25T07:00"), BERLIN)[1] == DueMessage((1,), 0)
    assert not is_quiet(phone, berlin("2026-10-24T21:59"), BERLIN)
    assert is_quiet(channel(quiet="13:00-14:00"), berlin("2026-07-01T13:00"), BERLIN)
    assert not is_quiet(channel(quiet="13:00-14:00"), berlin("2026-07-01T14:00"), BERLIN)


def test_a_digest_comes_so_long_after_the_first_or_at_its_time_of_day() -> None:
    assert digest_time(channel(digest="30 min"), 100.0) == 1_900.0
    daily = channel(digest="02:30")
    assert digest_time(daily, berlin("2026-03-28T02:30"), BERLIN) == berlin("2026-03-29T03:30")
    assert digest_time(daily, berlin("2026-10-24T12:00"), BERLIN) == berlin("2026-10-25T02:30")
    assert digest_time(daily, berlin("2026-10-25T02:30"), BERLIN) == berlin("2026-10-26T02:30")
    state = absorb(daily, NEW, [event(1, at=berlin("2026-07-01T02:00"))])
    assert take_due(daily, state, berlin("2026-07-01T02:29"), BERLIN)[1] is None
    assert take_due(daily, state, berlin("2026-07-01T02:30"), BERLIN)[1] == DueMessage((1,), 0)


def test_a_clock_set_back_holds_nothing_up() -> None:
    phone = channel(max_per_hour=1)
    state = absorb(phone, ChannelState(last_id=0, sent_at=(9e9,)), [event(1, at=9e9)])
    assert take_due(phone, state, 1_000.0)[1] == DueMessage((1,), 0)


def test_what_is_too_much_to_tell_is_counted() -> None:
    state = absorb(channel(), NEW, [event(number) for number in range(1, MOST_TOLD + 51)])
    _, message = take_due(channel(), state, 1.0)
    assert message is not None
    assert (len(message.events), message.uncounted) == (MOST_TOLD, 50)


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 5)), max_size=60),
    st.integers(1, 4),
    st.sampled_from(["", "30 min", "04:00"]),
    st.sampled_from(["", "22:00-07:00"]),
)
def test_every_event_is_told_once_and_never_more_messages_than_allowed(
    steps: list[tuple[int, int]], most: int, digest: str, quiet: str
) -> None:
    phone = channel(max_per_hour=most, digest=digest, quiet=quiet)
    state, now, number = NEW, berlin("2026-10-24T20:00"), 0
    told: list[int] = []
    sent: list[float] = []

    def tick(events: list[EstateEvent]) -> None:
        nonlocal state
        state, message = take_due(phone, absorb(phone, state, events), now, BERLIN)
        if message is not None:
            told.extend(message.events)
            sent.append(now)
            assert not is_quiet(phone, now, BERLIN)

    for seconds, count in steps:
        now += seconds
        events = [event(number + offset, at=now) for offset in range(1, count + 1)]
        number += count
        tick(events)
    for _ in range(200):
        now += 900
        tick([])
    assert told == list(range(1, number + 1))
    assert all(sum(at - HOUR < other <= at for other in sent) <= most for at in sent)
