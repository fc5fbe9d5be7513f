"""What a backup leaves behind besides its records: counts, the finished snapshot, a noted failure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arrtui.core.domain import EntityType, encode
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db.bulk import database_of
from arrtui.db.history import count_events
from arrtui.db.models import Instance, Snapshot
from arrtui.db.snapshots import SnapshotRow, snapshot_by_id

_TABLES = {
    EntityType.ITEM: "item",
    EntityType.EPISODE: "episode",
    EntityType.FILE: "file",
    EntityType.SETTING: "setting",
}


def record_counts(instance_id: int) -> dict[EntityType, int]:
    """Return how many records of each type are stored of an instance: one statement a type."""
    return {
        kind: int(_rows(f"SELECT count(*) FROM {table} WHERE instance_id = ?", instance_id)[0][0])  # noqa: S608
        for kind, table in _TABLES.items()
    }


def total_size(instance_id: int) -> int:
    """Return the bytes of all files stored of an instance."""
    return int(_rows("SELECT coalesce(sum(size), 0) FROM file WHERE instance_id = ?", instance_id)[0][0])


def finish_snapshot(
    snapshot_id: int, *, requests: int, seconds: float, new_history: int, warnings: Sequence[str]
) -> SnapshotRow:
    """Add to a stored snapshot what was known only after the history was read, and return it.

    Raises :class:`NoSuchSnapshotError` if it was deleted meanwhile.
    """
    row = snapshot_by_id(snapshot_id)
    if row is None:
        raise NoSuchSnapshotError(what="finishing the snapshot", why="it was deleted meanwhile")
    row = row._replace(
        requests=requests,
        seconds=seconds,
        history=count_events(row.instance_id),
        new_history=new_history,
        warnings=(*row.warnings, *warnings),
    )
    values = {name: getattr(row, name) for name in ("requests", "seconds", "history", "new_history")}
    Snapshot.update(values | {"warnings_doc": encode(row.warnings)}).where(
        Snapshot.id == snapshot_id
    ).execute()
    return row


def drop_repeated_failure(instance_id: int, error_code: str) -> None:
    """Delete an instance's newest snapshot if it failed for the same reason: only the last one is kept."""
    newest = (
        Snapshot.select(Snapshot.id, Snapshot.state, Snapshot.error_code)
        .where(Snapshot.instance == instance_id)
        .order_by(Snapshot.id.desc())
        .first()
    )
    if newest is not None and (newest.state, newest.error_code) == ("failed", error_code):
        newest.delete_instance()


def _rows(sql: str, instance_id: int) -> list[tuple[Any, ...]]:
    return database_of(Snapshot).rows(sql, (instance_id,))


def drop_failures_before(instance: str, at: float) -> int:
    """Delete the failed snapshots of an instance taken before ``at`` (UTC seconds); return how many."""
    owner = Instance.select(Instance.id).where(Instance.name == instance)
    where = (Snapshot.instance == owner) & (Snapshot.state == "failed") & (Snapshot.taken_at < at)
    return int(Snapshot.delete().where(where).execute())
