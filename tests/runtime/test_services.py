"""The composition root over a simulated estate: jobs, configuration and the schedule together."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.apps import Kind
from arrtui.core.config import load_config
from arrtui.core.config.file import InstanceDraft
from arrtui.core.errors import ConfigError, UnreachableError, UsageError, WrongAppError, WrongKeyError
from arrtui.core.events import ConfigChanged, JobState, SnapshotTaken
from arrtui.db.jobs import get as get_job
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 12),), sonarr=(("main", 2, 12),))


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE) as running:
        yield running


@pytest.fixture
def services(estate: SimulatedEstate, tmp_path: Path) -> Iterator[Services]:
    for app in estate.apps.values():
        app.faults.clear()
    file = tmp_path / "config.toml"
    file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), env={})
    opened.start()
    yield opened
    opened.stop()


async def finished(services: Services, *job_ids: int) -> list[str]:
    """Wait until the jobs are finished and return their states."""
    while True:
        jobs = [await services.database.read(get_job, one) for one in job_ids]
        if all(job is not None and job.state.finished for job in jobs):
            return [job.state.value for job in jobs if job]
        await asyncio.sleep(0.02)


def draft_of(estate: SimulatedEstate, **changes: object) -> InstanceDraft:
    app = estate.apps["radarr.main"]
    fields = {"kind": Kind.RADARR, "label": "second", "url": app.url, "api_key": app.api_key, "timeout": 2}
    return InstanceDraft(**{**fields, **changes})


async def test_all_instances_are_backed_up_and_shown(services):
    taken = []
    services.bus.subscribe(lambda event: taken.append(event.instance), SnapshotTaken)
    states = await finished(services, *await services.backup.back_up())
    assert states == ["completed", "completed"]
    rows = {row.name: row for row in await services.estate.rows()}
    assert [(name, row.state, row.items) for name, row in rows.items()] == [
        ("radarr.main", "up", 12),
        ("sonarr.main", "up", 2),
    ]
    assert set(taken) >= {"radarr.main", "sonarr.main"}


async def test_one_instance_down_does_not_stop_the_other(services, estate):
    estate.apps["radarr.main"].faults.add("401")
    first, second = await services.backup.back_up()
    assert await finished(services, first, second) == ["failed", "completed"]
    rows = {row.name: row for row in await services.estate.rows()}
    assert rows["radarr.main"].state == "down"
    assert "key" in rows["radarr.main"].error
    assert rows["radarr.main"].last.error_code == "wrong-key"


async def test_the_same_backup_is_not_queued_twice(services, estate):
    estate.apps["radarr.main"].faults.latency = 0.3
    assert await services.backup.back_up(["radarr.main"]) == await services.backup.back_up(["radarr.main"])


async def test_a_check_notes_state_and_health(services):
    (job,) = await services.estate.check(["sonarr.main"])
    assert await finished(services, job) == ["completed"]
    (row,) = [row for row in await services.estate.rows() if row.name == "sonarr.main"]
    assert (row.state, row.items, bool(row.app_version), row.latency > 0) == ("up", 0, True, True)


async def test_unknown_instances_are_a_usage_error(services):
    with pytest.raises(UsageError, match=r"radarr\.main"):
        await services.backup.back_up(["radarr.mian"])


async def test_an_instance_can_be_tried_before_it_is_saved(services, estate):
    assert (await services.trials.test_instance(draft_of(estate))).app_name == "Radarr"
    with pytest.raises(WrongKeyError):
        await services.trials.test_instance(draft_of(estate, api_key="0" * 32))
    with pytest.raises(WrongAppError):
        await services.trials.test_instance(draft_of(estate, kind=Kind.SONARR))
    with pytest.raises(UnreachableError):
        await services.trials.test_instance(draft_of(estate, url="http://127.0.0.1:9"))
    with pytest.raises(ConfigError):
        await services.trials.test_instance(draft_of(estate, url="not an address"))


async def test_a_saved_instance_takes_part_at_once_and_a_removed_one_no_more(services, estate):
    told = []
    services.bus.subscribe(told.append, ConfigChanged)
    await services.config_file.save_instance(draft_of(estate))
    assert [row.name for row in await services.estate.rows()] == [
        "radarr.main",
        "radarr.second",
        "sonarr.main",
    ]
    assert await finished(services, *await services.backup.back_up(["radarr.second"])) == ["completed"]
    await services.config_file.remove_instance("radarr.second")
    assert [row.name for row in await services.estate.rows()] == ["radarr.main", "sonarr.main"]
    assert len(told) == 2


async def test_a_file_changed_by_somebody_else_is_not_overwritten(services, estate):
    path = services.config.path
    path.write_text(path.read_text() + "\n[ui]\nascii = true\n")
    with pytest.raises(ConfigError):
        await services.config_file.save_instance(draft_of(estate))
    assert "second" not in path.read_text()


async def test_a_saved_theme_is_kept(services):
    await services.config_file.save_theme("light")
    assert services.config.ui.theme == "light"
    assert load_config(services.config.path, env={}).ui.theme == "light"


async def test_jobs_that_are_not_finished_continue_with_the_next_process(services, estate):
    estate.apps["radarr.main"].faults.latency = 0.5
    (job_id,) = await services.backup.back_up(["radarr.main"])
    while (await services.database.read(get_job, job_id)).state is not JobState.RUNNING:
        await asyncio.sleep(0.02)
    await asyncio.to_thread(services.engine.stop)
    assert (await services.database.read(get_job, job_id)).state is JobState.PENDING
    estate.apps["radarr.main"].faults.clear()
    services.engine.start()
    assert await finished(services, job_id) == ["completed"]
