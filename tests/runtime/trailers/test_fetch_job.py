"""The job that fetches: each title has the state of its own download, and what was cut off is swept."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.events import JobState
from arrtui.db import jobs
from arrtui.features.trailers import turns
from arrtui.features.trailers.candidates import Source
from arrtui.features.trailers.fetching import FetchTools
from arrtui.media.ytdlp_messages import Downloaded, DownloadProgress, Video, VideoDownload
from arrtui.runtime.trailers import fetch_tools
from tests.media.video_server import CLIP
from tests.runtime.test_trailer_fetching import NAME, Fetching

ALIEN, BLOW_UP, CURE = "601", "602", "603"


class Studio:
    """Has a trailer of every film, and stops in the middle of the second one until it is told to go on."""

    def __init__(self) -> None:
        self.halfway, self.go_on = asyncio.Event(), asyncio.Event()
        self.begun: list[str] = []

    async def search(self, words: str, most: int) -> tuple[Video, ...]:
        title = words.removesuffix(" official trailer")
        return (Video(f"https://films.test/{title}", f"{title} Trailer", seconds=40, live_status="not_live"),)

    async def look_up(self, address: str) -> Video:
        return Video(address, f"{address.rpartition('/')[2]} Trailer", seconds=40, live_status="not_live")

    async def download(
        self, request: VideoDownload, report: Callable[[DownloadProgress], None]
    ) -> Downloaded:
        self.begun.append(request.address.rpartition("/")[2])
        part = Path(os.fsdecode(request.folder), f"{request.stem}.mp4.part")
        part.write_bytes(b"half")
        if len(self.begun) == 2:
            report(DownloadProgress(3 * 2**20, 12 * 2**20))
            self.halfway.set()
            await self.go_on.wait()
        part.unlink()
        shutil.copyfile(CLIP, part.with_suffix(""))
        return Downloaded(f"{request.stem}.mp4", Video(request.address))

    @asynccontextmanager
    async def opened(self, _config: Any, database: Any, clock: Any) -> AsyncIterator[FetchTools]:
        loop = asyncio.get_running_loop()

        def announce(instance: str, download: Any) -> int:
            storing = database.write(fetch_tools.trailers.record_download, instance, download)
            return asyncio.run_coroutine_threadsafe(storing, loop).result()

        yield FetchTools(self, [Source.SEARCH], 0, False, None, lambda _path: None, clock, announce)


@pytest.fixture
def fetching(tmp_path: Path) -> Iterator[Fetching]:
    made = Fetching(tmp_path, clock=time.time)
    yield made
    made.services.database.close()


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Studio:
    made = Studio()
    monkeypatch.setattr(fetch_tools, "opened_tools", made.opened)
    monkeypatch.setattr(turns, "PAUSE", (0.0, 0.0))
    return made


async def states(fetching: Fetching) -> dict[str, tuple[str, str]]:
    """Return state and what is done now, by external id."""
    rows = await fetching.services.trailers.rows()
    return {row.facts.title.external_id: (row.status.state.value, row.status.doing) for row in rows}


def left(fetching: Fetching) -> set[str]:
    """Return what lies in the folders of the titles beside the films."""
    root = Path(fetching.services.database.read_sync(fetching_root))
    return {path.relative_to(root).as_posix() for path in root.rglob("*.mp4*")}


def fetching_root() -> str:
    from arrtui.db.media import media_roots

    return next(iter(media_roots(NAME)))


async def test_each_title_has_the_state_of_its_own_download(fetching: Fetching, studio: Studio) -> None:
    job_id = await fetching.use_cases.fetch(limit=3)
    assert set((await states(fetching)).values()) == {("downloading", "")}
    running = asyncio.create_task(fetching.services.engine.run_jobs([job_id]))
    async with asyncio.timeout(60):
        while not any("%" in job.progress.text for job in fetching.jobs()):
            await asyncio.sleep(0.01)
    now = await states(fetching)
    assert now[ALIEN] == ("downloaded", "") and now[CURE] == ("downloading", "")
    state, doing = now[BLOW_UP]
    assert state == "downloading" and doing == "25% of 12.0 MiB"
    (row,) = [row for row in await fetching.services.trailers.rows() if row.status.doing]
    assert doing in row.reason
    assert await fetching.use_cases.fetch_titles([(NAME, ALIEN)]) == job_id
    studio.go_on.set()
    await running
    assert studio.begun == ["Alien", "Blow-Up", "Cure"]
    assert set((await states(fetching)).values()) == {("downloaded", "")}


async def test_a_part_that_was_cut_off_is_swept_by_the_next_run_and_only_it(
    fetching: Fetching, studio: Studio
) -> None:
    job_id = await fetching.use_cases.fetch(limit=2)
    running = asyncio.create_task(fetching.services.engine.run_jobs([job_id]))
    await asyncio.wait_for(studio.halfway.wait(), 60)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    (part,) = left(fetching) - {"Alien/Alien-trailer.mp4"}
    assert part.startswith("Blow-Up/.arrtui/")
    assert [title[1] for title in fetching.titles()] == [BLOW_UP]
    other = Path(
        fetching.services.database.read_sync(fetching_root), "Alien/.arrtui/0123456789abcdef.mp4.part"
    )
    other.parent.mkdir()
    other.write_bytes(b"of nobody's attempt")
    fetching.services.database.write_sync(jobs.cancel, job_id, time.time())
    job_id = await fetching.use_cases.fetch_titles([(NAME, CURE)])
    studio.begun += ["a third"]
    done = await fetching.services.engine.run_jobs([job_id])
    assert [job.state for job in done if job.id == job_id] == [JobState.COMPLETED]
    assert left(fetching) == {
        "Alien/Alien-trailer.mp4", "Alien/.arrtui/0123456789abcdef.mp4.part", "Cure/Cure-trailer.mp4",
    }  # fmt: skip
