"""The job that searches names for the patterns of formats, and what is told of stored files then."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.apps import Kind
from arrtui.core.config import load_config
from arrtui.core.domain import Item, MediaFile, ReleaseEvent, Setting
from arrtui.core.events import Job, JobState, Progress
from arrtui.db import history, snapshots
from arrtui.db.snapshots import SnapshotRow
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.matches import searching
from arrtui.runtime import search_pool
from arrtui.runtime.engine.jobs import JobCancelled, JobContext
from arrtui.runtime.matches import MATCH, match_job, queue_matching
from arrtui.runtime.services import Services
from tests.db.samples import store
from tests.environment import ENV
from tests.runtime.bests import best, one_by_one

PATTERNS = 100
"""More than one task searches for."""
TASKS = 4
DEFINITION = Setting(
    id=1,
    type="quality_definition",
    body={"quality": {"id": 7, "source": "bluray", "resolution": 1080, "modifier": "none"}},
)


def title_condition(pattern: str, **marks: bool) -> dict[str, Any]:
    fields = [{"name": "value", "value": pattern}]
    return {"implementation": "ReleaseTitleSpecification", "name": pattern, "fields": fields} | marks


def custom_format(number: int, *conditions: dict[str, Any]) -> Setting:
    body = {"name": f"Format {number}", "specifications": list(conditions)}
    return Setting(id=number, type="custom_format", name=f"Format {number}", body=body)


def media_file(number: int, name: str, *formats: int, **facts: Any) -> MediaFile:
    return MediaFile(
        id=number,
        item_id=1,
        relative_path=f"Season 1/{name}",
        quality_id=7,
        languages=((1, "English"),),
        formats=formats,
        **facts,
    )


MANY = custom_format(1, *(title_condition(f"word{number}x") for number in range(PATTERNS)))
BLURAY = custom_format(
    2,
    {"implementation": "SourceSpecification", "name": "s", "fields": [{"name": "value", "value": 9}]},
    title_condition("remux", negate=True, required=True),
)
FILES = (
    media_file(1, "a.word7x.mkv", 1, 2),
    media_file(2, "b.mkv", 2, scene_name="b.word9x"),
    media_file(3, "c.REMUX.mkv", release_group="GRP"),
)


def save(services: Services, instance: str, digest: str, *records: Any) -> int:
    """Store records as another snapshot of an instance."""
    instance_id = store(services.database, instance, *records)
    with services.database.writing():
        snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=1.0, state="complete", digest=digest))
    return instance_id


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    names = ("radarr.main", "sonarr.tv")
    apps = "".join(f'[{name}]\nurl = "http://127.0.0.1:9"\napi_key = "k"\n' for name in names)
    file.write_text(f'{apps}[database]\nurl = "sqlite:///{tmp_path}/arrtui.db"\n')
    file.chmod(0o600)
    return file


@pytest.fixture
def services(config_file: Path) -> Iterator[Services]:
    opened = Services(load_config(config_file, env={}), env={})
    title = Item(id=1, external_id="1", title="A", path="/m/A", original_language="English")
    save(opened, "radarr.main", "first", title, DEFINITION, MANY, BLURAY, *FILES)
    yield opened
    opened.stop()


async def matched(services: Services, kind: Kind = Kind.RADARR) -> dict[str, Any]:
    """Run the job of an app; return its result."""
    job_id, _ = await services.jobs.enqueue(match_job(kind))
    (job,) = await services.engine.run_jobs([job_id])
    assert job.state is JobState.COMPLETED, (job.error, job.error_detail)
    assert job.result is not None
    return job.result


async def test_each_pattern_is_searched_once_in_each_name(services: Services) -> None:
    names = 4  # of three files, one of which has a scene name
    assert await matched(services) == {"searches": names * (PATTERNS + 1), "files": 3, "doubtful": 1}
    assert (await matched(services))["searches"] == 0, "nothing is new"
    extra = custom_format(3, title_condition("c"), title_condition("remux"))
    save(services, "radarr.main", "second", media_file(4, "d.word1x.mkv"), extra)
    again = await matched(services)
    assert again["searches"] == PATTERNS + 1 + names + 1, "the new name for all patterns, all for the new one"


async def test_what_the_app_says_otherwise_cannot_be_told(services: Services) -> None:
    await matched(services)
    told = await services.matches.of("radarr.main")
    assert [(told[number].formats, told[number].is_told) for number in (1, 3)] == [
        (frozenset({1, 2}), True),
        (frozenset(), True),
    ]
    assert not told[2].is_told
    assert "does not match “Format 1”" in told[2].doubt


async def test_what_if_counts_only_files_that_can_be_told(services: Services) -> None:
    await matched(services)
    changed = {"id": 2, "name": "F", "specifications": [title_condition("remux|word9x")]}
    new = {"name": "New", "specifications": [title_condition("C")]}
    forecast = await services.matches.what_if("radarr.main", [changed, new], removed=[1])
    assert forecast.files == 3
    assert [(change.file_id, set(change.gained), set(change.lost)) for change in forecast.changes] == [
        (1, set(), {1, 2}),
        (3, {2, -2}, set()),
    ]
    assert set(forecast.cannot_tell) == {2}


async def test_before_the_job_nothing_is_guessed(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    told = await services.matches.of("radarr.main")
    assert "have not been searched" in told[1].unknown[1]
    new = {"name": "New", "specifications": [title_condition("b.word")]}
    threads, add = list[threading.Thread](), searching.add_answers

    def add_noted(*args: Any) -> None:
        threads.append(threading.current_thread())
        add(*args)

    monkeypatch.setattr(searching, "add_answers", add_noted)
    forecast = await services.matches.what_if("radarr.main", [new])
    assert [change.file_id for change in forecast.changes] == [2], "what is asked for is searched at once"
    assert threads and threading.main_thread() not in threads, "a library takes seconds"


async def test_a_process_that_is_ended_leaves_its_searches_to_a_thread(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_pool, "FEW_SEARCHES", 0)
    monkeypatch.setattr(search_pool, "COMMAND", (sys.executable, "-c", ""))
    assert (await matched(services))["searches"] == 4 * (PATTERNS + 1)
    monkeypatch.setattr(search_pool, "COMMAND", ("/nonexistent",))
    save(services, "radarr.main", "second", media_file(4, "d.word1x.mkv"))
    assert (await matched(services))["searches"] == PATTERNS + 1


async def test_a_series_file_has_the_name_it_was_imported_with(services: Services) -> None:
    title = Item(id=1, external_id="1", title="A", path="/tv/A", original_language="English")
    tv = save(services, "sonarr.tv", "one", title, MANY, media_file(9, "renamed.mkv", 1))
    imported = {"fileId": "9", "droppedPath": "/downloads/A.S01/a.word3x.mkv"}
    date = "2026-01-01T00:00:00Z"
    event = ReleaseEvent(id=1, item_id=1, event="downloadFolderImported", date=date, data=imported)
    await services.database.write(history.store_events, tv, [event], {})
    assert await matched(services, Kind.SONARR) == {"searches": 2 * PATTERNS, "files": 1, "doubtful": 0}
    assert (await services.matches.of("sonarr.tv"))[9].formats == {1}


async def test_a_cancelled_job_goes_on_where_it_ended(services: Services) -> None:
    reports: list[Progress] = []

    async def note(progress: Progress) -> None:
        reports.append(progress)
        if progress.done:
            context.cancelled.set()

    async def enqueue(_: Any) -> int:
        raise AssertionError

    context = JobContext(Job(id=1, kind="match", subject="radarr"), note, enqueue, iter(range(1000)).__next__)
    with pytest.raises(JobCancelled):
        await MATCH.handler(services, context)
    total = reports[-1].total
    assert 0 < reports[-1].done < total == 4 * (PATTERNS + 1)
    assert (await matched(services))["searches"] == total - reports[-1].done


WORK = """
import asyncio, sys, time
from arrtui.core.config import load_config
from arrtui.features.matches import searching
from arrtui.runtime import search_pool
from arrtui.runtime.services import Services

if __name__ == "__main__":
    started, begin = [], asyncio.create_subprocess_exec
    stored, store = [], searching.store_answers

    async def begin_one(*command, **options):
        started.append(await begin(*command, **options))
        return started[-1]

    def store_one(task, answers):
        if stored:
            print(*(process.pid for process in started), flush=True)
            time.sleep(600)
        store(task, answers)
        stored.append(task)

    asyncio.create_subprocess_exec = begin_one
    searching.store_answers = store_one
    search_pool.FEW_SEARCHES = 0
    services = Services(load_config(sys.argv[1], env={}), env={})
    services.start()
    time.sleep(600)
"""


def has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


async def test_a_killed_job_is_ended_by_the_next_worker(
    services: Services, config_file: Path, tmp_path: Path
) -> None:
    job_id, _ = await services.jobs.enqueue(match_job(Kind.RADARR))
    script = tmp_path / "work.py"
    script.write_text(WORK)
    command = [sys.executable, str(script), str(config_file)]
    with subprocess.Popen(command, env=ENV, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        workers = [int(pid) for pid in process.stdout.readline().split()]
        process.send_signal(signal.SIGKILL)
    assert len(workers) == search_pool.WORKERS
    deadline = time.monotonic() + 30
    while not all(map(has_ended, workers)):
        assert time.monotonic() < deadline, "the processes that searched are still there"
        await asyncio.sleep(0.02)
    later = Services(load_config(config_file, env={}), env={}, clock=lambda: time.time() + 120)
    (job,) = await later.engine.run_jobs([job_id])
    later.database.close()
    assert job.state is JobState.COMPLETED
    assert job.result is not None
    assert 0 < job.result["searches"] < 4 * (PATTERNS + 1), "what was stored is not searched again"


async def test_a_history_that_came_after_the_files_is_searched_once_it_is_whole(services: Services) -> None:
    await matched(services)
    grab = ReleaseEvent(id=5, event="grabbed", item_id=1, source_title="A.2019.word7x-GRP", date="2020")
    profile = {"upgradeAllowed": True, "items": [], "formatItems": [{"format": 1, "score": 5}]}
    instance_id = save(
        services,
        "radarr.main",
        "second",
        Item(id=1, external_id="1", title="A", profile_id=8),
        Setting(id=8, type="quality_profile", name="HD", body=profile),
    )
    assert (await matched(services))["files"] == 3
    with services.database.writing():
        history.store_events(instance_id, [grab], {1: "1"})
    assert (await services.loops.cutoffs.report("radarr.main")).unsearched == 1
    assert (await matched(services))["searches"] == 0, "more of it may come"
    with services.database.writing():
        history.mark_complete(instance_id)
    await queue_matching(services, "radarr.main")
    (job,) = [job for job in await services.jobs.list_jobs() if job.state is JobState.PENDING]
    await services.engine.run_jobs([job.id])
    report = await services.loops.cutoffs.report("radarr.main")
    assert (report.unsearched, report.profiles[0].qualities[0].best is not None) == (0, True)


async def test_a_backup_queues_the_matching_and_the_simulated_app_agrees(tmp_path: Path) -> None:
    with SimulatedEstate(EstateSize(radarr=(("main", 12),), sonarr=())) as estate:
        file = tmp_path / "config.toml"
        file.write_text(estate.config_toml(database=tmp_path / "arrtui.db").partition("[sync")[0])
        file.chmod(0o600)
        services = Services(load_config(file, env={}), kind="run", env={})
        (backup,) = await services.backup.back_up()
        waited_for = await services.engine.run_jobs([backup])
        assert MATCH.name not in {job.kind for job in waited_for}, "a backup does not wait for it"
        (match,) = [job for job in await services.jobs.list_jobs() if job.kind == MATCH.name]
        before = await services.loops.cutoffs.report("radarr.main")
        (match,) = await services.engine.run_jobs([match.id])
        assert match.state is JobState.COMPLETED, match.error
        assert match.result is not None
        assert (match.result["files"] > 0, match.result["doubtful"]) == (True, 0)
        after = await services.loops.cutoffs.report("radarr.main")
        assert before.unsearched > 0 == after.unsearched, "names of releases are searched too"
        (analysis,) = await services.scores.analyses()
        assert best(after) == one_by_one(services, analysis.library)
        (backup,) = await services.backup.back_up()
        await services.engine.run_jobs([backup])
        matches = [job for job in await services.jobs.list_jobs() if job.kind == MATCH.name]
        assert len(matches) == 1, "nothing has changed"
        services.stop()
