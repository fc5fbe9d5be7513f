"""Lidarr's messages about artists, albums, tracks and files (`AlbumControllerWithSignalR`).

Nothing tells that an album is gone, and new ones are called updated; whoever listens reads the artist again.
"""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.live import events
from arrtui.demo.app.live.feed import Feed
from arrtui.demo.http.hub import Hub
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.resources import (
    album_resource,
    artist_resource,
    bare_artist,
    file_resource,
    track_resource,
)
from arrtui.demo.lidarr.store import LidarrStore


class LidarrFeed(Feed[LidarrStore]):
    """The feed of a Lidarr."""

    def __init__(self, store: LidarrStore, hub: Hub, url_base: str) -> None:
        super().__init__(store, hub, url_base)
        further: dict[type, Any] = {
            events.TitlesAdded: self._artists_added,
            events.TitleScanned: self._artist_scanned,
            events.AlbumUpdated: self._album_updated,
            events.AlbumDeleted: self._album_deleted,
            events.AlbumImported: self._album_imported,
        }
        self._handlers = {**self._handlers, **further}

    def title_refreshed(self, event: events.TitleRefreshed) -> None:
        """Send the artist."""
        self._push_artist(event.title)

    def title_edited(self, event: events.TitleEdited) -> None:
        """Send the artist."""
        self._push_artist(event.title)

    def title_deleted(self, event: events.TitleDeleted) -> None:
        """Send the whole artist as it was."""
        left_out = ("rootFolderPath", "statistics")
        resource = artist_resource(self._store, event.title)
        self.push("artist", "deleted", {key: resource[key] for key in resource if key not in left_out})
        self._health_touched(event)

    def files_renamed(self, event: events.FilesRenamed) -> None:
        """Send the artist; the files are not told."""
        self._push_artist(event.title)

    def file_added(self, event: events.FileAdded) -> None:
        """Send the file, and the tracks that have it now."""
        self.push("trackfile", "updated", file_resource(self._store, event.file))
        for row in event.episodes:
            self._push_track(row["id"])

    def file_deleted(self, event: events.FileDeleted) -> None:
        """Send the whole file as it was, and the tracks that have lost it."""
        self.push("trackfile", "deleted", self._gone(event.title, event.file))
        for row in event.episodes:
            self._push_track(row["id"])

    def release_grabbed(self, event: events.ReleaseGrabbed) -> None:
        """Send the albums, marked as grabbed."""
        for album in event.episodes:
            self.push("album", "updated", album_resource(self._store, album) | {"grabbed": True})

    def _artists_added(self, event: events.TitlesAdded) -> None:
        for artist in event.titles:
            self._push_artist(artist)
        self._health_touched(event)

    def _artist_scanned(self, event: events.TitleScanned) -> None:
        self._push_artist(event.title)

    def _album_updated(self, event: events.AlbumUpdated) -> None:
        self._push_album(event.album)

    def _album_deleted(self, event: events.AlbumDeleted) -> None:
        """Send the artist, if it is not about to go as well."""
        if event.title["id"] in self._store.artists:
            self._push_artist(event.title)

    def _album_imported(self, event: events.AlbumImported) -> None:
        self._push_album(event.album)

    def _push_artist(self, artist: Obj) -> None:
        self.push("artist", "updated", artist_resource(self._store, artist))

    def _push_album(self, album: Obj) -> None:
        self.push("album", "updated", album_resource(self._store, album))

    def _push_track(self, track_id: int) -> None:
        """Send a track with its file."""
        store = self._store
        if (release := store.release_of_track(track_id)) is None:
            return
        resource = track_resource(store, release, track_id)
        resource["artist"] = bare_artist(store, store.artists[resource["artistId"]])
        if resource["trackFileId"]:
            resource["trackFile"] = file_resource(store, store.files[resource["trackFileId"]])
        self.push("track", "updated", resource)

    def _gone(self, artist: Obj, file: Obj) -> Obj:
        """Render a file that has left its artist."""
        resource = file_resource(self._store, file | {"folder": artist["path"]})
        return resource | {"artistId": artist["id"], "albumId": file["albumId"]}
