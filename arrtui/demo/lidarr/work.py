"""What the commands of Lidarr do, a step at a time."""

from __future__ import annotations

import copy
from typing import Any, cast

from arrtui.demo.app.command_work import CommandWork, Work
from arrtui.demo.app.live.events import (
    AlbumUpdated,
    FileRetagged,
    FilesRenamed,
    TitleRefreshed,
    TitleScanned,
)
from arrtui.demo.app.rows import require_row, require_rows
from arrtui.demo.http.errors import broken
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.importing import finish_downloads, retag
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.lidarr.monitoring import apply_monitor
from arrtui.demo.lidarr.refreshing import EDITED, follow_albums, follow_merges, follow_releases
from arrtui.demo.lidarr.scanning import add_unknown_artists, scan_artist

_ALBUMS_A_STEP = 10
"""Albums that are refreshed while a step of a command lasts; each is asked of the host by itself."""


class LidarrWork(CommandWork):
    """The work of the commands of a Lidarr."""

    @property
    def _library(self) -> LidarrLibrary:
        return cast(LidarrLibrary, self._store)

    def run(self, command: Obj) -> Work:
        """Do what a command is for, a step at a time, and return its message.

        Raises ApiError for an artist or an album that is not there, which makes the command fail.
        """
        name, body = command["name"], command["body"]
        if name in ("RefreshArtist", "BulkRefreshArtist"):
            return (yield from self._refresh_artists(command, body))
        if name == "RefreshAlbum":
            return (yield from self._refresh_album(body))
        if name == "RescanFolders":
            return (yield from self._rescan_folders(command, body))
        if name in ("RetagFiles", "RetagArtist"):
            return (yield from self._retag(body))
        if name in ("RenameFiles", "RenameArtist"):
            return (yield from self._rename_tracks(command, body))
        if name in ("DownloadedAlbumsScan", "ProcessMonitoredDownloads"):
            yield
            finish_downloads(self._library, str(body.get("path") or "").rstrip("/"))
            return None
        message = yield from super().run(command)
        return "Backup zip created" if name == "Backup" else message

    # ---- refreshes ----------------------------------------------------------------------------

    def _refresh_artists(self, command: Obj, body: Obj) -> Work:
        """Refresh artists one by one, then have their folders scanned; without the host nothing is done."""
        store = self._library
        ids = list(body.get("artistIds") or ()) or list(store.artists)
        artists = require_rows(store.artists, ids)
        is_new = bool(body.get("isNewArtist") or body.get("areNewArtists"))
        for number in [artist["id"] for artist in artists]:
            before = copy.deepcopy(require_row(store.artists, number, "Artist"))
            command["message"] = f"{store.spec.refresh_message} {before['title']}"
            store.host.asked += 1
            yield
            artist = store.artists.get(number)
            if artist is None or store.metadata_host_down:
                continue
            follow_merges(store, artist)
            artist |= {key: before[key] for key in EDITED}
            store.relocate(artist, before["path"])
            artist["title"] = store.head(artist["foreignArtistId"])[0]
            if store.host.artist(artist["foreignArtistId"]) is not None:
                follow_albums(store, artist)
                yield from self._refresh_albums(artist, [album["id"] for album in store.albums_of(number)])
            store.apply_auto_tags(artist)
            store.publish(TitleRefreshed(artist, is_new, artist.get("addOptions")))
        if store.configs["mediamanagement"]["rescanAfterRefresh"] != "never":
            left = [store.artists[number] for number in ids if number in store.artists]
            folders = sorted({artist["path"] for artist in left})
            scan = {"name": "RescanFolders", "folders": folders, "filter": "matched", "addNewArtists": False}
            store.commands.post(scan | {"artistIds": [artist["id"] for artist in left]}, "unspecified")
        return None

    def _refresh_albums(self, artist: Obj, numbers: list[int]) -> Work:
        """Refresh albums; what is edited of one meanwhile is written back (`UpdateMany` of whole rows)."""
        store = self._library
        for start in range(0, len(numbers), _ALBUMS_A_STEP):
            part = [number for number in numbers[start : start + _ALBUMS_A_STEP] if number in store.albums]
            before = {number: dict(store.albums[number]) for number in part}
            store.host.asked += len(part)
            yield
            for number in part:
                if (album := store.albums.get(number)) is not None:
                    album |= {key: before[number][key] for key in ("monitored", "anyReleaseOk")}
                    follow_releases(store, artist, album)
        return None

    def _refresh_album(self, body: Obj) -> Work:
        """Refresh one album; without an id nothing is done, several are not taken."""
        store = self._library
        number = body.get("albumId")
        if number is None:
            yield
            return None
        album = require_row(store.albums, number, "Album")
        yield from self._refresh_albums(store.artists[album["artistId"]], [number])
        return None

    # ---- scans --------------------------------------------------------------------------------

    def _rescan_folders(self, command: Obj, body: Obj) -> Work:
        """Scan folders: those named, else all root folders; others than below a root are left out."""
        store = self._library
        roots = [root["path"] for root in store.root_folders.values()]
        asked = [str(folder).rstrip("/") for folder in body.get("folders") or roots]
        folders = [folder for folder in asked if any(f"{folder}/".startswith(f"{root}/") for root in roots)]
        if not folders:
            yield
            return None
        yield
        taken = 0
        chosen = [
            artist
            for artist in store.artists.values()
            if any(f"{artist['path']}/".startswith(f"{folder}/") for folder in folders)
        ]
        for artist in chosen:
            taken += scan_artist(store, artist, str(body.get("filter") or "known"))
            self._use_options(artist)
        if body.get("addNewArtists", True):
            added = [artist["id"] for artist in add_unknown_artists(store, folders)]
            if added:
                refresh = {"name": "BulkRefreshArtist", "artistIds": added, "areNewArtists": True}
                store.commands.post(refresh, "unspecified")
        command["message"] = f"Importing {taken} tracks"
        return None

    def _use_options(self, artist: Obj) -> None:
        """Use the options of a new artist up, once its folder was scanned (`ArtistScannedHandler`)."""
        store = self._library
        options: Any = artist.pop("addOptions", None)
        if options is None:
            return
        word, chosen = str(options.get("monitor") or "unknown"), options.get("albumsToMonitor") or []
        for album in apply_monitor(store, artist, word, chosen):
            store.publish(AlbumUpdated(artist, album))
        if options.get("searchForMissingAlbums"):
            search = {"name": "MissingAlbumSearch", "artistId": artist["id"]}
            store.commands.post(search, "unspecified")
        store.publish(TitleScanned(artist))

    # ---- files --------------------------------------------------------------------------------

    def _rename_tracks(self, command: Obj, body: Obj) -> Work:
        """Give files the names the format says; one webhook tells those of an artist."""
        store, message = self._library, ""
        chosen = body.get("files")
        for number in body.get("artistIds") or [body.get("artistId")]:
            artist = require_row(store.artists, number, "Artist")
            yield
            files = [file for file in store.files_of(number) if chosen is None or file["id"] in chosen]
            names = [(file, file["relativePath"]) for file in files if file["trackIds"]]
            renames = [row for row in names if store.rename(artist, row[0], store.name_for(artist, row[0]))]
            if renames:
                store.publish(FilesRenamed(artist, renames))
            selected = "" if chosen is None else "selected "
            message = f"{len(renames)} {selected}track files renamed for {artist['title']}"
        command["message"] = message
        return message or None

    def _retag(self, body: Obj) -> Work:
        """Write tags into files: into all of some artists, or into those that are named."""
        store, chosen = self._library, body.get("files")
        for number in body.get("artistIds") or [body.get("artistId")]:
            artist = require_row(store.artists, number, "Artist")
            yield
            for file in store.files_of(number):
                if file["trackIds"] and (chosen is None or file["id"] in chosen):
                    retag(store, file)
                    for track in file["trackIds"]:
                        diff = {
                            "diff": '{"Disc Count":{"OldValue":"0","NewValue":"1"}}',
                            "tagsScrubbed": "False",
                        }
                        store.add_row("trackFileRetagged", artist, file, track, diff)  # type: ignore[arg-type]
                    store.publish(FileRetagged(artist, file))
        return None

    def _move(self, body: Obj) -> Work:
        """Move the folders of artists to where these point already.

        A PUT queues this command whether the path has changed or not. Raises ApiError without permission.
        """
        store = self._library
        for move in body.get("artist") or [body]:
            yield
            artist = require_row(store.artists, move["artistId"], "Artist")
            source, destination = move["sourcePath"], move.get("destinationPath") or artist["path"]
            if source == destination or not body.get("moveFiles"):
                continue
            try:
                store.move_folder(source, destination)
            except PermissionError as error:
                raise broken(str(error)) from error
            except OSError:
                store.relocate(artist, source)
        return None
