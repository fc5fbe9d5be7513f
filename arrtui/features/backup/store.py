"""Record an instance's answers as a snapshot: read what is stored, compare, write, all in one transaction.

Every function runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from arrtui.core.domain import Change, ChangeKind, EntityType, RecordKey, encode
from arrtui.core.errors import OvertakenError
from arrtui.db import estate, history, records, snapshots
from arrtui.db.records import Listing, RecordBatch
from arrtui.db.snapshots import NewSnapshot, SnapshotRow
from arrtui.features.backup.collect import Collected, Known
from arrtui.features.backup.difference import (
    AcceptedChanges,
    check_plausible,
    difference,
    first_difference,
    gone_items,
)

_DAY = 86_400
SnapshotHook = Callable[[int, float, int], None]
"""Called in the transaction of a snapshot that was just stored: instance id, when it was taken (UTC seconds)
and the snapshot's id."""


def no_hook(instance_id: int, at: float, snapshot: int) -> None:
    """Store nothing beside a snapshot."""


@dataclass(frozen=True)
class BackupRules:
    """How a backup judges what it reads."""

    full: bool = False
    """Ask for everything again, changed or not."""
    accept_shrink: bool = False
    """Believe an answer that lost more than the limit."""
    max_shrink_percent: int = 20
    full_refresh_days: int = 7
    """Age of the last full read after which the next backup is full by itself."""
    history: bool = True
    """Keep the release history too."""


@dataclass(frozen=True)
class BackupRun:
    """What is known of one run of a backup besides the answers."""

    instance: str
    instance_id: int
    known: Known
    previous: SnapshotRow | None
    started_at: float
    """UTC seconds."""


def begin(instance: str, kind: str, rules: BackupRules, now: float) -> BackupRun:
    """Return what is stored of an instance as far as it decides what to ask for; note a new instance."""
    instance_id = estate.ensure_instance(instance, kind)
    previous = snapshots.latest_complete(instance_id)
    full_at = snapshots.last_full_backup(instance_id)
    due = full_at is None or not 0 <= now - full_at < rules.full_refresh_days * _DAY
    known = Known(
        fingerprints={item: one.fingerprint for item, one in records.stored_listing(instance_id).items()},
        settings=records.stored_docs(instance_id, EntityType.SETTING),
        full=rules.full or due or previous is None,
    )
    return BackupRun(instance, instance_id, known, previous, now)


def compare_with_stored(run: BackupRun, found: Collected, rules: BackupRules) -> AcceptedChanges:
    """Return what the answers change. Raises :class:`GuardError` where they must not be believed."""
    if run.previous is None:
        return first_difference(found)
    stored_items = records.stored_docs(run.instance_id, EntityType.ITEM)
    gone = gone_items(found, stored_items)
    touched = sorted(found.read_items | {int(key) for key in gone})
    stored = {
        EntityType.ITEM: stored_items,
        EntityType.SETTING: run.known.settings,
        EntityType.EPISODE: records.docs_of_items(run.instance_id, EntityType.EPISODE, touched),
        EntityType.FILE: records.docs_of_items(run.instance_id, EntityType.FILE, touched),
    }
    result = difference(found, stored, run.previous.digest)
    if not rules.accept_shrink:
        counts = records.record_counts(run.instance_id)
        check_plausible(found, result, counts, instance=run.instance, limit=rules.max_shrink_percent)
    return result


def record(
    run: BackupRun, found: Collected, change: AcceptedChanges, on_stored: SnapshotHook = no_hook
) -> int:
    """Store records, changes and the snapshot, and what ``on_stored`` makes of them; return the snapshot's id.

    Raises :class:`OvertakenError` if another run has stored a snapshot of the instance meanwhile.
    """
    _check_undisturbed(run)
    records.write_records(run.instance_id, _batch(found, change), _removals(change.changes))
    snapshot_id = snapshots.insert_snapshot(run.instance_id, _snapshot(run, found, change))
    snapshots.insert_changes(snapshot_id, run.instance_id, change.changes)
    if run.known.full:
        snapshots.note_full_backup(run.instance_id, run.started_at)
    on_stored(run.instance_id, run.started_at, snapshot_id)
    return snapshot_id


def _check_undisturbed(run: BackupRun) -> None:
    latest = snapshots.latest_complete(run.instance_id)
    if (latest and latest.id) != (run.previous and run.previous.id):
        raise OvertakenError(
            what="storing the snapshot",
            why="another process has stored one of the same instance meanwhile",
            advice="Nothing is lost; back up again if you want one of now.",
            instance=run.instance,
        )


def _batch(found: Collected, change: AcceptedChanges) -> RecordBatch:
    return RecordBatch(
        docs={kind: docs.values() for kind, docs in change.upserts.items()},
        listings=dict(_listings(found)),
    )


def _listings(found: Collected) -> Iterator[tuple[int, Listing]]:
    """Yield each title's listing; one that was not read completely has no fingerprint and is read again."""
    asked = found.asked_items
    for item_id, listed in found.listed.items():
        short = item_id in asked and item_id not in found.read_items
        yield (
            item_id,
            Listing(
                fingerprint="" if short else listed.fingerprint,
                files=listed.files,
                episodes=listed.episodes,
                total_episodes=listed.total_episodes,
                size=listed.size,
                available=listed.volatile.available,
                volatile_doc=encode(listed.volatile),
            ),
        )


def _removals(changes: list[Change]) -> list[RecordKey]:
    return [change.record_key for change in changes if change.kind is ChangeKind.REMOVED]


def _snapshot(run: BackupRun, found: Collected, change: AcceptedChanges) -> NewSnapshot:
    counts = records.record_counts(run.instance_id)
    return NewSnapshot(
        taken_at=run.started_at,
        state="complete",
        full=run.known.full,
        baseline=change.baseline,
        app_version=found.status.version,
        items=counts[EntityType.ITEM],
        episodes=counts[EntityType.EPISODE],
        files=counts[EntityType.FILE],
        settings=counts[EntityType.SETTING],
        size=records.total_size(run.instance_id),
        history=history.count_events(run.instance_id),
        added=change.count(ChangeKind.ADDED),
        changed=change.count(ChangeKind.CHANGED),
        removed=change.count(ChangeKind.REMOVED),
        digest=change.digest,
        warnings=tuple(found.warnings),
    )
