"""Scores over a simulated estate: days, ignores, throttled searches, scenarios as plans, reports."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.errors import UsageError
from arrtui.core.events import Job, JobState
from arrtui.db.jobs import get as get_job
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.scores.model import ProfileChange, Scenario
from arrtui.features.sync.model import Op, PlanKind
from arrtui.runtime.scores.search import HOUR, Search, allowed_now, search_job
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 30), ("4k", 12)), sonarr=(("main", 4, 60),))


class Clock:
    """A clock that stands still until a test moves it."""

    now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """Services over an estate of its own, whose jobs are worked on while a test waits for them."""

    def __init__(self, estate: SimulatedEstate, services: Services, clock: Clock) -> None:
        self.estate = estate
        self.services = services
        self.scores = services.scores
        self.clock = clock

    async def done(self, *job_ids: int) -> list[Job]:
        """Work on jobs and those they ask for, as far as they are due; return those asked for."""
        jobs = await self.services.engine.run_jobs(job_ids)
        return [job for job in jobs if job.id in job_ids]

    def commands(self, name: str) -> list[str]:
        """Return the commands an instance was given."""
        items = self.estate.apps[name].store.commands.items.values()
        return [one["name"] for one in items]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    file = tmp_path / "config.toml"
    clock = Clock()
    with SimulatedEstate(SIZE, today=int(clock.now) - int(clock.now) % 86_400) as estate:
        for app in estate.apps.values():
            app.clock = clock
        text = estate.config_toml(database=tmp_path / "arrtui.db").partition("[sync")[0]
        file.write_text(text + "\n[scores]\nsearches_per_hour = 3\nignore_days = 2\n")
        file.chmod(0o600)
        services = Services(load_config(file, env={}), kind="run", env={}, clock=clock)
        yield Bench(estate, services, clock)
        services.database.close()


async def test_every_instance_that_was_backed_up_is_analysed(bench: Bench) -> None:
    assert await bench.scores.analyses() == []
    await bench.done(*await bench.services.backup.back_up())
    found = {one.instance: one for one in await bench.scores.analyses()}
    assert set(found) == {"radarr.main", "radarr.4k", "sonarr.main"}
    for one in found.values():
        assert one.judged
        assert (one.disagreements, one.unexplained) == (0, 0)
    (same,) = await bench.scores.analyses(["radarr.main"])
    assert same is found["radarr.main"], "nothing is analysed twice while nothing has changed"


async def test_each_backup_keeps_how_its_day_stands(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    bench.clock.now += 86_400
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    days = await bench.scores.days("radarr.main")
    assert len(days) == 2
    (analysis,) = await bench.scores.analyses(["radarr.main"])
    assert days[-1].files == len(analysis.judged)
    assert days[-1].health == analysis.health.points
    weeks = await bench.scores.weeks("radarr.main", 4)
    assert len(weeks) == 4
    assert sum(week.new + week.upgraded for week in weeks) == 0


async def test_what_is_ignored_comes_back_by_itself(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    (analysis,) = await bench.scores.analyses(["radarr.main"])
    files = [one.judged.file for one in analysis.candidates[:2]]
    await bench.scores.ignore(files)
    assert len(await bench.scores.ignored()) == 2
    await bench.scores.unignore(files[:1])
    assert len(await bench.scores.ignored()) == 1
    bench.clock.now += 2 * 86_400 + 1
    assert await bench.scores.ignored() == {}


def test_an_hour_has_room_for_so_many_searches() -> None:
    now = 10_000.0
    assert allowed_now([], 3, now) == (3, now)
    assert allowed_now([now - 10, now - HOUR - 1], 3, now) == (2, now)
    recent = [now - 3_000, now - 2_000, now - 1_000]
    assert allowed_now(recent, 3, now) == (0, now - 3_000 + HOUR)
    assert allowed_now([*recent, now - 500], 3, now) == (0, now - 2_000 + HOUR)
    assert allowed_now([now + 50], 1, now) == (1, now), "a clock set back does not stop searches"


async def test_searches_are_spread_over_hours(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    (analysis,) = await bench.scores.analyses(["radarr.main"])
    files = [one.judged.file for one in analysis.candidates[:5]]
    (job_id,) = await bench.scores.search([*files, files[0]])
    worker = bench.services.engine
    queue = bench.services.jobs
    job = await bench.services.database.read(get_job, job_id)
    assert job is not None and len(job.args["searches"]) == 5
    bench.services.start()
    try:
        while not (job := await bench.services.database.read(get_job, job_id)) or not job.state.finished:
            await asyncio.sleep(0.01)
    finally:
        worker.stop()
    assert job.state is JobState.COMPLETED, job.error
    assert job.result is not None
    assert (len(job.result["posted"]), job.result["left"]) == (3, 2)
    assert bench.commands("radarr.main").count("MoviesSearch") == 3
    (rest,) = [one for one in await queue.list_jobs() if one.kind == "search" and not one.state.finished]
    assert rest.run_after == bench.clock.now + HOUR
    bench.clock.now += HOUR + 1
    (second,) = await bench.done(rest.id)
    assert second.state is JobState.COMPLETED
    assert bench.commands("radarr.main").count("MoviesSearch") == 5


async def test_a_file_that_is_not_wanted_any_more_is_unmonitored_by_a_plan(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["sonarr.main"]))
    (analysis,) = await bench.scores.analyses(["sonarr.main"])
    file = next(one.file for one in analysis.judged if one.file.monitored and one.file.episodes)
    jobs = await bench.done(*await bench.scores.unmonitor([file]))
    assert [job.state for job in jobs] == [JobState.COMPLETED]
    episodes = bench.estate.apps["sonarr.main"].store.episodes
    assert not any(episodes[number]["monitored"] for number in file.episode_ids)


async def test_a_scenario_becomes_a_plan_that_is_applied_and_undone(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    (analysis,) = await bench.scores.analyses(["radarr.main"])
    profile = max(
        analysis.library.profiles.values(),
        key=lambda one: sum(file.file.profile_id == one.id for file in analysis.judged),
    )
    number, score = next((one, score) for one, score in profile.scores.items() if score)
    name = analysis.library.formats[number]
    change = ProfileChange(
        instance="radarr.main",
        profile=profile.name,
        scores={name: score + 5},
        minimum=profile.minimum,
        wanted=77,
    )
    scenario = Scenario(name="Less fuss", changes=(change,))
    await bench.scores.save_scenario(scenario)
    assert [one.name for one in await bench.scores.scenarios()] == ["Less fuss"]
    seen = await bench.scores.what_if("radarr.main", scenario)
    assert seen.files > 0
    plan_id = await bench.scores.apply_scenario("radarr.main", scenario)
    opened = await bench.services.sync.open(plan_id)
    assert opened.plan.kind is PlanKind.ACTION
    (one,) = opened.entries
    assert (one.entry.op, one.entry.after["formats"]) == (Op.UPDATE, {name: score + 5})
    store = bench.estate.apps["radarr.main"].store
    (job,) = await bench.done(*await bench.services.sync.apply(plan_id))
    assert job.result is not None and job.result["applied"] == 1, job
    held = store.profiles[profile.id]
    assert held["cutoffFormatScore"] == 77
    assert {row["format"]: row["score"] for row in held["formatItems"]}[number] == score + 5
    with pytest.raises(UsageError):
        await bench.scores.apply_scenario("radarr.main", scenario)
    (undo,) = await bench.done(await bench.services.sync.undo(plan_id))
    assert undo.result is not None
    await bench.done(*await bench.services.sync.apply(undo.result["plan"]))
    held = store.profiles[profile.id]
    assert held["cutoffFormatScore"] == profile.wanted
    assert {row["format"]: row["score"] for row in held["formatItems"]}[number] == score


@pytest.mark.parametrize("form", ["csv", "json", "html"])
async def test_a_report_is_written_where_it_is_wanted(bench: Bench, tmp_path: Path, form: str) -> None:
    await bench.done(*await bench.services.backup.back_up())
    files = await bench.scores.report([], form, tmp_path / "new" / "folder")
    assert files
    assert all(path.is_file() and path.stat().st_size for path in files)


def test_equal_searches_are_one_job_and_others_are_not() -> None:
    some = [Search((1,), "A"), Search((2,), "B")]
    assert search_job("radarr.main", some).subject == search_job("radarr.main", some).subject
    assert search_job("radarr.main", some).subject != search_job("radarr.main", some[:1]).subject
