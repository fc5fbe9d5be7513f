"""What could not be read is kept and tried again ever more rarely: simulated seconds, no waiting."""

from __future__ import annotations

from itertools import pairwise

from arrtui.core.activity import ActivityKind
from arrtui.features.live.collector import DueReading
from arrtui.features.live.failures import FIRST_PAUSE, LONGEST_PAUSE, FailedReadings

ONE = DueReading(titles=frozenset({1}))


def test_it_is_tried_again_ever_more_rarely_until_a_reading_goes_well() -> None:
    failures, now, tries = FailedReadings(), 0.0, []
    for _ in range(10):
        failures.keep(ONE, now)
        assert failures.due is not None and failures.take(failures.due - 0.1) == DueReading()
        now = failures.due
        tries.append(now)
        assert failures.take(now) == ONE and failures.due is None
    gaps = [later - earlier for earlier, later in pairwise([0.0, *tries])]
    assert gaps == sorted(gaps) and (gaps[0], gaps[-1]) == (FIRST_PAUSE, LONGEST_PAUSE)
    failures.went_well()
    failures.keep(ONE, now)
    assert failures.due == now + FIRST_PAUSE


def test_all_that_failed_is_tried_together() -> None:
    failures, health = FailedReadings(), frozenset({ActivityKind.HEALTH})
    failures.keep(ONE, 0.0)
    failures.keep(DueReading(titles=frozenset({2}), activity=health, settings=True), 1.0)
    assert failures.due is not None
    both = DueReading(titles=frozenset({1, 2}), activity=health, settings=True)
    assert failures.take(failures.due) == both


def test_nothing_is_tried_while_the_app_is_not_heard_and_all_is_read_once_it_is() -> None:
    failures = FailedReadings()
    failures.keep(ONE, 0.0)
    failures.hold(True)
    failures.keep(ONE, 1.0)
    assert failures.due is None and failures.take(LONGEST_PAUSE * 9) == DueReading()
    failures.drop()
    assert failures.due is None and failures.take(LONGEST_PAUSE * 9) == DueReading()
