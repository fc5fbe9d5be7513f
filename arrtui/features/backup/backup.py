"""Back up one instance, from the first request to the stored snapshot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import msgspec

from arrtui.clients import ArrClient
from arrtui.core.domain import encode
from arrtui.core.errors import ArrError, ArrtuiError, OvertakenError
from arrtui.core.memory import return_large_blocks
from arrtui.db import estate, snapshots
from arrtui.db.database import Database
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup import store
from arrtui.features.backup.clock import check_skew
from arrtui.features.backup.collect import collect, open_instance
from arrtui.features.backup.collected import Collected, Progress
from arrtui.features.backup.days import start_of_day
from arrtui.features.backup.difference import AcceptedChanges
from arrtui.features.backup.history import HistoryOutcome, collect_history, is_read_whole
from arrtui.features.backup.pages_ahead import asking_ahead
from arrtui.features.backup.plausible import check_complete
from arrtui.features.backup.queue import store_queue
from arrtui.features.backup.recent import read_recent_history
from arrtui.features.backup.store import BackupRules, BackupRun, SnapshotHook, no_hook

Clock = Callable[[], float]
MOST_REFRESHES = 10
"""Live snapshots that may be stored between comparing and storing, each of which needs a new comparison."""


class BackupOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The result of backing up one instance; the ``instances`` entries of the ``--json`` result line."""

    instance: str
    ok: bool
    items: int = 0
    episodes: int = 0
    files: int = 0
    history: int = 0
    """Release events stored of the instance, old and new."""
    new_history: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    requests: int = 0
    seconds: float = 0.0
    error: str | None = None
    error_code: str = ""
    unmapped_files: int | None = None
    """Files below its root folders that belong to no title, when all files were read last; None where the app
    lists no such files."""
    snapshot: int | None = None
    baseline: bool = False
    """True for the first snapshot of an instance: there was nothing to compare it with."""
    warnings: tuple[str, ...] = ()


async def back_up(
    client: ArrClient,
    database: Database,
    rules: BackupRules,
    *,
    width: int,
    progress: Progress,
    clock: Clock = time.time,
    stopwatch: Clock = time.monotonic,
    on_stored: SnapshotHook = no_hook,
) -> BackupOutcome:
    """Take a snapshot of the instance behind ``client`` and return the outcome.

    The library is stored first, with what ``on_stored`` adds, in one transaction; a failure of the history
    after that leaves the snapshot in place and is in the outcome. Raises :class:`ArrError` or
    :class:`GuardError` when there is no snapshot; what was stored before then stands.
    """
    started, requests_before = stopwatch(), client.requests
    await asyncio.to_thread(return_large_blocks)
    config = client.config
    run = await database.write(store.begin, config.name, config.kind.value, rules, clock())
    await progress(0, 0, "asking for status and new history")
    opening = await open_instance(client, run.stored)
    if not rules.accept_clock:
        check_skew(config.name, opening.status.date, clock())
    recent = await read_recent_history(client, database, run, kept=rules.history)
    collected = await collect(client, opening, run.stored, recent.items, width=width, progress=progress)
    record = partial(
        store.record, on_stored=on_stored, upgraded=recent.upgraded, loss_accepted=rules.accept_shrink
    )
    history = HistoryOutcome.failed(recent.error) if recent.error else HistoryOutcome()
    keeps = rules.history and not recent.error
    whole = keeps and (rules.full or await is_read_whole(database, run.instance_id))
    async with asking_ahead(client, wanted=whole, width=width) as pages:
        snapshot = await _store(collected, database, run, rules, progress, record, clock())
        ids, instance_id, new = collected.external_ids, run.instance_id, recent.fetched
        del run, collected  # what follows needs the memory
        if keeps:
            history = await collect_history(client, database, instance_id, ids, progress, new, pages)
            history = await store_queue(client, database, instance_id, history, clock())
    row = await database.write(
        snapshots.finish_snapshot,
        snapshot,
        requests=client.requests - requests_before,
        seconds=stopwatch() - started,
        new_history=history.new,
        warnings=history.warnings,
    )
    return await database.read(outcome_of, row, history.error)


async def _store(
    collected: Collected,
    database: Database,
    run: BackupRun,
    rules: BackupRules,
    progress: Progress,
    record: Callable[[BackupRun, Collected, AcceptedChanges], int],
    now: float,
) -> int:
    """Store what was collected as a snapshot and return its id.

    Live snapshots stored meanwhile are taken into account. Raises :class:`GuardError`.
    """
    await database.write(_record_success, run.instance, collected, now)
    await database.write(store.remember_short, run, collected)
    check_complete(run.instance, library=len(collected.listed), short=collected.newly_short)
    await progress(0, 0, "comparing with what is stored")
    for _ in range(MOST_REFRESHES):
        run = await database.read(store.caught_up, run, collected)
        changes = await database.read(store.compare_with_stored, run, collected, rules)
        await progress(0, 0, "storing the snapshot")
        with suppress(OvertakenError):
            return await database.write(record, run, collected, changes)
    raise store.overtaken(run.instance)


def _record_success(name: str, collected: Collected, at: float) -> None:
    """Record that an instance is up, and what it said of itself."""
    status = collected.status
    estate.record_check(
        name,
        state="up",
        app_version=status.version,
        app_doc=encode(msgspec.to_builtins(status)),
        health=collected.health,
        roots=collected.roots,
        latency=status.latency,
        at=at,
    )


def outcome_of(row: SnapshotRow, error: ArrtuiError | None = None) -> BackupOutcome:
    """Return a stored snapshot as the outcome of a backup; called in a database thread."""
    roots = estate.root_folders(row.instance)
    unmapped = [root.unmapped_files for root in roots if root.unmapped_files is not None]
    values = row._asdict() | {
        "ok": error is None,
        "seconds": round(row.seconds, 3),
        "error": str(error) if error else None,
        "error_code": error.code if error else "",
        "snapshot": row.id,
        "unmapped_files": sum(unmapped) if unmapped else None,
    }
    return BackupOutcome(**{name: values[name] for name in BackupOutcome.__struct_fields__})


def record_failure(
    name: str, kind: str, error: ArrtuiError, *, requests: int, seconds: float, at: float
) -> int:
    """Record a backup that failed, and an instance that is down; return the id of the failed snapshot.

    A failure like the one before replaces it, unless that was on another local day.
    """
    instance_id = estate.ensure_instance(name, kind)
    snapshots.drop_repeated_failure(instance_id, error.code, since=start_of_day(at))
    failed_snapshot = snapshots.insert_snapshot(
        instance_id,
        SnapshotRow(
            taken_at=at,
            state="failed",
            requests=requests,
            seconds=seconds,
            error=str(error),
            error_code=error.code,
        ),
    )
    if isinstance(error, ArrError):
        estate.record_check(name, state="down", error=str(error), at=at)
    return failed_snapshot
