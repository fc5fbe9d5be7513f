"""Schedules in the database and in jobs: begun once whoever looks, never twice at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job, JobState
from arrtui.db import jobs
from arrtui.db.tripwire import Alarm
from arrtui.db.tripwire import note as note_alarm
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.runtime.schedules import read_task
from arrtui.runtime.services import Services
from tests.runtime.conftest import Clock

NIGHT = 1_800_000_000.0 - 1_800_000_000.0 % 86_400 + 3 * 3600
"""Three o'clock in the morning, UTC."""
PAIR = """
[sync.twins]
source = "radarr.main"
target = "radarr.second"
mode = "mirror"
update = ["monitored"]
[sync.twins.limits]
removals = 0
removals_percent = 0
"""


@dataclass
class House:
    """A configuration file, a clock, and processes that start and end."""

    file: Path
    head: str
    clock: Clock = field(default_factory=Clock)
    opened: list[Services] = field(default_factory=list)

    def start(self, schedules: str, *, works: bool = False) -> Services:
        """Start a process with these schedules; one that works on jobs has the time of the day."""
        self.file.write_text(f'{self.head}\n{PAIR}\n[schedule]\ntime_zone = "UTC"\n{schedules}\n')
        self.file.chmod(0o600)
        config = load_config(self.file, env={}, tasks=read_task)
        self.opened.append(Services(config, env={}, clock=time.time if works else self.clock))
        if works:
            self.opened[-1].start()
        return self.opened[-1]

    def end(self) -> None:
        """End the process that was started last."""
        self.opened.pop().stop()


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(EstateSize(radarr=(("main", 6), ("second", 4)), sonarr=())) as running:
        yield running


@pytest.fixture
def house(estate: SimulatedEstate, tmp_path: Path) -> Iterator[House]:
    for app in estate.apps.values():
        app.faults.clear()
    made = House(tmp_path / "config.toml", estate.config_toml(database=tmp_path / "arrtui.db"))
    yield made
    for services in made.opened:
        services.stop()


async def look(services: Services) -> None:
    """Do what the process with the duty does at its start, and once more."""
    await services.schedules._note_configured(forgets=True)
    await services.schedules.tick()


async def runs(services: Services) -> list[Job]:
    return sorted(
        (job for job in await services.jobs.list_jobs() if job.kind == "schedule"), key=lambda job: job.id
    )


async def finished(services: Services, job_id: int) -> Job:
    """Wait until a job is finished."""
    async with asyncio.timeout(60):
        while True:
            job = await services.database.read(jobs.get, job_id)
            assert job is not None
            if job.state.finished:
                return job
            await asyncio.sleep(0.02)


async def told(services: Services, *types: EventType) -> list[EstateEvent]:
    return await services.events.after(0, types=types)


async def test_restarts_at_each_moment_neither_repeat_nor_lose_a_run(house: House) -> None:
    moments = {NIGHT - 3600: 0, NIGHT - 1: 0, NIGHT: 1, NIGHT + 1: 1, NIGHT + 86_399: 1, NIGHT + 86_400: 2}
    for moment, expected in moments.items():
        house.clock.now = moment
        services = house.start('check = "0 3 * * *"')
        await look(services)
        await services.schedules.tick()
        assert len(await runs(services)) == expected, moment
        for job in await runs(services):
            await services.jobs.cancel(job.id)
        house.end()


async def test_a_missed_week_is_told_and_made_up_for_once_or_left_out(house: House) -> None:
    house.clock.now = NIGHT - 3600
    schedules = 'check = "0 3 * * *"\nactivity = { cron = "0 3 * * *", catch_up = "skip" }'
    services = house.start(schedules)
    await look(services)
    house.clock.now += 7 * 86_400
    await look(services)
    assert [job.subject for job in await runs(services)] == ["check"]
    missed = await told(services, EventType.SCHEDULE_MISSED)
    assert [(event.facts["schedule"], event.facts["made_up"]) for event in missed] == [
        *(("check", True), ("activity", False)),
    ]
    assert missed[0].facts["due"] == NIGHT


async def test_two_processes_begin_a_run_once_and_none_while_the_last_is_under_way(house: House) -> None:
    house.clock.now = NIGHT - 60
    services = house.start('check = "* * * * *"')
    await look(services)
    house.clock.now = NIGHT
    await asyncio.gather(*(services.schedules.tick() for _ in range(4)))
    (run,) = await runs(services)
    house.clock.now += 60
    await services.schedules.tick()
    assert [job.id for job in await runs(services)] == [run.id]
    assert await services.schedules.run_now("check") == run.id
    await services.jobs.cancel(run.id)
    house.clock.now += 60
    await services.schedules.tick()
    assert len(await runs(services)) == 2


async def test_one_that_is_new_or_has_another_time_waits_for_it_and_a_paused_one_for_its_resumption(
    house: House,
) -> None:
    house.clock.now = NIGHT + 60
    services = house.start('check = "0 3 * * *"')
    await look(services)
    house.end()
    services = house.start('check = "0 2 * * *"')
    await look(services)
    assert await runs(services) == []
    await services.schedules.pause(["check"])
    house.clock.now += 2 * 86_400
    await look(services)
    (view,) = await services.schedules.views()
    assert view.paused and await runs(services) == []
    await services.schedules.pause(["check"], paused=False)
    await look(services)
    (view,) = await services.schedules.views()
    assert not view.paused and await runs(services) == []
    assert view.next_runs == tuple(NIGHT - 3600 + days * 86_400 for days in range(3, 8))


async def test_a_process_beside_that_knows_other_schedules_leaves_these_alone(house: House) -> None:
    house.clock.now = NIGHT - 60
    services = house.start('check = "0 3 * * *"')
    await look(services)
    await services.schedules.pause(["check"])
    house.end()
    beside = house.start('activity = "0 3 * * *"')
    await beside.schedules.pause(["activity"])
    house.end()
    services = house.start('check = "0 3 * * *"')
    (view,) = await services.schedules.views()
    assert view.paused
    house.end()
    house.clock.now += 86_400
    await look(house.start(""))
    house.end()
    services = house.start('check = "0 3 * * *"')
    await look(services)
    assert await runs(services) == [], "it was forgotten, and waits for its time"


async def test_a_run_queues_what_run_would_and_its_result_is_kept(house: House) -> None:
    services = house.start('"backup radarr.main" = "0 3 * * *"', works=True)
    run = await finished(services, await services.schedules.run_now("backup  radarr.main"))
    assert run.state is JobState.COMPLETED, run.error
    (backup,) = [job for job in await services.jobs.list_jobs() if job.kind == "backup"]
    assert (backup.instance, backup.parent_id, backup.state) == ("radarr.main", run.id, JobState.COMPLETED)
    (view,) = await services.schedules.views()
    assert view.stored is not None and view.stored.ok and view.stored.succeeded_at == view.stored.ended_at
    assert "radarr.main" in view.outcome


async def test_all_tasks_run_and_more_runs_than_slots_do_not_wait_for_each_other(house: House) -> None:
    tasks = ["check", "check radarr.main", "backup", "backup radarr.second", "activity", "trailers"]
    tasks += ["paths", "list titles", "snapshots", "plans", "scores", "jobs", "webhooks status"]
    services = house.start("\n".join(f'"{task}" = "0 3 * * *"' for task in tasks), works=True)
    ids = [await services.schedules.run_now(task) for task in tasks]
    ended = [await finished(services, job_id) for job_id in ids]
    assert [job.error for job in ended if job.state is not JobState.COMPLETED] == []
    paths = await finished(services, await services.schedules.run_now("paths"))
    folders = (paths.result or {})["lines"]
    assert folders and all(folder.startswith("/") for folder in folders)


async def test_what_is_applied_is_what_the_level_says(house: House) -> None:
    services = house.start('"sync twins" = { cron = "0 3 * * *", apply = "additions" }', works=True)
    run = await finished(services, await services.schedules.run_now("sync twins"))
    assert run.state is JobState.FAILED, "removals are beyond the limit, so the plan is locked"
    plan = (await services.sync.recent(1))[0]
    assert plan.counts.add > 0 and not plan.outcomes
    (event,) = await told(services, EventType.PLAN_LOCKED)
    assert event.facts["plan"] == plan.id
    house.file.write_text(house.file.read_text().replace("mirror", "add"))
    await services.follow_config()
    run = await finished(services, await services.schedules.run_now("sync twins"))
    assert run.state is JobState.COMPLETED, run.error
    opened = await services.sync.open((await services.sync.recent(1))[0].id)
    outcomes = {
        (planned.entry.op.value, planned.outcome and planned.outcome.value) for planned in opened.entries
    }
    assert ("add", "done") in outcomes and not {op for op, outcome in outcomes if outcome} - {"add"}


async def test_a_side_that_cannot_be_read_or_has_lost_much_applies_nothing_and_is_told(
    house: House, estate: SimulatedEstate
) -> None:
    schedules = (
        '"sync twins" = { cron = "0 3 * * *", apply = "all" }\n'
        '"restore radarr.main --at latest" = { cron = "0 4 * * *", apply = "updates" }'
    )
    services = house.start(schedules, works=True)
    for job_id in await services.backup.back_up():
        await finished(services, job_id)
    alarm = Alarm("radarr.main", 0.0, "40 titles removed.", 1, None)
    services.database.write_sync(note_alarm, alarm)
    for name in ("sync twins", "restore radarr.main --at latest"):
        run = await finished(services, await services.schedules.run_now(name))
        assert run.state is JobState.FAILED and "40 titles removed" in run.error
    assert await services.tripwire.resume("radarr.main")
    estate.apps["radarr.main"].faults.add("401")
    run = await finished(services, await services.schedules.run_now("sync twins"))
    assert run.state is JobState.FAILED and "radarr.main" in run.error
    assert (await told(services, EventType.PLAN_LOCKED))[-1].facts["schedule"] == "sync twins"
    assert not [job for job in await services.jobs.list_jobs() if job.kind == "apply"]
