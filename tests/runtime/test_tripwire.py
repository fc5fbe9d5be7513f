"""A disaster in an app raises an alarm, stops what would spread it, and can be undone by a plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.estate_events import EventType
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.retention import Retention
from arrtui.features.backup.thin import thin
from arrtui.features.sync.model import Decision, EntrySubject
from arrtui.runtime.services import Services

NAME = "radarr.main"


@pytest.fixture
def app() -> Iterator[SimulatedApp]:
    with SimulatedEstate(EstateSize(radarr=(("main", 210),), sonarr=())) as running:
        yield running.apps[NAME]


@pytest.fixture
def services(app: SimulatedApp, tmp_path: Path) -> Iterator[Services]:
    file = tmp_path / "config.toml"
    table = f'[radarr.main]\nurl = "{app.url}"\napi_key = "{app.api_key}"\nlive = false\n'
    file.write_text(f'{table}[apply]\nwait_minutes = 0\n[database]\nurl = "sqlite:///{tmp_path}/arrtui.db"\n')
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), env={})
    opened.start()
    yield opened
    opened.stop()


async def backed_up(services: Services) -> None:
    (job_id,) = await services.backup.back_up()
    job = await services.jobs.ended(job_id)
    assert job is not None


async def test_a_burst_of_deletions_raises_it_and_its_plan_brings_all_back(
    services: Services, app: SimulatedApp
) -> None:
    await backed_up(services)
    titles = {movie["tmdbId"] for movie in app.store.movies.values()}
    added = next(iter(app.store.titles))
    app.store.movies[added]["tags"] = [4]
    await services.backup.refresh_titles(NAME, [added])
    (good, *_) = await services.backup.snapshots([NAME])
    doomed = list(app.store.titles)[:40]
    for start in (0, 8, 40):
        for item_id in doomed[max(0, start - 32) : start]:
            app.store.delete_title(item_id)
        await services.backup.refresh_titles(NAME, doomed[:start])
        alarms = await services.tripwire.alarms()
        assert bool(alarms) == (start == 40), "8 are within the limit"
    (alarm,) = alarms
    assert (alarm.instance, alarm.snapshot_id) == (NAME, good.id)
    assert await services.tripwire.is_paused(NAME)
    events = [event.type for event in await services.events.after(0)]
    assert events.count(EventType.TRIPWIRE) == events.count(EventType.FOLLOWING_PAUSED) == 1
    services.database.write_sync(thin, NAME, Retention(days=1, weeks=0, months=1))
    assert good.id in [row.id for row in await services.backup.snapshots([NAME])]

    job_id = await services.tripwire.plan_rescue(NAME)
    assert job_id is not None
    job = await services.jobs.ended(job_id)
    assert job is not None and job.result["add"] >= 40, job
    entries = (await services.sync.open(job.result["plan"])).entries
    titles_of_plan = [planned.position for planned in entries if planned.entry.subject is EntrySubject.ITEM]
    await services.sync.decide(job.result["plan"], titles_of_plan, Decision.APPROVED)
    for job_id in await services.sync.apply(job.result["plan"]):
        assert await services.jobs.ended(job_id)
    assert {movie["tmdbId"] for movie in app.store.movies.values()} == titles

    assert await services.tripwire.resume(NAME)
    assert not await services.tripwire.is_paused(NAME)
    app.store.delete_title(next(iter(app.store.titles)))
    await backed_up(services)
    assert await services.tripwire.alarms() == [], "what was there before counts no more"


async def test_another_library_raises_it_once_and_a_loss_that_was_accepted_does_not(
    services: Services, app: SimulatedApp
) -> None:
    await backed_up(services)
    for item_id in list(app.store.titles)[:100]:
        app.store.delete_title(item_id)
    await backed_up(services)
    (alarm,) = await services.tripwire.alarms()
    (row, *_) = [row for row in await services.backup.snapshots([NAME]) if row.state == "complete"]
    assert alarm.snapshot_id == row.id, "the answer was not believed"
    assert "100 of 210 stored titles are missing" in alarm.reason
    await backed_up(services)
    types = [event.type for event in await services.events.after(0)]
    assert types.count(EventType.TRIPWIRE) == 1, "an alarm that stands is not raised again"
    assert await services.tripwire.resume(NAME)
    (job_id,) = await services.backup.back_up(accept_shrink=True)
    await services.jobs.ended(job_id)
    assert await services.tripwire.alarms() == [], "somebody said that the loss is right"
