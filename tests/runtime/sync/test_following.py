"""What changes in an app is brought to its twin; what that would remove waits, and a burst stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from arrtui.core.config import load_config
from arrtui.core.estate_events import EventType
from arrtui.db import tripwire
from arrtui.db.feed_states import feed_states
from arrtui.db.tripwire import Alarm
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.live import collector, inbox
from arrtui.features.sync.model import Op, Plan, PlanKind, PlanState
from arrtui.runtime.services import Services
from arrtui.runtime.sync import twin_following
from arrtui.runtime.sync.twins import TwinView
from tests.runtime.live.conftest import http

SIZE = EstateSize(radarr=(("main", 12), ("4k", 0), ("shadow", 0)), sonarr=(("main", 2, 18), ("anime", 0, 0)))
NO_LIMIT = {"removals": 99, "removals_percent": 100}
LIVE = {"follow": "live", "dry_run": False}
PAIRS: dict[str, dict[str, Any]] = {
    "movies": {
        **LIVE,
        "source": "radarr.main",
        "target": "radarr.4k",
        "mode": "mirror",
        "update": ["monitored", "tags"],
        "burst": 4,
        "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
        "limits": NO_LIMIT,
    },
    "shadow": {
        "follow": "live",
        "source": "radarr.main",
        "target": "radarr.shadow",
        "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies"}},
    },
    "shows": {
        **LIVE,
        "source": "sonarr.main",
        "target": "sonarr.anime",
        "update": ["monitored", "seasons", "episodes"],
        "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/anime"}},
    },
}


@dataclass
class Followed:
    """An estate and the services that follow its pairs."""

    estate: SimulatedEstate
    services: Services

    def app(self, name: str) -> SimulatedApp:
        return self.estate.apps[name]

    def titles(self, name: str) -> dict[int, dict[str, Any]]:
        """Return the titles of an instance by external id, as the app has them."""
        key = "tmdbId" if name.startswith("radarr") else "tvdbId"
        return {title[key]: title for title in self.app(name).store.titles.values()}

    async def until(self, condition: Callable[[], object | Awaitable[object]]) -> None:
        """Return once a condition holds; fails after a long time."""
        async with asyncio.timeout(40):
            while True:
                value = condition()
                if await value if isinstance(value, Awaitable) else value:
                    return
                await asyncio.sleep(0.02)

    async def view(self, pair: str) -> TwinView:
        return next(view for view in await self.services.twins.views() if view.pair.name == pair)

    async def is_paused(self, pair: str) -> bool:
        return (await self.view(pair)).is_paused

    async def in_line(self, pair: str) -> bool:
        """Return whether what was touched is written, and nothing is left."""
        view = await self.view(pair)
        return view.touched == 0 and view.stored is not None and view.stored.written is not None

    async def plans(self, pair: str, state: PlanState) -> list[Plan]:
        plans = await self.services.sync.recent(50, pair)
        assert {plan.kind for plan in plans} <= {PlanKind.TWIN, PlanKind.UNDO}
        return [plan for plan in plans if plan.state is state]

    async def count(self, kind: EventType, pair: str) -> int:
        events = await self.services.events.after(0, types=(kind,))
        return sum(event.facts.get("pair") == pair for event in events)

    async def begin(self) -> None:
        """Back everything up, and return when all feeds are up and nothing is left to do."""
        for job_id in await self.services.backup.back_up():
            await self.services.jobs.ended(job_id)

        async def listens() -> bool:
            feeds = await self.services.database.read(feed_states)
            jobs = await self.services.jobs.list_jobs()
            busy = any(job.state.active and job.kind in ("backup", "refresh") for job in jobs)
            return sum(feed.is_up for feed in feeds.values()) == len(self.estate.apps) and not busy

        await self.until(listens)


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Followed]:
    monkeypatch.setattr(collector, "SETTLING", 0.1)
    monkeypatch.setattr(inbox, "SORTING", 0.02)
    monkeypatch.setattr(inbox, "GATHERING", 0.05)
    monkeypatch.setattr(twin_following, "GATHERING", 0.1)
    monkeypatch.setattr(twin_following, "OBSTACLE_PAUSE", 0.2)
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    file = tmp_path / "config.toml"
    with SimulatedEstate(SIZE) as estate:
        text = estate.config_toml(database=tmp_path / "arrtui.db", live=True).partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": PAIRS}))
        file.chmod(0o600)
        services = Services(load_config(file, env={}), env={})
        services.start()
        try:
            yield Followed(estate, services)
        finally:
            services.stop()


async def test_edits_reach_the_twin_and_are_taken_back_as_one(followed: Followed) -> None:
    await followed.begin()
    main, twin = followed.titles("radarr.main"), lambda: followed.titles("radarr.4k")
    first, second = list(main)[:2]
    with http(followed.app("radarr.main")) as owner:
        label = owner.post("/tag", json={"label": "followed"}).json()["id"]
        for movie in (main[first], main[second]):
            owner.put(f"/movie/{movie['id']}", json=movie | {"monitored": False, "tags": [label]})
    await followed.until(lambda: twin().keys() == {first, second})
    labels = {tag["id"]: tag["label"] for tag in followed.app("radarr.4k").store.tags.values()}
    assert {labels[tag] for tag in twin()[first]["tags"]} == {"followed"}
    assert twin()[first]["monitored"] is False
    with http(followed.app("radarr.main")) as owner:
        movie = followed.titles("radarr.main")[first]
        owner.put(f"/movie/{movie['id']}", json=movie | {"monitored": True})
    await followed.until(lambda: twin()[first]["monitored"])
    await followed.until(lambda: followed.in_line("movies"))
    newest = (await followed.plans("movies", PlanState.APPLIED))[0]
    job = await followed.services.jobs.ended(await followed.services.sync.undo(newest.id))
    assert job is not None and (job.result["update"], job.result["remove"]) == (1, 0)
    assert followed.titles("radarr.shadow") == {}, "a dry run writes nothing"
    (plan,) = await followed.plans("shadow", PlanState.OPEN)
    assert plan.counts.add == 2 and await followed.count(EventType.PLAN_READY, "shadow") == 1
    assert (await followed.view("shadow")).state_word == "dry run"


async def test_seasons_and_episodes_reach_the_twin(followed: Followed) -> None:
    await followed.begin()
    source, target = followed.app("sonarr.main"), followed.app("sonarr.anime")
    tvdb, series = next(iter(followed.titles("sonarr.main").items()))
    with http(source) as owner:
        owner.put(f"/series/{series['id']}", json=series | {"monitored": not series["monitored"]})
        await followed.until(lambda: tvdb in followed.titles("sonarr.anime"))
        episode = owner.get("/episode", params={"seriesId": series["id"]}).json()[0]
        await followed.until(lambda: followed.in_line("shows"))
        owner.put(f"/episode/{episode['id']}", json=episode | {"monitored": not episode["monitored"]})
        number = (episode["seasonNumber"], episode["episodeNumber"])

        def is_same() -> bool:
            twins = target.store.episodes.values()
            of_number = [row for row in twins if (row["seasonNumber"], row["episodeNumber"]) == number]
            return [row["monitored"] for row in of_number] == [not episode["monitored"]]

        await followed.until(is_same)
        show = followed.titles("sonarr.main")[tvdb]
        last = show["seasons"][-1]
        seasons = [*show["seasons"][:-1], last | {"monitored": not last["monitored"]}]
        owner.put(f"/series/{show['id']}", json=show | {"seasons": seasons})

    def season_is_same() -> bool:
        twin = followed.titles("sonarr.anime")[tvdb]["seasons"][-1]
        return twin["seasonNumber"] == last["seasonNumber"] and twin["monitored"] != last["monitored"]

    await followed.until(season_is_same)


async def test_a_burst_and_removals_wait_and_following_goes_on_when_resumed(followed: Followed) -> None:
    await followed.begin()
    main = followed.titles("radarr.main")
    ids = [ident for ident, movie in main.items() if movie["monitored"]]
    with http(followed.app("radarr.main")) as owner:
        owner.put(
            "/movie/editor", json={"movieIds": [main[one]["id"] for one in ids[:6]], "monitored": False}
        )
    await followed.until(lambda: followed.is_paused("movies"))
    view = await followed.view("movies")
    assert (view.state_word, followed.titles("radarr.4k")) == ("paused", {}) and "(burst)" in view.why
    (review,) = await followed.plans("movies", PlanState.OPEN)
    assert view.stored is not None and view.stored.review == review.id
    assert await followed.count(EventType.FOLLOWING_PAUSED, "movies") == 1

    with http(followed.app("radarr.main")) as owner:
        owner.put("/movie/editor", json={"movieIds": [main[ids[7]]["id"]], "monitored": False})
        owner.delete(f"/movie/{main[ids[8]]['id']}")

    async def is_noted() -> bool:
        return (await followed.view("movies")).touched >= 2

    await followed.until(is_noted)
    assert followed.titles("radarr.4k") == {}
    alarm = Alarm("radarr.4k", 1.0, "Much went.", 1, None)
    await followed.services.database.write(tripwire.note, alarm)
    assert await followed.services.twins.resume("movies")

    async def is_stopped_by_the_alarm() -> bool:
        view = await followed.view("movies")
        return view.stored is not None and "Much went." in view.stored.obstacle

    await followed.until(is_stopped_by_the_alarm)
    assert followed.titles("radarr.4k") == {}
    await followed.services.tripwire.resume("radarr.4k")
    await followed.until(lambda: followed.titles("radarr.4k").keys() == {ids[7]})
    assert not await followed.services.twins.resume("movies"), "it is not paused any more"

    with http(followed.app("radarr.main")) as owner:
        owner.delete(f"/movie/{main[ids[7]]['id']}")

    async def removal_waits() -> bool:
        plans = await followed.plans("movies", PlanState.OPEN)
        return any(plan.counts.remove == 1 for plan in plans)

    await followed.until(removal_waits)
    (plan,) = await followed.plans("movies", PlanState.OPEN)
    entries = (await followed.services.sync.open(plan.id)).entries
    assert [planned.entry.op for planned in entries].count(Op.REMOVE) == 1
    assert followed.titles("radarr.4k").keys() == {ids[7]}, "no title is ever removed unasked"
