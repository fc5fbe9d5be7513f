"""Titles that were heard of are read by a job; what follows from a backup follows from that."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
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
def services(app: SimulatedApp, tmp_path: Path) -> Iterator[Services]:
    file = tmp_path / "config.toml"
    table = f'[radarr.main]\nurl = "{app.url}"\napi_key = "{app.api_key}"\n'
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


async def test_what_cannot_be_read_is_told_and_changes_nothing(services: Services, app: SimulatedApp) -> None:
    await backed_up(services)
    app.faults.add("401", "/movie")
    outcome = await services.backup.refresh_titles("radarr.main", list_too=True)
    assert (outcome.ok, outcome.error_code) == (False, "wrong-key")
    assert len(await services.backup.snapshots(["radarr.main"])) == 1
