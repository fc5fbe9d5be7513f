"""The read-only mode over a simulated estate: what writes is refused or waits, what reads goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tomli_w

from arrtui.clients import make_client
from arrtui.core.config import load_config
from arrtui.core.errors import GuardError, ReadOnlyError
from arrtui.core.events import Access, Job, JobState
from arrtui.db import jobs as job_rows
from arrtui.db.jobs import NewJob
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.scores.model import ScoredFile
from arrtui.features.sync.actions import Action, ActionKind, ActionTarget
from arrtui.features.sync.model import Decision
from arrtui.runtime import capabilities
from arrtui.runtime.loops_stop import QueuedGrab
from arrtui.runtime.read_only import refuse_writing
from arrtui.runtime.releases import ReleaseList, ReleaseSubject
from arrtui.runtime.services import Services
from arrtui.runtime.sync.unfinished import UnfinishedApply

SIZE = EstateSize(radarr=(("main", 10), ("4k", 5)), sonarr=(("main", 2, 12),))
PAIR = {
    "source": "radarr.main",
    "target": "radarr.4k",
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
}


@dataclass
class Bench:
    """Services that may write nothing, over an estate that has been backed up."""

    estate: SimulatedEstate
    services: Services
    file: Path

    @property
    def writes(self) -> list[tuple[str, str]]:
        """All requests but reads that any app was sent."""
        return [sent for app in self.estate.apps.values() for sent in app.requests if sent[0] != "GET"]

    async def done(self, *job_ids: int) -> list[Job]:
        jobs = await self.services.engine.run_jobs(job_ids)
        return [job for job in jobs if job.id in job_ids]

    async def approved_plan(self) -> int:
        """Return the number of a plan of which everything is approved."""
        (job,) = await self.done(await self.services.sync.plan_pair("movies"))
        plan_id = int((job.result or {})["plan"])
        opened = await self.services.sync.open(plan_id)
        positions = [planned.position for planned in opened.entries]
        assert positions
        await self.services.sync.decide(plan_id, positions, Decision.APPROVED)
        return plan_id

    async def queue_in_another_process(self, new: NewJob) -> Job:
        """Queue a job as a process does that may write."""
        job, _ = await self.services.database.write(job_rows.enqueue, new, self.services.clock())
        return job


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    file = tmp_path / "config.toml"
    with SimulatedEstate(SIZE) as estate:
        text = estate.config_toml(database=tmp_path / "arrtui.db").partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": {"movies": PAIR}, "ui": {"read_only": True}}))
        file.chmod(0o600)
        services = Services(load_config(file, env={}), kind="run", env={})
        yield Bench(estate, services, file)
        services.database.close()


async def scored_file(bench: Bench) -> ScoredFile:
    await bench.done(*await bench.services.backup.back_up())
    (analysis,) = await bench.services.scores.analyses(["radarr.main"])
    return analysis.judged[0].file


async def apply(bench: Bench) -> object:
    return await bench.services.sync.apply(await bench.approved_plan())


async def settle(bench: Bench) -> object:
    plan = (await bench.services.sync.open(await bench.approved_plan())).plan
    job = await bench.queue_in_another_process(APPLY_JOB)
    return await bench.services.sync.settle(UnfinishedApply(job, plan, resumes=True))


async def search(bench: Bench) -> object:
    return await bench.services.scores.search([await scored_file(bench)])


async def unmonitor(bench: Bench) -> object:
    return await bench.services.scores.unmonitor([await scored_file(bench)])


async def stop(bench: Bench) -> object:
    grab = QueuedGrab("radarr.main", 1, "Movie (2019)", "D1", "Movie.2019-GRP", 1, 0, "sab", "importPending")
    return await bench.services.loops.stopping.remove([grab], remove_from_client=True)


async def grab(bench: Bench) -> object:
    judged: Any = SimpleNamespace(release=SimpleNamespace(title="Movie.2019-GRP"))
    listed = ReleaseList(ReleaseSubject("radarr.main", 1, "Movie (2019)"), [judged])
    return await bench.services.loops.releases.grab(listed, judged)


async def retry(bench: Bench) -> object:
    new = NewJob(kind="act", instance="radarr.main", access=Access.WRITE, args={"commands": []})
    job = await bench.queue_in_another_process(new)
    await bench.services.jobs.cancel(job.id)
    return await bench.services.jobs.retry(job.id)


def acting(kind: ActionKind) -> Callable[[Bench], Awaitable[object]]:
    async def act(bench: Bench) -> object:
        movie = min(bench.estate.apps["radarr.main"].store.movies)
        return await bench.services.sync.act(
            Action(kind=kind, targets=(ActionTarget(instance="radarr.main", item_id=movie),))
        )

    return act


APPLY_JOB = NewJob(
    kind="apply",
    subject="plan 1 on radarr.4k",
    instance="radarr.4k",
    access=Access.WRITE,
    args={"plan": 1, "instance": "radarr.4k"},
)
WRITING = {
    "apply": apply,
    "settle": settle,
    "search": search,
    "unmonitor": unmonitor,
    "retry": retry,
    "stop": stop,
    "grab": grab,
    **{f"act {kind}": acting(kind) for kind in ActionKind},
}


@pytest.mark.parametrize("use_case", WRITING)
async def test_every_use_case_that_writes_is_refused(bench: Bench, use_case: str) -> None:
    with pytest.raises(ReadOnlyError, match=r"read-only mode.*--read-only.*\[ui\]"):
        await WRITING[use_case](bench)
    assert bench.writes == []
    active = [job for job in await bench.services.jobs.list_jobs() if job.state is JobState.RUNNING]
    assert active == []


async def test_no_kind_of_job_that_writes_can_be_queued(bench: Bench) -> None:
    writing = [kind for kind in capabilities.job_kinds() if kind.access.writes]
    assert writing
    for kind in writing:
        with pytest.raises(ReadOnlyError):
            await bench.services.jobs.enqueue(NewJob(kind=kind.name, subject="s", instance="radarr.main"))
    assert await bench.services.jobs.list_jobs() == []


async def test_backups_checks_and_plans_go_on(bench: Bench) -> None:
    jobs = await bench.done(*await bench.services.backup.back_up(), *await bench.services.estate.check())
    plan_id = await bench.approved_plan()
    snapshots = (await bench.services.estate.facts("radarr.main")).snapshots
    restored = await bench.done(await bench.services.sync.restore("radarr.main", str(snapshots[0].id)))
    assert {job.state for job in (*jobs, *restored)} == {JobState.COMPLETED}
    assert plan_id
    assert bench.writes == []


async def test_a_client_sends_no_write_whoever_asks(bench: Bench) -> None:
    async with make_client(bench.services.config.instance("radarr.main")) as client:
        with pytest.raises(ReadOnlyError):
            await client.command("RssSync")
        for method in ("POST", "PUT", "DELETE"):
            with pytest.raises(GuardError):
                await client.http.send(method, "/api/v3/tag/1", what="writing")
        await client.probe()
    assert bench.writes == []


async def test_a_queued_write_waits_and_says_why_until_the_mode_ends(bench: Bench) -> None:
    movie = min(bench.estate.apps["radarr.main"].store.movies)
    command = ["RefreshMovie", {"movieIds": [movie]}, "refresh", True]
    new = NewJob(kind="act", instance="radarr.main", access=Access.WRITE, args={"commands": [command]})
    queued = await bench.queue_in_another_process(new)
    worker = bench.services.engine._new_worker(None)
    await worker.tick()
    after = await bench.services.database.read(job_rows.get, queued.id)
    assert after is not None and after.state is JobState.PENDING
    assert after.attempts == 0
    assert "read-only" in bench.services.jobs.why_waiting(after)
    bench.services.config = load_config(bench.file, env={}, overrides={"ui.read_only": False})
    assert bench.services.jobs.why_waiting(after) == ""
    await worker.tick()
    taken = await bench.services.database.read(job_rows.get, queued.id)
    assert taken is not None and taken.attempts == 1
    await worker.drain()


def test_what_is_refused_is_named(bench: Bench) -> None:
    with pytest.raises(ReadOnlyError, match=r"^applying plan 7: "):
        refuse_writing(bench.services.config, "applying plan 7")
