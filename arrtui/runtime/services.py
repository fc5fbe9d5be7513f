"""The composition root: everything a front end needs, wired together once per process."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from arrtui.core.config import Config, load_config
from arrtui.core.config.findings import config_error
from arrtui.core.errors import ConfigError, ConfigProblem
from arrtui.core.events import ConfigChanged
from arrtui.db.database import Database
from arrtui.runtime import capabilities
from arrtui.runtime.activity import ActivityServices
from arrtui.runtime.archives import ArchiveServices
from arrtui.runtime.backup import BackupServices
from arrtui.runtime.changes import ChangesServices
from arrtui.runtime.clients import ClientPool
from arrtui.runtime.config_watch import watch_file
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.engine import Engine
from arrtui.runtime.engine.kinds import JobKinds
from arrtui.runtime.engine.processes import worker_of_process
from arrtui.runtime.engine.standing import DutyKeeper
from arrtui.runtime.engine.worker import WorkerOptions
from arrtui.runtime.estate import EstateServices
from arrtui.runtime.estate_events import EstateEvents
from arrtui.runtime.instance_trials import InstanceTrials
from arrtui.runtime.library import LibraryServices
from arrtui.runtime.live.use_cases import LiveServices
from arrtui.runtime.matches import MatchServices
from arrtui.runtime.recent_choices import RecentChoices
from arrtui.runtime.recycle import RecycleServices
from arrtui.runtime.rules.use_cases import RuleServices, rule_fields
from arrtui.runtime.schedules import ScheduleServices, read_task
from arrtui.runtime.scores.use_cases import ScoresServices
from arrtui.runtime.snapshot_sequel import SnapshotSequel
from arrtui.runtime.sync.twins import TwinServices
from arrtui.runtime.sync.use_cases import SyncServices
from arrtui.runtime.tripwire import Tripwire

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from arrtui.core.keys import Bindable
    from arrtui.runtime.artwork.use_cases import ArtworkServices
    from arrtui.runtime.config_file import ConfigFileServices
    from arrtui.runtime.guides import GuideServices
    from arrtui.runtime.job_counts import JobCounts
    from arrtui.runtime.loops import LoopServices
    from arrtui.runtime.notify import NotifyServices
    from arrtui.runtime.setting_repairs import SettingRepairs
    from arrtui.runtime.setting_secrets import SettingSecrets
    from arrtui.runtime.settings import SettingsServices
    from arrtui.runtime.settings_drift import DriftServices
    from arrtui.runtime.settings_effect import SettingsEffectServices
    from arrtui.runtime.settings_plans import SettingsPlanServices
    from arrtui.runtime.settings_templates import TemplateServices
    from arrtui.runtime.trailers.doctor import DoctorServices
    from arrtui.runtime.trailers.fetch import FetchServices
    from arrtui.runtime.trailers.use_cases import TrailersServices
    from arrtui.runtime.webhooks.use_cases import WebhookServices

MAX_ATTEMPTS = {"tui": 4, "run": 2, "daemon": 4}
"""How often any job is tried at most: somebody waits for a headless run."""


class Services:
    """The use cases of every capability, and what they share.

    Front ends call them from their own event loop; jobs run in the engine. Every method may raise
    :class:`~arrtui.core.errors.StorageError`.
    """

    config_fault: ConfigError | None = None
    """Why what the file says now is not in use; None while it is."""
    _watching: Future[None] | None = None

    def __init__(
        self,
        config: Config,
        *,
        kind: str = "tui",
        env: Mapping[str, str] = os.environ,
        overrides: Mapping[str, object] | None = None,
        bindings: Callable[[], Bindable] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open the database for a ``tui``, ``run`` or ``daemon``; ``config`` was read with the others."""
        self.config = config
        self.bus = Bus()
        self.database = Database.open(config.database.url)
        self._env = env
        self._load = partial(load_config, env=env, overrides=overrides, bindings=bindings, tasks=read_task)
        self._reading_config = threading.Lock()
        self.clock = clock
        """UTC seconds since the epoch."""
        self.clients = ClientPool()
        """Clients by instance; used on the engine's loop."""
        self.kinds = JobKinds(
            job_kind.bound(self, MAX_ATTEMPTS[kind]) for job_kind in capabilities.job_kinds()
        )
        """The kinds of job of all capabilities."""
        options = WorkerOptions(kind=kind, clock=clock, read_only=lambda: self.config.ui.read_only)
        worker = worker_of_process(options.id, kind, clock())
        self.standing = DutyKeeper(self.database, capabilities.standing_works(), self, worker, clock)
        """What runs in one process of all that share the database."""
        self.engine = Engine(self.database, self.kinds, self.bus, options, self.clients.aclose, self.standing)
        self.jobs = self.engine.queue
        """The queue."""
        self.events = EstateEvents(self.database, self.bus)
        """What happened in the estate."""
        self.estate = EstateServices(self._config_now, self.database, self.jobs)
        """Instances: what is stored of them, and checks."""
        self.activity = ActivityServices(self._config_now, self.database, self.jobs, self.bus, clock)
        """What instances are doing now."""
        self.backup = BackupServices(
            *(self._config_now, self.database, self.jobs, self.clients, self.bus),
            *(SnapshotSequel(self.events, self.tripwire), clock),
        )
        """Snapshots: taken and read."""
        self.sync = SyncServices(self._config_now, self.database, self.jobs, clock)
        """Pairs, plans and what is done to instances."""
        self.scores = ScoresServices(self._config_now, self.database, self.jobs, self.sync, clock)
        """Why files have their scores, and what to do about it."""
        self.live = LiveServices(self.database, self.bus)
        """What is to be read soon of instances that told of it."""

    @cached_property
    def trials(self) -> InstanceTrials:
        """Instances that are tried before they are saved."""
        return InstanceTrials(self._config_now, self.engine.submit)

    @cached_property
    def changes(self) -> ChangesServices:
        """What changed from day to day."""
        return ChangesServices(self._config_now, self.database, self.clock)

    @cached_property
    def library(self) -> LibraryServices:
        """Titles and episodes as stored."""
        return LibraryServices(self._config_now, self.database)

    @cached_property
    def matches(self) -> MatchServices:
        """Which custom formats stored files match, and would match."""
        return MatchServices(self.database)

    @cached_property
    def recycle(self) -> RecycleServices:
        """Files that were removed from titles' folders."""
        return RecycleServices(self._config_now, self.database, self.clock)

    @cached_property
    def schedules(self) -> ScheduleServices:
        """What runs by itself, and when."""
        return ScheduleServices(self._config_now, self.database, self.jobs, self.events, self.clock)

    @cached_property
    def rules(self) -> RuleServices:
        """What is done by itself when something happens."""
        return RuleServices(self._config_now, self.database, self.jobs, self.events, self.clock)

    @cached_property
    def tripwire(self) -> Tripwire:
        """Alarms, and what they stop."""
        return Tripwire(
            *(self._config_now, self.database, self.bus, self.events), lambda: self.sync, self.clock
        )

    @cached_property
    def twins(self) -> TwinServices:
        """What brings single titles of pairs in line."""
        return TwinServices(self._config_now, self.database, self.jobs, self.bus, self.events, self.clock)

    @cached_property
    def recent_choices(self) -> RecentChoices:
        """What was chosen at the front door."""
        return RecentChoices(self.database, self.clock)

    @cached_property
    def trailers(self) -> TrailersServices:
        """Which titles have a trailer, and which are to have one."""
        from arrtui.runtime.trailers.use_cases import TrailersServices

        return TrailersServices(self._config_now, self.database, self.jobs, self.recycle, self.clock)

    @cached_property
    def fetching(self) -> FetchServices:
        """Which trailers are downloaded, and when."""
        from arrtui.runtime.trailers.fetch import FetchServices

        return FetchServices(self._config_now, self.database, self.jobs, self.clock)

    @cached_property
    def doctor(self) -> DoctorServices:
        """Whether trailers can be read and downloaded on this machine."""
        from arrtui.runtime.trailers.doctor import DoctorServices

        return DoctorServices(self._config_now, self.database, self.clock, self.trailers, self.recycle)

    @cached_property
    def artwork(self) -> ArtworkServices:
        """Artwork and metadata of titles, and what is done about them."""
        from arrtui.runtime.artwork.use_cases import ArtworkServices

        return ArtworkServices(self)

    @cached_property
    def loops(self) -> LoopServices:
        """What is downloaded again and again."""
        from arrtui.runtime.loops import LoopServices

        return LoopServices(
            *(self._config_now, self.database, self.clock, self.events, self.sync, self.jobs),
            matches=lambda: self.matches,
            scores=lambda: self.scores,
        )

    @cached_property
    def setting_secrets(self) -> SettingSecrets:
        """Secrets that were given to be typed into providers of the apps."""
        from arrtui.runtime.setting_secrets import SettingSecrets

        return SettingSecrets(self._config_now, self.database, self._env)

    @cached_property
    def settings(self) -> SettingsServices:
        """How the settings of instances stand to each other."""
        from arrtui.runtime.settings import SettingsServices

        return SettingsServices(self._config_now, self.database, self.clock, lambda: self.guides)

    @cached_property
    def guides(self) -> GuideServices:
        """Guides that say what settings should be."""
        from arrtui.runtime.guides import GuideServices

        return GuideServices(self._config_now, self.database, self.clock)

    @cached_property
    def setting_repairs(self) -> SettingRepairs:
        """What keeps apps from reading their own lists of settings."""
        from arrtui.runtime.setting_repairs import SettingRepairs

        return SettingRepairs(self._config_now, self.jobs)

    @cached_property
    def settings_plans(self) -> SettingsPlanServices:
        """What keeps the settings of instances alike."""
        from arrtui.runtime.settings_plans import SettingsPlanServices

        return SettingsPlanServices(
            self._config_now, self.database, self.jobs, lambda: self.guides, self.clock
        )

    @cached_property
    def settings_effects(self) -> SettingsEffectServices:
        """What the settings of plans would do to stored files."""
        from arrtui.runtime.settings_effect import SettingsEffectServices

        return SettingsEffectServices(
            self.database, lambda: self.scores, lambda: self.matches, lambda: self.loops.renames
        )

    @cached_property
    def settings_drift(self) -> DriftServices:
        """Which targets are not as their syncs of settings would have them."""
        from arrtui.runtime.settings_drift import DriftServices

        return DriftServices(self._config_now, self.database, self.jobs)

    @cached_property
    def settings_templates(self) -> TemplateServices:
        """Settings saved by name."""
        from arrtui.runtime.settings_templates import TemplateServices

        return TemplateServices(self._config_now, self.database, self.clock)

    @cached_property
    def archives(self) -> ArchiveServices:
        """The apps' own archives."""
        return ArchiveServices(self._config_now, self.jobs, self.clock)

    @cached_property
    def job_counts(self) -> JobCounts:
        """Jobs that ended since this was asked for first."""
        from arrtui.runtime.job_counts import JobCounts

        return JobCounts(self.bus)

    @cached_property
    def notify(self) -> NotifyServices:
        """Channels of notifications."""
        from arrtui.runtime.notify import NotifyServices

        return NotifyServices(self._config_now, self.database, self.jobs, self.events, self.clock)

    @cached_property
    def webhooks(self) -> WebhookServices:
        """What the apps send by themselves."""
        from arrtui.runtime.webhooks.use_cases import WebhookServices

        return WebhookServices(
            *(self._config_now, self.database, self.backup, self.activity, self.live, self.events),
            *(self.jobs, self.clock),
        )

    @cached_property
    def config_file(self) -> ConfigFileServices:
        """What is written into the configuration file."""
        from arrtui.runtime.config_file import ConfigFileServices

        return ConfigFileServices(self._config_now, lambda: self.sync, self._reload, self._env)

    def _config_now(self) -> Config:
        return self.config

    def start(self) -> None:
        """Start to work on jobs in a thread of the engine, and to follow the configuration."""
        self.engine.start()
        if self.config.path is not None:
            self._watching = self.engine.submit(watch_file(self.config.path, self.follow_config))

    def stop(self) -> None:
        """Put running jobs back into the queue, stop the threads and close the database."""
        if self._watching is not None:
            self._watching.cancel()
        self.engine.stop()
        self.database.close()

    # --- configuration -------------------------------------------------------------------------------

    @property
    def _path(self) -> Path:
        assert self.config.path is not None, "a configuration that was read has a path"
        return self.config.path

    async def follow_config(self) -> None:
        """Use what the configuration file says now; where it is wrong, keep what is in use and say so."""
        with suppress(ConfigError):
            await self._reload()

    async def _reload(self) -> None:
        """Read the configuration again and publish what came of it.

        Raises :class:`ConfigError` with everything wrong in the file: the configuration before stays in use.
        """
        fault = self.config_fault
        try:
            changed = await asyncio.to_thread(self._read_config)
        except ConfigError as error:
            if fault is None or fault.problems != error.problems:
                self.bus.publish(ConfigChanged())
            raise
        if changed:
            self.standing.restart()
            self.bus.publish(ConfigChanged())

    def _read_config(self) -> bool:
        """Read the file, unless it is what was read last; return whether something is different then.

        Another database is opened with the next start only.
        """
        with self._reading_config:
            before, fault = self.config, self.config_fault
            try:
                if before.exists and not self._path.exists():
                    raise config_error(f"reading {self._path}", [ConfigProblem("", "the file is gone")])
                config = self._load(before.path, rule_fields=rule_fields)
            except ConfigError as error:
                self.config_fault = error
                raise
            self.config_fault = None
            if config.digest == before.digest:
                return fault is not None
            if config.database != before.database:
                warning = "database.url has changed; it counts from the next start of arrtui"
                config = replace(config, database=before.database, warnings=(*config.warnings, warning))
            self.config = config
            return True
