"""What happened to scores, week by week: empty weeks count, first sights do not."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from arrtui.db.scores import Sample, ScoreEvent
from arrtui.features.scores.trends import weeks

MONDAY = datetime(2026, 11, 2, tzinfo=UTC).timestamp()
DAY = 86_400.0


def sample(event: ScoreEvent, at: float) -> Sample:
    """Return a sample of a movie."""
    return Sample("radarr.main", 603, -1, -1, at, event, 100, 50, 7, "Bluray-1080p", "The Matrix", 3)


def test_each_week_begins_on_monday_and_empty_ones_are_there() -> None:
    counted_weeks = weeks(
        [
            sample(ScoreEvent.UPGRADED, MONDAY),
            sample(ScoreEvent.UPGRADED, MONDAY + 7 * DAY - 1),
            sample(ScoreEvent.RESCORED, MONDAY + 14 * DAY),
        ],
        "2026-11-04",
        "2026-11-18",
    )
    assert [week.start for week in counted_weeks] == ["2026-11-02", "2026-11-09", "2026-11-16"]
    assert [(week.upgraded, week.rescored) for week in counted_weeks] == [(2, 0), (0, 0), (0, 1)]


def test_first_sights_and_equal_replacements_count_as_nothing() -> None:
    (week,) = weeks(
        [sample(event, MONDAY) for event in (ScoreEvent.FIRST, ScoreEvent.REPLACED)],
        "2026-11-02",
        "2026-11-02",
    )
    assert week == ("2026-11-02", 0, 0, 0, 0, 0)


@given(st.lists(st.tuples(st.sampled_from(list(ScoreEvent)), st.floats(0, 60 * DAY)), max_size=30))
def test_nothing_is_lost_and_nothing_counted_twice(events: list[tuple[ScoreEvent, float]]) -> None:
    samples = [sample(event, MONDAY + after) for event, after in events]
    counted_weeks = weeks(samples, "2026-11-02", "2027-01-10")
    counted = sum(sum(week[1:]) for week in counted_weeks)
    assert counted == sum(sample.event not in (ScoreEvent.FIRST, ScoreEvent.REPLACED) for sample in samples)
