"""Yt-dlp in its own process: real downloads from loopback, and every refusal of YouTube."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from arrtui.media.placing import container_of
from arrtui.media.refusals import Refusal, refusal_of
from arrtui.media.tools import find_program
from arrtui.media.ytdlp import Downloader, DownloadRefusedError
from arrtui.media.ytdlp_messages import DownloaderOptions, VideoDownload
from tests.media.video_server import (
    CLIP,
    PADDED,
    VideoServer,
    serving_videos,
    wait_for_part,
    youtube_environment,
)
from tests.media.youtube_messages import MESSAGES

pytest.importorskip("yt_dlp")
pytestmark = pytest.mark.asyncio(loop_scope="module")
WATCH = "https://www.youtube.com/watch?v="


@pytest.fixture(scope="module")
def videos() -> Iterator[VideoServer]:
    with serving_videos() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def downloader(
    videos: VideoServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Downloader]:
    refusals = {name: {"refusal": message} for name, message in MESSAGES.items()}
    own = {
        "trailer": {"media": f"{videos.address}/clip.mp4", "live_status": "not_live"},
        "slow": {"media": f"{videos.address}/slow.mp4"},
    }
    environment = youtube_environment(tmp_path_factory.mktemp("youtube"), own | refusals)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        made = Downloader()
        yield made
        await made.aclose()


def request(address: str, folder: Path) -> VideoDownload:
    return VideoDownload(address, bytes(folder), "0123456789abcdef", "b", "mp4")


@pytest.mark.parametrize("path", ["clip.mp4", "cut.mp4"])
async def test_a_video_arrives_whole_even_if_the_connection_breaks(
    downloader: Downloader, videos: VideoServer, tmp_path: Path, path: str
) -> None:
    answer = await downloader.download(request(f"{videos.address}/{path}", tmp_path))
    assert answer.name == "0123456789abcdef.mp4"
    assert (tmp_path / answer.name).read_bytes() == CLIP.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == [answer.name]
    assert bool(videos.ranges) is (path == "cut.mp4")


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("truncated.mp4", Refusal.TRUNCATED),
        ("forbidden.mp4", Refusal.FORBIDDEN),
        ("text.mp4", Refusal.NOT_A_VIDEO),
    ],
)
async def test_a_video_that_does_not_arrive_leaves_nothing_whole(
    downloader: Downloader, videos: VideoServer, tmp_path: Path, path: str, refusal: Refusal
) -> None:
    with pytest.raises(DownloadRefusedError) as caught:
        await downloader.download(request(f"{videos.address}/{path}", tmp_path))
    assert caught.value.refusal is refusal, caught.value.detail
    assert not [file for file in tmp_path.iterdir() if file.suffix != ".part"]


async def test_a_page_says_how_long_its_video_is(downloader: Downloader, videos: VideoServer) -> None:
    video = await downloader.look_up(f"{videos.address}/page?seconds=700")
    assert (video.title, video.seconds) == ("Alien (1979) - Official Trailer", 700)


@pytest.mark.parametrize("name", MESSAGES)
async def test_a_refusal_of_youtube_says_why(downloader: Downloader, name: str) -> None:
    with pytest.raises(DownloadRefusedError) as caught:
        await downloader.look_up(WATCH + name)
    assert caught.value.refusal is Refusal(name)
    assert refusal_of(caught.value.detail) is Refusal(name)


async def test_a_search_reads_the_list_only(downloader: Downloader, tmp_path: Path) -> None:
    listed = await downloader.search("Alien 1979 trailer", most=3)
    assert [video.address for video in listed] == [WATCH + name for name in ("trailer", "slow", "not-a-bot")]
    chosen = await downloader.look_up(listed[0].address)
    assert (chosen.seconds, chosen.channel, chosen.live_status) == (40, "A Studio", "not_live")


async def test_cookies_are_read_and_never_written(videos: VideoServer, tmp_path: Path) -> None:
    cookies = tmp_path / "cookies.txt"
    cookies.write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\tsecret\n")
    before = cookies.stat()
    downloader = Downloader(DownloaderOptions(cookies=str(cookies)))
    try:
        await downloader.look_up(f"{videos.address}/clip.mp4")
        arguments = (
            Path(f"/proc/{downloader._process.pid}/cmdline").read_bytes() if os.name == "posix" else b""
        )
    finally:
        await downloader.aclose()
    assert (cookies.stat().st_mtime_ns, cookies.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert b"cookies" not in arguments


async def test_a_killed_process_is_a_failure_and_its_part_is_continued(
    downloader: Downloader, videos: VideoServer, tmp_path: Path
) -> None:
    wanted = request(f"{WATCH}slow", tmp_path)
    task = asyncio.create_task(downloader.download(wanted))
    assert await asyncio.to_thread(videos.stalled.wait, 60)
    await asyncio.to_thread(wait_for_part, tmp_path)
    os.killpg(downloader._process.pid, signal.SIGKILL)
    with pytest.raises(DownloadRefusedError):
        await task
    assert not (tmp_path / "0123456789abcdef.mp4").exists()
    videos.go_on.set()
    videos.ranges.clear()
    answer = await downloader.download(wanted)
    assert (tmp_path / answer.name).read_bytes() == PADDED
    assert videos.ranges


@pytest.mark.skipif(find_program("ffmpeg") == "", reason="ffmpeg is not installed")
async def test_with_ffmpeg_a_video_gets_the_container_of_its_profile(
    downloader: Downloader, videos: VideoServer, tmp_path: Path
) -> None:
    wanted = request(f"{videos.address}/clip.mp4", tmp_path)
    answer = await downloader.download(msgspec.structs.replace(wanted, container="mkv", merges=True))
    assert (answer.name, container_of(tmp_path / answer.name)) == ("0123456789abcdef.mkv", ".mkv")
    assert [file.name for file in tmp_path.iterdir()] == [answer.name]


async def test_cancelling_ends_the_process(
    downloader: Downloader, videos: VideoServer, tmp_path: Path
) -> None:
    videos.stalled.clear()
    videos.go_on.clear()
    task = asyncio.create_task(downloader.download(request(f"{WATCH}slow", tmp_path)))
    assert await asyncio.to_thread(videos.stalled.wait, 60)
    process = downloader._process
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert process.returncode == -signal.SIGKILL
