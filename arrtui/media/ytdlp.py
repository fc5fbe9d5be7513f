"""Run yt-dlp in a process of its own, which can be killed and cannot take arrtui with it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, TypeVar

import msgspec

import arrtui
from arrtui.core.errors import ArrtuiError
from arrtui.media.refusals import Refusal, refusal_of
from arrtui.media.ytdlp_messages import (
    Answer,
    Downloaded,
    DownloaderOptions,
    DownloadProgress,
    Failed,
    Request,
    Video,
    VideoDownload,
    VideoFound,
    VideoLookUp,
    VideoSearch,
    VideosFound,
)

SILENCE = 600.0
"""Seconds without a word after which a process is given up; ffmpeg puts a trailer together without one."""
_LONGEST_LINE = 16 * 2**20
"""Bytes: yt-dlp's errors and the results of a search stay far below."""
_ANSWERS: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)
_Answer = TypeVar("_Answer", VideoFound, VideosFound, Downloaded)

Report = Callable[[DownloadProgress], None]


@dataclass(eq=False)
class DownloaderMissingError(ArrtuiError):
    """Yt-dlp is not installed."""

    code: ClassVar[str] = "no-downloader"


@dataclass(eq=False)
class DownloadRefusedError(ArrtuiError):
    """A video could not be looked up or downloaded; ``detail`` is yt-dlp's message."""

    refusal: Refusal = Refusal.OTHER
    code: ClassVar[str] = "refused"


class Downloader:
    """Yt-dlp, started with the first request. Answers one request at a time; belongs to one event loop.

    A request that is cancelled ends the process, and what it runs, at once.
    """

    def __init__(self, options: DownloaderOptions | None = None) -> None:
        self._options = options or DownloaderOptions()
        self._process: asyncio.subprocess.Process | None = None
        self._asking = asyncio.Lock()

    async def look_up(self, address: str) -> Video:
        """Return what is known of the video at an address. Raises DownloadRefusedError."""
        return (await self._ask(VideoLookUp(address), VideoFound)).video

    async def search(self, words: str, most: int = 10) -> tuple[Video, ...]:
        """Return the videos in YouTube's list of results for some words. Raises DownloadRefusedError."""
        return (await self._ask(VideoSearch(words, most), VideosFound)).videos

    async def download(self, request: VideoDownload, report: Report = lambda _progress: None) -> Downloaded:
        """Download a video and return the name of its file. Raises DownloadRefusedError."""
        return await self._ask(request, Downloaded, report)

    async def aclose(self) -> None:
        """End the process and whatever it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        await process.wait()

    async def _ask(
        self, request: Request, kind: type[_Answer], report: Report = lambda _progress: None
    ) -> _Answer:
        async with self._asking:
            try:
                answer = await self._exchange(request, report)
            except BaseException:
                await asyncio.shield(self.aclose())  # its answer would be taken for that of the next request
                raise
        if isinstance(answer, kind):
            return answer
        message = answer.message if isinstance(answer, Failed) else "The process ended without an answer."
        refusal = refusal_of(message)
        what = "searching for a trailer" if isinstance(request, VideoSearch) else "reading a video"
        raise DownloadRefusedError(what, why=refusal.facts.sentence, detail=message, refusal=refusal)

    async def _exchange(self, request: Request, report: Report) -> Answer:
        """Send a request and return its last answer; that of a process that broke down is a failure."""
        process = self._process or await self._start()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process was started without pipes")
        try:
            process.stdin.write(msgspec.json.encode(request) + b"\n")
            await process.stdin.drain()
            while True:
                async with asyncio.timeout(SILENCE):
                    line = await process.stdout.readline()
                answer = _ANSWERS.decode(line)
                if not isinstance(answer, DownloadProgress):
                    return answer
                report(answer)
        except (OSError, msgspec.DecodeError, ValueError, TimeoutError) as error:
            await self.aclose()
            return Failed(f"The process that runs yt-dlp broke down ({type(error).__name__}).")

    async def _start(self) -> asyncio.subprocess.Process:
        """Start the process; its settings go through its input, not its arguments."""
        if find_spec("yt_dlp") is None:
            raise DownloaderMissingError(
                "downloading trailers",
                why="yt-dlp is not installed",
                advice='Run: pip install "arrtui[trailers]"',
            )
        package = str(Path(arrtui.__file__).parents[1])
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "arrtui.media.ytdlp_process"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths},
            start_new_session=True,
            limit=_LONGEST_LINE,
        )
        if self._process.stdin is not None:
            self._process.stdin.write(msgspec.json.encode(self._options) + b"\n")
        return self._process
