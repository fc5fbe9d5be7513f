"""Windows of the calendar and turns of files: nothing is left out, and every file has its turn in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.backup.windows import (
    EPISODES_PER_WINDOW,
    FIRST,
    LAST,
    Turn,
    due_turn,
    plain_windows,
    weekly,
    windows,
)

DAY = 86_400.0
dates = st.lists(st.dates(date(1950, 1, 1), date(2030, 1, 1)).map(date.isoformat), max_size=200).map(sorted)


@given(dates, st.integers(1, 50))
def test_windows_follow_each_other_from_the_first_to_the_last_date(known, size):
    made = windows(known, size)
    assert (made[0].start, made[-1].end) == (FIRST, LAST)
    assert all(before.end == after.start for before, after in pairwise(made))
    assert all(window.start < window.end for window in made)
    most = max((known.count(day) for day in known), default=0)
    for window in made:
        assert sum(window.start <= day < window.end for day in known) <= max(size, most)


def test_windows_of_a_large_library_are_filled_up_to_20_000_episodes():
    first = datetime(1990, 1, 1, tzinfo=UTC)
    known = sorted(f"{first + timedelta(hours=13 * (n // 6)):%Y-%m-%dT%H:%M:%SZ}" for n in range(59_980))
    made = windows(known, EPISODES_PER_WINDOW)
    held = [sum(window.start <= time <= window.end for time in known) for window in made]
    assert len(made) == 3
    assert (sum(held), max(held) <= 20_000) == (len(known), True)  # none lies on an end, to come twice


def test_a_time_that_fills_more_than_a_window_is_asked_for_at_once():
    known = ["2001-01-01T00:00:00Z"] * 5 + ["2001-01-01T00:30:00Z"] * 2
    made = windows(known, 3)
    assert [sum(window.start <= time < window.end for time in known) for window in made] == [5, 2]


@given(dates.filter(bool), st.integers(1, 30), st.floats(0.1, 2.0))
def test_every_file_has_its_turn_within_the_days(known, days, step):
    """However often backups come, as long as they come."""
    turn, now, read_at = Turn(0.0, ""), 0.0, dict.fromkeys(known, 0.0)
    while now < 3 * days * DAY:
        now += step * DAY
        if (due := due_turn(known, turn, now, days)) is None:
            continue
        turn = due.after
        for day in known:
            if any(window.start <= day < window.end for window in due.windows):
                read_at[day] = now
        if now > days * DAY:
            assert now - min(read_at.values()) <= (days + 3 * step) * DAY


@given(dates.filter(bool), st.floats(0.06, 1.0))
def test_plain_windows_and_those_of_a_turn_show_everything(known, share):
    due = due_turn(known, Turn(0.0, known[len(known) // 2]), share * 7 * DAY, 7)
    assert due is not None
    shown = [*plain_windows(known, due.windows), *due.windows]
    assert all(any(window.start <= day < window.end for window in shown) for day in (FIRST, *known))


def test_a_turn_waits_while_it_is_too_small_to_be_worth_a_request():
    known = ["2001-01-01", "2002-01-01"]
    assert due_turn(known, Turn(0.0, ""), 600.0, 7) is None
    assert due_turn([], Turn(0.0, ""), 6 * DAY, 7) is None


def test_the_dates_of_a_new_series_are_guessed():
    assert [time[:10] for time in weekly("2001-01-01", 3)] == ["2001-01-01", "2001-01-08", "2001-01-15"]
    assert weekly("", 3) == []
    assert len(weekly("2199-12-01", 100)) < 10
