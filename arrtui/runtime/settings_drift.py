"""Whether targets are still as their syncs of settings would have them: looked at after each backup."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from arrtui.core.errors import ArrtuiError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.settings.drift import SettingsDrift as SettingsDrift
from arrtui.core.text import plural
from arrtui.db import accepted_settings, settings_drift
from arrtui.runtime import drift_jobs
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.settings_plans import load_source

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.settings_syncs import SettingsSync
    from arrtui.core.settings.model import SettingsSide
    from arrtui.db.database import Database
    from arrtui.runtime.engine.queue import JobQueue
    from arrtui.runtime.services import Services


class DriftServices:
    """Reads what drifted. Every method may raise StorageError."""

    def __init__(self, config: Callable[[], Config], database: Database, queue: JobQueue) -> None:
        self._config = config
        self._database = database
        self._queue = queue

    async def look_again(self, left: SettingsSide, right: SettingsSide) -> list[int]:
        """Queue another look at the syncs between two sides; return the ids of the jobs."""
        names = {left.instance, right.instance}
        chosen = dict.fromkeys(
            target
            for sync in self._config().settings
            for target in sync.targets
            if target in names and (sync.source_instance in names or sync.source_prefix)
        )
        return [(await self._queue.enqueue(drift_jobs.drift_job(name)))[0] for name in chosen]

    async def standing(self, target: str = "") -> list[SettingsDrift]:
        """Return what differs by the last backups, of one target or of all that are configured."""
        configured = {(sync.name, name) for sync in self._config().settings for name in sync.targets}
        rows = await self._database.read(settings_drift.all_drift)
        return [
            row
            for row in rows
            if (row.sync, row.target) in configured and (not target or row.target == target)
        ]


async def _look(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Compare the sources and targets of syncs that the job's instance is one of, as stored."""
    name, syncs = job.job.instance, services.config.settings
    await services.database.write(
        settings_drift.keep_only, {(sync.name, target) for sync in syncs for target in sync.targets}
    )
    pairs = [
        (sync, target) for sync in syncs for target in sync.targets if name in (target, sync.source_instance)
    ]
    known = {(row.sync, row.target): row for row in await services.database.read(settings_drift.all_drift)}
    counts, unread = 0, list[str]()
    for sync, target in pairs:
        try:
            settings = await differing(services, sync, target)
        except ArrtuiError as error:  # nothing is stored yet, or a guide is gone: the plan says so
            unread.append(f"{sync.name}, {target}: {error}")
            continue
        counts += len(settings)
        await _keep(services, sync, target, settings, known.get((sync.name, target)))
    return {"pairs": len(pairs), "settings": counts, "unread": unread}


async def differing(services: Services, sync: SettingsSync, target: str) -> tuple[str, ...]:
    """Return the settings that a plan of a sync would write, without a request.

    Raises ArrtuiError where a side cannot be read.
    """
    from arrtui.features.sync.load import load_side
    from arrtui.features.sync.settings.in_use import TargetUse
    from arrtui.features.sync.settings.make import make_settings_plan

    side = await services.database.read(lambda: load_side(target, only=()))
    source = await load_source(services, sync, side)
    accepted = await services.database.read(accepted_settings.accepted)
    draft = await asyncio.to_thread(make_settings_plan, sync, source, side, TargetUse(), accepted)
    return tuple(dict.fromkeys(entry.title or entry.ident for entry in draft.entries))


async def _keep(
    services: Services,
    sync: SettingsSync,
    target: str,
    settings: tuple[str, ...],
    before: SettingsDrift | None,
) -> None:
    """Store what differs now, and tell of it where that is something else than before."""
    if settings == (before.settings if before else ()):
        return
    now = services.clock()
    since = before.since if before else now
    drift = SettingsDrift(sync.name, target, sync.source, settings, since)
    await services.database.write(settings_drift.save, drift)
    kind = EventType.SETTINGS_DRIFTED if settings else EventType.SETTINGS_ALIKE
    reason = drift.sentence if settings else f"as the sync {sync.name} says, after {sync.source}"
    facts = {"sync": sync.name, "source": sync.source, "count": len(settings)}
    event = EstateEvent(
        type=kind, at=now, instance=target, key=f"{sync.name} {now}", reason=reason, facts=facts
    )
    await services.events.publish([event])


def _describe(result: Mapping[str, Any]) -> str:
    if "pairs" not in result:
        return ""
    settings = result["settings"]
    return f"{plural(settings, 'setting differs', 'settings differ')}" if settings else "all alike"


DRIFT = JobKind(drift_jobs.KIND, "Drift", _look, routine=True, max_attempts=2, describe_result=_describe)
