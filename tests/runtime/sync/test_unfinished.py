"""Applies that were interrupted: who goes on with them, who must not, and what ends them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from arrtui.cli.status import ExitStatus
from arrtui.core.config import load_config
from arrtui.core.errors import DecisionRefusedError, UsageError
from arrtui.core.events import Job, JobState
from arrtui.db import leases
from arrtui.db.journal import NewStep
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync import store
from arrtui.features.sync.model import Decision, PlanState
from arrtui.runtime.services import Services
from tests.runtime.sync.runs import restore_and_apply, run_again, sync_and_apply, undo_and_apply

SIZE = EstateSize(radarr=(("main", 10), ("4k", 4)), sonarr=())
PAIR = {
    "source": "radarr.main",
    "target": "radarr.4k",
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
    "update": ["monitored", "tags", "minimum_availability"],
}
MINUTE, HOUR = 60.0, 3_600.0
PATIENCE = 30.0


class Bench:
    """An estate, and the services of one process after another on the same database."""

    def __init__(self, estate: SimulatedEstate, file: Path) -> None:
        self.estate, self.file = estate, file
        self.target: SimulatedApp = estate.apps["radarr.4k"]
        self.ahead = 0.0
        """Seconds by which the clock of arrtui is ahead."""
        self.services = self.process()

    def process(self, kind: str = "run") -> Services:
        """Return the services of another process; the one before is gone."""
        config = load_config(self.file, env={})
        self.services = Services(config, kind=kind, env={}, clock=lambda: time.time() + self.ahead)
        return self.services

    async def plan(self) -> int:
        """Plan the pair, approve everything, and return the plan's number."""
        job_id = await self.services.sync.plan_pair("movies", fresh=True)
        (job,) = [job for job in await self.services.engine.run_jobs([job_id]) if job.id == job_id]
        assert job.result is not None, job.error
        opened = await self.services.sync.open(job.result["plan"])
        positions = [planned.position for planned in opened.entries]
        if positions:
            await self.services.sync.decide(opened.plan.id, positions, Decision.APPROVED)
        return opened.plan.id

    async def undo_of(self, plan_id: int) -> int:
        """Plan the undo of a plan and return its number."""
        job_id = await self.services.sync.undo(plan_id)
        (job,) = [job for job in await self.services.engine.run_jobs([job_id]) if job.id == job_id]
        assert job.result is not None, job.error
        return int(job.result["plan"])

    async def restore_to(self, when: str) -> int:
        """Plan the restore of the target and return the plan's number."""
        job_id = await self.services.sync.restore("radarr.4k", when)
        (job,) = [job for job in await self.services.engine.run_jobs([job_id]) if job.id == job_id]
        assert job.result is not None, job.error
        return int(job.result["plan"])

    async def interrupted(self, plan_id: int | None = None) -> tuple[int, int]:
        """Stop the apply of a plan, by default a new one of the pair, after its first write.

        Return plan and job.
        """
        plan_id = plan_id or await self.plan()
        self.target.reset_requests()
        (job_id,) = await self.services.sync.apply(plan_id)
        self.target.faults.latency = 0.1
        working = asyncio.create_task(self.services.engine.run_jobs([job_id]))
        await self.until(lambda: bool(self.target.writes()))
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
        self.target.faults.clear()
        assert (await self.job(job_id)).state is JobState.PENDING
        return plan_id, job_id

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.005)

    async def job(self, job_id: int) -> Job:
        (job,) = [job for job in await self.services.jobs.list_jobs() if job.id == job_id]
        return job

    async def state(self, plan_id: int) -> PlanState:
        return (await self.services.database.read(store.plan, plan_id)).state

    async def sync(self) -> dict[str, Any]:
        """Do what ``--run sync movies --apply`` does."""
        return await sync_and_apply(self.services, "movies")

    def has(self) -> list[int]:
        """Return the external ids of what the target has."""
        return [movie["tmdbId"] for movie in self.target.store.movies.values()]

    def posts(self) -> int:
        return sum(method == "POST" and "/movie" in path for method, path in self.target.writes())


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    file = tmp_path / "config.toml"
    with SimulatedEstate(SIZE) as estate:
        text = estate.config_toml(database=tmp_path / "arrtui.db").partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": {"movies": PAIR}}))
        file.chmod(0o600)
        made = Bench(estate, file)
        yield made
        made.services.database.close()


async def test_the_next_run_of_the_pair_finishes_a_fresh_apply_and_plans_anew(bench: Bench) -> None:
    plan_id, job_id = await bench.interrupted()
    result = await bench.sync()
    assert (result["ok"], result["finished_first"], result["superseded"]) == (True, [plan_id], [])
    assert (result["add"], result["update"], result["applied"]) == (0, 0, 0), (
        "nothing is left for the new plan"
    )
    assert (await bench.job(job_id)).state is JobState.COMPLETED
    assert await bench.state(plan_id) is PlanState.APPLIED
    assert bench.posts() == 1, "nothing is added twice"


@pytest.mark.parametrize("hours", [1, 30])
async def test_the_next_run_supersedes_an_old_apply_that_can_still_be_undone(
    bench: Bench, hours: int
) -> None:
    before = set(bench.has())
    plan_id, job_id = await bench.interrupted()
    wrote = set(bench.has()) - before
    bench.ahead = hours * HOUR
    result = await bench.sync()
    assert (result["ok"], result["finished_first"], result["superseded"]) == (True, [], [plan_id])
    assert (await bench.job(job_id)).state is JobState.SUPERSEDED
    assert await bench.state(plan_id) is PlanState.SUPERSEDED
    steps = await bench.services.database.read(store.steps, plan_id)
    assert steps and all(step.state != "begun" for step in steps)
    with pytest.raises(UsageError):
        await bench.services.sync.apply(plan_id)
    with pytest.raises(DecisionRefusedError):
        await bench.services.sync.decide(plan_id, [0], Decision.REJECTED)
    undo = await bench.services.sync.undo(plan_id)
    (job,) = [job for job in await bench.services.engine.run_jobs([undo]) if job.id == undo]
    assert job.result is not None, job.error
    assert job.result["remove"] == len(wrote) > 0


async def test_a_later_plan_parks_the_apply_and_the_next_run_supersedes_it(bench: Bench) -> None:
    plan_id, job_id = await bench.interrupted()
    newer = await bench.plan()
    (parked,) = await bench.services.engine.run_jobs([job_id])
    assert (parked.state, parked.error_code) == (JobState.PARKED, "parked")
    assert f"plan {newer}" in parked.error
    assert (await bench.sync())["superseded"] == [plan_id]


async def test_applying_a_later_plan_ends_the_older_apply(bench: Bench) -> None:
    plan_id, job_id = await bench.interrupted()
    gone = next(iter(bench.target.store.movies))
    bench.target.store.delete_title(gone, delete_files=False, exclude=True)
    newer = await bench.plan()
    bench.target.reset_requests()
    later = await bench.services.sync.apply(newer)
    ended = await bench.services.engine.run_jobs(later)
    assert {job.state for job in ended} == {JobState.COMPLETED}
    assert (await bench.job(job_id)).state is JobState.SUPERSEDED
    assert await bench.state(plan_id) is PlanState.SUPERSEDED
    assert gone not in bench.target.store.movies


@pytest.mark.parametrize("killed", [False, True], ids=["quit", "killed"])
async def test_the_app_opened_hours_later_does_not_go_on_unasked(bench: Bench, killed: bool) -> None:
    plan_id, job_id = await bench.interrupted()
    if killed:
        clock = bench.services.clock
        claimed = await bench.services.database.write(leases.claim, "dead", clock(), 30.0, only=[job_id])
        assert claimed is not None and claimed.state is JobState.RUNNING
    bench.services.database.close()
    bench.target.reset_requests()
    bench.ahead = 3 * HOUR
    app = bench.process("tui")
    app.start()
    try:
        async with asyncio.timeout(PATIENCE):
            while (job := await bench.job(job_id)).state is not JobState.PARKED:
                await asyncio.sleep(0.02)
        assert "h ago" in job.error
        assert bench.target.requests == [], "the instance was not even asked"
        await app.jobs.retry(job_id)
        async with asyncio.timeout(PATIENCE):
            while not (job := await bench.job(job_id)).state.finished:
                await asyncio.sleep(0.02)
        assert job.state is JobState.COMPLETED
        assert await bench.state(plan_id) is PlanState.APPLIED
    finally:
        app.engine.stop()


async def test_the_app_opened_soon_goes_on(bench: Bench) -> None:
    _, job_id = await bench.interrupted()
    bench.ahead = 20 * MINUTE
    (job,) = [job for job in await bench.services.engine.run_jobs([job_id]) if job.id == job_id]
    assert job.state is JobState.COMPLETED


async def test_a_parked_apply_is_run_again_from_the_command_line(bench: Bench) -> None:
    plan_id, job_id = await bench.interrupted()
    bench.ahead = 3 * HOUR
    (job,) = await bench.services.engine.run_jobs([job_id])
    assert job.state is JobState.PARKED
    status, result = await run_again(bench.services, job_id)
    assert (status, result["ok"]) == (ExitStatus.OK, True)
    assert await bench.state(plan_id) is PlanState.APPLIED
    with pytest.raises(UsageError):
        await run_again(bench.services, job_id)


@pytest.mark.parametrize("wrote", [True, False])
async def test_cancelling_a_parked_apply_ends_the_apply_of_its_plan(bench: Bench, wrote: bool) -> None:
    if wrote:
        plan_id, job_id = await bench.interrupted()
    else:
        plan_id = await bench.plan()
        (job_id,) = await bench.services.sync.apply(plan_id)
    database = bench.services.database
    await database.write(store.set_state, plan_id, PlanState.APPLYING, bench.services.clock())  # was killed
    bench.ahead = 3 * HOUR
    await bench.services.engine.run_jobs([job_id])
    cancelled = await bench.services.jobs.cancel(job_id)
    assert cancelled is not None and cancelled.state is JobState.CANCELLED
    assert await bench.state(plan_id) is (PlanState.APPLIED if wrote else PlanState.OPEN)


async def test_the_next_run_of_an_undo_finishes_one_that_was_interrupted(bench: Bench) -> None:
    before = bench.has()
    plan_id = await bench.plan()
    await bench.services.engine.run_jobs(await bench.services.sync.apply(plan_id))
    undo_id, job_id = await bench.interrupted(await bench.undo_of(plan_id))
    result = await undo_and_apply(bench.services, plan_id)
    assert (result["ok"], result["plan"], result["finished_first"]) == (True, undo_id, [undo_id])
    assert (await bench.job(job_id)).state is JobState.COMPLETED
    assert await bench.state(plan_id) is PlanState.UNDONE
    assert sorted(bench.has()) == sorted(before)


@pytest.mark.parametrize("at", ["1", "latest"])
async def test_the_next_run_of_a_restore_finishes_one_that_was_interrupted(bench: Bench, at: str) -> None:
    backup = await bench.services.backup.back_up(["radarr.4k"])
    await bench.services.engine.run_jobs(backup)
    before = bench.has()
    movies = bench.target.store.movies
    movies[next(iter(movies))]["monitored"] ^= True
    bench.target.store.delete_title(list(movies)[-1], delete_files=False, exclude=False)
    restore_id, _ = await bench.interrupted(await bench.restore_to("1"))
    result = await restore_and_apply(bench.services, "radarr.4k", at)
    assert (result["ok"], result["finished_first"]) == (True, [restore_id])
    assert await bench.state(restore_id) is PlanState.APPLIED
    assert sorted(bench.has()) == sorted(before)


async def test_an_undo_that_was_interrupted_is_superseded_by_the_next(bench: Bench) -> None:
    plan_id = await bench.plan()
    await bench.services.engine.run_jobs(await bench.services.sync.apply(plan_id))
    undo_id, job_id = await bench.interrupted(await bench.undo_of(plan_id))
    again = await bench.undo_of(plan_id)
    (applied,) = await bench.services.engine.run_jobs(await bench.services.sync.apply(again))
    assert applied.state is JobState.COMPLETED
    assert (await bench.job(job_id)).state is JobState.SUPERSEDED
    assert await bench.state(undo_id) is PlanState.SUPERSEDED
    assert await bench.state(plan_id) is PlanState.UNDONE


async def test_an_unfinished_apply_that_cannot_be_settled_stops_the_run(bench: Bench) -> None:
    plan_id, _ = await bench.interrupted()
    (waiting, *_) = [
        planned for planned in (await bench.services.sync.open(plan_id)).entries if not planned.outcome
    ]
    open_step = NewStep(waiting.position, "edit", "radarr.4k", waiting.entry.now, waiting.after)
    await bench.services.database.write(store.begin_steps, plan_id, [open_step], bench.services.clock())
    bench.ahead = 3 * HOUR
    bench.target.faults.add("401")
    result = await bench.sync()
    assert not result["ok"] and "radarr.4k" in result["error"]
    bench.target.faults.clear()
    assert await bench.state(plan_id) is not PlanState.SUPERSEDED
    assert (await bench.sync())["superseded"] == [plan_id]
