"""Snapshots between which nothing changed are one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.folding import fold_equal


def snapshot(number: int, *, changed: int = 0, instance: int = 1, **fields: object) -> SnapshotRow:
    row = SnapshotRow(id=number, instance_id=instance, taken_at=1_000.0 * number, changed=changed)
    return row._replace(**fields)


def spans(*snapshots: SnapshotRow) -> list[tuple[int, int, int]]:
    return [(run.oldest.id, run.newest.id, run.length) for run in fold_equal(snapshots)]


def test_backups_without_a_difference_join_the_one_that_had_it() -> None:
    rows = [
        snapshot(5),
        snapshot(4),
        snapshot(3, changed=2),
        snapshot(2, changed=1),
        snapshot(1, baseline=True),
    ]
    assert spans(*rows) == [(3, 5, 3), (2, 2, 1), (1, 1, 1)]


def test_each_instance_has_its_own_runs_in_the_order_of_their_newest() -> None:
    rows = [
        snapshot(4),
        snapshot(3, instance=2),
        snapshot(2, baseline=True),
        snapshot(1, instance=2, baseline=True),
    ]
    assert spans(*rows) == [(2, 4, 2), (1, 3, 2)]


def test_a_failed_backup_stands_alone_and_ends_no_run() -> None:
    rows = [snapshot(3), snapshot(2, state="failed"), snapshot(1, baseline=True)]
    assert spans(*rows) == [(1, 3, 2), (2, 2, 1)]


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.booleans()), max_size=40))
def test_every_snapshot_is_in_one_run(facts: list[tuple[int, bool, bool]]) -> None:
    rows = [
        snapshot(number, changed=changed, instance=instance, state="failed" if failed else "complete")
        for number, (instance, changed, failed) in enumerate(facts, 1)
    ][::-1]
    runs = fold_equal(rows)
    assert sum(run.length for run in runs) == len(rows)
    assert [run.newest.id for run in runs] == sorted((run.newest.id for run in runs), reverse=True)
    assert all(run.oldest.id <= run.newest.id for run in runs)
