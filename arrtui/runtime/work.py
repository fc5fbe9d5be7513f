"""What the jobs do: back up, check and thin, each a feature called with its client and the database."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.config import Config
from arrtui.core.errors import ArrtuiError, JobLostError, OvertakenError
from arrtui.core.events import Access, InstanceChecked, SnapshotTaken
from arrtui.db import estate, jobs
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.runtime.clients import ClientPool
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.jobs import Handlers, JobContext
from arrtui.runtime.scores.search import SEARCH
from arrtui.runtime.sync.jobs import SyncWork

if TYPE_CHECKING:
    from arrtui.features.backup.backup import BackupOutcome
    from arrtui.features.backup.collect import Progress
    from arrtui.features.backup.store import Rules

# The features are imported by the first job that needs them: the app's first paint does not wait for them.

_log = logging.getLogger(__name__)

BACKUP, CHECK, THIN = "backup", "check", "thin"
JOBS_KEPT = 30 * 86_400.0
"""Seconds a finished job, or a plan never applied, is kept."""


def backup_job(name: str, *, full: bool = False, accept_shrink: bool = False, priority: int = 3) -> NewJob:
    """Return the job that backs up an instance."""
    args = {"full": full, "accept_shrink": accept_shrink}
    return NewJob(kind=BACKUP, subject=name, instance=name, args=args, priority=priority)


def check_job(name: str) -> NewJob:
    """Return the job that asks an instance how it is."""
    return NewJob(kind=CHECK, subject=name, instance=name, priority=2, max_attempts=1)


class Work:
    """The handlers of every kind of job, with what they need."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        bus: Bus,
        *,
        attempts: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._config = config
        self._database = database
        self._bus = bus
        self._clock = clock
        self.clients = ClientPool()
        self.handlers = Handlers()
        self.handlers.register(BACKUP, self._back_up, title="Backup", max_attempts=attempts)
        self.handlers.register(CHECK, self._check, title="Check", max_attempts=1)
        self.handlers.register(THIN, self._thin, title="Thinning of the snapshots", max_attempts=2)
        sync = SyncWork(config, database, self.clients, self.take_snapshot, clock=clock)
        sync.register(self.handlers, attempts=attempts)
        self.handlers.register(
            SEARCH, self._search, title="Search", access=Access.WRITE, max_attempts=attempts
        )

    async def _back_up(self, job: JobContext) -> Mapping[str, Any]:
        """Back up the job's instance, and thin its snapshots afterwards."""
        name = job.job.instance
        outcome = await self.take_snapshot(name, job.progress, job.args)
        await job.enqueue_child(NewJob(kind=THIN, subject=name, instance=name, priority=9, max_attempts=2))
        return _plain(outcome)

    async def take_snapshot(self, name: str, progress: Progress, args: Mapping[str, Any]) -> BackupOutcome:
        """Take a snapshot of an instance; note a failure where the estate shows it.

        ``args`` are those of a backup job. One that another process overtook is taken again. Raises
        :class:`ArrError` or :class:`GuardError` when there is no snapshot.
        """
        try:
            return await self._take(name, progress, args)
        except OvertakenError:
            return await self._take(name, progress, args)

    async def _take(self, name: str, progress: Progress, args: Mapping[str, Any]) -> BackupOutcome:
        from arrtui.features.backup.backup import back_up
        from arrtui.features.scores.samples import record_samples

        config = self._config()
        instance = config.instance(name)
        client = self.clients.get(instance)
        before, began = client.requests, time.monotonic()
        try:
            outcome = await back_up(
                client,
                self._database,
                self._rules(config, args),
                width=instance.concurrency,
                progress=progress,
                clock=self._clock,
                also=record_samples,
            )
        except JobLostError:
            raise
        except ArrtuiError as error:
            await self._note_failure(name, error, client.requests - before, time.monotonic() - began)
            raise
        await self._note_day(outcome)
        self._tell(name, outcome.snapshot or 0)
        return outcome

    async def _note_day(self, outcome: BackupOutcome) -> None:
        """Keep how the instance's scores stand today; that it fails must not undo a backup."""
        from arrtui.features.scores.samples import record_day
        from arrtui.runtime.scores.days import day_is_noted, day_of_instance

        name, now = outcome.instance, self._clock()
        try:
            changed = outcome.baseline or outcome.added or outcome.changed or outcome.removed
            if not changed and await self._database.read(day_is_noted, name, now):
                return
            day = await self._database.read(day_of_instance, self._config(), name, now)
            if day is not None:
                await self._database.write(record_day, name, day)
        except Exception:
            _log.exception("how the scores of %s stand could not be kept", name)

    def _rules(self, config: Config, args: Mapping[str, Any]) -> Rules:
        from arrtui.features.backup.store import Rules

        return Rules(
            full=bool(args.get("full")),
            accept_shrink=bool(args.get("accept_shrink")),
            max_shrink_percent=config.backup.max_shrink_percent,
            full_refresh_days=config.backup.full_refresh_days,
            history=config.backup.history,
        )

    async def _note_failure(self, name: str, error: ArrtuiError, requests: int, seconds: float) -> None:
        from arrtui.features.backup.backup import note_failure

        snapshot = await self._database.write(
            note_failure,
            name,
            self._config().instance(name).kind.value,
            error,
            requests=requests,
            seconds=seconds,
            at=self._clock(),
        )
        self._tell(name, snapshot)

    def _tell(self, name: str, snapshot: int) -> None:
        self._bus.publish(SnapshotTaken(name, snapshot))
        self._bus.publish(InstanceChecked(name))

    async def _check(self, job: JobContext) -> Mapping[str, Any]:
        """Ask the job's instance how it is."""
        from arrtui.features.estate.check import check

        client = self.clients.get(self._config().instance(job.job.instance))
        try:
            return _plain(await check(client, self._database, self._clock))
        finally:
            self._bus.publish(InstanceChecked(job.job.instance))

    async def _search(self, job: JobContext) -> Mapping[str, Any]:
        """Search for titles of the job's instance, as many as the hour has room for."""
        from arrtui.runtime.scores.search import run_search

        config = self._config()
        client = self.clients.get(config.instance(job.job.instance))
        limit = config.scores.searches_per_hour
        return await run_search(client, self._database, job, limit=limit, now=self._clock())

    async def _thin(self, job: JobContext) -> Mapping[str, Any]:
        """Thin the snapshots of the job's instance, and forget old plans and jobs long finished."""
        from arrtui.features.backup.retention import Retention
        from arrtui.features.backup.thin import thin
        from arrtui.features.sync import store

        backup = self._config().backup
        rule = Retention(days=backup.keep_days, weeks=backup.keep_weeks, months=backup.keep_months)
        dropped = await self._database.write(thin, job.job.instance, rule, self._clock())
        before = self._clock() - JOBS_KEPT
        forgotten = await self._database.write(jobs.prune, before)
        plans = await self._database.write(store.prune, before)
        if dropped:
            self._bus.publish(SnapshotTaken(job.job.instance, 0))
        return {"dropped": dropped, "jobs_forgotten": forgotten, "plans_forgotten": plans}


def last_backup_at(name: str) -> float | None:
    """Return when an instance's newest snapshot was taken or failed (UTC seconds), None for never."""
    (row,) = estate.estate_rows([name])
    return row.last.at if row.last is not None else None


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    plain = msgspec.to_builtins(value)
    assert isinstance(plain, dict)
    return plain
