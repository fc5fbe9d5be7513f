"""An app upgrades 50 films at once, then renames them: how long does published artwork stay away?

The app is the simulated one, which deletes and renames what lies beside a film as the records of real ones
say; arrtui is its daemon, in a process of its own, which hears of it by the live feed, by webhooks only, or
not at all until the next backup.
"""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from arrtui.core.artwork import Asset, AssetOrigin, SlotChoice
from arrtui.core.config import load_config
from arrtui.db.artwork import assets, slots
from arrtui.demo.estate import SimulatedEstate
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.media.art_cache import ArtCache
from arrtui.runtime.services import Services
from tests.demo.files.bench import EXTERNAL_ID, Bench, make_estate
from tests.trials.site import ENV, Ended, Site

FILMS = 50
KINDS = ("poster", "fanart", "banner", "landscape")
RADARR = "radarr.main"
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


class UpgradeSite:
    """An app with films, all of them with published artwork and every fifth with a picture of the owner's."""

    def __init__(
        self, folder: Path, estate: SimulatedEstate, heard: dict[str, str], kodi: SimulatedKodi | None = None
    ) -> None:
        self.folder = folder
        self.site = Site(estate, folder)
        self.bench = Bench(estate, "radarr", "Film 00", 1990, EXTERNAL_ID)
        self.hears = len(heard) > 1 or heard["live"] == "true"
        self.ids: list[int] = []
        self.wanted: dict[int, dict[str, bytes]] = {}
        self._add_films(estate)
        self.writes_nfo = kodi is not None
        self._configure(heard, kodi)

    def _add_films(self, estate: SimulatedEstate) -> None:
        for number in range(FILMS):
            self.bench.external_id = EXTERNAL_ID + number
            estate.catalogue._heads["radarr", EXTERNAL_ID + number] = (f"Film {number:02}", 1990, "English")
            path = self.place(number) / f"{self.name(number)} 720p.mkv"
            path.parent.mkdir(parents=True)
            path.write_bytes(b"")
            os.truncate(path, 4_000)
            if number % 5 == 0:
                (path.parent / f"{path.stem}-clearlogo.png").write_bytes(_picture(number))
            self.bench.add(f"a/{self.name(number)}")
            self.ids.append(self.bench.title_id)

    def name(self, number: int) -> str:
        """Return the name of a film's folder."""
        return f"Film {number:02} (1990)"

    def place(self, number: int) -> Path:
        """Return the folder of a film."""
        return self.bench.base / "a" / self.name(number)

    def _configure(self, heard: dict[str, str], kodi: SimulatedKodi | None) -> None:
        app, folder = self.bench.app, self.folder
        text = (
            f'[radarr.main]\nurl = "{app.url}"\napi_key = "{app.api_key}"\nlive = {heard["live"]}\n'
            f'[recycle]\nfolder = "{folder / "bin"}"\n[artwork]\ncache = "{folder / "cache"}"\n'
            f'[database]\nurl = "sqlite:///{folder / "arrtui.db"}"\n'
        )
        if kodi is not None:
            text += f'[players.living-room]\nkind = "kodi"\nurl = "{kodi.url}"\n'
            text += 'user = "kodi"\npassword = "secret-of-kodi"\n'
            text = text.replace("[artwork]\n", '[artwork]\nnfo = "all"\nphases = ["publish", "players"]\n')
        if "hooks" in heard:
            with socket.create_server(("127.0.0.1", 0)) as server:
                port = server.getsockname()[1]
            text += f'[server.hooks]\nlisten = "127.0.0.1:{port}"\n'
            text += f'public_url = "http://127.0.0.1:{port}"\ntoken = "{TOKEN}"\n'
        self.site.config.write_text(text)
        self.site.config.chmod(0o600)

    def run(self, *task: str) -> Ended:
        """Run a task. Raises RuntimeError when it fails."""
        ended = self.site.run(*task)
        if ended.status != 0:
            raise RuntimeError(f"{task}: {ended.status} {ended.out[-500:]} {ended.err[-500:]}")
        return ended

    def publish(self) -> None:
        """Choose images for all films and publish them; have the app hold them as belonging to the films."""
        self.run("backup")
        self.run("artwork", "scan")
        services = Services(load_config(self.site.config, env={}), env={})
        cache = ArtCache(services.config.artwork.cache_place, services.config.artwork.cache_bytes)
        for number in range(FILMS):
            images = {kind: f"{number} {kind}".encode() * 3_000 for kind in KINDS}
            hashes = {kind: cache.add(content, ".jpg") for kind, content in images.items()}
            stored = [
                Asset(
                    sha256=sha256,
                    extension=".jpg",
                    size=len(images[kind]),
                    origin=AssetOrigin.PROVIDER,
                    added_at=1.0,
                )
                for kind, sha256 in hashes.items()
            ]
            external_id = str(EXTERNAL_ID + number)
            choices = [
                SlotChoice(external_id=external_id, slot=kind, sha256=sha256, provider="tmdb")
                for kind, sha256 in hashes.items()
            ]
            services.database.write_sync(assets.record, stored)
            services.database.write_sync(slots.choose, RADARR, choices)
            self.wanted[number] = {f"-{kind}.jpg": content for kind, content in images.items()}
            if number % 5 == 0:
                self.wanted[number]["-clearlogo.png"] = _picture(number)
        services.stop()
        self.run("artwork", "publish", "--apply")
        self.adopt()

    def adopt(self) -> None:
        """Have the app scan all folders, whereupon it holds the pictures in them as its films'."""
        for title_id in self.ids:
            self.bench.title_id = title_id
            self.bench.rescan()

    @contextmanager
    def daemon(self) -> Iterator[None]:
        """Run the daemon."""
        with (self.folder / "daemon.log").open("w") as log:
            process = subprocess.Popen(self.site.command("daemon"), stdout=log, stderr=log, env=ENV)
            try:
                yield
            finally:
                process.terminate()
                process.wait(30)

    # --- what the app does -----------------------------------------------------------------------------

    def upgrade(self) -> None:
        """Queue the import of a better file for each film."""
        for number, title_id in enumerate(self.ids):
            download = f"Film.{number:02}.1990.1080p.BluRay.x264-GRP"
            path = self.bench.base / "dl" / download / f"{download}.mkv"
            path.parent.mkdir(parents=True)
            path.write_bytes(b"")
            os.truncate(path, 5_000)
            file = {"path": str(path), "folderName": download, "movieId": title_id}
            file["quality"] = {"quality": {"id": 7, "name": "Bluray-1080p"}}
            self._post(name="ManualImport", importMode="move", files=[file])

    def rename_by_hand(self) -> None:
        """Rename the films on the disk and have them scanned: the app takes them for missing from it."""
        for number, title_id in enumerate(self.ids):
            video = self.place(number) / self._video(number)
            video.rename(video.with_stem(f"{video.stem}-by hand"))
            self._post(name="RescanMovie", movieId=title_id)

    def rename(self) -> None:
        """Have all films renamed at once."""
        self.bench.configure("naming", {"renameMovies": True})
        self._post(name="RenameMovie", movieIds=self.ids)

    def _post(self, **body: Any) -> None:
        assert self.bench.api("POST", "command", json=body).status_code == 201

    # --- what becomes of the artwork -------------------------------------------------------------------

    def faults(self, number: int) -> list[str]:
        """Return what is not as it must be in a film's folder."""
        there = {path.name: path for path in self.place(number).iterdir()}
        video = next((path for name, path in there.items() if name.endswith(".mkv")), None)
        if video is None:
            return ["no film is there"]
        wanted = {f"{video.stem}{name}": content for name, content in self.wanted[number].items()}
        faults = [
            name
            for name, content in wanted.items()
            if name not in there or there[name].read_bytes() != content
        ]
        own = {video.name, f"{video.stem}.nfo"} if self.writes_nfo else {video.name}
        faults += sorted(own - there.keys())
        return faults + [f"{name} is left" for name in there.keys() - wanted.keys() - own]

    def watch(self, act: Callable[[], None]) -> Iterator[str]:
        """Let the app act, and tell how long artwork was away."""
        videos = {number: self._video(number) for number in range(FILMS)}
        began, away, back = time.monotonic(), dict[int, float](), dict[int, float]()
        act()
        if not self.hears:
            self.bench.api.settle()
            while time.monotonic() - began < 120 and any(
                self._video(number) == video for number, video in videos.items()
            ):
                time.sleep(0.2)
            began = time.monotonic()
            self.run("backup")
        while len(back) < FILMS and time.monotonic() - began < PATIENCE:
            self.bench.api.get("system/status")  # a simulated app goes on with its work when it is asked
            now = time.monotonic()
            for number in range(FILMS):
                if number not in away and self._video(number) != videos[number]:
                    away[number] = now
                if number in away and number not in back and not self.faults(number):
                    back[number] = now
            time.sleep(0.1)
        longest = max((back[number] - away[number] for number in back), default=0.0)
        missing = [fault for number in range(FILMS) if number not in back for fault in self.faults(number)]
        missing += [f"film {number} was not touched" for number in range(FILMS) if number not in away]
        took = time.monotonic() - began
        is_right = not missing and longest <= MOST
        line = f"{act.__name__}: {len(back)} of {FILMS} whole, away {longest:.1f} s at most, "
        line += f"all after {took:.1f} s"
        yield f"{'ok' if is_right else 'WRONG'} {line} {missing[:4] or ''}"

    def watched(self, kodi: SimulatedKodi) -> Iterator[str]:
        """Watch all films in a Kodi, have them upgraded, and tell whether they are still watched."""
        self._wait(lambda: len(kodi.library.videos) == FILMS)
        for video in list(kodi.library.videos.values()):
            video.fields["playcount"], video.tags = 2, ["with Ann"]
        shown = len(kodi.library.videos)
        yield from self.watch(self.upgrade)
        began = time.monotonic()
        self._wait(lambda: not self._unwatched(kodi))
        left, calls = self._unwatched(kodi), set(kodi.names())
        is_right = not left and shown == FILMS and not kodi.library.scans_stopped
        line = f"Kodi had {shown} films and has {FILMS - len(left)} upgraded ones that stay watched, "
        line += f"{time.monotonic() - began:.1f} s later {left[:3] or ''}"
        yield f"{'ok' if is_right and 'VideoLibrary.Clean' not in calls else 'WRONG'} {line}"

    def _unwatched(self, kodi: SimulatedKodi) -> list[str]:
        """Return the films of which Kodi does not have the file that is there, and only that, as watched."""
        entries = list(kodi.library.videos.values())
        left = []
        for number in range(FILMS):
            place = self.place(number)
            known = [entry for entry in entries if entry.file.parent == place]
            is_right = [entry.file.name for entry in known] == [self._video(number)] and all(
                entry.fields["playcount"] == 2 and entry.tags == ["with Ann"] and "poster" in entry.art
                for entry in known
            )
            left += [] if is_right else [f"{place.name}: {[entry.file.name for entry in known]}"]
        return left

    def _wait(self, is_so: Callable[[], bool]) -> None:
        began = time.monotonic()
        while not is_so() and time.monotonic() - began < PATIENCE:
            time.sleep(0.2)

    def _video(self, number: int) -> str:
        return next((path.name for path in self.place(number).glob("*.mkv")), "")


def _picture(number: int) -> bytes:
    file = BytesIO()
    Image.new("RGBA", (400, 155), (number, 0, 0, 0)).save(file, "PNG")
    return file.getvalue()


def trial(times: int) -> Iterator[str]:
    """Yield a line for each thing the app does, for each way of hearing of it."""
    for _ in range(times):
        for words, heard in HEARD.items():
            with tempfile.TemporaryDirectory() as folder, make_estate(Path(folder) / "estate") as estate:
                site = UpgradeSite(Path(folder), estate, heard)
                site.publish()
                with site.daemon():
                    if "hooks" in heard:
                        site.run("webhooks", "register")
                    time.sleep(5)  # until the feed is heard; not longer than what an owner would wait
                    for act in (site.upgrade, site.rename, site.rename_by_hand):
                        yield from (line + f" ({words})" for line in site.watch(act))
                        site.adopt()
                        site.run("artwork", "scan")
        yield from _trial_of_kodi()


def _trial_of_kodi() -> Iterator[str]:
    """Yield what becomes of watched films in a Kodi that shows them."""
    with tempfile.TemporaryDirectory() as folder, make_estate(Path(folder) / "estate") as estate:
        kodi = SimulatedKodi([Path(folder) / "estate" / "data" / "a"])
        try:
            site = UpgradeSite(Path(folder), estate, HEARD["by the live feed"], kodi)
            site.publish()
            with site.daemon():
                yield from (line + " (with a Kodi)" for line in site.watched(kodi))
        finally:
            kodi.close()
