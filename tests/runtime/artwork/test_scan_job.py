"""The job that scans, on a movie of a simulated Radarr with its folder on disk."""

from __future__ import annotations

from arrtui.core.artwork import PhaseName
from arrtui.core.events import Job, JobState
from arrtui.db.artwork import folders, slots
from arrtui.runtime.artwork.phases import PhaseArgs, kind_of
from tests.media.pictures import draw
from tests.runtime.trailers.conftest import NAME, Home
from tests.runtime.trailers.conftest import home as home


async def scan(home: Home, **args: object) -> Job:
    """Scan and return the finished job."""
    (job_id,) = await home.services.artwork.start(PhaseName.SCAN, [NAME], PhaseArgs(**args))  # type: ignore[arg-type]
    await home.work([job_id])
    return next(job for job in await home.services.jobs.list_jobs() if job.id == job_id)


async def test_a_scan_tells_what_it_read_and_the_next_one_has_nothing_to_do(home: Home) -> None:
    await home.back_up()
    (home.folder / "poster.jpg").write_bytes(draw())
    job = await scan(home)
    assert job.state is JobState.COMPLETED and job.result is not None
    assert (job.result["found"], job.result["failed"], job.result["not_ready"]) == (1, 0, 0)
    kind = home.services.kinds.get(job.kind)
    assert kind is not None and (kind.name, kind.title) == (kind_of(PhaseName.SCAN), "Scan")
    chosen = await home.services.database.read(slots.choices, NAME)
    assert [*chosen[str(home.title.external_id)]] == ["poster"]
    again = await scan(home)
    assert again.result and again.result["found"] == 0
    assert "nothing to do" in home.services.kinds.describe_result(again)


async def test_a_root_that_is_not_there_is_said(home: Home) -> None:
    await home.back_up()
    await scan(home)
    home.folder.parent.rename(home.folder.parent.with_name("away"))
    job = await scan(home)
    assert job.result and str(home.folder.parent) in job.result["messages"][0]
    assert await home.services.database.read(folders.folders, NAME)


async def test_a_cache_in_a_root_folder_is_refused_and_the_folders_are_read(home: Home) -> None:
    await home.back_up()
    (home.folder / "poster.jpg").write_bytes(draw())
    inside = home.folder.parent / "cache"
    text = home.services.config.path.read_text()  # type: ignore[union-attr]
    home.services.config.path.write_text(f'{text}[artwork]\ncache = "{inside}"\n')  # type: ignore[union-attr]
    await home.services.follow_config()
    (job_id,) = await home.services.artwork.start(PhaseName.SCAN, [NAME])
    while True:
        (job,) = [job for job in await home.services.jobs.list_jobs() if job.id == job_id]
        if job.state.finished:
            break
    assert job.state is JobState.FAILED and "artwork.cache" in job.error
    assert not inside.exists()
    stored = (await home.services.database.read(folders.folders, NAME))[str(home.title.external_id)]
    assert "poster" in {file.slot for file in stored.files}
