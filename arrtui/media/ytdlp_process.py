"""The process that runs yt-dlp: ``python -m arrtui.media.ytdlp_process``.

It reads one request per line and writes its answers, until its input ends. Then it ends at once and takes
ffmpeg with it, so that nothing is downloaded for an arrtui that is no longer there.
"""

from __future__ import annotations

import contextlib
import io
import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

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

_PROGRESS_PAUSE = 0.2
"""Seconds between two reports of progress."""
_RUNTIMES: dict[str, dict[str, str]] = {"deno": {}, "node": {}, "bun": {}, "quickjs": {}}
"""Whichever is installed runs the scripts of YouTube; yt-dlp alone tries only deno."""
_FIRST_VIDEO = {"noplaylist": True, "playlist_items": "1"}
_KEPT_MESSAGES = 20


class _Messages:
    """Collects what yt-dlp says in the place of its output."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.errors: list[str] = []

    def debug(self, message: str) -> None:
        """Drop what is of no interest."""

    def warning(self, message: str) -> None:
        """Keep a warning."""
        self.warnings = [*self.warnings[1 - _KEPT_MESSAGES :], message]

    def error(self, message: str) -> None:
        """Keep an error."""
        self.errors = [*self.errors[1 - _KEPT_MESSAGES :], message]


class _Process:
    """Answers requests, one after the other."""

    def __init__(self, options: DownloaderOptions, answers: BinaryIO) -> None:
        self._options = options
        self._answers = answers
        self._reported_at = 0.0

    def answer(self, request: Request) -> None:
        """Do what a request asks for and write the answer, whatever happens."""
        messages = _Messages()
        try:
            with contextlib.chdir(request.folder if isinstance(request, VideoDownload) else b"."):
                self._write(self._handle(request, messages))
        except Exception as error:  # of yt-dlp, its extractors and plugins: any kind
            parts = dict.fromkeys([str(error) or repr(error), *messages.errors, *messages.warnings])
            self._write(Failed("\n".join(parts)))

    def _handle(self, request: Request, messages: _Messages) -> Answer:
        from yt_dlp import YoutubeDL

        match request:
            case VideoLookUp():
                with YoutubeDL(self._parameters(messages) | _FIRST_VIDEO) as downloader:
                    info = downloader.extract_info(request.address, download=False)
                return VideoFound(_video(_single(info)))
            case VideoSearch():
                parameters = {**self._parameters(messages), "extract_flat": True}
                with YoutubeDL(parameters) as downloader:
                    info = downloader.extract_info(f"ytsearch{request.most}:{request.words}", download=False)
                return VideosFound(tuple(_video(entry) for entry in (info or {}).get("entries") or ()))
            case VideoDownload():
                parameters = self._parameters(messages) | _FIRST_VIDEO | self._download_parameters(request)
                with YoutubeDL(parameters) as downloader:
                    info = _single(downloader.extract_info(request.address, download=True))
                path = Path(info["requested_downloads"][0]["filepath"])
                return Downloaded(path.name, _video(info), tuple(messages.warnings))

    def _parameters(self, messages: _Messages) -> dict[str, Any]:
        """Return yt-dlp's options for all requests.

        Which clients of YouTube are asked is left to yt-dlp, whose releases follow YouTube. Cookies are
        handed over as text: yt-dlp would write back to a file.
        """
        cookies = self._options.cookies
        return {
            "quiet": True,
            "noprogress": True,
            "color": "never",
            "logger": messages,
            "cookiefile": io.StringIO(Path(cookies).read_text(encoding="utf-8")) if cookies else None,
            "socket_timeout": 30,
            "retries": 3,
            "fragment_retries": 5,
            "js_runtimes": _RUNTIMES,
        }

    def _download_parameters(self, request: VideoDownload) -> dict[str, Any]:
        """Return yt-dlp's further options for a download. The folder is the current one.

        A name there is a path relative to it, so that no part of the folder's own path is expanded.
        """
        processors: list[dict[str, Any]] = []
        if request.merges:
            processors.append({"key": "FFmpegVideoRemuxer", "preferedformat": request.container})
            if request.subtitles:
                processors.append({"key": "FFmpegEmbedSubtitle"})
        return {
            "outtmpl": {"default": f"{request.stem}.%(ext)s"},
            "format": request.format,
            "merge_output_format": request.container,
            "ratelimit": self._options.rate_limit or None,
            "continuedl": True,
            "updatetime": False,
            "writesubtitles": request.merges and bool(request.subtitles),
            "subtitleslangs": list(request.subtitles),
            "postprocessors": processors,
            "progress_hooks": [self._report],
        }

    def _report(self, status: dict[str, Any]) -> None:
        now = time.monotonic()
        if status.get("status") != "downloading" or now - self._reported_at < _PROGRESS_PAUSE:
            return
        self._reported_at = now
        total = status.get("total_bytes") or status.get("total_bytes_estimate") or 0
        self._write(DownloadProgress(int(status.get("downloaded_bytes") or 0), int(total)))

    def _write(self, answer: Answer) -> None:
        self._answers.write(msgspec.json.encode(answer) + b"\n")
        self._answers.flush()


def _single(info: Any) -> dict[str, Any]:
    """Return the one video of what was extracted. Raises LookupError if there is none."""
    entries = info.get("entries") if info else ()
    if entries is not None:
        info = next(iter(entries), None)
    if not info:
        raise LookupError("no video at the address")
    return dict(info)


def _video(info: dict[str, Any]) -> Video:
    seconds, date = info.get("duration"), info.get("upload_date")
    return Video(
        address=str(info.get("webpage_url") or info.get("original_url") or info.get("url") or ""),
        title=str(info.get("title") or ""),
        channel=str(info.get("channel") or info.get("uploader") or ""),
        seconds=float(seconds) if isinstance(seconds, int | float) else None,
        live_status=str(info.get("live_status") or ("is_live" if info.get("is_live") else "")),
        upload_date=str(date or ""),
        **{name: _whole(info.get(name)) for name in ("width", "height")},
        views=_whole(info.get("view_count")),
    )


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def main() -> None:
    """Answer the requests of the standard input."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a plugin prints is no answer
    lines: queue.Queue[bytes] = queue.Queue()
    options = msgspec.json.decode(sys.stdin.buffer.readline(), type=DownloaderOptions)
    threading.Thread(target=_read_requests, args=(lines,), daemon=True).start()
    process = _Process(options, answers)
    decoder = msgspec.json.Decoder(VideoLookUp | VideoSearch | VideoDownload)
    while line := lines.get():
        process.answer(decoder.decode(line))


def _read_requests(lines: queue.Queue[bytes]) -> None:
    """Hand requests over; end the process and its children when nobody can ask any more."""
    while line := sys.stdin.buffer.readline():
        lines.put(line)
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()
