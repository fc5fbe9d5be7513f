"""Days and instances: what the backups of each local day brought."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.errors import UnreachableError
from arrtui.core.text import DAY, HOUR
from arrtui.db.database import Database
from arrtui.db.snapshots import SnapshotRow, list_snapshots
from arrtui.features.backup.backup import record_failure
from arrtui.features.backup.days import ChangeDay, DayState, changes_by_day

START = datetime(2026, 11, 1, 12, tzinfo=UTC).timestamp()
MAIN, KIDS = "radarr.main", "sonarr.kids"


def snapshot(number: int, day: float, *, instance: str = MAIN, **fields: object) -> SnapshotRow:
    """Return a snapshot taken some days after noon of 1 November."""
    row = SnapshotRow(id=number, instance=instance, instance_id=len(instance), taken_at=START + day * DAY)
    return row._replace(**fields)


def days(*rows: SnapshotRow, until: int = 1) -> list[ChangeDay]:
    """Return the days up to one of November 2026."""
    return changes_by_day(rows[::-1], date(2026, 11, until), UTC)


def states(days: list[ChangeDay], instance: str = MAIN) -> list[str]:
    return [day.cell(instance).state.value for day in days]


def test_counts_of_one_day_add_up_and_lead_from_the_day_before_to_its_last_backup() -> None:
    rows = [
        snapshot(1, 0, baseline=True, items=3),
        snapshot(2, 1, added=2, changed=1),
        snapshot(3, 1.2, removed=4),
    ]
    newest, oldest = days(*rows, until=2)
    cell = newest.cell(MAIN)
    assert (cell.added, cell.changed, cell.removed, cell.total, cell.complete) == (2, 1, 4, 7, 2)
    assert cell.span is not None
    assert (cell.span.older.id, cell.span.newer.id, cell.span.instance) == (1, 3, MAIN)
    assert (oldest.cell(MAIN).state, oldest.cell(MAIN).span) == (DayState.FIRST, None)


def test_a_failed_backup_is_told_from_a_day_without_one() -> None:
    rows = [
        snapshot(1, 0, baseline=True),
        snapshot(2, 1, state="failed", error="radarr.main does not answer."),
        snapshot(3, 3),
    ]
    shown = days(*rows, until=4)
    assert states(shown) == ["same", "none", "failed", "first"]
    assert shown[2].cell(MAIN).error == "radarr.main does not answer."


def test_a_day_of_a_failure_and_a_backup_has_both() -> None:
    cell = days(
        snapshot(1, -1, baseline=True),
        snapshot(2, 0, state="failed", error="down"),
        snapshot(3, 0.1, added=1),
    )[0].cell(MAIN)
    assert (cell.state, cell.complete, cell.failed, cell.error) == (DayState.CHANGED, 1, 1, "down")


def test_quiet_days_in_a_row_are_one_line_with_the_first_and_the_last() -> None:
    rows = [snapshot(1, 0, baseline=True), *(snapshot(day + 1, day) for day in range(1, 6))]
    rows.append(snapshot(7, 6, changed=1))
    shown = days(*rows, until=9)
    assert [(day.first.day, day.last.day) for day in shown] == [(8, 9), (7, 7), (2, 6), (1, 1)]
    assert states(shown) == ["none", "changed", "same", "first"]


def test_days_are_not_joined_where_one_instance_differs() -> None:
    rows = [
        snapshot(1, 0, baseline=True),
        snapshot(2, 0, instance=KIDS, baseline=True),
        snapshot(3, 1),
        snapshot(4, 1, instance=KIDS),
        snapshot(5, 2),
        snapshot(6, 2, instance=KIDS, state="failed", error="down"),
    ]
    assert states(days(*rows, until=3), KIDS) == ["failed", "same", "first"]


def test_an_instance_without_changes_is_not_among_what_to_compare() -> None:
    rows = [
        snapshot(1, 0, baseline=True),
        snapshot(2, 0, instance=KIDS, baseline=True),
        snapshot(3, 1),
        snapshot(4, 1, instance=KIDS, removed=1),
    ]
    newest = days(*rows, until=2)[0]
    assert [(span.instance, span.older.id, span.newer.id) for span in newest.spans] == [(KIDS, 2, 4)]


def test_days_begin_where_the_owner_lives() -> None:
    late = snapshot(1, 0.4, baseline=True)  # 21:36 in Greenwich
    east = timezone(timedelta(hours=3))
    (day,) = changes_by_day([late], date(2026, 11, 2), east)
    assert day.last == date(2026, 11, 2)


def test_a_first_backup_followed_by_another_on_its_day_is_compared_with_it() -> None:
    (day,) = days(snapshot(1, 0, baseline=True), snapshot(2, 0.1, added=1))
    span = day.cell(MAIN).span
    assert span is not None
    assert (span.older.id, span.newer.id) == (1, 2)


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from([MAIN, KIDS]), st.booleans(), st.booleans()),
        max_size=30,
    )
)
def test_every_backup_counts_once_and_days_follow_each_other(
    facts: list[tuple[int, str, bool, bool]],
) -> None:
    rows = [
        snapshot(number, day, instance=name, changed=changed, state="failed" if failed else "complete")
        for number, (day, name, changed, failed) in enumerate(facts, 1)
    ]
    shown = changes_by_day(rows[::-1], date(2026, 11, 15), UTC)
    assert sum(day.cell(name).changed for day in shown for name in (MAIN, KIDS)) == sum(
        row.changed for row in rows if row.state == "complete"
    )
    for newer, older in pairwise(shown):
        assert older.last == newer.first - timedelta(days=1)
    assert all(day.first <= day.last for day in shown)


def test_a_failure_is_kept_for_each_day_and_its_repetition_on_a_day_replaces_it(database: Database) -> None:
    noon = datetime(2026, 11, 1, 12).astimezone().timestamp()
    error = UnreachableError(what="asking", why="it does not answer", instance=MAIN)
    for at in (noon, noon + HOUR, noon + DAY):
        database.write_sync(record_failure, MAIN, "radarr", error, requests=1, seconds=1.0, at=at)
    rows = database.read_sync(list_snapshots, [MAIN])
    assert [row.taken_at for row in rows] == [noon + DAY, noon + HOUR]
