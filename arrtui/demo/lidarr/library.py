"""The tables of a simulated Lidarr: artists, albums, their releases, and which file is of which track."""

from __future__ import annotations

import time
from abc import abstractmethod
from bisect import bisect_right
from operator import itemgetter
from pathlib import Path
from typing import Any

from arrtui.demo.app.settings_store import FIRST_GROUP, by_id
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import broken, rows_missing
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.definitions import default_definitions, grouped_items
from arrtui.demo.lidarr.profiles import default_metadata_profiles
from arrtui.demo.lidarr.spec import LIDARR
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.music import HostAlbum, HostArtist, HostRelease, HostTrack
from arrtui.demo.world.naming import folder_below, title_values


class LidarrLibrary(Store):
    """`artists`, `albums`, `releases` and `files` by id; `track_files` names the file of a track by its id.

    Tracks are no rows: those of a release have consecutive ids from its `firstTrack` on. A file names its
    tracks in `trackIds`. Albums and all below them are drawn on first use.
    """

    spec = LIDARR
    consumers = ()
    library_tables = (
        *("albums", "releases_by_id", "album_ids", "release_ids", "track_files", "album_files"),
        "metadata_profiles",
    )

    def __init__(self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None) -> None:
        super().__init__(instance, seed, catalogue, folder)
        self.artists = self.titles
        self.host = catalogue.music
        """Who knows artists and albums."""
        self.storage.describes_conflicts = self.spec.describes_conflicts
        self.quality_definitions = by_id(default_definitions())
        self.metadata_profiles = by_id(default_metadata_profiles())
        del self.configs["importlist"]
        self.root_folders = by_id(self._with_defaults(row) for row in self.root_folders.values())
        self.goes_round = False
        """Some albums were downloaded again and again before the estate started."""
        self._drawn: bool | None = False
        """None while albums and files are being drawn."""
        self._albums: dict[int, Obj] = {}
        self._releases: dict[int, Obj] = {}
        self.album_ids: dict[int, list[int]] = {}
        """By artist the ids of the albums."""
        self.release_ids: dict[int, list[int]] = {}
        """By album the ids of its releases."""
        self.track_files: dict[int, int] = {}
        """By track the id of its file."""
        self.album_files: dict[int, list[int]] = {}
        """By album the ids of its files, of whatever release."""
        self._facts: dict[str, HostAlbum] = {}
        """What the host said of an album at its last refresh, by its UUID."""
        self._first_tracks: list[tuple[int, int]] = []
        """First track and id of every release, in order."""
        self._next_track = 1
        self._last_ids: dict[str, int] = {}
        """By table the last id that was given."""

    def _with_defaults(self, root: Obj) -> Obj:
        """Return a root folder with what an artist found in it gets."""
        return {
            "id": root["id"],
            "name": root["path"].rsplit("/", 1)[-1],
            "path": root["path"],
            "defaultMetadataProfileId": 1,
            "defaultQualityProfileId": 1,
            "defaultMonitorOption": "all",
            "defaultNewItemMonitorOption": "all",
            "defaultTags": [],
        }

    # ---- drawn on first use -------------------------------------------------------------------

    @abstractmethod
    def draw_children(self) -> None:
        """Draw the albums and files of every artist, and what follows from them."""

    def draw_once(self) -> None:
        """Draw in the thread that asks first; the others wait for the lock."""
        with self.lock:
            if self._drawn is False:
                self._drawn = None
                self.draw_children()
                self._drawn = True

    @property
    def albums(self) -> dict[int, Obj]:
        """Every album by id."""
        if not self._drawn:
            self.draw_once()
        return self._albums

    @property
    def releases_by_id(self) -> dict[int, Obj]:
        """Every release by id, monitored or not."""
        if not self._drawn:
            self.draw_once()
        return self._releases

    @property
    def files(self) -> dict[int, Obj]:
        """Every file by id; one that belongs to nothing names artist and album 0."""
        if not self._drawn:
            self.draw_once()
        return self._files

    @property
    def queue(self) -> dict[int, Obj]:
        """Every download under way by id."""
        if not self._drawn:
            self.draw_once()
        return self._queue

    def touch(self) -> None:
        """Forget what is derived, the places of tracks among it."""
        super().touch()
        if self._drawn:
            rows = sorted(self._releases.values(), key=itemgetter("firstTrack"))
            self._first_tracks = [(row["firstTrack"], row["id"]) for row in rows if row["trackCount"]]
            last = rows[-1] if rows else {"firstTrack": 1, "trackCount": 0}
            self._next_track = max(self._next_track, last["firstTrack"] + last["trackCount"])
            for name, table in (("albums", self._albums), ("releases", self._releases)):
                self._last_ids[name] = max(self._last_ids.get(name, 0), max(table, default=0))

    def grouped(self, items: list[Obj]) -> list[Obj]:
        """Return the items of a profile to start from, in groups of qualities that are as good."""
        return grouped_items(items, FIRST_GROUP)

    def scored(self, file: Obj, profile_id: int, original: int) -> Obj:
        """Return formats, score and cutoff of a file; the formats by their names."""
        scores = super().scored(file, profile_id, original)
        return scores | {"customFormats": sorted(scores["customFormats"], key=itemgetter("name"))}

    # ---- what the host says -------------------------------------------------------------------

    def original_language(self, title: Obj) -> int:
        """Return 0: no artist has a language."""
        return 0

    def head(self, external_id: Any) -> tuple[str, int, str]:
        """Return the name of an artist; there is no year and no language."""
        artist = self.host.artist(str(external_id))
        return (artist.name if artist else str(external_id)), 0, ""

    def host_artist(self, artist: Obj) -> HostArtist:
        """Return what the host says of an artist of the library."""
        known = self.host.artist(artist["foreignArtistId"])
        name = artist["title"]
        return known or HostArtist(artist["foreignArtistId"], name, name.lower(), status="deleted")

    def facts(self, album: Obj) -> HostAlbum:
        """Return what the host said of an album of the library."""
        uuid = album["foreignAlbumId"]
        if uuid not in self._facts:
            listed = self.host.album(uuid)
            self._facts[uuid] = listed or HostAlbum(uuid, uuid, "")
        return self._facts[uuid]

    def remember_facts(self, listed: HostAlbum) -> None:
        """Take over what the host says of an album now."""
        self._facts[listed.album_id] = listed

    def edition(self, release: Obj) -> HostRelease:
        """Return what the host said of a release."""
        uuid = release["foreignReleaseId"]
        listed = self.facts(self.albums[release["albumId"]]).releases
        return next((row for row in listed if row.release_id == uuid), None) or HostRelease(uuid, "")

    def folder_for(self, title: Obj, root: str) -> str:
        """Return the folder the app makes for an artist below a root folder.

        Where another artist has it the disambiguation is added, or else a number (`ArtistPathBuilder`).
        """
        naming = self.configs["naming"]
        values = title_values("artist", title["title"])
        values = {key.replace("title", "name"): value for key, value in values.items()}
        path = folder_below(root, naming["artistFolderFormat"], values, naming)
        taken = {row["path"] for row in self.artists.values() if row["id"] != title.get("id")}
        known = self.host.artist(title["foreignArtistId"])
        if path in taken and known and known.disambiguation:
            path = f"{path} ({known.disambiguation})"
        base, number = path, 0
        while path in taken:
            number += 1
            path = f"{base} ({number})"
        return path

    def rule_facts(self, title: Obj) -> Obj:
        """Return what the conditions of auto tags look at."""
        known = self.host_artist(title)
        return {
            **title,
            "genres": list(known.genres),
            "status": known.status,
            "rootFolderPath": self.root_of(title["path"]),
        }

    def exclude(self, foreign_id: str, name: str) -> None:
        """Add an artist or an album to what import lists leave out, once."""
        if all(row["foreignId"] != foreign_id for row in self.exclusions.values()):
            number = self.next_id(self.exclusions)
            self.exclusions[number] = {"id": number, "foreignId": foreign_id, "artistName": name}

    # ---- albums and releases ------------------------------------------------------------------

    def albums_of(self, artist_id: int) -> list[Obj]:
        """Return the albums of an artist."""
        albums = self.albums
        return [albums[number] for number in self.album_ids.get(artist_id, ())]

    def require_albums(self, numbers: list[int]) -> list[Obj]:
        """Return albums by id. Raises ApiError 500 for one that is missing or repeated."""
        rows = [self.albums[number] for number in dict.fromkeys(numbers) if number in self.albums]
        if len(rows) != len(numbers):
            raise rows_missing(len(numbers), len(rows))
        return rows

    def releases_of(self, album: Obj) -> list[Obj]:
        """Return the releases of an album."""
        releases = self.releases_by_id
        return [releases[number] for number in self.release_ids[album["id"]]]

    def monitored_release(self, album: Obj) -> Obj | None:
        """Return the release that counts, None if there is none. Raises ApiError 500 for two of them."""
        rows = [release for release in self.releases_of(album) if release["monitored"]]
        if len(rows) > 1:
            raise broken("Sequence contains more than one element")
        return rows[0] if rows else None

    def add_album(self, artist: Obj, listed: HostAlbum, *, monitored: bool, **more: Any) -> Obj:
        """Add an album with all its releases; that with most tracks is monitored, of several the first."""
        album: Obj = {
            "id": self._new_id("albums", self._albums),
            "artistId": artist["id"],
            "foreignAlbumId": listed.album_id,
            "monitored": monitored,
            "anyReleaseOk": True,
            **more,
        }
        self._albums[album["id"]] = album
        self.remember_facts(listed)
        self.album_ids.setdefault(artist["id"], []).append(album["id"])
        self.album_files.setdefault(album["id"], [])
        self.release_ids[album["id"]] = []
        best = max(listed.releases, key=lambda edition: len(edition.tracks))
        for edition in listed.releases:
            self.add_release(album, edition, monitored=edition is best)
        return album

    def _new_id(self, name: str, table: dict[int, Obj]) -> int:
        """Return an id that no row of a table has had; the tables are too long to look for the highest."""
        number = self._last_ids.get(name, 0) + 1
        while number in table:
            number += 1
        self._last_ids[name] = number
        return number

    def add_release(self, album: Obj, edition: HostRelease, *, monitored: bool) -> Obj:
        """Add a release of an album with its tracks."""
        release: Obj = {
            "id": self._new_id("releases", self._releases),
            "albumId": album["id"],
            "foreignReleaseId": edition.release_id,
            "monitored": monitored,
            "firstTrack": self._next_track,
            "trackCount": len(edition.tracks),
        }
        self._next_track += len(edition.tracks)
        self._releases[release["id"]] = release
        self.release_ids[album["id"]].append(release["id"])
        if edition.tracks:
            self._first_tracks.append((release["firstTrack"], release["id"]))
        return release

    def remove_album(self, album: Obj) -> None:
        """Forget an album with its releases; its files are left without one."""
        for file_id in list(self.album_files.get(album["id"], ())):
            self.cut_loose(self._files[file_id])
        for number in self.release_ids.pop(album["id"]):
            del self._releases[number]
        self.album_files.pop(album["id"], None)
        self.album_ids[album["artistId"]].remove(album["id"])
        del self._albums[album["id"]]

    # ---- tracks -------------------------------------------------------------------------------

    @staticmethod
    def track_ids(release: Obj) -> range:
        """Return the ids of the tracks of a release."""
        return range(release["firstTrack"], release["firstTrack"] + release["trackCount"])

    def release_of_track(self, track_id: int) -> Obj | None:
        """Return the release a track is on, None for an unknown track."""
        self.draw_once()
        place = bisect_right(self._first_tracks, (track_id, 2**63)) - 1
        release = self._releases.get(self._first_tracks[place][1]) if place >= 0 else None
        return release if release and track_id in self.track_ids(release) else None

    def track_facts(self, release: Obj, track_id: int) -> HostTrack:
        """Return what the host said of a track."""
        place: int = track_id - release["firstTrack"]
        return self.edition(release).tracks[place]

    def wanted_tracks(self, album: Obj) -> range:
        """Return the ids of the tracks of the monitored release: those that count."""
        release = self.monitored_release(album)
        return range(0) if release is None else self.track_ids(release)

    def files_of_albums(self, albums: list[Obj]) -> list[Obj]:
        """Return the files that tracks of monitored releases are linked to, by id."""
        numbers = {
            self.track_files[track]
            for album in albums
            for track in self.wanted_tracks(album)
            if track in self.track_files
        }
        return [self.files[number] for number in sorted(numbers)]

    # ---- files --------------------------------------------------------------------------------

    def attach(self, artist: Obj, album: Obj, track_ids: list[int], file: Obj) -> Obj:
        """Give a file its id and make it the file of these tracks."""
        file |= {"id": self.next_file_id(), "artistId": artist["id"], "albumId": album["id"]}
        file["trackIds"] = track_ids
        self._files[file["id"]] = file
        self.file_ids.setdefault(artist["id"], []).append(file["id"])
        self.album_files[album["id"]].append(file["id"])
        for track in track_ids:
            self.track_files[track] = file["id"]
        return file

    def cut_loose(self, file: Obj) -> None:
        """Take a file from its tracks and its album: it stays in the table, as one of nobody's."""
        if artist := self.artists.get(file["artistId"]):
            file["folder"] = artist["path"]
            self.file_ids[artist["id"]].remove(file["id"])
            self.album_files[file["albumId"]].remove(file["id"])
        self.unlink(file)
        file |= {"artistId": 0, "albumId": 0}

    def unlink(self, file: Obj) -> None:
        """Take a file from its tracks alone: it stays a file of its album."""
        for track in file["trackIds"]:
            if self.track_files.get(track) == file["id"]:
                del self.track_files[track]
        file["trackIds"] = []

    def detach(self, file_id: int) -> Obj:
        """Remove a file from the library; its tracks have none."""
        file = self.files[file_id]
        if file["artistId"]:
            self.cut_loose(file)
        return self._files.pop(file_id)

    def path_of(self, file: Obj) -> str:
        """Return where a file is."""
        folder = self.artists[file["artistId"]]["path"] if file["artistId"] else file["folder"]
        return f"{folder}/{file['relativePath']}"

    def loose_files(self) -> list[Obj]:
        """Return the files of nobody's: those of no album, and those no track is linked to."""
        return [file for file in self.files.values() if not file["artistId"]]

    def add_row(
        self, event: str, artist: Obj, file: Obj, track: int, extra: dict[str, str | None], download: str = ""
    ) -> None:
        """Add a row about a track's file to the history."""
        row = self.history_row(event, artist, file, time.time(), episode_id=track)
        row.extra, row.album_id, row.download_id = extra, file["albumId"], download or None  # type: ignore[assignment]
        row.release = dict(file)
        self.history.add(row)
