"""The apps' own archives over a simulated estate: fetched after backups, refused by some, sent back."""

from __future__ import annotations

import errno
import stat
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from arrtui.core.app_archives import ArchiveError
from arrtui.core.config import load_config
from arrtui.core.destination import DestinationError
from arrtui.core.errors import LoginNeededError, ReadOnlyError, TruncatedError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job, JobState
from arrtui.core.text import DAY
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.archives.fetch import fetch_new_archive
from arrtui.runtime.archives import ARCHIVE, LATEST
from arrtui.runtime.services import Services
from tests.features.archives.samples import CONFIG, DATABASE, make_zip
from tests.runtime.conftest import Clock

MAIN, UHD = "radarr.main", "radarr.4k"
SIZE = EstateSize(radarr=(("main", 5), ("4k", 3)), sonarr=())
WEEKLY = '\n[backup]\napp_archive = "weekly"\napp_archives = 2\n'


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE) as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    real = Clock()
    real.now = float(int(time.time()))
    return real


@pytest.fixture
def services(estate: SimulatedEstate, tmp_path: Path, clock: Clock) -> Iterator[Services]:
    for app in estate.apps.values():
        app.faults.clear()
    file = tmp_path / "config.toml"
    file.write_text(estate.config_toml(database=tmp_path / "data" / "arrtui.db") + WEEKLY)
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), kind="run", env={}, clock=clock)
    yield opened
    opened.stop()


async def back_up(services: Services, *names: str) -> list[Job]:
    """Back up; return the jobs that were to fetch an archive."""
    jobs = await services.engine.run_jobs(await services.backup.back_up(names, accept_clock=True))
    return [job for job in jobs if job.kind == ARCHIVE.name]


async def refusals(services: Services) -> list[EstateEvent]:
    return await services.events.since(0.0, [EventType.ARCHIVE_REFUSED])


async def test_an_archive_is_fetched_when_it_is_due_and_the_oldest_goes(
    services: Services, clock: Clock
) -> None:
    (job,) = await back_up(services, MAIN)
    (kept,) = await services.archives.kept(MAIN)
    assert (job.state, job.result) == (
        JobState.COMPLETED,
        {"file": kept.path.name, "size": kept.size, "dropped": 0},
    )
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert kept.path.parent == services.config.path.parent / "data" / "archives" / MAIN  # type: ignore[union-attr]
    assert await back_up(services, MAIN) == []
    for _ in range(2):
        clock.now += 7 * DAY
        await back_up(services, MAIN)
    assert [archive.at for archive in await services.archives.kept(MAIN)] == [clock.now, clock.now - 7 * DAY]
    assert await refusals(services) == []


async def test_an_app_that_wants_a_login_is_told_of_once_and_makes_none(
    services: Services, estate: SimulatedEstate
) -> None:
    for _ in range(2):
        (job,) = await back_up(services, UHD)
        assert job.state is JobState.COMPLETED
    (event,) = await refusals(services)
    assert event.instance == UHD
    assert "login" in event.reason
    assert not [
        command for command in estate.apps[UHD].store.commands.listed() if command["name"] == "Backup"
    ]
    with pytest.raises(LoginNeededError):
        await services.clients.get(services.config.instance(UHD)).check_archives_open()
    await services.clients.aclose()


async def test_an_app_on_postgresql_makes_none_and_takes_none(
    services: Services, estate: SimulatedEstate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = estate.apps[MAIN]
    monkeypatch.setattr(app.store.storage, "postgres", True)
    written = len(app.written)
    await back_up(services, MAIN)
    (event,) = await refusals(services)
    assert "PostgreSQL" in event.reason
    path = make_zip(tmp_path / "a.zip", config__xml=CONFIG, radarr__db=DATABASE)
    (job,) = await services.engine.run_jobs([await services.archives.restore(MAIN, path)])
    assert (job.state, job.error_code) == (JobState.FAILED, "archive")
    assert len(app.written) == written


async def test_a_disk_that_is_full_is_no_fault_of_the_connection(services: Services) -> None:
    class FullDisk(BytesIO):
        name = "archive.zip"

        def write(self, _data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    client = services.clients.get(services.config.instance(MAIN))
    (archive, *_) = await client.archives()
    with pytest.raises(DestinationError, match="No space left"):
        await client.fetch_archive(archive, FullDisk())
    assert not client.http.breaker.wait()
    await services.clients.aclose()


async def test_what_is_fetched_broken_is_not_kept(services: Services, estate: SimulatedEstate) -> None:
    estate.apps[MAIN].faults.add("reset", path="^/backup/manual/radarr", times=1)
    client, folder = services.clients.get(services.config.instance(MAIN)), services.archives.folder(MAIN)
    with pytest.raises(TruncatedError):
        await fetch_new_archive(client, folder, services.clock)
    assert list(folder.path.iterdir()) == []
    await services.clients.aclose()


async def test_an_app_starts_with_an_archive_and_is_backed_up_again(
    services: Services, estate: SimulatedEstate
) -> None:
    await back_up(services, MAIN)
    app = estate.apps[MAIN]
    labels = [row["label"] for row in app.store.tags.values()]
    app.store.tags.clear()
    path = await services.archives.find(MAIN, LATEST)
    jobs = await services.engine.run_jobs([await services.archives.restore(MAIN, path)])
    assert [job.error for job in jobs if job.error] == []
    assert (jobs[0].result or {})["unusable"] == ""
    assert [row["label"] for row in app.store.tags.values()] == labels
    sent = [write.path.removeprefix("/api/v3/") for write in app.written[-3:]]
    assert sent == ["command", "system/backup/restore/upload", "system/restart"], "there is a way back"
    assert {job.kind for job in jobs} >= {"archive-restore", "backup"}


async def test_what_is_no_archive_of_the_app_is_not_sent(
    services: Services, estate: SimulatedEstate, tmp_path: Path
) -> None:
    (tmp_path / "page.zip").write_bytes(b"<html></html>")
    written = len(estate.apps[MAIN].written)
    for file in ("page.zip", "none.zip"):
        with pytest.raises(ArchiveError):
            await services.archives.check(MAIN, await services.archives.find(MAIN, str(tmp_path / file)))
    (job,) = await services.engine.run_jobs([await services.archives.restore(MAIN, tmp_path / "page.zip")])
    assert (job.state, job.error_code) == (JobState.FAILED, "archive")
    assert len(estate.apps[MAIN].written) == written


async def test_nothing_is_asked_or_sent_while_nothing_may_be_written(
    services: Services, tmp_path: Path
) -> None:
    ui = services.config.ui.model_copy(update={"read_only": True})
    services.config = services.config.__class__(**{**vars(services.config), "ui": ui})
    assert not await services.archives.is_due(MAIN)
    with pytest.raises(ReadOnlyError):
        await services.archives.restore(MAIN, tmp_path / "any.zip")
