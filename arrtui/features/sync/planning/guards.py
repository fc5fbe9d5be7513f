"""Judge whether the absence of a title from an instance proves that it was removed there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from arrtui.core.apps import app_of

if TYPE_CHECKING:
    from arrtui.db.estate import EstateRow
    from arrtui.db.snapshots import SnapshotRow

ALWAYS_ALLOWED = 1
"""Titles or albums a source may lose at once however small it is: one is no sign of a loss."""


def distrust_reason(
    row: EstateRow,
    snapshots: Sequence[SnapshotRow],
    *,
    max_shrink_percent: int,
    removals_percent: int,
    at: SnapshotRow | None = None,
) -> str:
    """Return why the absence of a title from this instance proves nothing, as a sentence; empty if it does.

    ``snapshots`` are all of the instance, newest first, failed ones too. With ``at`` it is an old snapshot
    that is judged: how the instance is now says nothing about what it had then.
    """
    complete = [snapshot for snapshot in snapshots if snapshot.state == "complete"]
    judged = at or next(iter(complete), None)
    if judged is None:
        return f"{row.name} was never backed up."
    newest = next(snapshot for snapshot in snapshots if not snapshot.live)
    if not at and (reason := _state_now(row, newest)):
        return reason
    if not judged.items:
        return f"{judged.instance} has no titles at all."
    steps = _backup_to_backup([snapshot for snapshot in complete if snapshot.id <= judged.id])
    for after, before in pairwise(steps[:3] if judged.live else steps[:2]):
        if reason := _shrunk(after, before, max_shrink_percent, removals_percent):
            return reason
    if judged.skipped:
        return f"The backup of {judged.instance} could not read {judged.skipped:,} of its titles."
    return ""


def _backup_to_backup(complete: Sequence[SnapshotRow]) -> list[SnapshotRow]:
    """Return snapshots, newest first, with what live ones lost counted in the backup after them.

    Those after the last backup count as one. Many small losses would else look like none.
    """
    steps: list[SnapshotRow] = []
    for snapshot in complete:
        if steps and snapshot.live:
            steps[-1] = steps[-1]._replace(removed=steps[-1].removed + snapshot.removed)
        else:
            steps.append(snapshot)
    return steps


def _state_now(row: EstateRow, newest: SnapshotRow) -> str:
    """Return why the instance cannot be trusted now, as a sentence; empty when it can."""
    if row.state == "down":
        return f"{row.name} could not be reached when it was last asked{_because(row.error)}."
    if newest.state != "complete":
        return f"The last backup of {row.name} failed{_because(newest.error)}."
    error = next((finding.message for finding in row.health if finding.type == "error"), None)
    if error is not None:
        return f"{row.name} reports an error: {error.rstrip('.')}."
    unseen = [root.path for root in row.roots if not root.accessible]
    return f"{row.name} cannot reach its root folder {', '.join(unseen)}." if unseen else ""


def _shrunk(judged: SnapshotRow, before: SnapshotRow, max_shrink_percent: int, removals_percent: int) -> str:
    """Compare with the backup before: titles and albums by the stricter limit, all records by the backup's.

    Upgraded files are records that went, so the pair's limit, which is about titles, would be too strict
    for them.
    """
    gone, least = before.items - judged.items, min(max_shrink_percent, removals_percent)
    app = app_of(judged.instance)
    albums = before.episodes - judged.episodes if app.chooses_children else 0
    if gone > ALWAYS_ALLOWED and gone * 100 > before.items * least:
        lost = f"{gone:,} of {before.items:,} titles"
    elif albums > ALWAYS_ALLOWED and albums * 100 > before.episodes * least:
        lost = f"{albums:,} of {before.episodes:,} {app.unit.plural}"
    elif judged.removed * 100 > _records(before) * max_shrink_percent:
        lost = f"{judged.removed:,} of {_records(before):,} records"
    else:
        return ""
    return f"{judged.instance} lost {lost} from one backup to the next. Back it up again if that is right."


def _records(row: SnapshotRow) -> int:
    return row.items + row.episodes + row.files + row.settings


def _because(error: str) -> str:
    return f": {error.rstrip('.')}" if error else ""
