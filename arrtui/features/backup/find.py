"""Find the snapshot that a user names."""

from __future__ import annotations

from datetime import UTC, datetime

from arrtui.db.snapshots import SnapshotRow, list_snapshots
from arrtui.features.backup.when import Moment, pick


def find_snapshot(instance: str, when: str, now: float) -> SnapshotRow:
    """Return the complete snapshot of an instance that ``when`` names; ``now`` is in UTC seconds.

    Runs in a database thread. Raises NoSuchSnapshotError.
    """
    rows = list_snapshots([instance], complete=True)
    today = datetime.fromtimestamp(now, UTC).astimezone()
    moments = [Moment(row.id, row.taken_at) for row in rows]
    chosen = pick(moments, when, instance=instance, zone=today.tzinfo, now=today)
    return next(row for row in rows if row.id == chosen.id)
