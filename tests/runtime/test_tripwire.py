"""A disaster in an app raises an alarm, stops what would spread it, and can be undone by a plan."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.core.config import load_config
from arrtui.core.estate_events import EventType
from arrtui.core.events import JobState
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.retention import Retention
from arrtui.features.backup.thin import thin
from arrtui.features.live import collector
from arrtui.features.sync.actions import Action, ActionKind, ActionTarget
from arrtui.features.sync.model import Decision, EntrySubject
from arrtui.runtime import tripwire
from arrtui.runtime.services import Services
from tests.demo.library_changes import upgrade_movie

NAME = "radarr.main"


@pytest.fixture
def app() -> Iterator[SimulatedApp]:
    with SimulatedEstate(EstateSize(radarr=(("main", 70),), sonarr=())) as running:
        yield running.apps[NAME]


@pytest.fixture
def services(app: SimulatedApp, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Services]:
    file = tmp_path / "config.toml"
    live = getattr(request, "param", "false")
    table = f'[radarr.main]\nurl = "{app.url}"\napi_key = "{app.api_key}"\nlive = {live}\n'
    file.write_text(
        f'{table}[apply]\nwait_minutes = 1\n[backup]\nmax_shrink_percent = 70\n[database]\nurl = "sqlite:///{tmp_path}/arrtui.db"\n'
    )
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), env={})
    opened.start()
    yield opened
    opened.stop()


async def backed_up(services: Services) -> None:
    (job_id,) = await services.backup.back_up()
    job = await services.jobs.ended(job_id)
    assert job is not None


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(60):
        while not await condition():
            await asyncio.sleep(0.02)


def library(app: SimulatedApp) -> dict[int, Any]:
    """Return what the app has of each title and of its files, by external id."""
    facts = ("relativePath", "quality", "languages", "releaseGroup")
    return {
        movie["tmdbId"]: (
            *(movie["monitored"], movie["path"], movie["qualityProfileId"], movie["tags"]),
            [{name: file.get(name) for name in facts} for file in app.store.files_of(item_id)],
        )
        for item_id, movie in app.store.titles.items()
    }


@pytest.mark.parametrize("services", ["true"], indirect=True)
async def test_a_burst_of_deletions_raises_it_and_its_plan_brings_all_back(
    services: Services, app: SimulatedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.01)
    monkeypatch.setattr(collector, "SETTLING", 0.1)
    monkeypatch.setattr(tripwire, "PLAN_AGAIN_SECONDS", 0.5)
    await backed_up(services)
    before = library(app)
    doomed = list(app.store.titles)[:40]

    def delete(item_ids: list[int]) -> None:
        with httpx.Client(base_url=f"{app.url}/api/v3", headers={"X-Api-Key": app.api_key}) as owner:
            for item_id in item_ids:
                owner.delete(f"/movie/{item_id}").raise_for_status()

    async def removed(number: int) -> bool:
        return len(await services.events.after(0, types=[EventType.TITLE_REMOVED])) == number

    await asyncio.to_thread(delete, doomed[:8])
    await until(lambda: removed(8))
    assert await services.tripwire.alarms() == [], "8 are within the limit"
    (after_eight, *_) = await services.backup.snapshots([NAME], complete=True)

    async def planned(number: int) -> bool:
        (state,) = await services.tripwire.states()
        return state.plan is not None and state.plan.counts.add >= number

    await asyncio.to_thread(delete, doomed[8:22])
    await until(lambda: planned(22))
    (alarm,) = await services.tripwire.alarms()
    assert await services.tripwire.is_paused(NAME)
    await asyncio.to_thread(delete, doomed[22:])
    await until(lambda: planned(40))
    monkeypatch.setattr(collector, "SETTLING", 5.0)  # what the apply writes is read by itself
    (state,) = await services.tripwire.states()
    assert state.snapshot is not None and state.snapshot.items == len(before), "the one before all losses"
    assert state.snapshot.id == alarm.snapshot_id < after_eight.id
    events = [event.type for event in await services.events.after(0)]
    assert events.count(EventType.TRIPWIRE) == events.count(EventType.FOLLOWING_PAUSED) == 1
    assert EventType.PLAN_READY in events
    services.database.write_sync(thin, NAME, Retention(days=1, weeks=0, months=1))
    assert alarm.snapshot_id in [row.id for row in await services.backup.snapshots([NAME])]

    assert state.plan is not None
    entries = (await services.sync.open(state.plan.id)).entries
    titles = [planned.position for planned in entries if planned.entry.subject is EntrySubject.ITEM]
    await services.sync.decide(state.plan.id, titles, Decision.APPROVED)
    for job_id in await services.sync.apply(state.plan.id):
        job = await services.jobs.ended(job_id)
        assert job is not None and job.state is JobState.COMPLETED, job
    assert library(app) == before and any(files for *_, files in before.values())

    assert await services.tripwire.resume(NAME)
    assert not await services.tripwire.is_paused(NAME)
    app.store.delete_title(next(iter(app.store.titles)))
    await backed_up(services)
    assert await services.tripwire.alarms() == [], "what was there before counts no more"


async def test_another_library_raises_it_once_and_a_loss_that_was_accepted_does_not(
    services: Services, app: SimulatedApp
) -> None:
    await backed_up(services)
    for item_id in list(app.store.titles)[:60]:
        app.store.delete_title(item_id)
    await backed_up(services)
    (alarm,) = await services.tripwire.alarms()
    (row, *_) = [row for row in await services.backup.snapshots([NAME]) if row.state == "complete"]
    assert alarm.snapshot_id == row.id, "the answer was not believed"
    assert "60 of 70 stored titles are missing" in alarm.reason
    await backed_up(services)
    types = [event.type for event in await services.events.after(0)]
    assert types.count(EventType.TRIPWIRE) == 1, "an alarm that stands is not raised again"
    assert await services.tripwire.resume(NAME)
    (job_id,) = await services.backup.back_up(accept_shrink=True)
    await services.jobs.ended(job_id)
    assert await services.tripwire.alarms() == [], "somebody said that the loss is right"


async def test_what_arrtui_removed_and_upgrades_raise_none_but_what_others_unmonitored_does(
    services: Services, app: SimulatedApp
) -> None:
    await backed_up(services)
    movies = app.store.movies
    with_files = [item_id for item_id, movie in movies.items() if movie["movieFileId"]]
    for item_id in with_files[:12]:
        upgrade_movie(app.store, item_id)
    targets = tuple(ActionTarget(instance=NAME, item_id=item_id) for item_id in with_files[12:24])
    for job_id in await services.sync.act(Action(kind=ActionKind.DELETE, targets=targets)):
        await services.jobs.ended(job_id)
    await backed_up(services)
    news = Counter(event.type for event in await services.events.after(0))
    assert (news[EventType.TITLE_REMOVED], news[EventType.FILE_REMOVED]) == (12, 12)
    assert await services.tripwire.alarms() == []
    for item_id in [item_id for item_id, movie in movies.items() if movie["monitored"]][:12]:
        movies[item_id]["monitored"] = False
    await backed_up(services)
    (alarm,) = await services.tripwire.alarms()
    assert alarm.reason.startswith("12 titles, seasons or albums unmonitored")
