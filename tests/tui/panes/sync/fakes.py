"""Services without an estate behind them: plans in memory, jobs that go on when a test says so."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import msgspec

from arrtui.core.config import Config, UiConfig
from arrtui.core.config.sync import SyncPair
from arrtui.core.errors import ArrtuiError, StorageError
from arrtui.core.events import Job, JobChanged, JobState, Progress
from arrtui.core.setting_secrets import SecretPlace
from arrtui.db.jobs import changed_since
from arrtui.db.twins import StoredTwin
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.effect import effect_on_files
from arrtui.features.sync.changes import ChangeHistory
from arrtui.features.sync.model import Decision, Fields, LeftOut, Plan, PlannedEntry, PlanState
from arrtui.features.sync.review import Choices, OpenPlan
from arrtui.runtime.capabilities import job_kinds
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.kinds import JobKinds
from arrtui.runtime.engine.watch import job_changes
from arrtui.runtime.setting_secrets import AskedSecret
from arrtui.runtime.settings_effect import InstanceEffect, SettingsEffect
from arrtui.runtime.sync.twins import TwinView
from arrtui.runtime.sync.use_cases import PairRow
from tests.features.scores.builders import BETTER, SCORES, file, library, profile
from tests.tui.estates import NOW
from tests.tui.panes.sync.plans import LEFT

CHOICES = Choices(
    profiles={"quality_profile": ("Any", "HD-1080p", "Ultra-HD")},
    roots=("/movies4k", "/movies4k-kids"),
    tags=("classic", "kids"),
)

MOVIES = SyncPair(
    name="movies-4k",
    source="radarr.main",
    target="radarr.4k",
    mode="mirror",
    update=("monitored", "tags"),
    search=True,
    filter={
        "include": {"quality_profiles": ["HD-1080p"], "year_from": 1970, "min_score": 100},
        "exclude": {"tags": ["kids-only"], "text": "holiday"},
    },
    map={
        "quality_profiles": {"HD-1080p": "Ultra-HD"},
        "root_folders": {"*": "/movies4k"},
        "tags": {"old": ""},
    },
    limits={"additions": 500},
)
UNION = SyncPair(name="both-houses", source="radarr.main", target="radarr.parents", mode="union")
SHOWS = SyncPair(
    name="shows", source="sonarr.main", target="sonarr.anime", update=("seasons",), monitored=False
)
PAIRS = (MOVIES, UNION, SHOWS)
MUSIC = SyncPair(
    name="music",
    source="lidarr.main",
    target="lidarr.parents",
    update=("monitored", "episodes", "metadata_profile"),
    map={
        "quality_profiles": {"Lossless": "Any"},
        "metadata_profiles": {"*": "Standard"},
        "root_folders": {"*": "/music"},
    },
)


class FakeSync:
    """Plans in memory; ``calls`` notes what was asked for."""

    def __init__(self, services: FakeServices) -> None:
        self._services = services
        self.calls: list[tuple[Any, ...]] = []
        self.configured: tuple[SyncPair, ...] = PAIRS
        self.plans: dict[int, OpenPlan] = {}
        self.left: list[LeftOut] = list(LEFT)
        self.fault: ArrtuiError | None = None
        self.held: asyncio.Event | None = None
        self.opens = 0

    def add(self, *plans: OpenPlan) -> None:
        for one in plans:
            self.plans[one.plan.id] = one

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """Return what was asked for of one method."""
        return [call[1:] for call in self.calls if call[0] == name]

    def _note(self, *call: Any) -> None:
        self.calls.append(call)
        if self.fault is not None:
            raise self.fault

    async def pairs(self) -> list[PairRow]:
        def last(name: str) -> Plan | None:
            mine = [
                one.plan for one in self.plans.values() if one.plan.pair == name and one.plan.kind == "sync"
            ]
            return max(mine, key=lambda plan: plan.id, default=None)

        return [PairRow(pair, last(pair.name)) for pair in self.configured]

    async def recent(self, limit: int = 20) -> list[Plan]:
        return sorted((one.plan for one in self.plans.values()), key=lambda plan: -plan.id)[:limit]

    async def changes(self) -> ChangeHistory:
        written = [one for one in self.plans.values() if one.plan.outcomes.get("done")]
        done = {
            one.plan.id: next(
                (entry.entry for entry in one.entries if entry.outcome == "done"), one.entries[0].entry
            )
            for one in written
        }
        return ChangeHistory([one.plan for one in written], done)

    async def check_editable(self, pair: str) -> None:
        self._note("check_editable", pair)

    async def discard(self, plan_id: int) -> None:
        self._note("discard", plan_id)
        self.change_plan(plan_id, state=PlanState.DISCARDED)

    async def open(self, plan_id: int) -> OpenPlan:
        self.opens += 1
        if self.held is not None:
            await self.held.wait()
        self._note("open", plan_id)
        found = self.plans[plan_id]
        opened = OpenPlan(found.plan, list(found.entries), dict(found.stale), found.lock)
        return dataclasses.replace(opened, refused_tests=found.refused_tests)

    async def force_save(self, plan_id: int, position: int) -> None:
        self._note("force_save", plan_id, position)

    async def left_out(self, plan_id: int) -> list[LeftOut]:
        self._note("left_out", plan_id)
        return self.left

    async def choices(self, instance: str) -> Choices:
        self._note("choices", instance)
        return CHOICES

    async def decide(
        self, plan_id: int, positions: Iterable[int], decision: Decision, *, by_hand: bool = False
    ) -> None:
        chosen = list(positions)
        self._note("decide", plan_id, chosen, decision, by_hand)
        for position in chosen:
            self.change(plan_id, position, decision=decision, by_hand=by_hand)

    async def edit(self, plan_id: int, position: int, edits: Fields) -> None:
        self._note("edit", plan_id, position, edits)
        self.change(plan_id, position, edits=edits)

    async def plan_pair(self, name: str, *, fresh: bool = False) -> int:
        self._note("plan_pair", name)
        return self._services.queue("plan", name, {"pair": name})

    async def undo(self, plan_id: int) -> int:
        self._note("undo", plan_id)
        return self._services.queue("undo", f"plan {plan_id}", {"plan": plan_id})

    async def apply(self, plan_id: int, *, delete_files: bool = False) -> list[int]:
        self._note("apply", plan_id, delete_files)
        names = dict.fromkeys(one.entry.instance for one in self.plans[plan_id].entries)
        return [
            self._services.queue(
                "apply", f"plan {plan_id} on {name}", {"plan": plan_id, "instance": name}, name
            )
            for name in names
        ]

    # What a test changes

    def change(self, plan_id: int, position: int, **values: Any) -> None:
        """Store other values of an entry."""
        entries = self.plans[plan_id].entries
        entries[position] = msgspec.structs.replace(entries[position], **values)

    def change_plan(self, plan_id: int, **values: Any) -> None:
        """Store other values of a plan."""
        old = self.plans[plan_id]
        self.plans[plan_id] = OpenPlan(
            msgspec.structs.replace(old.plan, **values), old.entries, old.stale, old.lock
        )


class FakeTwins:
    """How the following of the pairs stands; ``resumed`` notes what was let go on."""

    def __init__(self, sync: FakeSync) -> None:
        self._sync = sync
        self.stored: dict[str, StoredTwin] = {}
        self.resumed: list[str] = []

    async def views(self) -> list[TwinView]:
        return [TwinView(pair, self.stored.get(pair.name)) for pair in self._sync.configured]

    async def resume(self, pair: str) -> bool:
        self.resumed.append(pair)
        self.stored[pair] = msgspec.structs.replace(self.stored[pair], paused_at=None, reason="")
        return True


class FakeEstate:
    """An estate of which nothing is stored."""

    async def rows(self) -> list[Any]:
        return []


class FakeEffects:
    """What settings do to files: always the same; ``asked`` notes the decisions on what was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[Decision]] = []

    async def of_entries(self, entries: Sequence[PlannedEntry], progress: Any) -> SettingsEffect:
        progress(1, 2)
        self.asked.append([planned.decision for planned in entries])
        before, after = profile(), profile(scores={**SCORES, BETTER: 0}, minimum=1)
        analysis = analyse(library([file(1), file(2, formats=(BETTER,), score=1700), file(3)], [before]))
        files = effect_on_files(analysis, {1: after})
        names = dict.fromkeys(planned.entry.instance for planned in entries)
        return SettingsEffect(tuple(InstanceEffect(name, files) for name in names))


class FakeSecrets:
    """The secrets that plans take: as a test says, until they are given."""

    def __init__(self) -> None:
        self.taken: dict[int, SecretPlace] = {}
        """By the position of the entry."""
        self.given: dict[SecretPlace, str] = {}

    async def asked(self, plan_id: int) -> list[AskedSecret]:
        return [AskedSecret(*taken, taken[1] in self.given) for taken in self.taken.items()]

    def give(self, place: SecretPlace, secret: str) -> None:
        self.given[place] = secret


class FakeRecycle:
    """A recycle bin that lies where it should."""

    async def misplaced(self) -> None:
        return None


class FakeJobs:
    """The jobs of the fake services."""

    def __init__(self, services: FakeServices) -> None:
        self._services = services

    async def list_jobs(self, limit: int = 500) -> list[Job]:
        return list(self._services._jobs.values())

    def why_waiting(self, job: Job) -> str:
        return ""

    async def latest_revision(self) -> int:
        return self._services._revision

    def changes(self, since: int | None = None) -> AsyncIterator[tuple[JobChanged, ...]]:
        database: Any = self._services
        return job_changes(database, self._services.bus, since)

    async def cancel(self, job_id: int) -> Job:
        self._services.cancelled.append(job_id)
        return self._services.advance(job_id, cancel_requested=True)


class FakeServices:
    """Just enough of the services for the app to run: sync, and jobs that change when a test says so."""

    def __init__(self, *plans: OpenPlan, **ui: Any) -> None:
        instances: Any = tuple(
            SimpleNamespace(name=name)
            for name in ("radarr.main", "radarr.4k", "radarr.parents", "sonarr.main", "sonarr.anime")
        )
        self.config = Config(instances=instances, ui=UiConfig(refresh_minutes=0, **ui))
        self.config_fault = None
        self.bus = Bus()
        self.kinds = JobKinds(job_kinds())
        self.estate = FakeEstate()
        self.recycle = FakeRecycle()
        self.settings_effects = FakeEffects()
        self.setting_secrets = FakeSecrets()
        self.jobs = FakeJobs(self)
        self.sync = FakeSync(self)
        self.sync.add(*plans)
        self.twins = FakeTwins(self.sync)
        self.cancelled: list[int] = []
        self._jobs: dict[int, Job] = {}
        self._revision = 0

    async def read(self, work: Any, *args: Any) -> Any:
        if work is changed_since:
            news = [job for job in self._jobs.values() if job.revision > args[0]]
            return sorted(news, key=lambda job: job.revision)
        return self._revision

    def start(self) -> None:
        """Nothing works on jobs but the test."""

    def stop(self) -> None:
        """Nothing was started."""

    # What a test does with jobs

    def queue(self, kind: str, subject: str, args: dict[str, Any], instance: str = "", **values: Any) -> int:
        """Store a job, waiting unless told otherwise, and return its id."""
        number = len(self._jobs) + 1
        self._store(
            Job(
                id=number,
                kind=kind,
                subject=subject,
                args=args,
                instance=instance,
                **{"created_at": NOW - 5, **values},
            )
        )
        return number

    def advance(self, job_id: int, **values: Any) -> Job:
        """Store what became of a job."""
        return self._store(msgspec.structs.replace(self._jobs[job_id], **values))

    def work(self, job_id: int, done: int, total: int, text: str) -> None:
        """Let a job go on."""
        self.advance(job_id, state=JobState.RUNNING, progress=Progress(done=done, total=total, text=text))

    def finish(self, job_id: int, **result: Any) -> None:
        """Let a job end well."""
        self.advance(job_id, state=JobState.COMPLETED, finished_at=NOW, result=result)

    def fail(self, job_id: int, error: str) -> None:
        """Let a job fail."""
        self.advance(job_id, state=JobState.FAILED, finished_at=NOW, error=error)

    def _store(self, job: Job) -> Job:
        self._revision += 1
        stored = msgspec.structs.replace(job, revision=self._revision)
        self._jobs[stored.id] = stored
        self.bus.publish(JobChanged(stored))
        return stored


DISK_FULL = StorageError("storing a decision", why="the disk is full")
