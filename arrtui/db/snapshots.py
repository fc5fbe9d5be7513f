"""Snapshots of an instance, and the changes that lead from each to the next.

Snapshots follow each other in the order of their ids: the clock may have been set back in between. Only
complete ones have changes, and the oldest, the baseline, has none.
"""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from arrtui.core.domain import Change, ChangeKind, EntityType, decode, encode
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db.bulk import bulk_upsert
from arrtui.db.history import count_events
from arrtui.db.models import ChangeRow, Instance, Snapshot
from arrtui.db.reading import of_instances, rows_of

PAGE = 2_000
"""Changes read by one statement."""


class SnapshotRow(NamedTuple):
    """A snapshot; see :class:`~arrtui.db.models.Snapshot`. A new one has no id and no instance yet."""

    id: int = 0
    instance: str = ""
    """Its name."""
    instance_id: int = 0
    taken_at: float = 0.0
    """UTC seconds since the epoch."""
    state: str = "complete"
    """``complete`` or ``failed``."""
    full: bool = False
    baseline: bool = False
    app_version: str = ""
    items: int = 0
    episodes: int = 0
    files: int = 0
    settings: int = 0
    size: int = 0
    """Bytes of all files."""
    history: int = 0
    new_history: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    skipped: int = 0
    """Titles that could not be read, so that nothing is known of whether they are there."""
    requests: int = 0
    seconds: float = 0
    digest: str = ""
    error: str = ""
    error_code: str = ""
    live: bool = False
    """Only some titles were read, as something was heard of them; the rest is as in the snapshot before."""
    pinned: bool = False
    """Thinning leaves it."""
    warnings: tuple[str, ...] = ()


# --- snapshots -------------------------------------------------------------------------------------------


def insert_snapshot(instance_id: int, snapshot: SnapshotRow) -> int:
    """Store a snapshot of an instance and return its id."""
    values = {name: getattr(snapshot, name) for name in _STORED}
    warnings_doc = encode(snapshot.warnings)
    return cast(int, Snapshot.insert(instance=instance_id, **values, warnings_doc=warnings_doc).execute())


def list_snapshots(
    instances: Sequence[str] | None = None,
    *,
    complete: bool = False,
    live: bool = True,
    limit: int | None = None,
) -> list[SnapshotRow]:
    """Return the snapshots of the named instances, or of all, newest first.

    With ``complete`` only those that are, without ``live`` only backups.
    """
    where, parameters = of_instances(instances)
    if complete:
        where += " AND s.state = 'complete'"
    if not live:
        where += " AND NOT s.live"
    sql = f"{_SELECT} WHERE {where} ORDER BY s.id DESC"
    return _snapshots(sql if limit is None else f"{sql} LIMIT {int(limit)}", parameters)


def snapshot_by_id(snapshot_id: int) -> SnapshotRow | None:
    """Return a snapshot, or None if there is none of that id."""
    return _first(f"{_SELECT} WHERE s.id = ?", (snapshot_id,))


def latest_complete(instance_id: int, *, before: int | None = None) -> SnapshotRow | None:
    """Return the newest complete snapshot of an instance, whose state is the stored one, or None.

    With ``before`` the newest one of a lower id.
    """
    where = "WHERE s.instance_id = ? AND s.state = 'complete'"
    parameters = [instance_id]
    if before is not None:
        where, parameters = f"{where} AND s.id < ?", [instance_id, before]
    return _first(f"{_SELECT} {where} ORDER BY s.id DESC LIMIT 1", parameters)


def latest_backup(instance_id: int, *, full: bool = False) -> SnapshotRow | None:
    """Return the newest complete snapshot that is not live, with ``full`` one of everything, or None."""
    where = "WHERE s.instance_id = ? AND s.state = 'complete' AND NOT s.live"
    where += " AND s.full" if full else ""
    return _first(f"{_SELECT} {where} ORDER BY s.id DESC LIMIT 1", (instance_id,))


def every_title_read_at(instance_id: int) -> float:
    """Return when the newest snapshot began that could read every title (UTC seconds), 0 without one.

    Later ones keep what they did not or could not read, so titles removed since may still be stored.
    """
    sql = (
        "SELECT max(taken_at) FROM snapshot "
        "WHERE instance_id = ? AND state = 'complete' AND skipped = 0 AND NOT live"
    )
    return float(rows_of(sql, (instance_id,))[0][0] or 0.0)


def delete_snapshot(snapshot_id: int) -> None:
    """Delete a snapshot with its changes. Those before it can then no longer be rebuilt from after it."""
    Snapshot.delete().where(Snapshot.id == snapshot_id).execute()


def pin(snapshot_id: int, *, pinned: bool) -> None:
    """Keep a snapshot whatever its age, or no more."""
    Snapshot.update(pinned=pinned).where(Snapshot.id == snapshot_id).execute()


def mark_baseline(snapshot_id: int) -> None:
    """Make a snapshot the oldest that can be rebuilt: its changes are dropped."""
    ChangeRow.delete().where(ChangeRow.snapshot == snapshot_id).execute()
    zero = {"baseline": True, "added": 0, "changed": 0, "removed": 0}
    Snapshot.update(zero).where(Snapshot.id == snapshot_id).execute()


def finish_snapshot(
    snapshot_id: int, *, requests: int, seconds: float, new_history: int, warnings: Sequence[str]
) -> SnapshotRow:
    """Complete a stored snapshot after the history was read, and return it.

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


def drop_repeated_failure(instance_id: int, error_code: str, *, since: float) -> None:
    """Delete an instance's newest backup if it failed for the same reason at ``since`` or later.

    In UTC seconds. Of the failures of one day for one reason only the last is kept.
    """
    newest = (
        Snapshot.select(Snapshot.id, Snapshot.state, Snapshot.error_code, Snapshot.taken_at)
        .where(Snapshot.instance == instance_id, ~Snapshot.live)
        .order_by(Snapshot.id.desc())
        .first()
    )
    if newest is None or newest.taken_at < since:
        return
    if (newest.state, newest.error_code) == ("failed", error_code):
        newest.delete_instance()


def drop_failures_before(instance: str, at: float) -> int:
    """Delete the failed snapshots of an instance taken before ``at`` (UTC seconds); return how many."""
    owner = Instance.select(Instance.id).where(Instance.name == instance)
    where = (Snapshot.instance == owner) & (Snapshot.state == "failed") & (Snapshot.taken_at < at)
    return int(Snapshot.delete().where(where).execute())


# --- changes ---------------------------------------------------------------------------------------------


def insert_changes(snapshot_id: int, instance_id: int, changes: Iterable[Change]) -> None:
    """Store the changes of a snapshot."""
    columns = ("snapshot", "instance", "type", "key", "kind", "item_id", "before_doc", "after_doc")
    rows = (
        (
            *(snapshot_id, instance_id, change.type.value, change.key, change.kind.value, change.item_id),
            None if change.before is None else encode(change.before),
            None if change.after is None else encode(change.after),
        )
        for change in changes
    )
    bulk_upsert(ChangeRow, rows, columns, update=None)


def replace_changes(snapshot_id: int, changes: Sequence[Change], *, merged: Sequence[int] = ()) -> None:
    """Replace a snapshot's changes, and delete the ``merged`` snapshots whose changes are now among them.

    The snapshot's counts follow. This is how retention thins: ``changes`` are composed of those of the
    snapshots dropped and of the one kept after them.
    """
    involved = [snapshot_id, *merged]
    instance_id = Snapshot.select(Snapshot.instance).where(Snapshot.id == snapshot_id).scalar()
    ChangeRow.delete().where(ChangeRow.snapshot.in_(involved)).execute()
    Snapshot.delete().where(Snapshot.id.in_(list(merged))).execute()
    insert_changes(snapshot_id, instance_id, changes)
    counts = {kind.value: sum(change.kind is kind for change in changes) for kind in ChangeKind}
    Snapshot.update(counts).where(Snapshot.id == snapshot_id).execute()


def changes_of(snapshot_id: int) -> Iterator[Change]:
    """Yield the changes of one snapshot in the order they were stored; :data:`PAGE` for each statement."""
    sql = (
        f"SELECT c.id, {_CHANGE} FROM change AS c "
        f"WHERE c.snapshot_id = ? AND c.id > ? ORDER BY c.id LIMIT {PAGE}"
    )
    last = 0
    while page := rows_of(sql, (snapshot_id, last)):
        yield from (change_of(row[1:]) for row in page)
        last = page[-1][0]


def titles_changed_after(instance_id: int, snapshot_id: int) -> set[int]:
    """Return the ids of the titles that snapshots after one have changed."""
    sql = "SELECT DISTINCT item_id FROM change WHERE instance_id = ? AND snapshot_id > ? AND item_id > 0"
    return {item_id for (item_id,) in rows_of(sql, (instance_id, snapshot_id))}


def settings_changed_after(instance_id: int, snapshot_id: int) -> set[str]:
    """Return the keys of the settings that snapshots after one have changed."""
    sql = "SELECT DISTINCT key FROM change WHERE instance_id = ? AND snapshot_id > ? AND type = 'setting'"
    return {key for (key,) in rows_of(sql, (instance_id, snapshot_id))}


def changes_between(instance_id: int, older: int, newer: int) -> Iterator[Change]:
    """Yield what leads from snapshot ``older`` to ``newer``, newest first, as undoing needs it.

    That is the changes of every snapshot after ``older`` up to and with ``newer``; :data:`PAGE` for each
    statement.
    """
    sql = (
        f"SELECT c.snapshot_id, c.id, {_CHANGE} FROM change AS c "
        "WHERE c.instance_id = ? AND c.snapshot_id > ? AND (c.snapshot_id, c.id) < (?, ?) "
        f"ORDER BY c.snapshot_id DESC, c.id DESC LIMIT {PAGE}"
    )
    before = (newer + 1, 0)
    while page := rows_of(sql, (instance_id, older, *before)):
        yield from (change_of(row[2:]) for row in page)
        before = page[-1][:2]


def change_of(row: Sequence[Any]) -> Change:
    """Return a change from its columns ``type, key, kind, item_id, before_doc, after_doc``."""
    type, key, kind, item_id, before, after = row
    return Change(
        type=EntityType(type),
        key=key,
        kind=ChangeKind(kind),
        item_id=item_id,
        before=None if before is None else decode(before),
        after=None if after is None else decode(after),
    )


# --- turns -----------------------------------------------------------------------------------------------


def reading_turn(instance_id: int) -> tuple[float | None, str]:
    """Return when files that show no change were last read again, and up to which air date.

    In UTC seconds, None for never; the date is empty when all were read.
    """
    sql = "SELECT turn_at, turn_until FROM instance WHERE id = ?"
    at, until = rows_of(sql, (instance_id,))[0]
    return at, until


def record_turn(instance_id: int, at: float, until: str) -> None:
    """Store that files were read again at ``at`` (UTC seconds) up to an air date, empty for all."""
    Instance.update(turn_at=at, turn_until=until).where(Instance.id == instance_id).execute()


_STORED = SnapshotRow._fields[3:-1]
"""Fields that are columns of the same name."""
_SELECT = (
    f"SELECT s.id, i.name, s.instance_id, {', '.join(f's.{name}' for name in _STORED)}, s.warnings_doc "
    "FROM snapshot AS s JOIN instance AS i ON i.id = s.instance_id"
)
_CHANGE = "c.type, c.key, c.kind, c.item_id, c.before_doc, c.after_doc"


def _snapshots(sql: str, parameters: Sequence[Any]) -> list[SnapshotRow]:
    snapshots = []
    for *columns, warnings_doc in rows_of(sql, parameters):
        row = SnapshotRow._make((*columns, tuple(decode(warnings_doc))))
        flags = [bool(flag) for flag in (row.full, row.baseline, row.live, row.pinned)]
        full, baseline, live, pinned = flags
        snapshots.append(row._replace(full=full, baseline=baseline, live=live, pinned=pinned))
    return snapshots


def _first(sql: str, parameters: Sequence[Any]) -> SnapshotRow | None:
    return next(iter(_snapshots(sql, parameters)), None)
