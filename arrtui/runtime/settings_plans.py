"""Plans that bring settings of instances in line with a source: the configured syncs, and the job.

A source is always a :class:`~arrtui.features.sync.model.Side`. What is neither an instance nor a snapshot is
loaded by a function of :data:`LOADERS`, named by what stands before the colon in the source: it takes the
services, the sync and the target's side (a guide needs the target's own list of qualities). It returns a side
without an instance, with a label such as ``guide trash (1a2b3c4)`` and with settings as that app gives
them, whose ids are its own. It raises ArrtuiError where there is no such source.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from arrtui.core.apps import app_of
from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrError, UsageError
from arrtui.core.events import Job
from arrtui.core.settings.model import SettingStanding
from arrtui.db import accepted_settings, estate, snapshots
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.guides import guide_side
from arrtui.runtime.settings_setup import add_titles
from arrtui.runtime.sync.jobs import describe_plan, plan_events, save_plan

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.settings_syncs import SettingsSync
    from arrtui.core.settings.model import SettingDifference, SettingsSide
    from arrtui.db.database import Database
    from arrtui.features.sync.model import Plan, PlanDraft, Side
    from arrtui.runtime.engine.jobs import JobContext
    from arrtui.runtime.engine.queue import JobQueue
    from arrtui.runtime.guides import GuideServices
    from arrtui.runtime.services import Services

# The features are imported when they are first used: the app's first paint does not wait for them.

LOADERS: Mapping[str, str] = {
    "guide": "arrtui.runtime.guides:load_guide",
    "template": "arrtui.runtime.settings_templates:load_template",
}
"""What loads a source by what stands before its colon, as the dotted name of a :data:`SourceLoader`."""
_SET_APART = frozenset({SettingStanding.DIFFERS, SettingStanding.MISSING, SettingStanding.ONLY_HERE})
"""How settings stand that a sync may leave so on purpose."""
FRESH_SECONDS = 3600.0
"""Stored settings that are older are read again before planning."""


@dataclass(frozen=True)
class SettingsSyncRow:
    """A configured sync of settings, and the last plan for each of its targets that has one."""

    sync: SettingsSync
    last: Mapping[str, Plan]


class SettingsPlanServices:
    """The configured syncs of settings, and the making of their plans. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        guides: Callable[[], GuideServices],
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._guides = guides
        self._clock = clock

    async def syncs(self) -> list[SettingsSyncRow]:
        """Return the syncs of the configuration in the order of the file."""
        from arrtui.features.sync import store

        last = await self._database.read(store.last_of_settings)
        rows = []
        for sync in self._config().settings:
            plans = {
                target: last[sync.name, target] for target in sync.targets if (sync.name, target) in last
            }
            rows.append(SettingsSyncRow(sync, plans))
        return rows

    async def intended(
        self, left: SettingsSide, right: SettingsSide, differences: Iterable[SettingDifference]
    ) -> dict[tuple[SettingType, str], str]:
        """Return which differences a configured sync leaves on purpose: type and name → the sync's name.

        The left side is its source and the right one a target, both as they are stored now.
        """
        syncs = [
            sync
            for sync in self._config().settings
            if (sync.source_instance or sync.source, sync.source) == (left.instance, str(left))
            and str(right) in sync.targets
        ]
        intended: dict[tuple[SettingType, str], str] = {}
        rows = [row for row in differences if row.standing in _SET_APART]
        for sync in syncs if rows else ():
            kind = app_of(right.instance).kind
            types = sync.types(kind if sync.source_prefix else app_of(left.instance).kind, kind)
            written = await self._written(sync, right.instance)
            for row in rows:
                key = (row.type, row.name)
                if row.type in types and sync.is_about(row.name) and key not in written:
                    intended.setdefault(key, sync.name)
        return intended

    async def _written(self, sync: SettingsSync, target: str) -> frozenset[tuple[SettingType, str]]:
        """Return what a sync would write, by what is stored."""
        from arrtui.features.sync.load import load_side
        from arrtui.features.sync.settings.make import written_settings

        side = await self._database.read(lambda: load_side(target, only=()))
        if sync.source_prefix == "guide":
            source = await guide_side(self._guides(), sync, side)
        else:
            source = await self._database.read(_load_stored, sync, self._clock())
        return await asyncio.to_thread(written_settings, sync, source, side)

    async def plan(self, name: str, targets: Collection[str] = (), *, fresh: bool = False) -> dict[str, int]:
        """Queue the making of a sync's plans, one for each target; return the jobs' ids by target.

        Without ``targets`` for all of them; with ``fresh`` the instances are read again first. Raises
        UsageError for a sync that is not configured, or an instance that is none of its targets.
        """
        sync = self._config().settings_sync(name)
        for target in targets:
            if target not in sync.targets:
                why = f"{target} is no target of [settings.{name}]: {', '.join(sync.targets)}"
                raise UsageError(f"planning {name}", why=why)
        chosen = [target for target in sync.targets if not targets or target in targets]
        return {target: await self._queue_plan({"sync": name}, name, target, fresh) for target in chosen}

    async def plan_unnamed(
        self, sync: SettingsSync, target: str, *, fresh: bool = False, titles: bool = False
    ) -> int:
        """Queue the making of the plan of a sync that is not in the configuration; return the job's id.

        With ``titles`` those of the source follow its settings, also those that are meant to differ; it is an
        instance then.
        """
        which = {"table": sync.model_dump(mode="json"), "titles": titles}
        return await self._queue_plan(which, sync.source, target, fresh)

    async def _queue_plan(self, which: Mapping[str, Any], name: str, target: str, fresh: bool) -> int:
        args = {**which, "target": target, "fresh": fresh}
        new = NewJob(kind=PLAN_SETTINGS.name, subject=f"{name}: {target}", args=args, priority=3)
        return (await self._queue.enqueue(new))[0]


async def load_source(services: Services, sync: SettingsSync, target: Side) -> Side:
    """Return the side that a target follows, as it is stored. Raises ArrtuiError where there is none."""
    if dotted := LOADERS.get(sync.source_prefix):
        loader: SourceLoader = resolve_name(dotted)
        return await loader(services, sync, target)
    if sync.source_prefix:
        raise UsageError(f"reading {sync.source}", why=f"no {sync.source_prefix} can be read")
    return await services.database.read(_load_stored, sync, services.clock())


SourceLoader = Callable[["Services", "SettingsSync", "Side"], Awaitable["Side"]]
"""Loads a source that is neither an instance nor a snapshot; see :data:`LOADERS`."""


def _load_stored(sync: SettingsSync, now: float) -> Side:
    """Return the settings of an instance or of a snapshot. Runs in a database thread, in a reading."""
    from arrtui.features.backup.find import find_snapshot
    from arrtui.features.backup.rebuild import state_at
    from arrtui.features.sync.load import load_side

    name = sync.source_instance
    if not sync.source_when:
        return load_side(name, only=())
    snapshot = find_snapshot(name, sync.source_when, now)
    return load_side(name, snapshot=snapshot, states=state_at(snapshot), label=sync.source, only=())


# --- the job ---------------------------------------------------------------------------------------------


async def _plan(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Make the plan of a sync of settings for the target in ``args``; old data is refreshed first."""
    from arrtui.features.sync.load import load_side
    from arrtui.features.sync.settings.in_use import target_use
    from arrtui.features.sync.settings.make import make_settings_plan

    sync, name = _sync_of(services, job.job), str(job.args["target"])
    live = [name] if sync.source_when or sync.source_prefix else [sync.source_instance, name]
    titles = bool(job.args.get("titles"))
    for instance in live:
        limit = 0.0 if job.args.get("fresh") else FRESH_SECONDS
        await _refresh(services, job, instance, limit, titles=titles)
    await job.progress(0, 0, "comparing")
    target = await services.database.read(load_side, name, episodes=app_of(name).chooses_children)
    source = await load_source(services, sync, target)
    in_use = await asyncio.to_thread(target_use, target, await _list_level(services, target))
    # titles need what they refer to, also where its lack was taken as meant so
    accepted = frozenset() if titles else await services.database.read(accepted_settings.accepted)
    draft = await asyncio.to_thread(make_settings_plan, sync, source, target, in_use, accepted)
    if titles:
        draft = await services.database.read(add_titles, draft, sync, target)
    result = await save_plan(services, _filled(draft, sync, source, target))
    if sync.source_prefix == "guide":
        await services.guides.note_use(sync.source_name, target.kind)
    return {**result, "stale": []}


def _sync_of(services: Services, job: Job) -> SettingsSync:
    """Return the sync that a job plans. Raises UsageError for one that is not configured any more."""
    if "table" not in job.args:
        return services.config.settings_sync(str(job.args["sync"]))
    from arrtui.core.config.settings_syncs import SettingsSync

    return SettingsSync.model_validate(job.args["table"])


async def _refresh(
    services: Services, job: JobContext, name: str, limit: float, *, titles: bool = False
) -> None:
    """Read the settings of an instance again unless what is stored is younger than ``limit`` seconds.

    With ``titles`` everything of it.
    Raises ArrError, GuardError: of settings that may be old no plan is made.
    """
    from arrtui.features.backup.refresh import RefreshRequest

    services.config.instance(name)
    (row,) = await services.database.read(estate.estate_rows, [name])
    read_at = await services.database.read(_settings_read_at, row)
    if read_at is not None and 0 <= services.clock() - read_at < limit:
        return

    async def progress(done: int, total: int, text: str) -> None:
        await job.progress(done, total, f"{name}: {text}")

    async with services.sync.readers.reading(name):
        if row.complete_at is None or titles:
            await services.backup.take_snapshot(name, progress, {"all_settings": True})
        else:
            await services.backup.refresh(name, progress, RefreshRequest(settings=True))


def _settings_read_at(row: estate.EstateRow) -> float | None:
    """Return when a backup read all settings of an instance last, UTC seconds; None where that is not known.

    Only one of everything does where its app has some types read daily.
    """
    if row.id is None or not app_of(row.name).daily_settings:
        return row.complete_at
    full = snapshots.latest_backup(row.id, full=True)
    return None if full is None else full.taken_at


async def _list_level(services: Services, target: Side) -> str:
    """Return how the import lists of a target treat its library; empty where the app does not say."""
    client = services.clients.get(services.config.instance(target.instance))
    try:
        async with services.sync.readers.reading(target.instance):
            return await client.import_list_level()
    except ArrError:
        return ""


def _filled(draft: PlanDraft, sync: SettingsSync, source: Side, target: Side) -> PlanDraft:
    """Return a draft that says what it is of."""
    from msgspec.structs import replace

    from arrtui.features.sync.model import PlanKind

    snapshots = {side.instance: side.snapshot for side in (source, target) if side.instance}
    return replace(
        draft,
        kind=PlanKind.SETTINGS,
        source=source.label,
        target=target.instance,
        pair=sync.name,
        mode=PlanKind.SETTINGS.value,
        snapshots=snapshots,
    )


PLAN_SETTINGS = JobKind(
    "settings_plan",
    "Settings plan",
    _plan,
    max_attempts=2,
    events=plan_events,
    describe_result=describe_plan,
)
