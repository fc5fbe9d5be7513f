"""Thin old snapshots without losing what leads to the kept ones. Runs inside ``Database.writing()``."""

from __future__ import annotations

from arrtui.db import snapshots
from arrtui.features.backup.changes import compose
from arrtui.features.backup.retention import Retention, snapshots_to_drop

_DAY = 86_400


def thinning_time(instance: str) -> float | None:
    """Return the time (UTC seconds) at which ages are taken, None before the first snapshot.

    It is the newest stored time when the snapshots were thinned last, that is before the latest backup: one
    with a wrong clock makes nothing look old that a later one does not confirm. It is never later than the
    latest backup itself.
    """
    rows = snapshots.list_snapshots([instance], complete=True, live=False, limit=2)
    return min((row.taken_at for row in rows), default=None)


def thin(instance: str, rule: Retention) -> int:
    """Drop the snapshots that ``rule`` does not keep at the `thinning_time`; return how many.

    The changes of a dropped snapshot are merged into the next one that stays, so that every kept snapshot can
    still be rebuilt from the latest state. Without one before it, the next becomes the baseline. Failed
    backups older than the first tier are deleted.
    """
    now = thinning_time(instance)
    if now is None:
        return 0
    snapshots.drop_failures_before(instance, now - rule.days * _DAY)
    complete = snapshots.list_snapshots([instance], complete=True)
    dropped = set(
        snapshots_to_drop(
            [(row.id, row.taken_at) for row in complete],
            rule,
            now,
            live={row.id for row in complete if row.live},
            pinned={row.id for row in complete if row.pinned},
        )
    )
    merged: list[int] = []
    kept_before = False
    for row in sorted(complete, key=lambda row: row.id):
        if row.id in dropped:
            merged.append(row.id)
            continue
        if merged and kept_before:
            changes = list(snapshots.changes_of(merged[0]))
            for snapshot in (*merged[1:], row.id):
                changes = compose(changes, snapshots.changes_of(snapshot))
            snapshots.replace_changes(row.id, changes, merged=merged)
        elif merged:
            for snapshot in merged:
                snapshots.delete_snapshot(snapshot)
            snapshots.mark_baseline(row.id)
        merged, kept_before = [], True
    return len(dropped)
