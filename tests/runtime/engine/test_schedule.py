"""Schedules: daylight saving, clocks that jump, long sleeps, restarts at any moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.core.errors import UsageError
from arrtui.runtime.engine.schedule import DAY, GRACE, DueDecision, Timing, decide, next_run
from tests.runtime.conftest import NOW

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> float:
    """Return a moment in Berlin: wall clock, or with an offset where that is needed."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)).timestamp()


def runs(expression: str, after: str, number: int) -> list[str]:
    found, moment = [], at(after)
    for _ in range(number):
        moment = next_run(expression, moment, BERLIN)
        found.append(datetime.fromtimestamp(moment, BERLIN).isoformat(timespec="minutes"))
    return found


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("0 4 * * *", "2026-01-01T04:00", ["2026-01-02T04:00+01:00", "2026-01-03T04:00+01:00"]),
        ("0 4 * * 1", "2026-01-01T04:00", ["2026-01-05T04:00+01:00", "2026-01-12T04:00+01:00"]),
        # summer time begins: half past two is left out, and comes an hour later
        ("30 2 * * *", "2026-03-28T12:00", ["2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"]),
        ("0 * * * *", "2026-03-29T01:00", ["2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00"]),
        # summer time ends: half past two comes twice, and counts the first time
        ("30 2 * * *", "2026-10-24T12:00", ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]),
        ("0 * * * *", "2026-10-25T01:30", ["2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00"]),
        ("30 2 * * *", "2026-10-25T02:10+01:00", ["2026-10-26T02:30+01:00"]),
        ("30 2 * * *", "2026-10-25T02:40+01:00", ["2026-10-26T02:30+01:00"]),
    ],
)
def test_the_wall_clock_rules(expression: str, after: str, expected: list[str]) -> None:
    assert runs(expression, after, len(expected)) == expected


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    st.sampled_from(["*/15 * * * *", "0 * * * *", "30 2 * * *", "0 3 * * 0", "0 4 1 * *"]),
)
def test_the_next_run_is_always_later_and_never_far(moment: datetime, expression: str) -> None:
    after = moment.replace(tzinfo=UTC).timestamp()
    first = next_run(expression, after, BERLIN)
    second = next_run(expression, first, BERLIN)
    assert after < first < second <= first + 31 * DAY + 3600
    walls = [datetime.fromtimestamp(run, BERLIN).replace(tzinfo=None) for run in (first, second)]
    assert walls[0] < walls[1]


@pytest.mark.parametrize(
    "zone", [BERLIN, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/New_York"), None]
)
@pytest.mark.parametrize("expression", ["30 2 * * *", "45 1 * * *", "0 0 * * *"])
def test_each_day_of_a_year_has_one_run(zone: ZoneInfo | None, expression: str) -> None:
    last = datetime(2026, 1, 1, 12, tzinfo=zone or UTC).timestamp()
    days = []
    while len(days) < 365:
        last = next_run(expression, last, zone)
        days.append(datetime.fromtimestamp(last, zone).date())
    assert days == [days[0] + timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize("expression", ["", "nightly", "61 * * * *", "0 0 30 2 *", "* * *"])
def test_an_expression_that_is_none_is_told(expression: str) -> None:
    with pytest.raises(UsageError) as told:
        next_run(expression, NOW, BERLIN)
    assert repr(expression) in str(told.value)


# --- what is to be done ----------------------------------------------------------------------------------


def walk(timing: Timing, start: str, end: str, step: float, settled: str = "") -> list[str]:
    """Return when runs begin while a clock goes on; it starts anew at each step, knowing what is stored."""
    now, stored, runs = at(start), at(settled or start), []
    while now <= at(end):
        decision = decide(timing, stored, now)
        stored = decision.settled
        if decision.runs:
            runs.append(datetime.fromtimestamp(now, timing.tz).isoformat(timespec="minutes")[5:])
        now += step
    return runs


@pytest.mark.parametrize(
    ("expression", "tz", "start", "end", "expected"),
    [
        ("0 0 * * *", BERLIN, "05-09T23:55", "05-11T00:05", ["05-10T00:00+02:00", "05-11T00:00+02:00"]),
        ("0 4 * * 1", BERLIN, "05-09T12:00", "05-18T05:00", ["05-11T04:00+02:00", "05-18T04:00+02:00"]),
        ("0 4 31 * *", BERLIN, "03-30T00:00", "06-01T00:00", ["03-31T04:00+02:00", "05-31T04:00+02:00"]),
        ("30 2 * * *", BERLIN, "03-28T12:00", "03-30T01:00", ["03-29T03:30+02:00"]),
        ("30 2 * * *", BERLIN, "10-24T12:00", "10-26T01:00", ["10-25T02:30+02:00"]),
        ("30 2 * * *", NEW_YORK, "03-07T20:00", "03-09T05:00", ["03-08T03:30-04:00"]),
        ("30 1 * * *", NEW_YORK, "10-31T20:00", "11-02T05:00", ["11-01T01:30-04:00"]),
    ],
)  # fmt: skip
def test_midnights_weeks_months_and_both_changes_of_the_clock_have_each_run_once(
    expression: str, tz: ZoneInfo, start: str, end: str, expected: list[str]
) -> None:
    assert (
        walk(Timing(expression, tz), f"2026-{start}", f"2026-{end}", 3600.0 if "31" in expression else 300.0)
        == expected
    )


CHANGE_DAYS = [datetime(2026, 3, 7), datetime(2026, 3, 28), datetime(2026, 10, 24), datetime(2026, 10, 31)]
"""The days before those on which the clocks change in New York and in Berlin."""


@settings(max_examples=12)
@given(
    st.sampled_from(["30 2 * * *", "0 3 * * *", "15 1,2,3 * * *"]),
    st.sampled_from([BERLIN, NEW_YORK]),
    st.sampled_from(CHANGE_DAYS),
    st.lists(st.floats(200, 12 * GRACE), min_size=20, max_size=60),
    st.integers(0, 200),
)
def test_restarts_at_any_moment_neither_repeat_nor_lose_a_run(
    expression: str, tz: ZoneInfo, day: datetime, pauses: list[float], jitter: int
) -> None:
    timing = Timing(expression, tz, jitter=jitter, salt="s")
    start = now = settled = day.replace(hour=12, tzinfo=UTC).timestamp()
    times = timing.next_runs(start, 9)
    while now < start + 1.5 * DAY:
        for pause in pauses:
            now += pause
            decision = decide(timing, settled, now)
            covered = [due for due in times if settled < due <= decision.settled]
            assert decision.runs == bool(covered)
            settled = decision.settled
            assert all(due <= settled for due in times if timing.begins_at(due) <= now)


def test_a_week_without_a_process_is_made_up_for_once_or_left_out() -> None:
    after_a_week = ("2026-05-17T09:00", "2026-05-18T05:00", 600.0, "2026-05-10T05:00")
    nightly = Timing("0 4 * * *", BERLIN)
    assert walk(nightly, *after_a_week) == ["05-17T09:00+02:00", "05-18T04:00+02:00"]
    skipping = Timing("0 4 * * *", BERLIN, skips_missed=True)
    assert walk(skipping, *after_a_week) == ["05-18T04:00+02:00"]
    missed = decide(skipping, at("2026-05-10T05:00"), at("2026-05-17T09:00"))
    assert missed == DueDecision(False, at("2026-05-17T09:00"), missed=at("2026-05-11T04:00"))


def test_a_process_that_takes_over_within_the_grace_has_missed_nothing() -> None:
    skipping = Timing("* * * * *", BERLIN, skips_missed=True)
    decision = decide(skipping, at("2026-05-10T04:00"), at("2026-05-10T04:03:30"))
    assert decision == DueDecision(True, at("2026-05-10T04:03"))


def test_a_clock_set_back_repeats_nothing_and_ends_nothing() -> None:
    nightly, ran = Timing("0 4 * * *", BERLIN), at("2026-05-10T04:00")
    for now in ("2026-05-10T03:00", "2026-05-10T04:00", "2026-05-10T04:00:06", "2026-05-11T03:59:59"):
        assert decide(nightly, ran, at(now)) == DueDecision(False, ran)
    assert decide(nightly, ran, at("2026-05-11T04:00")).runs
    assert walk(nightly, "2026-05-11T03:30", "2026-05-12T05:00", 60.0, "2037-01-01T00:00") == [
        *("05-11T04:00+02:00", "05-12T04:00+02:00"),
    ]


def test_the_jitter_of_a_time_is_the_same_after_a_restart_and_others_have_another() -> None:
    times = next_run("0 4 * * *", at("2026-05-10T00:00"), BERLIN), next_run("0 4 * * *", NOW, BERLIN)
    one, two = (Timing("0 4 * * *", BERLIN, jitter=600, salt=salt) for salt in ("backup", "check"))
    delays = [timing.begins_at(due) - due for timing in (one, two) for due in times]
    assert delays == [timing.begins_at(due) - due for timing in (one, two) for due in times]
    assert all(0 <= delay <= 600 for delay in delays) and len(set(delays)) == 4
