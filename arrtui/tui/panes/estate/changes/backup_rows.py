"""The backups of the instances as rows, and which two are to be compared. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.features.backup.days import SnapshotSpan
from arrtui.features.backup.folding import SnapshotRun
from arrtui.runtime.backup import SnapshotRow
from arrtui.tui.kit.dialogs.snapshots import snapshot_columns
from arrtui.tui.kit.table import REQUIRED, Column

NO_BEFORE = "It is the oldest backup that is kept: there is none before it to compare with."
TWO = "Mark two backups of one instance to compare them, or none to compare this one with the one before."


def run_key(run: SnapshotRun) -> int:
    """Return what identifies a run of equal backups: the number of its newest."""
    return run.newest.id


def backup_columns(names: Iterable[str], now: float) -> list[Column[SnapshotRun]]:
    """Return the columns of backups of several instances."""
    instance: Column[SnapshotRun] = Column(
        "instance",
        "Instance",
        lambda run: run.newest.instance,
        field=FilterField("instance", FieldKind.INSTANCE, lambda run: run.newest.instance),
        width=max((len(name) for name in names), default=8),
        priority=REQUIRED,
    )
    return [instance, *snapshot_columns(now)]


def span_to_compare(chosen: Sequence[SnapshotRun], backups: Sequence[SnapshotRow]) -> SnapshotSpan | str:
    """Return what to compare of one or two chosen runs, or why nothing can be compared.

    One is compared with the backup before it. ``backups`` are all complete ones, newest first.
    """
    if len(chosen) == 1:
        (run,) = chosen
        older = (row for row in backups if row.instance == run.oldest.instance and row.id < run.oldest.id)
        before = next(older, None)
        return NO_BEFORE if before is None else SnapshotSpan(before, run.newest)
    if len(chosen) != 2 or chosen[0].newest.instance != chosen[1].newest.instance:
        return TWO
    older_run, newer_run = sorted(chosen, key=run_key)
    return SnapshotSpan(older_run.newest, newer_run.newest)
