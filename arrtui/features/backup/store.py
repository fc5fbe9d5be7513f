"""Record an instance's answers as a snapshot: read what is stored, compare, write, all in one transaction.

Every function runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

import msgspec

from arrtui.clients import AppStatus
from arrtui.core.apps import APPS
from arrtui.core.domain import Change, ChangeKind, EntityType, encode
from arrtui.core.errors import OvertakenError
from arrtui.db import estate, history, journal, records, snapshots
from arrtui.db.records import Listing, RecordBatch
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.clock import check_stored_time
from arrtui.features.backup.collected import Collected, StoredState
from arrtui.features.backup.difference import (
    AcceptedChanges,
    StoredRecords,
    check_plausible,
    difference,
    first_difference,
    gone_items,
)
from arrtui.features.backup.windows import Turn, due_turn

_DAY = 86_400


@dataclass(frozen=True)
class StoredSnapshot:
    """A snapshot that was just stored, for what follows from it in the same transaction."""

    instance: str
    instance_id: int
    id: int
    at: float
    """When it was taken, UTC seconds."""
    since: float
    """When the snapshot before it was taken."""
    live: bool
    changes: Sequence[Change]
    """None for the first snapshot."""
    upgraded: Set[tuple[int, int]] = frozenset()
    """Titles of which the app notes that a file went because a better one came, each with its album or 0."""
    accepted: bool = False
    """Whether somebody said before that a loss is right."""


SnapshotHook = Callable[[StoredSnapshot], None]


def no_hook(stored: StoredSnapshot) -> None:
    """Store nothing else."""


@dataclass(frozen=True)
class BackupRules:
    """How much a backup asks for, and what it accepts."""

    full: bool = False
    """Ask for everything again, changed or not, the whole release history too."""
    all_settings: bool = False
    """Ask for the types of setting too that are otherwise read daily."""
    accept_shrink: bool = False
    """Believe an answer that lost more than the limit."""
    accept_clock: bool = False
    """Believe our clock, whatever the instance and the stored snapshots say."""
    max_shrink_percent: int = 20
    full_refresh_days: int = 7
    """Days within which every file is read again: the next backup is full by itself when they are over, or
    reads a share of the files where the app shows everything else with few requests."""
    history: bool = True
    """Keep the release history too."""


@dataclass(frozen=True)
class BackupRun:
    """One run of a backup, apart from the answers."""

    instance: str
    instance_id: int
    stored: StoredState
    previous: SnapshotRow | None
    started_at: float
    """UTC seconds."""
    backup_at: float = 0.0
    """When the last backup began; later snapshots are of some titles only."""


def begin(instance: str, kind: str, rules: BackupRules, now: float) -> BackupRun:
    """Read what decides what to ask an instance for; add an instance that is new.

    Raises :class:`ClockError` if the latest snapshot is later than ``now`` (UTC seconds).
    """
    instance_id = estate.ensure_instance(instance, kind)
    previous, backup = snapshots.latest_complete(instance_id), snapshots.latest_backup(instance_id)
    if previous is not None and not rules.accept_clock:
        check_stored_time(instance, previous.taken_at, now)
    at, until = snapshots.reading_turn(instance_id)
    turn = Turn(at or 0.0, until)
    days = min(rules.full_refresh_days, APPS[kind].most_file_days or rules.full_refresh_days)
    due = not 0 <= now - turn.at < days * _DAY
    full = rules.full or due or previous is None
    stored = StoredState(
        fingerprints=records.fingerprints(instance_id),
        settings=records.stored_docs(instance_id, EntityType.SETTING),
        status=stored_status(instance),
        short=estate.short_titles(instance_id),
        full=full,
        all_settings=full or rules.all_settings,
    )
    if APPS[kind].has_children and previous is not None:
        stored = _with_episodes(stored, instance_id, turn, rules, now)
        if not APPS[kind].numbers_children:
            stored = replace(stored, turn=None)  # all files are read at once, there are no turns
    return BackupRun(instance, instance_id, stored, previous, now, backup.taken_at if backup else 0.0)


def stored_status(instance: str) -> AppStatus | None:
    """Return what the app said of itself last; None before it was asked, or by an arrtui that kept less."""
    try:
        return msgspec.convert(estate.app_status(instance), AppStatus)
    except msgspec.ValidationError:
        return None


def _with_episodes(
    stored: StoredState, instance_id: int, turn: Turn, rules: BackupRules, now: float
) -> StoredState:
    """Return the state with the stored episodes, and with the files that are due to be read again."""
    episodes = records.stored_episodes(instance_id)
    dates = sorted(episode.air_date[:10] for episode in episodes if episode.file_id and episode.air_date)
    return replace(
        stored,
        episodes=episodes,
        file_ids=records.file_ids(instance_id),
        turn=None if stored.full else due_turn(dates, turn, now, rules.full_refresh_days),
    )


def remember_short(run: BackupRun, collected: Collected) -> None:
    """Store which titles came with less than announced; those that were not asked for stay as they are."""
    asked = collected.read_items | collected.short.keys()
    unasked = {number: lacking for number, lacking in run.stored.short.items() if number not in asked}
    short = {number: lacking for number, lacking in unasked.items() if number in collected.listed}
    if short | collected.short != run.stored.short:
        estate.record_short_titles(run.instance_id, short | collected.short)


def caught_up(run: BackupRun, collected: Collected) -> BackupRun:
    """Return the run on top of the live snapshots stored since it began.

    The titles that they changed are left as they are stored: what this run read of them may be older. Raises
    :class:`OvertakenError` if a backup was stored meanwhile.
    """
    latest = snapshots.latest_complete(run.instance_id)
    if run.previous is None or latest is None or latest.id == run.previous.id:
        return run
    backup = snapshots.latest_backup(run.instance_id)
    if backup is not None and backup.id > run.previous.id:
        raise overtaken(run.instance)
    collected.set_aside(
        snapshots.titles_changed_after(run.instance_id, run.previous.id),
        snapshots.settings_changed_after(run.instance_id, run.previous.id),
    )
    settings = records.stored_docs(run.instance_id, EntityType.SETTING)
    return replace(run, previous=latest, stored=replace(run.stored, settings=settings))


def overtaken(instance: str) -> OvertakenError:
    """Return the error of a run whose instance has another latest snapshot than when it began."""
    return OvertakenError(
        what="storing the snapshot",
        why="another process has stored one of the same instance meanwhile",
        advice="Nothing is lost; back up again if you want one of now.",
        instance=instance,
    )


def compare_with_stored(run: BackupRun, collected: Collected, rules: BackupRules) -> AcceptedChanges:
    """Return what the answers change. Raises :class:`GuardError` where they must not be believed."""
    if run.previous is None:
        return first_difference(collected)
    whole = {
        EntityType.ITEM: records.stored_docs(run.instance_id, EntityType.ITEM),
        EntityType.SETTING: run.stored.settings,
    }
    gone = gone_items(collected, whole[EntityType.ITEM])
    touched = sorted(collected.read_items | {int(key) for key in gone})

    def keys(kind: EntityType) -> Set[str]:
        return whole[kind].keys() if kind in whole else records.keys_of_items(run.instance_id, kind, touched)

    def docs(kind: EntityType, wanted: Set[str]) -> Mapping[str, str]:
        if kind in whole:
            return {key: whole[kind][key] for key in wanted if key in whole[kind]}
        return records.docs_by_key(run.instance_id, kind, wanted)

    result = difference(collected, StoredRecords(keys, docs), run.previous.digest)
    if not rules.accept_shrink:
        counts = records.record_counts(run.instance_id)
        since = snapshots.every_title_read_at(run.instance_id)
        check_plausible(
            collected,
            result,
            counts,
            instance=run.instance,
            limit=rules.max_shrink_percent,
            elsewhere=partial(records.external_ids_elsewhere, run.instance_id),
            own_removals=partial(journal.own_removals, run.instance, since),
        )
    return result


def record(
    run: BackupRun,
    collected: Collected,
    accepted: AcceptedChanges,
    on_stored: SnapshotHook = no_hook,
    upgraded: Set[tuple[int, int]] = frozenset(),
    *,
    loss_accepted: bool = False,
) -> int:
    """Store records, changes and the snapshot, call ``on_stored``, and return the snapshot's id.

    Raises :class:`OvertakenError` if another run has stored a snapshot of the instance meanwhile.
    """
    latest = snapshots.latest_complete(run.instance_id)
    if (latest and latest.id) != (run.previous and run.previous.id):
        raise overtaken(run.instance)
    write_records(run.instance_id, collected, accepted)
    snapshot_id = snapshots.insert_snapshot(run.instance_id, _snapshot(run, collected, accepted))
    snapshots.insert_changes(snapshot_id, run.instance_id, accepted.changes)
    if run.stored.full:
        snapshots.record_turn(run.instance_id, run.started_at, "")
    elif run.stored.turn:
        snapshots.record_turn(run.instance_id, *run.stored.turn.after)
    stored = StoredSnapshot(
        instance=run.instance,
        instance_id=run.instance_id,
        id=snapshot_id,
        at=run.started_at,
        since=run.backup_at,
        live=False,
        changes=accepted.changes,
        upgraded=upgraded,
        accepted=loss_accepted,
    )
    on_stored(stored)
    return snapshot_id


def write_records(instance_id: int, collected: Collected, accepted: AcceptedChanges) -> None:
    """Store the records that differ and what the list says of the titles that were read."""
    docs = {kind: accepted.to_store(kind, collected) for kind in EntityType}
    batch = RecordBatch(docs=docs, listings=dict(_listings(collected)))
    removals = [change.record_key for change in accepted.changes if change.kind is ChangeKind.REMOVED]
    records.write_records(instance_id, batch, removals)


def _listings(collected: Collected) -> Iterator[tuple[int, Listing]]:
    """Yield each title's listing; one that was not read completely has no fingerprint and is read again."""
    for item_id, listed in collected.listed.items():
        incomplete = item_id in collected.asked_items and item_id not in collected.read_items
        yield (
            item_id,
            Listing(
                fingerprint="" if incomplete else listed.fingerprint,
                files=listed.files,
                episodes=listed.episodes,
                total_episodes=listed.total_episodes,
                size=listed.size,
                available=listed.volatile.available,
                volatile_doc=encode(listed.volatile),
            ),
        )


def _snapshot(run: BackupRun, collected: Collected, accepted: AcceptedChanges) -> SnapshotRow:
    counts = records.record_counts(run.instance_id)
    return SnapshotRow(
        taken_at=run.started_at,
        state="complete",
        full=run.stored.full,
        baseline=accepted.baseline,
        app_version=collected.status.version,
        items=counts[EntityType.ITEM],
        episodes=counts[EntityType.EPISODE],
        files=counts[EntityType.FILE],
        settings=counts[EntityType.SETTING],
        size=records.total_size(run.instance_id),
        history=history.count_events(run.instance_id),
        added=accepted.count(ChangeKind.ADDED),
        changed=accepted.count(ChangeKind.CHANGED),
        removed=accepted.count(ChangeKind.REMOVED),
        skipped=collected.skipped_titles,
        digest=accepted.digest,
        warnings=tuple(collected.warnings),
    )
