"""The real Kodi, headless, in a network of its own that reaches nothing but itself.

Kodi's web server listens on every address and starts only where a network is there, so it runs in a network
namespace with a pair of interfaces that lead nowhere.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image

KODI = "/usr/lib/x86_64-linux-gnu/kodi/kodi.bin"
PORT = 8187
PASSWORD = "secret-of-kodi"
STARTED_WITHIN = 90.0
_QUIET_LOOKS = 8
"""Looks in a row, 0.2 s apart, in which no scan is seen: one that was asked for begins within a second."""
_RECURSIVE = 2_147_483_647
"""Kodi's "scan without limit"."""


def why_not() -> str:
    """Return why the real Kodi cannot be run here; empty if it can."""
    missing = [name for name in ("Xvfb", "unshare", "ip", "ffmpeg") if shutil.which(name) is None]
    if not Path(KODI).is_file():
        missing.insert(0, "kodi (apt-get install kodi)")
    if missing:
        return f"{', '.join(missing)} not installed"
    probe = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return "" if probe.returncode == 0 else "no network namespace can be made here"


def make_network() -> None:
    """Give this process's network namespace, a new one, interfaces that lead nowhere."""
    for command in (
        "link set lo up",
        "link add kodi0 type veth peer name kodi1",
        "addr add 10.77.0.1/24 dev kodi0",
        "link set kodi0 up",
        "link set kodi1 up",
    ):
        subprocess.run(["ip", *command.split()], check=True)


def _settings(sets: Path, more: Mapping[str, object]) -> str:
    values: dict[str, object] = {
        "services.webserver": "true",
        "services.webserverport": PORT,
        "services.webserverauthentication": "true",
        "services.webserverusername": "kodi",
        "services.webserverpassword": PASSWORD,
        "services.esallinterfaces": "false",
        "services.zeroconf": "false",
        "general.addonupdates": 2,
        "videolibrary.moviesetsfolder": f"{sets}/",
        **more,
    }
    rows = "".join(f'<setting id="{name}">{value}</setting>' for name, value in values.items())
    return f'<settings version="2">{rows}</settings>'


def _source(folder: Path) -> str:
    return (
        f'<source><name>{folder.name}</name><path pathversion="1">{folder}/</path>'
        "<allowsharing>true</allowsharing></source>"
    )


class RealKodi:
    """A running Kodi with sources of films, series and music."""

    def __init__(
        self, home: Path, videos: Mapping[Path, str], music: Path | None = None, **settings: object
    ) -> None:
        """``videos``: content (``movies``, ``tvshows``) by folder; ``settings``: dots of ids as ``__``."""
        self.url = f"http://127.0.0.1:{PORT}"
        self.calls: list[str] = []
        self.sets = home / "sets"
        """Its folder of sets, which is a source too: its web server shows pictures of sources alone."""
        self._home = home
        self._sources = videos
        self._music = music
        self._settings = {name.replace("__", "."): value for name, value in settings.items()}

    def rpc(self, method: str, **params: Any) -> Any:
        """Return the result of a method."""
        self.calls.append(method)
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        answer = json.loads(self._get("/jsonrpc", body))
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _get(self, path: str, body: bytes | None = None) -> bytes:
        pair = base64.b64encode(f"kodi:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", body, headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            content: bytes = answer.read()
        return content

    def colour(self, address: str) -> str:
        """Return the colour of the picture that Kodi shows for an address of its library."""
        with Image.open(BytesIO(self._get(f"/image/{quote(address, safe='')}"))) as picture:
            red, green, blue = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
        return max(("red", red), ("lime", green), ("blue", blue), key=lambda pair: pair[1])[0]

    def scan(self, folder: Path) -> None:
        """Scan a source or a folder in one, listed first where it lies; wait until that is written."""
        listed = folder if folder in (*self._sources, self._music) else folder.parent
        self.rpc("Files.GetDirectory", directory=f"{listed}/")
        is_music = self._music is not None and folder.is_relative_to(self._music)
        library = "AudioLibrary" if is_music else "VideoLibrary"
        self.rpc(f"{library}.Scan", directory=f"{folder}/", showdialogs=False)
        self.wait_until_scanned("Library.IsScanningMusic" if is_music else "Library.IsScanningVideo")

    def wait_until_scanned(self, name: str) -> None:
        """Wait until no scan was seen to run for a while; ``name``: what says that one runs."""
        quiet = 0
        while quiet < _QUIET_LOOKS:
            time.sleep(0.2)
            running = self.rpc("XBMC.GetInfoBooleans", booleans=[name])
            quiet = 0 if any(running.values()) else quiet + 1

    @contextmanager
    def running(self) -> Iterator[RealKodi]:
        """Start Kodi, let it make its database, tell it of its sources; stop it in the end."""
        data = self._home / ".kodi" / "userdata"
        data.mkdir(parents=True)
        (data / "guisettings.xml").write_text(_settings(self.sets, self._settings))
        self.sets.mkdir()
        video = "".join(map(_source, (*self._sources, self.sets)))
        music = _source(self._music) if self._music else ""
        (data / "sources.xml").write_text(f"<sources><video>{video}</video><music>{music}</music></sources>")
        screen = subprocess.Popen(
            ["Xvfb", ":187", "-screen", "0", "640x480x24", "-nolisten", "tcp"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        environment = {**os.environ, "HOME": str(self._home), "DISPLAY": ":187", "LIBGL_ALWAYS_SOFTWARE": "1"}
        kodi = subprocess.Popen(
            [KODI, "--standalone"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self._wait_until_up(kodi)
            self._set_content(data / "Database")
            yield self
        finally:
            for process in (kodi, screen):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _wait_until_up(self, kodi: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < deadline and kodi.poll() is None:
            with suppress(OSError):
                self.rpc("JSONRPC.Ping")
                return
            time.sleep(0.5)
        raise RuntimeError(f"Kodi did not start; see {self._home}/.kodi/temp/kodi.log")

    def _set_content(self, databases: Path) -> None:
        """Say what is in the sources, as its dialog does: local information only, separate folders on.

        Of series the same column says that the source itself is one series, which it is not.
        """
        columns = (
            "strPath, strContent, strScraper, scanRecursive, useFolderNames, strSettings, noUpdate, exclude"
        )
        with closing(sqlite3.connect(next(databases.glob("MyVideos*.db")), timeout=20)) as database, database:
            for folder, content in self._sources.items():
                row = (f"{folder}/", content, "metadata.local", _RECURSIVE, content == "movies", "", 0, 0)
                marks = ", ".join("?" * len(row))
                database.execute(f"INSERT INTO path ({columns}) VALUES ({marks})", row)
