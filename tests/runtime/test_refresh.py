"""Titles that were heard of are read by a job; what follows from a backup follows from that."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.estate_events import EventSource, EventType
from arrtui.core.events import SnapshotTaken
from arrtui.db.scores import stored_samples
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.refresh import RefreshRequest
from arrtui.runtime.services import Services
from tests.demo.library_changes import toggle_monitored, upgrade_movie


@pytest.fixture
def app() -> Iterator[SimulatedApp]:
    with SimulatedEstate(EstateSize(radarr=(("main", 12),), sonarr=())) as running:
        yield running.apps["radarr.main"]


@pytest.fixture
def both() -> Iterator[SimulatedEstate]:
    """A Radarr, and a Lidarr whose titles have no trailers."""
    with SimulatedEstate(
        EstateSize(radarr=(("main", 2),), sonarr=(), lidarr=(("main", 2, 2, 2),))
    ) as running:
        yield running


@pytest.fixture
def services(app: SimulatedApp, tmp_path: Path) -> Iterator[Services]:
    file = tmp_path / "config.toml"
    table = f'[radarr.main]\nurl = "{app.url}"\napi_key = "{app.api_key}"\nlive = false\n'
    file.write_text(f'{table}[database]\nurl = "sqlite:///{tmp_path}/arrtui.db"\n')
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), env={})
    yield opened
    opened.stop()


async def backed_up(services: Services) -> None:
    services.start()
    (job_id,) = await services.backup.back_up()
    assert await services.jobs.ended(job_id)


async def test_a_refresh_that_waits_takes_further_titles_and_one_that_runs_does_not(
    services: Services,
) -> None:
    first = await services.backup.queue_refresh("radarr.main", RefreshRequest(titles=frozenset({1, 2})))
    again = await services.backup.queue_refresh(
        "radarr.main", RefreshRequest(titles=frozenset({2, 7}), whole=True)
    )
    (job,) = await services.jobs.list_jobs()
    assert first == again == job.id
    assert job.args == {"titles": [1, 2, 7], "whole": True, "settings": False}
    services.start()
    assert (await services.jobs.ended(first)).result["backed_up"] is False


async def test_a_change_is_stored_with_its_samples_and_told(services: Services, app: SimulatedApp) -> None:
    await backed_up(services)
    taken: list[int] = []
    services.bus.subscribe(lambda event: taken.append(event.snapshot_id), SnapshotTaken)
    upgraded, toggled = [movie["id"] for movie in app.store.movies.values() if movie["movieFileId"]][:2]
    upgrade_movie(app.store, upgraded)
    toggle_monitored(app.store, toggled)
    outcome, _ = await asyncio.gather(
        services.backup.refresh_titles("radarr.main", [upgraded]),
        services.backup.refresh_titles("radarr.main", [toggled], deleted=[toggled]),
    )
    assert outcome.ok
    live, *_ = await services.backup.snapshots(["radarr.main"])
    assert live.live and live.id in taken
    samples = await services.database.read(stored_samples, "radarr.main")
    assert [sample for sample in samples if sample.snapshot == outcome.snapshot]
    (row,) = await services.estate.rows()
    assert row.last is not None and row.last.id < live.id, "the last backup is another"


async def test_folders_are_read_after_a_change_only_where_titles_have_trailers(
    both: SimulatedEstate, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(both.config_toml(database=tmp_path / "arrtui.db"))
    file.chmod(0o600)
    services = Services(load_config(file, env={}), env={})
    services.start()
    try:
        for job_id in await services.backup.back_up():
            assert await services.jobs.ended(job_id)
        for name in ("radarr.main", "lidarr.main"):
            title = next(iter(both.apps[name].store.titles.values()))
            title["monitored"] = not title["monitored"]
            assert (await services.backup.refresh_titles(name, [title["id"]])).ok
        jobs = await services.jobs.list_jobs()
        assert {job.instance for job in jobs if job.kind == "trailers"} == {"radarr.main"}
    finally:
        services.stop()


async def test_what_happened_is_told_once_by_whatever_reads_it_first(
    services: Services, app: SimulatedApp
) -> None:
    await backed_up(services)
    told = await services.events.after(0)
    assert [event.type for event in told] == [EventType.BACKUP_DONE], "the first snapshot is no news"
    gone, toggled = list(app.store.titles)[:2]
    title = app.store.titles[gone]["title"]
    app.store.delete_title(gone)
    app.store.movies[toggled]["monitored"] = True
    await services.backup.refresh_titles("radarr.main", [toggled])
    app.store.movies[toggled]["monitored"] = False
    await services.backup.refresh_titles("radarr.main", [gone, toggled])
    (backup,) = await services.backup.back_up()
    await services.jobs.ended(backup)
    news = [event for event in await services.events.after(told[-1].id) if event.instance == "radarr.main"]
    counts = Counter(event.type for event in news)
    assert (counts[EventType.TITLE_REMOVED], counts[EventType.UNMONITORED]) == (1, 1)
    assert counts[EventType.BACKUP_DONE] == 1
    (removed,) = [event for event in news if event.type is EventType.TITLE_REMOVED]
    assert (removed.title, removed.item_id, removed.source) == (title, gone, EventSource.LIVE)
    assert not removed.own


async def test_an_instance_that_goes_down_and_comes_back_is_told_as_is_the_failure(
    services: Services, app: SimulatedApp
) -> None:
    await backed_up(services)
    app.faults.add("401", ".*")
    for _ in range(2):
        (backup,) = await services.backup.back_up()
        await services.jobs.ended(backup)
    app.faults.clear()
    (backup,) = await services.backup.back_up()
    await services.jobs.ended(backup)
    assert [event.type.value for event in await services.events.after(0)] == [
        *("backup_done", "instance_down", "backup_failed", "backup_failed", "instance_up", "backup_done")
    ]


async def test_what_cannot_be_read_is_told_and_changes_nothing(services: Services, app: SimulatedApp) -> None:
    await backed_up(services)
    app.faults.add("401", "/movie")
    outcome = await services.backup.refresh_titles("radarr.main", list_too=True)
    assert (outcome.ok, outcome.error_code) == (False, "wrong-key")
    assert len(await services.backup.snapshots(["radarr.main"])) == 1
