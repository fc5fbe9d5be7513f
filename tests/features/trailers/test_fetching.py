"""Trailers are fetched by the real yt-dlp from loopback: what arrives, what stops a run, what is left."""

from __future__ import annotations

import asyncio
import stat
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from arrtui.core.text import DAY
from arrtui.core.trailers import TrailerDownload
from arrtui.features.trailers import fetching
from arrtui.features.trailers.candidates import Source
from arrtui.features.trailers.fetching import StoppedRunError, TrailerFetcher, is_fetched
from arrtui.media.probe import probe_video
from arrtui.media.refusals import Refusal
from arrtui.media.tools import find_program
from arrtui.media.ytdlp import Downloader
from tests.features.trailers.fetch_support import FILM, MemoryStore, left_behind, movie, run_of, tools
from tests.media.video_server import CLIP, VideoServer, make_dash, serving_videos, youtube_environment
from tests.media.youtube_messages import MESSAGES

pytest.importorskip("yt_dlp")
pytestmark = pytest.mark.asyncio(loop_scope="module")
TRAILER = "Alien (1979) [Bluray-1080p]-trailer.mp4"
STOPPING = ("not-a-bot", "rate-limited", "captcha")
PASSING = ("age", "private", "removed", "country", "members")


@pytest.fixture(scope="module")
def videos() -> Iterator[VideoServer]:
    with serving_videos() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def downloader(
    videos: VideoServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Downloader]:
    titles = {
        "alien": {"media": f"{videos.address}/clip.mp4", "title": "Alien (1979) Official Trailer"},
        "slow": {"media": f"{videos.address}/slow.mp4", "title": "Alien Trailer HD"},
        "noise": {"media": f"{videos.address}/noise.mp4", "title": "Alien Trailer"},
        "live": {"media": f"{videos.address}/clip.mp4", "title": "Alien Trailer", "live_status": "is_live"},
    }
    refusals = {name: {"refusal": message} for name, message in MESSAGES.items()}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in youtube_environment(tmp_path_factory.mktemp("youtube"), titles | refusals).items():
            patch.setenv(name, value)
        made = Downloader()
        yield made
        await made.aclose()


async def test_a_trailer_comes_from_the_first_source_that_has_it(
    downloader: Downloader, tmp_path: Path
) -> None:
    target, store = movie(tmp_path, app_trailer="private"), MemoryStore()
    report = await run_of(downloader, store).run([target])
    (download,) = store.downloads
    trailer = Path(target.folder, download.relative_path)
    assert (report.downloaded, report.failed, report.stopped) == ({"radarr.main": 1}, {}, "")
    assert (download.relative_path, download.film, download.source) == (TRAILER, FILM, "search")
    assert (download.size, trailer.read_bytes()) == (trailer.stat().st_size, CLIP.read_bytes())
    assert stat.S_IMODE(trailer.stat().st_mode) == 0o640
    assert left_behind(target) == {TRAILER}
    tried = [(attempt.source, attempt.outcome) for attempt in store.attempts if attempt.outcome != "rejected"]
    assert tried == [("app", "failed"), ("search", "downloaded")]
    assert store.attempts[0].reason == Refusal.PRIVATE.facts.sentence


@pytest.mark.skipif(find_program("ffmpeg") == "", reason="ffmpeg is not installed")
async def test_picture_and_sound_that_come_apart_are_one_file(
    downloader: Downloader, videos: VideoServer, tmp_path: Path
) -> None:
    videos.folder = tmp_path / "site"
    videos.folder.mkdir()
    name = await asyncio.to_thread(make_dash, videos.folder)
    target = movie(tmp_path, picked=f"{videos.address}/{name}")
    outcome = await TrailerFetcher(target, replace(tools(downloader), merges=True)).fetch()
    assert outcome.download is not None, outcome.attempts
    probed = probe_video(f"{target.folder}/{outcome.download.relative_path}")
    assert probed is not None and (probed.has_video, probed.has_audio, probed.height) == (True, True, 180)
    assert left_behind(target) == {TRAILER} and outcome.download.height == 180
    assert {"/chunk-stream0-00001.m4s", "/chunk-stream1-00001.m4s"} <= videos.asked.keys()


async def test_a_trailer_is_known_as_arrtuis_own_before_it_is_in_place(
    downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, announced = movie(tmp_path, app_trailer="alien"), list[TrailerDownload]()

    def refuse(*_args: object) -> list[str]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(fetching, "place", refuse)
    outcome = await TrailerFetcher(target, tools(downloader, Source.APP, announced=announced)).fetch()
    (download,) = announced
    assert (download.relative_path, download.size, outcome.download) == (TRAILER, CLIP.stat().st_size, None)
    assert download.gone_at is not None
    assert left_behind(target) == set()
    monkeypatch.undo()
    outcome = await TrailerFetcher(target, tools(downloader, Source.APP, announced=announced)).fetch()
    assert outcome.download is not None
    assert (outcome.download.id, outcome.download.gone_at) == (2, None)
    assert is_fetched(msgspec.structs.replace(target, own=(announced[1],)))
    assert not is_fetched(msgspec.structs.replace(target, folder=str(tmp_path), own=(announced[1],)))


async def test_a_pause_follows_only_what_asked_a_site(downloader: Downloader, tmp_path: Path) -> None:
    store, trailers = MemoryStore(), {"B": "private"}
    targets = [movie(tmp_path, name, app_trailer=trailers.get(name, "")) for name in "ABCD"]
    await run_of(downloader, store, Source.APP).run(targets)
    assert store.unpaused == [True, True, False, True]
    assert store.begun == []


@pytest.mark.parametrize("refusal", STOPPING)
async def test_a_refusal_of_this_machine_stops_the_run(
    downloader: Downloader, tmp_path: Path, refusal: str
) -> None:
    store = MemoryStore()
    targets = [movie(tmp_path, "A", app_trailer=refusal), movie(tmp_path, "B", app_trailer="alien")]
    report = await run_of(downloader, store, Source.APP).run(targets)
    assert (report.stopped, report.waiting) == (Refusal(refusal).facts.sentence, 2)
    assert [attempt.retry_after for attempt in store.attempts] == [None]


async def test_a_refusal_of_a_video_lets_the_run_go_on_and_the_title_wait(
    downloader: Downloader, tmp_path: Path
) -> None:
    store, begun = MemoryStore(failures=1), time.time()
    targets = [movie(tmp_path, name, app_trailer=name) for name in (*PASSING, "alien")]
    report = await run_of(downloader, store, Source.APP).run(targets)
    assert (report.downloaded, report.failed) == ({"radarr.main": 1}, {"radarr.main": len(PASSING)})
    assert report.stopped == ""
    waits = [attempt for attempt in store.attempts if attempt.retry_after]
    assert [attempt.reason for attempt in waits] == [Refusal(name).facts.sentence for name in PASSING]
    assert all(begun + 2 * DAY <= attempt.retry_after <= time.time() + 2 * DAY for attempt in waits)


async def test_no_format_for_the_first_three_titles_stops_the_run(
    downloader: Downloader, tmp_path: Path
) -> None:
    targets = [movie(tmp_path, name, app_trailer="no-format") for name in "ABCD"]
    report = await run_of(downloader, MemoryStore(), Source.APP).run(targets)
    assert (report.stopped, report.waiting) == (Refusal.NO_FORMAT.facts.sentence, 2)
    later = [movie(tmp_path, "F", app_trailer="alien"), *targets[:3]]
    assert not (await run_of(downloader, MemoryStore(), Source.APP).run(later)).stopped


async def test_a_forbidden_video_is_asked_for_once_more(
    downloader: Downloader, videos: VideoServer, tmp_path: Path
) -> None:
    target, store = movie(tmp_path, picked=f"{videos.address}/once-forbidden.mp4"), MemoryStore()
    await run_of(downloader, store).run([target])
    assert [attempt.outcome for attempt in store.attempts] == ["downloaded"]
    refused, store = movie(tmp_path, "B", picked=f"{videos.address}/forbidden.mp4"), MemoryStore()
    await run_of(downloader, store).run([refused])
    assert (store.attempts[-1].reason, store.downloads) == (Refusal.FORBIDDEN.facts.sentence, [])
    assert left_behind(refused) == set()


@pytest.mark.parametrize("picked", ["noise", "truncated", "page?seconds=700", "text"])
async def test_what_is_no_trailer_leaves_nothing_behind(
    downloader: Downloader, videos: VideoServer, tmp_path: Path, picked: str
) -> None:
    address = f"{videos.address}/{picked}" if "?" in picked else f"{videos.address}/{picked}.mp4"
    target, store = movie(tmp_path, picked=address), MemoryStore()
    report = await run_of(downloader, store).run([target])
    assert (report.failed, store.downloads) == ({"radarr.main": 1}, [])
    assert left_behind(target) == set()


async def test_a_live_stream_is_not_downloaded_even_if_picked(downloader: Downloader, tmp_path: Path) -> None:
    target, store = movie(tmp_path, picked="https://www.youtube.com/watch?v=live"), MemoryStore()
    await run_of(downloader, store).run([target])
    assert "live" in store.attempts[0].reason
    assert {attempt.source for attempt in store.attempts} <= {"choice", ""}


async def test_a_file_that_has_the_name_is_never_replaced(downloader: Downloader, tmp_path: Path) -> None:
    target, store = movie(tmp_path, app_trailer="alien"), MemoryStore()
    Path(target.folder, TRAILER).write_bytes(b"somebody's")
    await run_of(downloader, store, Source.APP).run([target])
    assert Path(target.folder, TRAILER).read_bytes() == b"somebody's"
    assert TRAILER in store.attempts[0].reason
    assert left_behind(target) == {TRAILER}


@pytest.mark.parametrize(
    ("replacements", "name"), [(["Alien 4k.mkv"], "Alien 4k-trailer.mp4"), (["a.mkv", "b.mkv"], "")]
)
async def test_a_film_that_is_replaced_during_the_download_gives_the_new_name(
    downloader: Downloader, videos: VideoServer, tmp_path: Path, replacements: list[str], name: str
) -> None:
    videos.stalled.clear()
    videos.go_on.clear()
    target, store = movie(tmp_path, app_trailer="slow"), MemoryStore()
    running = asyncio.create_task(run_of(downloader, store, Source.APP).run([target]))
    assert await asyncio.to_thread(videos.stalled.wait, 60)
    folder = Path(target.folder)
    assert {entry.name for entry in folder.iterdir()} == {FILM, ".arrtui"}
    (folder / FILM).unlink()
    for replacement in replacements:
        (folder / replacement).write_bytes(b"film")
    videos.go_on.set()
    await running
    assert left_behind(target) - {*replacements} == ({name} if name else set())
    assert [download.film for download in store.downloads] == (replacements if name else [])


async def test_a_folder_that_vanishes_is_not_made_again(downloader: Downloader, tmp_path: Path) -> None:
    target, other, store = movie(tmp_path, app_trailer="alien"), movie(tmp_path, "B"), MemoryStore()
    Path(target.folder, FILM).unlink()
    Path(target.folder).rmdir()
    report = await run_of(downloader, store, Source.APP).run([target])
    assert (report.failed, store.downloads) == ({"radarr.main": 1}, [])
    assert [*tmp_path.iterdir()] == [Path(other.folder)]


@pytest.mark.parametrize("during", [False, True])
async def test_a_root_that_is_not_mounted_counts_as_no_attempt(
    downloader: Downloader, videos: VideoServer, tmp_path: Path, during: bool
) -> None:
    videos.stalled.clear()
    videos.go_on.clear()
    root, away = tmp_path / "movies", tmp_path / "away"
    root.mkdir()
    targets, store = [movie(root, name, app_trailer="slow") for name in "AB"], MemoryStore()
    if not during:
        root.rename(away)
        root.mkdir()
    running = asyncio.create_task(run_of(downloader, store, Source.APP).run(targets))
    if during:
        assert await asyncio.to_thread(videos.stalled.wait, 60)
        root.rename(away)
        root.mkdir()
        videos.go_on.set()
    report = await running
    assert (report.failed, report.waiting, store.attempts) == ({}, 2, [])
    assert [*root.iterdir()] == []
    assert not list(away.rglob("*trailer*"))


async def test_a_disk_keeps_its_free_space(downloader: Downloader, tmp_path: Path) -> None:
    target = movie(tmp_path, app_trailer="alien")
    fetcher = TrailerFetcher(target, tools(downloader, Source.APP, free_space=2**60))
    with pytest.raises(StoppedRunError, match="free_space"):
        await fetcher.fetch()
    assert left_behind(target) == set()
