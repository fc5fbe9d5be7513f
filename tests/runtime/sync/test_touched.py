"""Titles of a pair that were touched are brought in line by themselves, within the pair's limits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from arrtui.core.config import load_config
from arrtui.core.errors import UsageError
from arrtui.core.estate_events import EventType
from arrtui.db import tripwire
from arrtui.db.tripwire import Alarm
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.sync.changes import ChangeSubject
from arrtui.features.sync.model import Op, PlanKind, PlanState
from arrtui.runtime.services import Services
from arrtui.runtime.sync.twins import TouchedOutcome

SIZE = EstateSize(radarr=(("main", 12), ("4k", 0)), sonarr=())
PAIR: dict[str, Any] = {
    "source": "radarr.main",
    "target": "radarr.4k",
    "mode": "mirror",
    "update": ["monitored", "tags"],
    "burst": 5,
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
    "limits": {"removals": 99, "removals_percent": 100},
}


@dataclass
class Bench:
    """Services that have started, over two Radarr instances."""

    estate: SimulatedEstate
    services: Services

    def movies(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the movies of an instance by external id, as the app has them."""
        store = self.estate.apps[name].store
        return {str(movie["tmdbId"]): movie for movie in store.movies.values()}

    async def backed_up(self, *names: str) -> None:
        for job_id in await self.services.backup.back_up(names):
            await self.services.jobs.ended(job_id)

    async def touch(self, *ids: str, apply: Any = "updates") -> TouchedOutcome:
        return await self.services.twins.plan_touched("movies", ids, apply=apply, why="a test")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    monkeypatch.setattr("arrtui.runtime.engine.jobs.BACKOFF_BASE", 0.01)
    file = tmp_path / "config.toml"
    with SimulatedEstate(SIZE) as estate:
        text = estate.config_toml(database=tmp_path / "arrtui.db", live=False).partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": {"movies": PAIR}}))
        file.chmod(0o600)
        services = Services(load_config(file, env={}), env={})
        services.start()
        try:
            yield Bench(estate, services)
        finally:
            services.stop()


async def test_a_touched_title_is_added_updated_and_taken_back_as_one(bench: Bench) -> None:
    await bench.backed_up()
    first, second, *_ = sorted(bench.movies("radarr.main"))
    outcome = await bench.touch(first, second)
    assert (outcome.add, outcome.applied, outcome.failed, outcome.ok) == (2, 2, 0, True), outcome
    assert bench.movies("radarr.4k").keys() == {first, second}, "and nothing of the others"
    movie = bench.movies("radarr.main")[first]
    movie["monitored"] = not movie["monitored"]
    await bench.backed_up("radarr.main")
    outcome = await bench.touch(first)
    assert (outcome.update, outcome.applied) == (1, 1)
    assert bench.movies("radarr.4k")[first]["monitored"] is movie["monitored"]
    assert (await bench.touch(first)).plan is None, "nothing is left to do"

    assert all(row.last is None for row in await bench.services.sync.pairs()), "no plan of the pair itself"
    changes = (await bench.services.sync.changes()).changes_of(ChangeSubject(pair="movies"))
    assert [(plan.kind, plan.state) for plan in changes] == [(PlanKind.TWIN, PlanState.APPLIED)] * 2
    job_id = await bench.services.sync.undo(changes[0].id)
    job = await bench.services.jobs.ended(job_id)
    assert job is not None and job.result["update"] == 1 and job.result["remove"] == 0


async def test_removals_collect_in_one_open_plan_that_is_told_once(bench: Bench) -> None:
    await bench.backed_up()
    ids = sorted(bench.movies("radarr.main"))[:4]
    await bench.touch(*ids)
    gone = []
    for external_id in ids[:2]:
        bench.estate.apps["radarr.main"].store.delete_title(bench.movies("radarr.main")[external_id]["id"])
        await bench.backed_up("radarr.main")
        gone.append(external_id)
        outcome = await bench.touch(external_id)
        assert outcome.review is not None and outcome.plan is None
        entries = (await bench.services.sync.open(outcome.review)).entries
        assert {planned.entry.external_id for planned in entries} == {*gone}
        assert {planned.entry.op for planned in entries} == {Op.REMOVE}
    assert bench.movies("radarr.4k").keys() == {*ids}, "nothing is removed"
    plans = [plan for plan in await bench.services.sync.recent() if plan.state is PlanState.OPEN]
    assert [plan.id for plan in plans] == [outcome.review]
    ready = await bench.services.events.after(0, types=(EventType.PLAN_READY,))
    assert len(ready) == 1
    again = await bench.touch(gone[0])
    assert again.review == outcome.review, "the same plan, as nothing of it changed"


async def test_a_burst_is_left_for_review(bench: Bench) -> None:
    await bench.backed_up()
    ids = sorted(bench.movies("radarr.main"))
    outcome = await bench.touch(*ids[:6])
    assert outcome.burst and outcome.plan is None and outcome.waiting == 6 and not outcome.ok
    assert bench.movies("radarr.4k") == {}
    assert (await bench.touch(*ids[6:10])).applied == 4
    assert (await bench.touch(*ids[10:])).burst, "what was written within the minute counts too"
    looked = await bench.touch(ids[11], apply="none")
    assert (looked.plan, looked.burst) == (None, "") and looked.waiting == 8


async def test_nothing_is_written_past_an_alarm_or_to_a_side_that_does_not_answer(bench: Bench) -> None:
    await bench.backed_up()
    first, second, *_ = sorted(bench.movies("radarr.main"))
    await bench.touch(first)
    await bench.services.database.write(tripwire.note, Alarm("radarr.main", 1.0, "Much went.", 1, None))
    outcome = await bench.touch(second)
    assert "Much went." in outcome.obstacle and outcome.plan is outcome.review is None
    await bench.services.tripwire.resume("radarr.main")
    bench.estate.apps["radarr.4k"].faults.add("401", "/movie")
    outcome = await bench.touch(first)
    assert outcome.obstacle.startswith("radarr.4k could not be read now")
    bench.estate.apps["radarr.4k"].faults.clear()
    assert (await bench.touch(second)).applied == 1
    with pytest.raises(UsageError):
        await bench.services.twins.plan_touched("nothing", [first], apply="updates", why="")


async def test_two_at_once_do_no_harm(bench: Bench) -> None:
    await bench.backed_up()
    ids = sorted(bench.movies("radarr.main"))[:3]
    outcomes = await asyncio.gather(bench.touch(*ids), bench.touch(*ids[1:]))
    assert bench.movies("radarr.4k").keys() == {*ids}
    assert all(outcome.ok for outcome in outcomes), outcomes
