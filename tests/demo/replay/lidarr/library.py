"""A simulated Lidarr that holds what the recorded one held, read from its own answers."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from arrtui.demo.estate import SimulatedApp
from arrtui.demo.http.clock import DAY
from arrtui.demo.http.routing import Router
from arrtui.demo.lidarr import routes
from arrtui.demo.lidarr.store import LidarrStore
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.music import (
    HostAlbum,
    HostArtist,
    HostRelease,
    HostTrack,
    number_of,
    uuid_of,
)
from tests.demo.replay.records import FOLDER

Obj = dict[str, Any]
RECORDS = FOLDER / "lidarr"
TODAY = 1_795_824_000 // DAY * DAY
"""The day of the recordings: 2026-11-28."""


@cache
def recorded(name: str) -> Any:
    """Return the body of a record."""
    return json.loads((RECORDS / f"{name}.json").read_text())["body"]


@cache
def router() -> Router:
    """Return the routes of every Lidarr."""
    return Router(routes.TABLE)


class LidarrBench:
    """One app in the state of a recorded library: `read`, which was changed by requests, or `second`."""

    kind = "lidarr"

    def __init__(self, name: str) -> None:
        self.store = LidarrStore("lidarr.main", 7, Catalogue(7, TODAY), None, [])
        self.store.draw_once()
        self.app = SimulatedApp(self.store, [])
        self.app.router = router()
        self.app.authentication = "external"
        self.artists: list[Obj] = recorded("read.artists" if name == "read" else "second.artists")
        self.albums: list[Obj] = recorded("read.albums" if name == "read" else "second.albums")
        self._first_track = 10_000 if name == "second" else 0
        """Where ids of tracks begin that were not recorded."""
        self._set_settings(name)
        self.store.host.artists.update(_host_artists(name))
        for artist in self.artists:
            self._add_artist(artist)
        for album in sorted(self.albums, key=lambda row: int(row["releases"][0]["id"])):
            self._add_album(album)
        files = recorded("second.files") if name == "second" else recorded("read.files-artist")
        files = files + ([] if name == "second" else recorded("read.files-album-duplicate")[:2])
        for file in files:
            self.add_file(file)
        self.store.touch()

    def _set_settings(self, name: str) -> None:
        store, prefix = self.store, "second" if name == "second" else "read"
        number = "2" if name == "second" else "1"
        store.tags = {row["id"]: dict(row) for row in recorded(f"{prefix}.tag")}
        tables = {
            "formats": "customformat",
            "profiles": "qualityprofile",
            "metadata_profiles": "metadataprofile",
        }
        for table, resource in tables.items():
            rows = getattr(store, table)
            rows.clear()
            rows.update({row["id"]: dict(row) for row in recorded(f"{prefix}.{resource}")})
        store.root_folders.clear()
        for root in recorded("read.rootfolder"):
            path = root["path"].replace("lidarr1", f"lidarr{number}")
            shown = ("accessible", "freeSpace", "totalSpace")
            row = {key: value for key, value in root.items() if key not in shown}
            store.root_folders[root["id"]] = row | {"path": path}
        for rows in store.providers.values():
            rows.clear()
        store.exclusions.clear()
        store.release_profiles.clear()
        store.touch()

    # ---- the library ------------------------------------------------------------------------------

    def _add_artist(self, artist: Obj) -> None:
        own = ("path", "qualityProfileId", "metadataProfileId", "monitored", "monitorNewItems", "added", "id")
        row = {key: artist[key] for key in own} | {"tags": list(artist["tags"])}
        row |= {"foreignArtistId": artist["foreignArtistId"], "title": artist["artistName"], "year": 0}
        self.store.artists[row["id"]] = row
        self.store.album_ids[row["id"]], self.store.file_ids[row["id"]] = [], []
        self.store.remember_ids()

    def _add_album(self, album: Obj) -> None:
        """Add an album with its own id and those of its releases."""
        store, listed = self.store, self.store.host.album(album["foreignAlbumId"])
        assert listed is not None
        artist = store.artists[album["artistId"]]
        row = store.add_album(artist, listed, monitored=album["monitored"])
        number = row["id"]
        for table in (store.albums, store.album_files, store.release_ids):
            table[album["id"]] = table.pop(number)  # type: ignore[index, attr-defined]
        row |= {"id": album["id"], "anyReleaseOk": album["anyReleaseOk"]}
        row |= {} if album["profileId"] else {"addedAlone": True}
        ids = store.album_ids[artist["id"]]
        ids[ids.index(number)] = album["id"]
        for release_id, sent in zip(store.release_ids[album["id"]], album["releases"], strict=True):
            release = store.releases_by_id.pop(release_id)
            release |= {"id": sent["id"], "albumId": album["id"], "monitored": sent["monitored"]}
            known = _recorded_tracks().get(number_of("c", sent["foreignReleaseId"]), {})
            release["firstTrack"] = known[1]["id"] if known else release["firstTrack"] + self._first_track
            store.releases_by_id[sent["id"]] = release
        store.release_ids[album["id"]] = [sent["id"] for sent in album["releases"]]

    def add_file(self, file: Obj) -> None:
        """Add a file with its own id, as that of the track whose title its name ends with."""
        store, artist = self.store, self.store.artists[file["artistId"]]
        album = store.albums[file["albumId"]]
        release = store.monitored_release(album)
        assert release is not None
        title = file["path"].rsplit(" - ", 1)[-1].rsplit(".", 1)[0]
        track = next(
            track for track in store.track_ids(release) if store.track_facts(release, track).title == title
        )
        own = ("size", "dateAdded", "quality", "mediaInfo", "indexerFlags", "releaseGroup")
        row = {key: file[key] for key in own if key in file}
        row["relativePath"] = file["path"].removeprefix(f"{artist['path']}/")
        row["tags"] = (release["foreignReleaseId"], store.track_facts(release, track).recording_id)
        store.last_file_id = file["id"] - 2
        store.attach(artist, album, [track], row)


@cache
def _host_artists(name: str) -> dict[str, HostArtist]:
    """Return what the recorded host listed, as far as the library had it, by UUID."""
    prefix = "read" if name == "read" else "second"
    albums = recorded(f"{prefix}.albums")
    return {
        artist["foreignArtistId"]: HostArtist(
            artist_id=artist["foreignArtistId"],
            name=artist["artistName"],
            sort_name=artist["sortName"],
            kind=artist["artistType"],
            status=artist["status"],
            disambiguation=artist["disambiguation"],
            overview=artist["overview"],
            genres=tuple(artist["genres"]),
            votes=artist["ratings"]["votes"],
            rating=artist["ratings"]["value"],
            albums=[_host_album(row) for row in albums if row["artistId"] == artist["id"]],
        )
        for artist in recorded(f"{prefix}.artists")
    }


def _host_album(album: Obj) -> HostAlbum:
    number = number_of("b", album["foreignAlbumId"])
    return HostAlbum(
        album_id=album["foreignAlbumId"],
        title=album["title"],
        artist_id=album["artist"]["foreignArtistId"],
        primary_type=album["albumType"],
        secondary_types=tuple(album["secondaryTypes"]),
        date=album["releaseDate"],
        overview=album["overview"],
        disambiguation=album["disambiguation"],
        genres=tuple(album["genres"]),
        votes=album["ratings"]["votes"],
        rating=album["ratings"]["value"],
        releases=[_host_release(number, release) for release in album["releases"]],
    )


def _host_release(album: int, release: Obj) -> HostRelease:
    """Return a release; its tracks are those of `second.tracks-*`, else invented with the right sum."""
    number = number_of("c", release["foreignReleaseId"])
    known = _recorded_tracks().get(number, {})
    count = release["trackCount"]
    tracks = []
    for place in range(1, count + 1):
        track = known.get(place)
        tracks.append(
            HostTrack(
                track_id=uuid_of("d", number * 100 + place),
                recording_id=uuid_of("e", album * 100 + place),
                title=f"Song {place} of {album}",
                position=track["absoluteTrackNumber"] if track else place,
                number=track["trackNumber"] if track else str(place),
                medium=track["mediumNumber"] if track else 1,
                duration=release["duration"] // count if place < count else _rest(release["duration"], count),
            )
        )
    if known:
        tracks = [
            HostTrack(**{**_fields(row), "duration": known[place]["duration"]})
            for place, row in enumerate(tracks, 1)
        ]
    return HostRelease(
        release_id=release["foreignReleaseId"],
        title=release["title"],
        status=release["status"],
        disambiguation=release["disambiguation"],
        countries=tuple(release["country"]),
        labels=tuple(release["label"]),
        media=tuple(row["mediumFormat"] for row in release["media"]),
        media_names=tuple(row["mediumName"] for row in release["media"]),
        tracks=tuple(tracks),
    )


def _rest(duration: int, count: int) -> int:
    return int(duration - duration // count * (count - 1))


def _fields(track: HostTrack) -> Obj:
    return {name: getattr(track, name) for name in HostTrack.__struct_fields__}


@cache
def _recorded_tracks() -> dict[int, dict[int, Obj]]:
    """Return the tracks that were recorded, by the number of their release and their place."""
    tracks: dict[int, dict[int, Obj]] = {}
    for name in ("second.tracks-2", "second.tracks-4"):
        for row in recorded(name):
            number = number_of("d", row["foreignTrackId"])
            tracks.setdefault(number // 100, {})[number % 100] = row
    return tracks
