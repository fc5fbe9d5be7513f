"""Rebuild an earlier snapshot from the latest state, verify it, and list what changed between two.

Every function runs inside ``Database.reading()``, so that a backup under way cannot mix two states.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from arrtui.core.change_text import ChangeNames
from arrtui.core.domain import Change, ChangeKind, EntityType, RecordKey, decode
from arrtui.core.errors import StorageError
from arrtui.db import records, snapshots
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.changes import compose, undo
from arrtui.features.backup.digest import digest_of

States = dict[EntityType, dict[str, str]]


def state_at(snapshot: SnapshotRow) -> States:
    """Return every record of an instance as it was in a complete snapshot: canonical JSON by type and key.

    Raises :class:`StorageError` when the stored changes do not fit the stored state.
    """
    states: States = {kind: records.stored_docs(snapshot.instance_id, kind) for kind in EntityType}
    latest = snapshots.latest_complete(snapshot.instance_id)
    if latest is None or latest.id == snapshot.id:
        return states
    return _walk_back(states, snapshot, latest)


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one snapshot could be rebuilt as it was taken."""

    instance: str
    snapshot: int
    ok: bool
    records: int = 0
    error: str | None = None


def verify_all(instance: str) -> list[Verified]:
    """Rebuild every complete snapshot of an instance, newest first, and compare its digest.

    One walk back from the latest state. After the first that is damaged the older ones are not looked at:
    they are rebuilt from it.
    """
    rows = snapshots.list_snapshots([instance], complete=True)
    results: list[Verified] = []
    states: States = {}
    for newer, row in zip([None, *rows], rows, strict=False):
        try:
            states = _walk_back(states, row, newer) if newer else state_at(row)
            if digest_of(states) != row.digest:
                raise _damaged(row, "the rebuilt records do not have the digest that was noted")
            count = sum(len(docs) for docs in states.values())
            results.append(Verified(instance=instance, snapshot=row.id, ok=True, records=count))
        except StorageError as error:
            results.append(Verified(instance=instance, snapshot=row.id, ok=False, error=str(error)))
            break
    return results


def _walk_back(states: States, row: SnapshotRow, newer: SnapshotRow) -> States:
    """Return the state at ``row``, from that at a newer snapshot."""
    try:
        for change in snapshots.changes_between(row.instance_id, row.id, newer.id):
            undo(states[change.type], (change,))
    except KeyError as error:
        raise _damaged(row, f"a change is about {error} which is not stored") from None
    return states


def _damaged(snapshot: SnapshotRow, why: str) -> StorageError:
    return StorageError(
        what=f"rebuilding snapshot {snapshot.id}",
        why=why,
        advice="The database is damaged: restore it from a copy. A backup with --full stores today's state.",
        instance=snapshot.instance,
    )


@dataclass(frozen=True)
class SnapshotDiff:
    """What changed from one snapshot to another, and the names of what changed."""

    changes: list[Change]
    """In the order items, episodes, files, settings; by title inside each."""
    names: ChangeNames


_ORDER = {kind: place for place, kind in enumerate(EntityType)}
_OPPOSITE = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.CHANGED: ChangeKind.CHANGED,
}


def changes_from(first: SnapshotRow, second: SnapshotRow) -> SnapshotDiff:
    """Return what leads from ``first`` to ``second``; reversed when ``second`` is the older one."""
    older, newer = sorted((first, second), key=lambda row: row.id)
    merged: list[Change] = []
    for row in reversed(snapshots.list_snapshots([older.instance], complete=True)):
        if older.id < row.id <= newer.id:
            merged = compose(merged, snapshots.changes_of(row.id))
    if first.id > second.id:
        merged = [
            msgspec.structs.replace(
                change, kind=_OPPOSITE[change.kind], before=change.after, after=change.before
            )
            for change in merged
        ]
    names = names_for(merged, state_at(newer)) if merged else ChangeNames()
    merged.sort(key=lambda change: (_ORDER[change.type], names.titles.get(change.item_id, ""), change.key))
    return SnapshotDiff(merged, names)


def names_for(changes: Iterable[Change], states: States) -> ChangeNames:
    """Return the names of what ``changes`` are about, from ``states`` and from the changes themselves."""
    changes = list(changes)
    names = ChangeNames()
    for change in changes:
        if change.kind is not ChangeKind.CHANGED:
            names.learn(change.type, change.key, change.before or change.after or {})
    named_keys = {change.record_key for change in changes} | {
        RecordKey(EntityType.ITEM, str(change.item_id)) for change in changes
    }
    for kind in sorted(states, key=lambda kind: kind is EntityType.EPISODE):
        if kind is EntityType.EPISODE:  # files, which are learned before, tell their albums
            named_keys |= {RecordKey(kind, str(album_id)) for album_id in names.albums.values()}
        for key, doc in states[kind].items():
            if kind is EntityType.SETTING or (kind, key) in named_keys:
                names.learn(kind, key, decode(doc))
    return names
