"""The payloads of Lidarr's webhooks (`WebhookBase`, `WebhookArtist`, `WebhookAlbum`)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from arrtui.demo.app.live import events
from arrtui.demo.app.live.payloads import images, labels, present, release_payload
from arrtui.demo.app.live.webhooks import Notice, Webhooks
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.resources import album_resource, artist_resource
from arrtui.demo.lidarr.store import LidarrStore


class LidarrWebhooks(Webhooks[LidarrStore]):
    """The webhooks of a Lidarr."""

    def __init__(self, store: LidarrStore, url_base: str) -> None:
        super().__init__(store, url_base)
        further: dict[type, Any] = {
            events.TitleScanned: self._artist_scanned,
            events.AlbumDeleted: self._album_deleted,
            events.AlbumImported: self._album_imported,
            events.FileRetagged: self._file_retagged,
        }
        self._handlers = {**self._handlers, **further}

    def title(self, title: Obj) -> Obj:
        """Return the artist."""
        resource = artist_resource(self._store, title)
        return {
            "artist": present(
                id=title["id"],
                name=resource["artistName"],
                disambiguation=resource["disambiguation"],
                path=title["path"],
                mbId=title["foreignArtistId"],
                type=resource["artistType"],
                overview=resource["overview"],
                genres=resource["genres"],
                images=images(resource),
                tags=labels(self._store, title),
            )
        }

    def titles_added(self, event: events.TitlesAdded) -> None:
        """Tell nothing yet: an addition is told after the first scan."""

    def title_refreshed(self, event: events.TitleRefreshed) -> None:
        """Tell nothing of a refresh."""

    def title_deleted(self, event: events.TitleDeleted) -> Notice:
        """Tell of an artist that goes; whether its files went too is always no."""
        return self.notice("onArtistDelete", "ArtistDelete", event.title, {"deletedFiles": False})

    def files_renamed(self, event: events.FilesRenamed) -> Notice:
        """Tell of new names."""
        files = [
            {"previousPath": f"{event.title['path']}/{before}"} | self._file(event.title, file)
            for file, before in event.renames
        ]
        return self.notice("onRename", "Rename", event.title, {"renamedTrackFiles": files})

    def file_deleted(self, event: events.FileDeleted) -> None:
        """Tell nothing: Lidarr has no such event."""

    def file_imported(self, event: events.FileImported) -> Notice:
        """Tell of a file that arrived by itself, which does not happen: albums arrive whole."""
        return self.notice("onReleaseImport", "Download", event.title, {})

    def import_blocked(self, event: events.ImportBlocked) -> Notice:
        """Tell of a download that could not be imported."""
        return self.notice("onImportFailure", "ImportFailure", event.title, {})

    def release_grabbed(self, event: events.ReleaseGrabbed) -> Notice:
        """Tell of a grab."""
        facts = {
            "albums": [self._album(album) for album in event.episodes],
            "release": release_payload(event.release),
            "downloadClient": "sab",
            "downloadClientType": "SABnzbd",
        }
        return self.notice("onGrab", "Grab", event.title, facts)

    def _artist_scanned(self, event: events.TitleScanned) -> Notice:
        """Tell of a new artist, after the first scan."""
        return self.notice("onArtistAdd", "ArtistAdd", event.title, {})

    def _album_deleted(self, event: events.AlbumDeleted) -> Notice:
        """Tell of an album that goes, by a refresh too."""
        facts = {"album": self._album(event.album), "deletedFiles": False}
        return self.notice("onAlbumDelete", "AlbumDelete", event.title, facts)

    def _album_imported(self, event: events.AlbumImported) -> Notice:
        """Tell of the files of an album that have arrived, and of those they replace."""
        store = self._store
        tracks = []
        for track in (track for file in event.files for track in file["trackIds"]):
            if release := store.release_of_track(track):
                known = store.track_facts(release, track)
                tracks.append(
                    {"id": track, "title": known.title, "trackNumber": known.number, "qualityVersion": 0}
                )
        facts: Obj = {
            "album": self._album(event.album),
            "tracks": tracks,
            "trackFiles": [self._file(event.title, file) for file in event.files],
            "isUpgrade": bool(event.replaced),
        }
        if event.replaced:
            facts["deletedFiles"] = [self._file(event.title, file) for file in event.replaced]
        notice = self.notice("onReleaseImport", "Download", event.title, facts)
        return replace(notice, upgrade_switch="onUpgrade" if event.replaced else "")

    def _file_retagged(self, event: events.FileRetagged) -> Notice:
        """Tell of tags that were written, file by file."""
        facts = {"trackFile": self._file(event.title, event.file)}
        return self.notice("onTrackRetag", "Retag", event.title, facts)

    def _album(self, album: Obj) -> Obj:
        resource = album_resource(self._store, album)
        return present(
            id=album["id"],
            mbId=album["foreignAlbumId"],
            title=resource["title"],
            disambiguation=resource["disambiguation"],
            overview=resource["overview"],
            albumType=resource["albumType"],
            secondaryAlbumTypes=resource["secondaryTypes"],
            releaseDate=resource.get("releaseDate"),
            genres=resource["genres"],
            images=images(resource),
        )

    def _file(self, artist: Obj, file: Obj) -> Obj:
        """Return a file, its quality by name; moments have fractions of a second."""
        quality = file["quality"]
        return present(
            id=file["id"],
            path=f"{artist['path']}/{file['relativePath']}",
            quality=quality["quality"]["name"],
            qualityVersion=quality["revision"]["version"],
            releaseGroup=file.get("releaseGroup"),
            size=file["size"],
            dateAdded=f"{file['dateAdded'][:-1]}.4144188Z",
        )
