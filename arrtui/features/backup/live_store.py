"""Compare some titles that were read again with what is stored, and store what differs as a live snapshot.

Every function runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import partial

from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.db import estate, history, journal, records, snapshots
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.collected import Collected, StoredState
from arrtui.features.backup.difference import AcceptedChanges, StoredRecords, check_plausible, difference
from arrtui.features.backup.recent import RecentHistory
from arrtui.features.backup.store import (
    BackupRules,
    BackupRun,
    SnapshotHook,
    StoredSnapshot,
    overtaken,
    stored_status,
    write_records,
)


def begin(instance: str, now: float, *, settings: bool) -> BackupRun | None:
    """Read what decides what to ask an instance for; None before its first backup."""
    instance_id = estate.instance_ids().get(instance)
    previous = None if instance_id is None else snapshots.latest_complete(instance_id)
    if instance_id is None or previous is None:
        return None
    stored = StoredState(
        fingerprints=records.fingerprints(instance_id),
        settings=records.stored_docs(instance_id, EntityType.SETTING) if settings else {},
        status=stored_status(instance),
        short=estate.short_titles(instance_id),
        full=False,
    )
    return BackupRun(instance, instance_id, stored, previous, now, backup_at=now)


def with_episodes(run: BackupRun) -> StoredState:
    """Return the stored state with the episodes and the ids of files of all series."""
    return replace(
        run.stored,
        episodes=records.stored_episodes(run.instance_id),
        file_ids=records.file_ids(run.instance_id),
    )


def compare(
    run: BackupRun, collected: Collected, asked: Set[int] | None, rules: BackupRules
) -> AcceptedChanges:
    """Return what the answers change. Raises :class:`GuardError` where they must not be believed.

    ``asked`` are the titles whose absence from the answers means that they are gone, None for all.
    """
    number, stored_items = run.instance_id, run.stored.fingerprints.keys()
    items = {str(item_id) for item_id in (stored_items if asked is None else stored_items & asked)}
    gone = items - collected.docs[EntityType.ITEM].keys() - collected.kept[EntityType.ITEM]
    if EntityType.ITEM in collected.keep_missing:
        gone = set()
    touched = sorted(collected.read_items | {int(key) for key in gone})

    def keys(kind: EntityType) -> Set[str]:
        if kind is EntityType.ITEM:
            return items
        if kind is EntityType.SETTING:
            return run.stored.settings.keys()
        return records.keys_of_items(number, kind, touched)

    def docs(kind: EntityType, wanted: Set[str]) -> Mapping[str, str]:
        if kind is EntityType.SETTING:
            return {key: run.stored.settings[key] for key in wanted if key in run.stored.settings}
        return records.docs_by_key(number, kind, wanted)

    assert run.previous is not None, "a refresh follows a backup"
    result = difference(collected, StoredRecords(keys, docs), run.previous.digest)
    check_plausible(
        collected,
        result,
        records.record_counts(number),
        instance=run.instance,
        limit=rules.max_shrink_percent,
        elsewhere=partial(records.external_ids_elsewhere, number),
        own_removals=partial(journal.own_removals, run.instance, snapshots.every_title_read_at(number)),
    )
    return result


def record(
    run: BackupRun,
    collected: Collected,
    accepted: AcceptedChanges,
    recent: RecentHistory,
    on_stored: SnapshotHook,
) -> tuple[int | None, int]:
    """Store what was read; return the id of the snapshot, None where nothing has changed, and new events.

    Raises :class:`OvertakenError` if another snapshot of the instance was stored meanwhile.
    """
    latest = snapshots.latest_complete(run.instance_id)
    if run.previous is None or latest is None or latest.id != run.previous.id:
        raise overtaken(run.instance)
    estate.record_check(run.instance, state="up", at=run.started_at)
    if run.stored.settings:
        estate.record_health(run.instance, collected.health, collected.roots)
    write_records(run.instance_id, collected, accepted)
    _remember_short(run, collected, accepted.changes)
    new_history = _store_history(run, collected, recent)
    if not accepted.changes:
        return None, new_history
    row = live_row(run.previous, accepted, at=run.started_at, new_history=new_history)
    snapshot_id = snapshots.insert_snapshot(run.instance_id, row)
    snapshots.insert_changes(snapshot_id, run.instance_id, accepted.changes)
    stored = StoredSnapshot(
        instance=run.instance,
        instance_id=run.instance_id,
        id=snapshot_id,
        at=run.started_at,
        since=run.previous.taken_at,
        live=True,
        changes=accepted.changes,
        upgraded=recent.upgraded,
    )
    on_stored(stored)
    return snapshot_id, new_history


def _remember_short(run: BackupRun, collected: Collected, changes: Sequence[Change]) -> None:
    """Store which titles came with less than announced; those that were not read stay as they are."""
    gone = {change.item_id for change in changes if change.type is EntityType.ITEM and change.after is None}
    unread = run.stored.short.keys() - collected.read_items - collected.short.keys() - gone
    short = {number: run.stored.short[number] for number in unread} | collected.short
    if short != run.stored.short:
        estate.record_short_titles(run.instance_id, short)


def _store_history(run: BackupRun, collected: Collected, recent: RecentHistory) -> int:
    """Store the release events that were read, once the whole history has been; return how many are new."""
    if not recent.fetched.records or not history.reading_state(run.instance_id).complete:
        return 0
    external_ids = {item_id: listed.item.external_id for item_id, listed in collected.listed.items()}
    return history.store_events(run.instance_id, recent.fetched.records, external_ids, recent.known)


def live_row(previous: SnapshotRow, accepted: AcceptedChanges, *, at: float, new_history: int) -> SnapshotRow:
    """Return the snapshot that follows from ``previous``: its counts, moved by the changes. Pure."""

    def more(kind: EntityType) -> int:
        return accepted.count(ChangeKind.ADDED, kind) - accepted.count(ChangeKind.REMOVED, kind)

    size = sum(
        (change.after or {}).get("size", 0) - (change.before or {}).get("size", 0)
        for change in accepted.changes
        if change.type is EntityType.FILE
    )
    return SnapshotRow(
        taken_at=at,
        live=True,
        app_version=previous.app_version,
        items=previous.items + more(EntityType.ITEM),
        episodes=previous.episodes + more(EntityType.EPISODE),
        files=previous.files + more(EntityType.FILE),
        settings=previous.settings + more(EntityType.SETTING),
        size=previous.size + size,
        history=previous.history + new_history,
        new_history=new_history,
        added=accepted.count(ChangeKind.ADDED),
        changed=accepted.count(ChangeKind.CHANGED),
        removed=accepted.count(ChangeKind.REMOVED),
        skipped=previous.skipped,
        digest=accepted.digest,
    )
