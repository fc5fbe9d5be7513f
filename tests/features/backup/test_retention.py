"""Which snapshots stay."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.backup.retention import Retention, snapshots_to_drop

DAY = 86_400.0
NOW = datetime(2026, 11, 21, tzinfo=UTC).timestamp()


def daily(days: int) -> list[tuple[int, float]]:
    """One snapshot a day, the newest today with id ``days``."""
    return [(days - age, NOW - age * DAY) for age in range(days)]


def test_young_ones_all_stay():
    assert snapshots_to_drop(daily(30), Retention(), NOW) == []


def test_older_ones_thin_to_one_a_week_then_one_a_month():
    dropped = set(snapshots_to_drop(daily(800), Retention(), NOW))
    left = [at for number, at in daily(800) if number not in dropped]
    weekly = [at for at in left if 30 * DAY <= NOW - at < 212 * DAY]
    monthly = [at for at in left if NOW - at >= 212 * DAY]
    assert 26 <= len(weekly) <= 27
    assert 19 <= len(monthly) <= 21


def test_a_limit_of_months_ends_the_keeping():
    dropped = set(snapshots_to_drop(daily(800), Retention(months=6), NOW))
    assert max(NOW - at for number, at in daily(800) if number not in dropped) < (30 + 182 + 180) * DAY


def test_the_only_snapshot_stays_however_old():
    assert snapshots_to_drop([(1, NOW - 5000 * DAY)], Retention(months=1), NOW) == []


def test_live_ones_stay_for_a_day_then_the_last_of_each_day_and_pinned_ones_for_ever():
    taken = [(number, NOW - number * DAY / 8) for number in range(80)]
    live = set(range(80)) - {79}
    dropped = set(snapshots_to_drop(taken, Retention(), NOW, live=live, pinned={40}))
    kept = [number for number, _ in taken if number not in dropped]
    assert kept[:8] == list(range(8))
    assert {40, 79} < set(kept) and 9 <= len(kept[8:]) <= 12
    left = [pair for pair in taken if pair[0] in kept]
    assert snapshots_to_drop(left, Retention(), NOW, live=live, pinned={40}) == []


@given(st.lists(st.floats(-400, 4000), min_size=1, max_size=60), st.integers(0, 40), st.integers(0, 30))
def test_the_latest_and_the_future_always_stay_and_thinning_twice_thins_no_more(ages, days, weeks):
    taken = [(number, NOW - age * DAY) for number, age in enumerate(ages)]
    rule = Retention(days=days, weeks=weeks)
    dropped = set(snapshots_to_drop(taken, rule, NOW))
    left = [pair for pair in taken if pair[0] not in dropped]
    assert max(taken) in left
    assert all(number not in dropped for number, at in taken if at > NOW)
    assert snapshots_to_drop(left, rule, NOW) == []
