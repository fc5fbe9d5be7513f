"""Fold snapshots between which nothing changed, for lists that people read. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from arrtui.db.snapshots import SnapshotRow


class SnapshotRun(NamedTuple):
    """Consecutive snapshots of one instance that are equal, or a single one."""

    newest: SnapshotRow
    """The one that thinning keeps."""
    oldest: SnapshotRow
    """The one whose changes led to this state."""
    length: int
    """How many snapshots there are."""

    @property
    def repeats(self) -> bool:
        """Whether it holds more than one."""
        return self.length > 1


def fold_equal(snapshots: Iterable[SnapshotRow]) -> list[SnapshotRun]:
    """Return snapshots, newest first, as runs in the order of their newest ones.

    Failed backups stand alone, and a run goes on beyond them: they changed nothing.
    """
    runs: list[SnapshotRun] = []
    open_runs: dict[int, int] = {}
    """By instance id, the index of the run that an older equal snapshot would lengthen."""
    for row in snapshots:
        if row.state != "complete":
            runs.append(SnapshotRun(row, row, 1))
            continue
        index = open_runs.get(row.instance_id)
        if index is None:
            index = open_runs[row.instance_id] = len(runs)
            runs.append(SnapshotRun(row, row, 1))
        else:
            runs[index] = runs[index]._replace(oldest=row, length=runs[index].length + 1)
        if row.baseline or row.added or row.changed or row.removed:
            del open_runs[row.instance_id]
    return runs
