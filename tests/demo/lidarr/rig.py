"""A small simulated Lidarr in this process, its clients, and what it tells them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from arrtui.demo.estate import SimulatedApp
from arrtui.demo.http.clock import DAY
from arrtui.demo.http.routing import Router
from arrtui.demo.lidarr import routes
from arrtui.demo.lidarr.store import LidarrStore
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.music import HostAlbum, HostArtist, HostRelease, HostTrack, uuid_of
from tests.demo.replay.client import Client

Obj = dict[str, Any]
TODAY = 1_795_824_000 // DAY * DAY
_ROUTER = Router(routes.TABLE)


def edition(number: int, tracks: int = 3, form: str = "CD") -> HostRelease:
    """Return a release (number: of its album, times ten, plus its place) with so many tracks."""
    album = number // 10
    rows = tuple(
        HostTrack(
            track_id=uuid_of("d", number * 100 + place),
            recording_id=uuid_of("e", album * 100 + place),
            title=f"Song {place}",
            position=place,
            number=str(place),
            medium=1,
            duration=200_000,
        )
        for place in range(1, tracks + 1)
    )
    return HostRelease(uuid_of("c", number), f"Album {album}", media=(form,), tracks=rows)


def album(number: int, kind: str = "Album", date: str = "2001-02-03", **more: Any) -> HostAlbum:
    """Return an album with two releases of which the first has more tracks."""
    releases = [edition(number * 10 + 1), edition(number * 10 + 2, 2, "Vinyl")]
    uuid, artist = uuid_of("b", number), uuid_of("a", number // 100)
    dated = f"{date}T00:00:00Z" if date else ""
    return HostAlbum(uuid, f"Album {number}", artist, kind, date=dated, releases=releases, **more)


class FeedClient:
    """A client of the live feed that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[Obj] = []

    def put(self, text: str) -> None:
        """Keep a message."""
        self.messages.append(json.loads(text)["arguments"][0])

    def named(self, name: str) -> list[Obj]:
        """Return the bodies of the messages of a name."""
        return [message["body"] for message in self.messages if message["name"] == name]


class Rig:
    """A Lidarr with one artist of three albums: an album with files, an EP and a single without."""

    def __init__(self, folder: Path | None = None) -> None:
        catalogue = Catalogue(7, TODAY)
        self.host = catalogue.music
        self.artist_host = HostArtist(uuid_of("a", 1), "Silent Harbours", "silent harbours")
        self.artist_host.albums = [
            album(101),
            album(102, "EP", "2010-01-01"),
            album(103, "Single", "2015-01-01"),
        ]
        self.host.artists[self.artist_host.artist_id] = self.artist_host
        self.store = LidarrStore("lidarr.main", 7, catalogue, folder, [])
        self.app = SimulatedApp(self.store, [])
        self.app.router = _ROUTER
        self.client = Client(self)  # type: ignore[arg-type]
        self.root = self.store.root_folders[1]["path"]
        for root in self.store.root_folders.values():
            if folder:
                Path(root["path"]).mkdir(parents=True)
        self.store.tags.clear()
        self.store.queue.clear()
        self.calls: list[Obj] = []
        courier: Any = self.store.courier
        courier.deliver = lambda notification, payload: self.calls.append(payload)
        self.artist = self.call("POST", "artist", self.new_artist(1))
        self.settle()

    def new_artist(self, number: int, **more: Any) -> Obj:
        """Return the body that adds an artist with everything."""
        return {
            "foreignArtistId": uuid_of("a", number),
            "artistName": "x",
            "qualityProfileId": 1,
            "metadataProfileId": 3,
            "rootFolderPath": self.root,
            "monitored": True,
            "addOptions": {"monitor": "all"},
        } | more

    def call(self, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        """Return the JSON of an answer, whose status must be this, or a good one."""
        response = self.client.call(method, path, body)
        good = response.status_code < 300 if status is None else response.status_code == status
        assert good, f"{method} {path}: {response.status_code} {response.text[:300]}"
        return response.json() if response.content else None

    def get(self, path: str) -> Any:
        """Return the JSON of a path."""
        return self.call("GET", path)

    def command(self, name: str, **body: Any) -> Obj:
        """Queue a command and let it end; return it as it is then."""
        number = self.call("POST", "command", {"name": name, **body})["id"]
        self.settle()
        return dict(self.get(f"command/{number}"))

    def settle(self) -> None:
        """Let every command end, and those that they queue."""
        self.store.settle()

    def albums(self) -> dict[str, Obj]:
        """Return the albums by their titles."""
        return {row["title"]: row for row in self.get("album")}

    def import_album(self, title: str = "Album 101", quality: str = "FLAC", tail: str = "GRP") -> Obj:
        """Push a release of an album, which must be approved, and let it arrive; return the verdict."""
        release = self.push(title, quality, tail)
        assert release["approved"], release["rejections"]
        self.command("DownloadedAlbumsScan")
        return release

    def push(self, title: str = "Album 101", quality: str = "FLAC", tail: str = "GRP") -> Obj:
        """Push a release of an album; return the verdict."""
        name = f"Silent Harbours - {title} (2001) [{quality}]-{tail}"
        body = {
            "title": name,
            "downloadUrl": "http://127.0.0.1:9/x.nzb",
            "protocol": "usenet",
            "size": 300_000_000,
        }
        return dict(self.call("POST", "release/push", body | {"publishDate": "2026-11-27T00:00:00Z"}))

    def listen(self) -> FeedClient:
        """Connect a client to the live feed."""
        client = FeedClient()
        self.app.hub._clients.append(client)  # type: ignore[arg-type]
        return client

    def subscribe(self) -> None:
        """Have a webhook for every event."""
        events = {f"on{event}": True for event in self.store.spec.notification_events}
        body = {"name": "hook", "implementation": "Webhook", "configContract": "WebhookSettings", **events}
        self.call(
            "POST", "notification", body | {"fields": [{"name": "url", "value": "http://127.0.0.1:9/h"}]}
        )
        self.calls.clear()

    def told(self) -> list[Obj]:
        """Return what webhooks were called with."""
        for call in self.app.webhooks.take():
            call()
        pool = self.app.webhooks._pool
        if pool is not None:
            pool.submit(lambda: None).result(30)
        return self.calls
