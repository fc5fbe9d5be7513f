"""Thin old snapshots without losing what leads to the kept ones. Runs inside ``Database.writing()``."""

from __future__ import annotations

from arrtui.db import snapshots
from arrtui.features.backup.changes import compose
from arrtui.features.backup.retention import Retention, snapshots_to_drop

_DAY = 86_400


def thin(instance: str, rule: Retention, now: float) -> int:
    """Drop the snapshots that ``rule`` does not keep; return how many.

    The changes of a dropped snapshot are merged into the next one that stays, so that every kept snapshot can
    still be rebuilt from the latest state. Without one before it, the next becomes the baseline. Failed
    backups older than the first tier are deleted.
    """
    snapshots.drop_failures_before(instance, now - rule.days * _DAY)
    complete = snapshots.list_snapshots([instance], complete=True)
    dropped = set(snapshots_to_drop([(row.id, row.taken_at) for row in complete], rule, now))
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
