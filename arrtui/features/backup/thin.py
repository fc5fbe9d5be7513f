"""Thin old snapshots without losing what leads to the kept ones. Runs inside ``Database.writing()``."""

from __future__ import annotations

from arrtui.db import snapshots
from arrtui.features.backup.changes import compose
from arrtui.features.backup.retention import Retention, snapshots_to_drop

_DAY = 86_400


def thin(instance: str, rule: Retention, now: float) -> int:
    """Drop the snapshots ``rule`` does not keep, and return how many.

    The changes of a dropped snapshot are merged into the next one that stays, so that every kept snapshot can
    still be rebuilt from the latest state. Without one before it, the next becomes the baseline. Failed
    backups older than the first tier are forgotten.
    """
    snapshots.drop_failures_before(instance, now - rule.days * _DAY)
    complete = snapshots.list_snapshots([instance], complete=True)
    dropped = set(snapshots_to_drop([(one.id, one.taken_at) for one in complete], rule, now))
    merged: list[int] = []
    kept_before = False
    for one in sorted(complete, key=lambda row: row.id):
        if one.id in dropped:
            merged.append(one.id)
            continue
        if merged:
            _merge_into(one.id, merged, baseline=not kept_before)
        merged, kept_before = [], True
    return len(dropped)


def _merge_into(kept: int, merged: list[int], *, baseline: bool) -> None:
    """Give the changes of the ``merged`` snapshots, oldest first, to the ``kept`` one after them."""
    if baseline:
        for one in merged:
            snapshots.delete_snapshot(one)
        snapshots.mark_baseline(kept)
        return
    changes = list(snapshots.changes_of(merged[0]))
    for one in (*merged[1:], kept):
        changes = compose(changes, snapshots.changes_of(one))
    snapshots.replace_changes(kept, changes, merged=merged)
