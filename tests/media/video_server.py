"""A server of videos on loopback, with the faults that real ones have; and a YouTube that serves from it."""

from __future__ import annotations

import json
import struct
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

CLIP = Path(__file__).with_name("clip.mp4")
"""40 seconds of one colour and silence, made by ffmpeg."""
_PADDING = 2**16
PADDED = CLIP.read_bytes() + struct.pack(">I4s", _PADDING, b"free") + bytes(_PADDING - 8)
"""The same, long enough for its first half to be on disk when its server stalls."""
PLUGINS = Path(__file__).with_name("plugins")
_KINDS = {".mpd": "application/dash+xml"}
_PAGE = """<html><head><title>{name}</title><script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "VideoObject", "name": "{name}", "duration": "PT{seconds}S",
"thumbnailUrl": "{address}/x.jpg", "uploadDate": "2026-11-28", "contentUrl": "{address}/clip.mp4"}}
</script></head></html>"""


@dataclass
class VideoServer:
    """What is served, and what was asked for."""

    address: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    """Path → requests."""
    ranges: list[str] = field(default_factory=list)
    """Of the requests that asked for a part."""
    stalled: Event = field(default_factory=Event)
    """Set when ``/slow.mp4`` has sent its first half; it goes on when :attr:`go_on` is set."""
    go_on: Event = field(default_factory=Event)
    folder: Path | None = None
    """Further files that are served by their names."""


class _Handler(BaseHTTPRequestHandler):
    videos: VideoServer
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        path, content = self.path.partition("?")[0], CLIP.read_bytes()
        self.videos.asked[path] += 1
        name = path.rpartition("/")[2]
        # yt-dlp asks once to see what kind of thing is at an address, then once to download it
        faults: dict[str, Callable[[], None]] = {
            "cut.mp4": lambda: self._send(content, cut=self.videos.asked[path] == 2),
            "truncated.mp4": lambda: self._send(content, cut=True),
            "once-forbidden.mp4": lambda: self._forbid(content, self.videos.asked[path] == 2),
            "forbidden.mp4": lambda: self._forbid(content, True),
            "text.mp4": lambda: self._send(b"<html>Not found, sorry</html>" * 50, kind="text/html"),
            "noise.mp4": lambda: self._send(b"no video at all " * 200),
            "slow.mp4": lambda: self._send(PADDED, slow=True),
            "page": lambda: self._send_page(),
        }
        file = None if self.videos.folder is None else self.videos.folder / name
        if file is not None and file.is_file():
            self._send(file.read_bytes(), kind=_KINDS.get(file.suffix, "video/mp4"))
        else:
            faults.get(name, lambda: self._send(content))()

    do_HEAD = do_GET

    def _send_page(self) -> None:
        seconds = self.path.partition("seconds=")[2] or "40"
        page = _PAGE.format(
            name="Alien (1979) - Official Trailer", seconds=seconds, address=self.videos.address
        )
        self._send(page.encode(), kind="text/html")

    def _forbid(self, content: bytes, forbidden: bool) -> None:
        if forbidden:
            self.send_error(403)
        else:
            self._send(content)

    def _send(
        self, content: bytes, *, kind: str = "video/mp4", cut: bool = False, slow: bool = False
    ) -> None:
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        if start:
            self.videos.ranges.append(self.headers["Range"])
        part = content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Accept-Ranges", "bytes")
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if self.command == "HEAD":
            return
        half = len(part) // 2
        self.wfile.write(part[:half])
        self.wfile.flush()
        if slow:
            self.videos.stalled.set()
            self.videos.go_on.wait(60)
        if not cut:
            with suppress(ConnectionError):
                self.wfile.write(part[half:])

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def serving_videos() -> Iterator[VideoServer]:
    """Serve until the block ends."""
    videos = VideoServer()
    handler = type("Handler", (_Handler,), {"videos": videos})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    videos.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield videos
    finally:
        videos.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


def make_dash(folder: Path) -> str:
    """Make a video whose picture and sound are separate, as YouTube's are; return the name of its list."""
    command = (
        "ffmpeg -v error -f lavfi -i color=blue:size=320x180:rate=5 -f lavfi -i sine=440 -t 4 "
        "-c:v libx264 -preset ultrafast -g 10 -c:a aac -seg_duration 2 -f dash apart.mpd"
    )
    subprocess.run(command.split(), cwd=folder, check=True, stdin=subprocess.DEVNULL, timeout=60)
    return "apart.mpd"


def wait_for_part(folder: Path) -> None:
    """Wait until a part of a download is on disk."""
    while not any(part.stat().st_size for part in folder.glob("*.part")):
        pass


def youtube_environment(folder: Path, videos: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return variables with which yt-dlp takes these videos, by id, for those of YouTube."""
    file = folder / "youtube.json"
    file.write_text(json.dumps(videos), encoding="utf-8")
    return {"ARRTUI_TEST_YOUTUBE": str(file), "PYTHONPATH": str(PLUGINS)}
