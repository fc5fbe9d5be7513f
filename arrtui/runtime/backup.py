"""Backups: the jobs that take and thin snapshots, and what front ends ask of stored snapshots."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.apps import Feature
from arrtui.core.errors import ArrtuiError, ImplausibleAnswerError, JobLostError, OvertakenError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import InstanceChecked, Job, JobState, SnapshotTaken
from arrtui.core.text import DAY, plural
from arrtui.db import estate_events, integrity, jobs, recycled, rules, snapshots
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.db.snapshots import SnapshotRow as SnapshotRow
from arrtui.runtime import refresh as refreshing
from arrtui.runtime.archives import archive_job
from arrtui.runtime.artwork.following import follow_backup
from arrtui.runtime.artwork.phases import start_first
from arrtui.runtime.clients import ClientPool
from arrtui.runtime.drift_jobs import drift_job
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.endings import event_of
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.estate_events import EVENTS_KEPT
from arrtui.runtime.matches import queue_matching
from arrtui.runtime.players.following import follow_backup as tell_players_after_backup
from arrtui.runtime.recycle import EXPIRE
from arrtui.runtime.snapshot_sequel import SnapshotSequel
from arrtui.runtime.trailers.refresh import refresh_job

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.backup.backup import BackupOutcome
    from arrtui.features.backup.collected import Progress
    from arrtui.features.backup.rebuild import SnapshotDiff, States, Verified
    from arrtui.features.backup.refresh import RefreshOutcome, RefreshRequest
    from arrtui.features.backup.store import BackupRules
    from arrtui.runtime.services import Services

# The features are imported by the first job that needs them: the app's first paint does not wait for them.

_log = logging.getLogger(__name__)

JOBS_KEPT = 30 * DAY
"""Seconds a finished job, or a plan never applied, is kept."""


def backup_job(
    name: str,
    *,
    full: bool = False,
    accept_shrink: bool = False,
    accept_clock: bool = False,
    all_settings: bool = False,
    priority: int = 3,
) -> NewJob:
    """Return the job that backs up an instance."""
    args = {"full": full, "accept_shrink": accept_shrink, "accept_clock": accept_clock}
    args |= {"all_settings": True} if all_settings else {}
    return NewJob(kind=BACKUP.name, subject=name, instance=name, args=args, priority=priority)


class BackupServices:
    """Takes snapshots and reads stored ones. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        clients: ClientPool,
        bus: Bus,
        sequel: SnapshotSequel,
        clock: Callable[[], float],
    ) -> None:
        self._sequel = sequel
        self._config = config
        self._database = database
        self._queue = queue
        self._clients = clients
        self._bus = bus
        self._clock = clock

    # --- stored snapshots ----------------------------------------------------------------------------

    async def snapshots(
        self, names: Sequence[str] | None = None, *, complete: bool = False, limit: int | None = None
    ) -> list[SnapshotRow]:
        """Return the snapshots of the named instances, or of all, newest first."""
        return await self._database.read(snapshots.list_snapshots, names, complete=complete, limit=limit)

    async def snapshot(self, name: str, when: str) -> SnapshotRow:
        """Return the complete snapshot of an instance that ``when`` names. Raises NoSuchSnapshotError."""
        from arrtui.features.backup.find import find_snapshot

        return await self._database.read(find_snapshot, name, when, self._clock())

    async def changes(self, older: SnapshotRow, newer: SnapshotRow) -> SnapshotDiff:
        """Return what changed between two snapshots."""
        from arrtui.features.backup.rebuild import changes_from

        return await self._database.read(changes_from, older, newer)

    async def export(self, snapshot: SnapshotRow, file: str, *, history: bool = False) -> int:
        """Write a snapshot to a file as JSON lines, ``-`` for standard output; return the number of records.

        With ``history`` every release event stored of the instance follows.

        Raises DestinationError when it cannot be written, or is a file of arrtui's own.
        """
        from arrtui.features.backup.export import write_export
        from arrtui.features.backup.export_lines import Export, read_events
        from arrtui.features.backup.rebuild import state_at

        states = await self._database.read(state_at, snapshot)
        events = await self._database.read(read_events, snapshot) if history else ()
        export = Export(snapshot, states, events)
        return await asyncio.to_thread(write_export, export, file, self._config().own_files)

    async def verify(self, name: str) -> list[Verified]:
        """Rebuild every complete snapshot of an instance and compare its digest."""
        from arrtui.features.backup.rebuild import verify_all

        return await self._database.read(verify_all, name)

    async def database_faults(self) -> list[str]:
        """Return what is wrong with the database file itself, as sentences."""
        return await self._database.read(integrity.find_faults)

    # --- backing up ----------------------------------------------------------------------------------

    async def back_up(
        self,
        names: Sequence[str] = (),
        *,
        full: bool = False,
        accept_shrink: bool = False,
        accept_clock: bool = False,
        all_settings: bool = False,
    ) -> list[int]:
        """Queue a backup of each named instance, or of all; return the jobs' ids.

        With ``all_settings`` it reads the types too that are otherwise read daily.
        """
        job = partial(
            backup_job,
            full=full,
            accept_shrink=accept_shrink,
            accept_clock=accept_clock,
            all_settings=all_settings,
        )
        new = [job(name) for name in self._config().instance_names(names)]
        return await self._queue.enqueue_all(new)

    async def take_snapshot(self, name: str, progress: Progress, args: Mapping[str, Any]) -> BackupOutcome:
        """Take a snapshot of an instance; store a failure as a failed snapshot.

        ``args`` are those of a backup job. If another process stored a newer one meanwhile, the snapshot is
        taken once more. Raises :class:`ArrError` or :class:`GuardError` when there is no snapshot.
        """
        try:
            return await self._take(name, progress, args)
        except OvertakenError:
            return await self._take(name, progress, args)

    async def refresh_titles(
        self,
        name: str,
        titles: Iterable[int] = (),
        *,
        list_too: bool = False,
        settings: bool = False,
        deleted: Iterable[int] = (),
    ) -> RefreshOutcome:
        """Have titles of an instance read again and what changed stored; return what came of it.

        ``titles`` and ``deleted`` are the app's ids; whether those are gone it is asked. ``list_too`` reads
        the list of titles, as there may be others: without any ``titles`` everything is compared. A job that
        waits takes this along.
        """
        from arrtui.features.backup.refresh import RefreshOutcome, RefreshRequest

        wanted = frozenset(titles) | frozenset(deleted)
        request = RefreshRequest(titles=wanted, whole=list_too, settings=settings)
        job = await self._queue.ended(await self.queue_refresh(name, request))
        if job is not None and job.result is not None:
            return msgspec.convert(job.result, RefreshOutcome)
        error, code = (job.error, job.error_code) if job else ("", "")
        return RefreshOutcome(instance=name, ok=False, error=error, error_code=code)

    async def queue_refresh(self, name: str, request: RefreshRequest) -> int:
        """Queue a reading of titles, or add them to the one that waits; return the job's id."""
        extend = partial(refreshing.with_request, request=request)
        return await self._queue.join_waiting(refreshing.refresh_job(name, request), extend)

    async def refresh(self, name: str, progress: Progress, request: RefreshRequest) -> RefreshOutcome:
        """Read titles of an instance again and store what changed. Raises ArrError, GuardError."""
        from arrtui.features.backup.refresh import refresh

        instance = self._config().instance(name)
        work = refresh(
            self._clients.get(instance),
            self._database,
            self._rules({}),
            request,
            width=instance.concurrency,
            progress=progress,
            clock=self._clock,
            on_stored=self._sequel.store,
        )
        try:
            outcome = await work
        except ImplausibleAnswerError as error:
            await self._sequel.tripwire.refused(name, error)
            raise
        await self._sequel.announce()
        if outcome.snapshot is not None:
            self._publish_snapshot(name, outcome.snapshot, outcome.changed_titles)
        return outcome

    async def look(self, name: str, progress: Progress) -> States:
        """Return what an instance has now without storing it. Raises ArrError, PartialAnswerError."""
        from arrtui.features.backup.look import look

        instance = self._config().instance(name)
        return await look(
            self._clients.get(instance),
            self._database,
            self._rules({"accept_clock": True}),
            width=instance.concurrency,
            progress=progress,
            clock=self._clock,
        )

    def _rules(self, args: Mapping[str, Any]) -> BackupRules:
        """Return the configured rules with the arguments of a backup job."""
        from arrtui.features.backup.store import BackupRules

        config = self._config().backup
        return BackupRules(
            full=bool(args.get("full")),
            all_settings=bool(args.get("all_settings")),
            accept_shrink=bool(args.get("accept_shrink")),
            accept_clock=bool(args.get("accept_clock")),
            max_shrink_percent=config.max_shrink_percent,
            full_refresh_days=config.full_refresh_days,
            history=config.history,
        )

    async def _take(self, name: str, progress: Progress, args: Mapping[str, Any]) -> BackupOutcome:
        from arrtui.features.backup.backup import back_up, record_failure

        instance = self._config().instance(name)
        client = self._clients.get(instance)
        requests_before, started = client.requests, time.monotonic()
        try:
            outcome = await back_up(
                client,
                self._database,
                self._rules(args),
                width=instance.concurrency,
                progress=progress,
                clock=self._clock,
                on_stored=self._sequel.store,
            )
        except JobLostError:
            raise
        except ArrtuiError as error:
            snapshot = await self._database.write(
                record_failure,
                name,
                instance.kind.value,
                error,
                requests=client.requests - requests_before,
                seconds=time.monotonic() - started,
                at=self._clock(),
            )
            self._publish_snapshot(name, snapshot)
            if isinstance(error, ImplausibleAnswerError):
                await self._sequel.tripwire.refused(name, error)
            raise
        await self._sequel.announce()
        await self._record_day(outcome)
        self._publish_snapshot(name, outcome.snapshot or 0)
        return outcome

    async def _record_day(self, outcome: BackupOutcome) -> None:
        """Store how the instance's scores stand today. A failure is logged: it must not undo the backup."""
        from arrtui.features.scores.samples import record_day
        from arrtui.runtime.scores.days import day_is_stored, day_of_instance

        name, now = outcome.instance, self._clock()
        try:
            changed = outcome.baseline or outcome.added or outcome.changed or outcome.removed
            if not changed and await self._database.read(day_is_stored, name, now):
                return
            day = await self._database.read(day_of_instance, self._config(), name, now)
            if day is not None:
                await self._database.write(record_day, name, day)
        except ArrtuiError as error:
            _log.warning("how the scores of %s stand could not be kept: %s", name, error)
        except Exception:
            _log.exception("how the scores of %s stand could not be kept", name)

    def _publish_snapshot(self, name: str, snapshot: int, titles: tuple[int, ...] = ()) -> None:
        self._bus.publish(SnapshotTaken(name, snapshot, titles))
        self._bus.publish(InstanceChecked(name))


# --- jobs ------------------------------------------------------------------------------------------------


async def _back_up(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Back up the job's instance; queue the thinning, the reading of folders and what else follows."""
    name = job.job.instance
    outcome = await services.backup.take_snapshot(name, job.progress, job.args)
    await job.enqueue_child(NewJob(kind=THIN.name, subject=name, instance=name, priority=9))
    fetches = services.engine.options.kind != "run"  # a task that backs up is not to download for hours
    if name in services.config.names_with(Feature.TRAILERS):
        await job.enqueue_child(refresh_job(name, priority=8, fetches=fetches))
    if name in services.config.names_with(Feature.ARTWORK) and not await follow_backup(services, job):
        await start_first(services, job)
    await tell_players_after_backup(services, job)
    await queue_matching(services, name)
    if services.config.settings:
        await job.enqueue_child(drift_job(name))
    if await services.archives.is_due(name):
        await job.enqueue_child(archive_job(name))
    result: dict[str, Any] = msgspec.to_builtins(outcome)
    return result


async def _thin(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Thin the snapshots of the job's instance; remove old plans and jobs finished long ago."""
    from arrtui.features.backup.retention import Retention
    from arrtui.features.backup.thin import thin, thinning_time
    from arrtui.features.sync import store

    name, config = job.job.instance, services.config.backup
    aged_at = await services.database.read(thinning_time, name)
    now = min(services.clock(), 0.0 if aged_at is None else aged_at)
    rule = Retention(days=config.keep_days, weeks=config.keep_weeks, months=config.keep_months)
    dropped = await services.database.write(thin, name, rule)
    jobs_forgotten = await services.database.write(jobs.prune, now - JOBS_KEPT)
    plans_forgotten = await services.database.write(store.prune, now - JOBS_KEPT)
    await services.database.write(estate_events.prune, now - EVENTS_KEPT)
    await services.database.write(rules.prune, now - EVENTS_KEPT)
    if dropped:
        services.bus.publish(SnapshotTaken(name, 0))
    if await services.database.read(recycled.has_expired, services.clock()):
        await job.enqueue_child(NewJob(kind=EXPIRE.name, subject="recycle bin", priority=9))
    return {"dropped": dropped, "jobs_forgotten": jobs_forgotten, "plans_forgotten": plans_forgotten}


def _backup_events(job: Job) -> list[EstateEvent]:
    """Return that a backup was taken, or could not be."""
    if job.state is JobState.COMPLETED:
        return [event_of(job, EventType.BACKUP_DONE)]
    failed = job.state is JobState.FAILED
    return [event_of(job, EventType.BACKUP_FAILED, reason=job.error)] if failed else []


def _describe_backup(result: Mapping[str, Any]) -> str:
    if "added" not in result:
        return ""
    titles = plural(result.get("items", 0), "title")
    if result.get("baseline"):
        return f"{titles}: the first snapshot"
    counts = [f"{result[name]:,} {name}" for name in ("added", "changed", "removed") if result.get(name)]
    return f"{titles}: {', '.join(counts) or 'no changes'}"


def _describe_thinning(result: Mapping[str, Any]) -> str:
    return f"{plural(int(result['dropped']), 'old backup')} thinned" if "dropped" in result else ""


BACKUP = JobKind(
    "backup", "Backup", _back_up, stores=True, events=_backup_events, describe_result=_describe_backup
)
THIN = JobKind("thin", "Thinning", _thin, routine=True, max_attempts=2, describe_result=_describe_thinning)
