"""Schedules: daylight saving, clocks that jump, long sleeps, and the ticker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.errors import UsageError
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.schedule import DAY, Schedule, Ticker, is_due, next_run
from tests.runtime.conftest import NOW, Bench

BERLIN = ZoneInfo("Europe/Berlin")


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


def test_a_long_sleep_is_made_up_for_once() -> None:
    now = at("2026-05-10T12:00")
    assert is_due("0 4 * * *", at("2026-05-01T04:00"), now, BERLIN)
    assert not is_due("0 4 * * *", now, now + 60, BERLIN)


def test_a_clock_set_back_repeats_nothing_and_ends_nothing() -> None:
    ran = at("2026-05-10T04:00:05")
    for now in ("2026-05-10T03:00", "2026-05-10T04:00", "2026-05-10T04:00:06", "2026-05-11T03:59:59"):
        assert not is_due("0 4 * * *", ran, at(now), BERLIN)
    assert is_due("0 4 * * *", ran, at("2026-05-11T04:00"), BERLIN)
    assert is_due("0 4 * * *", at("2037-01-01T00:00"), at("2026-05-11T05:00"), BERLIN)


@pytest.mark.parametrize("expression", ["", "nightly", "61 * * * *", "0 0 30 2 *", "* * *"])
def test_an_expression_that_is_none_is_told(expression: str) -> None:
    with pytest.raises(UsageError) as told:
        next_run(expression, NOW, BERLIN)
    assert repr(expression) in str(told.value)


# --- the ticker ------------------------------------------------------------------------------------------


def nightly(bench: Bench, subjects: Sequence[str] = ("radarr.a",), expression: str = "0 4 * * *") -> Schedule:
    async def last_run() -> float | None:
        known = (job.created_at for job in await bench.queue.list_jobs() if job.kind == "backup")
        return max((at for at in known if at <= bench.clock.now + DAY), default=None)

    return Schedule(
        name="backup",
        expression=expression,
        jobs=lambda: [NewJob(kind="backup", subject=subject) for subject in subjects],
        last_run=last_run,
    )


def ticker(bench: Bench, *schedules: Schedule) -> Ticker:
    return Ticker(bench.queue, schedules or [nightly(bench)], BERLIN, bench.clock)


async def finish_all(bench: Bench) -> None:
    for job in await bench.queue.list_jobs():
        await bench.queue.cancel(job.id)


async def queued(bench: Bench) -> int:
    return len(await bench.queue.list_jobs())


async def test_jobs_are_queued_when_due_and_once(bench: Bench) -> None:
    bench.clock.now = at("2026-05-10T03:00")
    one, two = ticker(bench), ticker(bench)
    for moment, expected in {
        "2026-05-10T03:59:59": 0,
        "2026-05-10T04:00:10": 1,
        "2026-05-10T04:00:30": 1,
        "2026-05-11T03:59:00": 1,
        "2026-05-14T09:00:00": 2,
        "2026-05-14T09:00:20": 2,
        "2026-05-15T04:00:00": 3,
    }.items():
        bench.clock.now = at(moment)
        await one.tick()
        await finish_all(bench)
        await two.tick()
        await finish_all(bench)
        assert await queued(bench) == expected, moment


async def test_a_missed_run_is_made_up_for_after_a_restart(bench: Bench) -> None:
    bench.clock.now = at("2026-05-10T04:00")
    await bench.add("backup", "radarr.a")
    await finish_all(bench)
    bench.clock.now = at("2026-05-11T09:00")
    await ticker(bench).tick()
    assert await queued(bench) == 2


async def test_a_run_that_is_still_going_is_not_queued_behind_itself(bench: Bench) -> None:
    bench.clock.now = at("2026-05-10T03:00")
    await bench.add("backup", "radarr.a")
    ticks = ticker(bench)
    bench.clock.now = at("2026-05-10T04:00")
    await ticks.tick()
    await finish_all(bench)
    bench.clock.now += 20
    await ticks.tick()
    assert await queued(bench) == 1


async def test_a_wrong_schedule_does_not_stop_the_others(bench: Bench) -> None:
    bench.clock.now = at("2026-05-10T03:00")

    def broken() -> list[NewJob]:
        raise RuntimeError("broken")

    good = nightly(bench)
    ticks = ticker(
        bench,
        nightly(bench, expression="nonsense"),
        Schedule("broken", "0 4 * * *", broken, good.last_run),
        good,
    )
    bench.clock.now = at("2026-05-10T04:00")
    await ticks.tick()
    assert await queued(bench) == 1
