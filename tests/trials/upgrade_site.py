"""Titles of a simulated app with published artwork, and arrtui's daemon, which hears of what the app does."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from arrtui.core.artwork import Asset, AssetOrigin, SlotChoice
from arrtui.core.config import load_config
from arrtui.db.artwork import assets, slots
from arrtui.demo.estate import SimulatedEstate
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.kodi_library import KodiVideo
from arrtui.media.art_cache import ArtCache
from arrtui.runtime.services import Services
from tests.demo.files.bench import EXTERNAL_ID, Bench
from tests.trials.site import ENV, Ended, Site

MOST = 60.0
"""Seconds that artwork may be away after the app told of what it did."""
PATIENCE = 240.0
"""Seconds after which artwork is taken for lost."""
TOKEN = "t" * 24
HEARD = {
    "by the live feed": {"live": "true"},
    "by webhooks": {"live": "false", "hooks": "true"},
    "at the backup": {"live": "false"},
}
"""How arrtui hears of what an app did → options of its configuration."""


class UpgradeSite(ABC):
    """Titles below one root folder. A *part* is what has one video at a time: a film, an episode."""

    kind: str

    def __init__(
        self, folder: Path, estate: SimulatedEstate, heard: dict[str, str], kodi: SimulatedKodi | None = None
    ) -> None:
        self.folder = folder
        self.site = Site(estate, folder)
        self.bench = Bench(estate, self.kind, "Title 00", 1990, EXTERNAL_ID)
        self.hears = len(heard) > 1 or heard["live"] == "true"
        self.ids: list[int] = []
        """Of the titles, as the app has them."""
        self.writes_nfo = kodi is not None
        self.phases = ["publish"] if kodi is None else ["publish", "players"]
        self._add_titles(estate)
        self._configure(heard, kodi)

    @abstractmethod
    def _add_titles(self, estate: SimulatedEstate) -> None:
        """Lay titles out and add them to the app."""

    @abstractmethod
    def images(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield external id, slot and content of every image that is to be published."""

    @abstractmethod
    def videos(self) -> Mapping[Any, Path]:
        """Return the video that each part has now."""

    @abstractmethod
    def faults(self, part: Any) -> list[str]:
        """Return what is not as it must be of a part that has a video."""

    @abstractmethod
    def upgrade(self) -> None:
        """Have every video replaced by a better one."""

    @abstractmethod
    def rename(self) -> None:
        """Have every video renamed by the app."""

    @abstractmethod
    def rename_by_hand(self) -> None:
        """Rename every video behind the app's back, and have it look."""

    @abstractmethod
    def strays(self) -> list[str]:
        """Return what lies in the folders and should not."""

    @property
    def name(self) -> str:
        """Name of the instance."""
        return f"{self.kind}.main"

    def _configure(self, heard: dict[str, str], kodi: SimulatedKodi | None) -> None:
        app, folder = self.bench.app, self.folder
        text = (
            f'[{self.name}]\nurl = "{app.url}"\napi_key = "{app.api_key}"\nlive = {heard["live"]}\n'
            f'[recycle]\nfolder = "{folder / "bin"}"\n[artwork]\ncache = "{folder / "cache"}"\n'
            f"phases = {self.phases}\n"
            f'[database]\nurl = "sqlite:///{folder / "arrtui.db"}"\n'
        )
        if kodi is not None:
            text += f'[players.living-room]\nkind = "kodi"\nurl = "{kodi.url}"\n'
            text += 'user = "kodi"\npassword = "secret-of-kodi"\n'
            text = text.replace("[artwork]\n", '[artwork]\nnfo = "all"\n')
        if "hooks" in heard:
            with socket.create_server(("127.0.0.1", 0)) as server:
                port = server.getsockname()[1]
            text += f'[server.hooks]\nlisten = "127.0.0.1:{port}"\n'
            text += f'public_url = "http://127.0.0.1:{port}"\ntoken = "{TOKEN}"\n'
        self.site.config.write_text(text)
        self.site.config.chmod(0o600)

    # --- arrtui --------------------------------------------------------------------------------------

    def run(self, *task: str) -> Ended:
        """Run a task. Raises RuntimeError when it fails."""
        ended = self.site.run(*task)
        if ended.status != 0:
            raise RuntimeError(f"{task}: {ended.status} {ended.out[-500:]} {ended.err[-500:]}")
        return ended

    def publish(self) -> None:
        """Choose images and publish them; have the app hold them as belonging to its videos."""
        self.run("backup")
        self.run("artwork", "scan")
        services = Services(load_config(self.site.config, env={}), env={})
        cache = ArtCache(services.config.artwork.cache_place, services.config.artwork.cache_bytes)
        stored, choices = [], []
        for external_id, slot, content in self.images():
            sha256 = cache.add(content, ".jpg")
            facts = {"extension": ".jpg", "size": len(content), "added_at": 1.0}
            stored.append(Asset(sha256=sha256, origin=AssetOrigin.PROVIDER, **facts))
            choices.append(SlotChoice(external_id=external_id, slot=slot, sha256=sha256, provider="tmdb"))
        services.database.write_sync(assets.record, stored)
        services.database.write_sync(slots.choose, self.name, choices)
        services.stop()
        self.run("artwork", "publish", "--apply")
        if self.writes_nfo:
            self.run("backup")  # whereupon players are told of everything
        self.adopt()

    def adopt(self) -> None:
        """Have the app scan all folders, whereupon it holds the pictures in them as its videos'."""
        for title_id in self.ids:
            self.bench.title_id = title_id
            self.bench.rescan()

    @contextmanager
    def daemon(self, *, hooks: bool = False) -> Iterator[None]:
        """Run the daemon; ``hooks``: the app is told to call it."""
        with (self.folder / "daemon.log").open("w") as log:
            process = subprocess.Popen(self.site.command("daemon"), stdout=log, stderr=log, env=ENV)
            try:
                if hooks:
                    self.run("webhooks", "register")
                time.sleep(5)  # until the feed is heard; not longer than what an owner would wait
                yield
            finally:
                process.terminate()
                process.wait(30)

    # --- the app -------------------------------------------------------------------------------------

    def post(self, **body: Any) -> None:
        """Have the app do a command."""
        assert self.bench.api("POST", "command", json=body).status_code == 201

    def download(self, name: str) -> Path:
        """Lay a finished download out; return its video."""
        path = self.bench.base / "dl" / name / f"{name}.mkv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
        os.truncate(path, 5_000)
        return path

    # --- what becomes of the artwork -------------------------------------------------------------------

    def watch(self, act: Callable[[], None]) -> Iterator[str]:
        """Let the app act, and tell how long artwork was away: without news of it, since the backup began."""
        before = self.videos()
        began, away, back = time.monotonic(), dict[Hashable, float](), dict[Hashable, float]()
        act()
        if not self.hears:
            self.bench.api.settle()
            self._wait(lambda: all(self.videos().get(part) != video for part, video in before.items()))
            began = time.monotonic()
            away = dict.fromkeys(before, began)
            self.run("backup")
        while len(back) < len(before) and time.monotonic() - began < PATIENCE:
            self.bench.api.get("system/status")  # a simulated app goes on with its work when it is asked
            now, videos = time.monotonic(), self.videos()
            for part, video in before.items():
                if part not in away and videos.get(part) != video:
                    away[part] = now
                if part in away and part not in back and part in videos and not self.faults(part):
                    back[part] = now
            time.sleep(0.1)
        longest = max((back[part] - away[part] for part in back), default=0.0)
        late = before.keys() - back.keys()
        missing = [fault for part in late for fault in self.faults(part) or [f"{part} is untouched"]]
        self._wait(lambda: not self.strays(), 20.0)
        missing += self.strays()
        is_right = not missing and longest <= MOST
        line = f"{act.__name__}: {len(back)} of {len(before)} whole, away {longest:.1f} s at most, "
        line += f"all after {time.monotonic() - began:.1f} s"
        yield f"{'ok' if is_right else 'WRONG'} {line} {sorted(missing)[:4] or ''}"

    def watched(self, kodi: SimulatedKodi, act: Callable[[], None]) -> Iterator[str]:
        """Watch everything in a Kodi, let the app act, and tell whether it is still watched."""
        parts = len(self.videos())
        self._wait(lambda: len(kodi.library.videos) == parts)
        for video in list(kodi.library.videos.values()):
            video.fields["playcount"], video.tags = 2, ["with Ann"]
        shown = len(kodi.library.videos)
        yield from self.watch(act)
        began = time.monotonic()
        self._wait(lambda: not self._unwatched(kodi))
        left, calls = self._unwatched(kodi), set(kodi.names())
        is_right = not left and shown == parts and not kodi.library.scans_stopped
        line = f"Kodi had {shown} videos and has {parts - len(left)} others that stay watched, "
        line += f"{time.monotonic() - began:.1f} s later {left[:3] or ''}"
        yield f"{'ok' if is_right and 'VideoLibrary.Clean' not in calls else 'WRONG'} {line}"

    def _unwatched(self, kodi: SimulatedKodi) -> list[str]:
        """Return the parts of which Kodi does not have the file that is there, and only that, as watched."""
        entries = list(kodi.library.videos.values())
        left = []
        for part, path in self.videos().items():
            known = [entry for entry in entries if self.is_of(part, path, entry)]
            is_right = [entry.file for entry in known] == [path] and all(map(self._is_kept, known))
            left += [] if is_right else [f"{path.name}: {[entry.file.name for entry in known]}"]
        return left

    @abstractmethod
    def is_of(self, part: Any, path: Path, entry: KodiVideo) -> bool:
        """Return whether an entry of Kodi's library is one of a part, which has a video now."""

    @staticmethod
    def _is_kept(entry: KodiVideo) -> bool:
        has_tags = entry.kind == "episode" or entry.tags == ["with Ann"]
        return entry.fields["playcount"] == 2 and has_tags and bool({"poster", "thumb"} & entry.art.keys())

    @staticmethod
    def _wait(is_so: Callable[[], bool], most: float = PATIENCE) -> None:
        began = time.monotonic()
        while not is_so() and time.monotonic() - began < most:
            time.sleep(0.2)
