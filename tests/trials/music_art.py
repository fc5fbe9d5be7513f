"""Pictures of artists and albums survive what a simulated Lidarr does to folders: how long are they away?

No record of the real one tells what it does with files beside tracks, so that the simulated one only moves,
adds and deletes tracks. arrtui listens to its live feed; after each event every picture is where it belongs
with the content that was published, within :data:`MOST` seconds.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from arrtui.demo.lidarr.store import LidarrStore
from arrtui.features.artwork.album_folders import album_folders
from tests.runtime.artwork.bench import LIDARR
from tests.runtime.artwork.test_artists_followed import MusicHome, music_home
from tests.runtime.artwork.test_owner_files import picture

MOST = 60.0
"""Seconds a picture may be away."""
FORMATS = (
    "{Album Title}/{Album Title} {track:00}",
    "{Album Title} [x]/{Album Title} {track:00}",
    "{Release Year}/{Album Title}/{Album Title} {track:00}",
)
"""How tracks are named: no two of an artist alike, so that they can lie in one folder."""


class MusicSite:
    """Artists with pictures, and what is done to them."""

    def __init__(self, home: MusicHome, seed: int) -> None:
        assert isinstance(home.app.store, LidarrStore)
        self.home, self.store, self.rng = home, home.app.store, random.Random(seed)
        self.covers: dict[int, bytes] = {}
        """Content of the cover by the app's id of the album."""
        self.posters: dict[int, bytes] = {}
        self.published: set[int] = set()
        """Albums whose covers are published."""

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send what the app's own page would."""
        headers, url = {"X-Api-Key": self.home.app.api_key}, f"{self.home.app.url}/api/v1/{path}"
        answer = httpx.request(method, url, json=body, headers=headers, timeout=30)
        answer.raise_for_status()
        return answer.json()

    async def begin(self) -> None:
        """Publish a picture for each artist, and for each album that has a folder."""
        for artist in self.store.titles.values():
            self.store.lay_out(artist, self.store.files_of(artist["id"]))
        self.home.configure(renameTracks=True, standardTrackFormat=FORMATS[0])
        self.home.command("RenameArtist", artistIds=[*self.store.titles])
        await self.home.back_up()
        slots = self.home.services.database.read_sync(_albums)
        for place, (external_id, item_id, album_id, slot) in enumerate(slots):
            self.covers[album_id] = picture(place + 100)
            self.home.choose(LIDARR, external_id, slot, self.covers[album_id])
            if item_id not in self.posters:
                self.posters[item_id] = picture(place + 1)
                self.home.choose(LIDARR, external_id, "poster", self.posters[item_id])
        await self.publish()

    async def publish(self) -> None:
        """Publish what has a folder and no picture in it, as a plan does that is applied."""
        await self.home.back_up()
        await self.home.publish(LIDARR)
        self.published = {album for number in self.store.titles for album in self._folders(number)}

    def _folders(self, number: int) -> dict[int, str]:
        """Return the folders of an artist's albums that have one, by the ids of the albums."""
        files = [(file["relativePath"], file["albumId"]) for file in list(self.store.files_of(number))]
        return {album: folder for album, folder in album_folders(files).folders.items() if album is not None}

    def faults(self) -> list[str]:
        """Return what is not as it must be."""
        faults = []
        for number, artist in list(self.store.titles.items()):
            wanted = {"folder.jpg": self.posters[number]} if number in self.posters else {}
            wanted |= {
                f"{folder}folder.jpg": self.covers[album]
                for album, folder in self._folders(number).items()
                if album in self.published
            }
            there = self.home.pictures(Path(artist["path"]))
            faults += [f"{path} in {artist['path']}" for path in wanted if there.get(path) != wanted[path]]
            faults += [f"stray {path} in {artist['path']}" for path in there.keys() - wanted.keys()]
        return faults

    def count(self) -> int:
        """Return how many pictures lie in the folders of artists."""
        return sum(len(self.home.pictures(Path(row["path"]))) for row in self.store.titles.values())

    # --- what is done ------------------------------------------------------------------------------------

    def rename(self) -> None:
        """Give albums other folders."""
        self.home.configure(renameTracks=True, standardTrackFormat=self.rng.choice(FORMATS))
        self.home.command("RenameArtist", artistIds=[*self.store.titles])

    def flatten(self) -> None:
        """Lay all tracks into the folders of artists, as Lidarr does by default."""
        self.home.configure(renameTracks=False)
        self.home.command("RenameArtist", artistIds=[*self.store.titles])
        self.published.clear()

    def retag(self) -> None:
        """Have the app write tags into all files."""
        self.home.command("RetagArtist", artistIds=[*self.store.titles])

    def upgrade(self) -> None:
        """Have the app grab a better release of an album and import it."""
        self.home.configure(renameTracks=True)
        albums = [self.store.albums[number] for number in self.published if number in self.store.albums]
        self.rng.shuffle(albums)
        for album in albums:
            named = self.ask("GET", f"album/{album['id']}")
            title = f"{named['artist']['artistName']} - {named['title']} (2001) [FLAC 24bit]-GRP"
            body = {"title": title, "downloadUrl": "http://127.0.0.1:9/x.nzb", "protocol": "usenet"}
            if self.ask("POST", "release/push", body | {"publishDate": "2026-11-27T00:00:00Z"})["approved"]:
                files = {file["id"] for file in self.store.files_of(album["artistId"])}
                self.home.command("ProcessMonitoredDownloads")
                if {file["id"] for file in self.store.files_of(album["artistId"])} != files:
                    return
        raise RuntimeError("no album was upgraded")

    def move(self) -> None:
        """Move an artist's folder to the other root folder."""
        number = self.rng.choice([*self.store.titles])
        here = self.store.titles[number]["path"].rpartition("/")[0]
        roots = [row["path"] for row in self.store.root_folders.values() if row["path"] != here]
        body = {"artistIds": [number], "rootFolderPath": self.rng.choice(roots), "moveFiles": True}
        self.ask("PUT", "artist/editor", body)
        self.store.settle()

    def refresh(self) -> None:
        """Take pictures away by hand while all artists are refreshed."""
        for artist in self.store.titles.values():
            for path in Path(artist["path"]).rglob("folder.jpg"):
                if self.rng.random() < 0.5:
                    path.unlink()
        self.home.command("RefreshArtist")

    def lose_folder(self) -> None:
        """Delete an album's folder with its tracks and its picture, and have it found out."""
        several = [row for row in self.store.titles.values() if len(self._folders(row["id"])) > 1]
        artist = self.rng.choice(several)
        folder = self.rng.choice([*self._folders(artist["id"]).values()])
        shutil.rmtree(Path(artist["path"], folder))
        self.home.command("RescanFolders", folders=[artist["path"]], addNewArtists=False)


def _albums() -> list[tuple[str, int, int, str]]:
    from arrtui.db.reading import rows_of

    sql = (
        "SELECT t.external_id, t.item_id, e.episode_id, e.season, e.number FROM item AS t "
        "JOIN episode AS e ON e.item_id = t.item_id AND e.instance_id = t.instance_id ORDER BY 3"
    )
    rows = rows_of(sql, ())
    return [(*row[:3], f"s{row[3]:02}e{row[4]:02}:thumb") for row in rows]


DEEDS: tuple[Callable[[MusicSite], None], ...] = (
    MusicSite.rename,
    MusicSite.upgrade,
    MusicSite.retag,
    MusicSite.move,
    MusicSite.refresh,
    MusicSite.flatten,
    MusicSite.rename,
    MusicSite.lose_folder,
)


def trial(times: int) -> Iterator[str]:
    """Yield how long pictures were away after each event."""
    with tempfile.TemporaryDirectory() as folder, music_home(Path(folder), live=True) as home:
        site = MusicSite(home, 7)
        with asyncio.Runner() as runner:
            runner.run(site.begin())
            if faults := site.faults():
                yield f"wrong at the beginning: {'; '.join(faults[:4])}"
            for attempt in range(times):
                deed = DEEDS[attempt % len(DEEDS)]
                if not site.published:
                    runner.run(site.publish())
                deed(site)
                yield runner.run(_wait(site, f"{attempt + 1} {deed.__name__}"))


async def _wait(site: MusicSite, what: str) -> str:
    began = time.monotonic()
    while (faults := site.faults()) and time.monotonic() - began < MOST:
        await asyncio.sleep(0.2)
    seconds = time.monotonic() - began
    there = f"{site.count()} pictures"
    return f"{'wrong' if faults else 'ok'} {what}: {there}, {seconds:.1f} s {'; '.join(faults[:4])}".rstrip()
