"""The job that scans, on a movie of a simulated Radarr with its folder on disk."""

from __future__ import annotations

import shutil

import httpx

from arrtui.core.artwork import PhaseName
from arrtui.core.events import Job, JobState
from arrtui.db.artwork import assets, folders, slots, streams
from arrtui.runtime.artwork import probe_job
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


async def test_videos_without_facts_are_looked_into_in_the_background(home: Home) -> None:
    await home.back_up()
    (home.folder / "Another version.mkv").write_bytes(b"no video")
    await scan(home)
    probes = [job for job in await home.services.jobs.list_jobs() if job.kind == probe_job.KIND]
    assert [job.state for job in probes] == [JobState.COMPLETED]
    result = probes[0].result or {}
    if shutil.which("ffprobe"):
        rows = await home.services.database.read(streams.probed, NAME)
        assert "Another version.mkv" in {row.file.relative_path for row in rows}
        assert result["unread"] == result["probed"] == len(rows)
    else:
        assert "ffprobe" in result["messages"][0]
    await scan(home)
    assert len([job for job in await home.services.jobs.list_jobs() if job.kind == probe_job.KIND]) == 1


async def test_nothing_is_looked_into_where_that_is_switched_off(home: Home) -> None:
    await home.back_up()
    (home.folder / "Another version.mkv").write_bytes(b"no video")
    path = home.services.config.path
    assert path is not None
    path.write_text(path.read_text() + "[artwork]\nprobe = false\n")
    await home.services.follow_config()
    await scan(home)
    assert probe_job.KIND not in {job.kind for job in await home.services.jobs.list_jobs()}


def switch_consumer_on(home: Home) -> None:
    """Have the app write images into folders, as far as it is asked."""
    for row in home.title.app.store.providers["metadata"].values():
        row["enable"] = row["implementation"] == "XbmcMetadata"


async def test_what_the_apps_consumer_wrote_is_not_the_owners(home: Home) -> None:
    switch_consumer_on(home)
    await home.back_up()
    app = home.title.app
    address = f"{app.url}/api/v3/mediacover/{home.title.title_id}/poster.jpg"
    async with httpx.AsyncClient() as client:
        cover = (await client.get(address, headers={"X-Api-Key": app.api_key})).content
    (home.folder / "poster.jpg").write_bytes(cover)
    (home.folder / "fanart.jpg").write_bytes(draw(seed=5))
    await scan(home)
    stored = (await home.services.database.read(slots.choices, NAME))[str(home.title.external_id)]
    assert {slot: (choice.provider, choice.by_owner) for slot, choice in stored.items()} == {
        "poster": ("app", False),
        "fanart": ("owner", True),
    }
    known = await home.services.database.read(assets.assets, [choice.sha256 for choice in stored.values()])
    assert {known[choice.sha256].origin for choice in stored.values()} == {"app", "owner"}
    (home.folder / "folder.jpg").write_bytes(draw(seed=6))
    await scan(home)
    stored = (await home.services.database.read(slots.choices, NAME))[str(home.title.external_id)]
    assert stored["poster"].by_owner, "the owner's counts, although the app's has the better name"


async def test_what_may_be_the_apps_waits_until_it_answers(home: Home) -> None:
    switch_consumer_on(home)
    await home.back_up()
    (home.folder / "poster.jpg").write_bytes(draw())
    (home.folder / "landscape.jpg").write_bytes(draw(seed=5))
    home.title.app.faults.add("500", "/mediacover/")
    job = await scan(home)
    assert job.result and "did not answer" in job.result["messages"][0]
    stored = (await home.services.database.read(slots.choices, NAME))[str(home.title.external_id)]
    assert [*stored] == ["landscape"]


async def test_what_is_wrong_in_folders_is_said(home: Home) -> None:
    await home.back_up()
    (home.folder / "movie.nfo").write_text(
        '<movie><title>A</title><uniqueid type="tmdb">1</uniqueid></movie>'
    )
    (home.folder / "poster.jpg").write_bytes(b"<svg><script>alert(1)</script></svg>")
    job = await scan(home)
    assert job.result
    conflict, image = job.result["messages"]
    assert "movie.nfo" in conflict and "tmdb 1" in conflict
    assert "poster.jpg" in image and "SVG" in image
    again = await scan(home)
    assert again.result and again.result["messages"] == job.result["messages"], "as long as it is so"
