"""The payloads of Radarr's webhooks (`WebhookBase`, `WebhookMovie`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from arrtui.demo.app.live import events
from arrtui.demo.app.live.payloads import (
    blocked_payload,
    file_payload,
    grab_payload,
    images,
    import_payload,
    labels,
    present,
    release_payload,
    renamed_payload,
)
from arrtui.demo.app.live.webhooks import Notice, Webhooks
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.resources import bare_movie
from arrtui.demo.radarr.store import RadarrStore

_NO_FLAGS = "0"


class RadarrWebhooks(Webhooks[RadarrStore]):
    """The webhooks of a Radarr."""

    def title(self, title: Obj) -> Obj:
        """Return the movie; its release date is that of the discs."""
        resource = bare_movie(self._store, title, self._url_base)
        return {
            "movie": present(
                id=title["id"],
                title=resource["title"],
                year=resource["year"],
                releaseDate=_disc_date(resource),
                folderPath=title["path"],
                tmdbId=title["tmdbId"],
                imdbId=resource.get("imdbId"),
                overview=resource.get("overview"),
                genres=resource["genres"],
                images=images(resource),
                tags=labels(self._store, title),
                originalLanguage=resource["originalLanguage"],
            )
        }

    def titles_added(self, event: events.TitlesAdded) -> Notice:
        """Tell of new movies; the app fails at one that was added without options."""
        payloads = []
        for movie in event.titles:
            options = movie.get("addOptions")
            payload = (
                {**self.title(movie), "addMethod": options.get("addMethod", "manual")} if options else None
            )
            payloads.append((movie["tags"], payload))
        return Notice("onMovieAdded", "MovieAdded", payloads)

    def title_refreshed(self, event: events.TitleRefreshed) -> None:
        """Tell nothing: an addition was told as it was made."""

    def title_deleted(self, event: events.TitleDeleted) -> Notice:
        """Tell of a movie that goes; its size is 0 while its files stay."""
        size = event.size if event.files_deleted else 0
        facts = {"deletedFiles": event.files_deleted, "movieFolderSize": size}
        return self.notice("onMovieDelete", "MovieDelete", event.title, facts)

    def files_renamed(self, event: events.FilesRenamed) -> Notice:
        """Tell of new names."""
        files = [
            renamed_payload(event.title, file, before, indexerFlags=_flags(file))
            for file, before in event.renames
        ]
        return self.notice("onRename", "Rename", event.title, {"renamedMovieFiles": files})

    def file_deleted(self, event: events.FileDeleted) -> Notice:
        """Tell of a file that went."""
        file = file_payload(event.title, event.file, indexerFlags=_flags(event.file))
        facts = {"movieFile": file, "deleteReason": event.reason}
        return self.notice("onMovieFileDelete", "MovieFileDelete", event.title, facts)

    def file_imported(self, event: events.FileImported) -> Notice:
        """Tell of a movie's file that arrived; of its release the app knows nothing."""
        file = import_payload(self._store, event, indexerFlags=_flags(event.file))
        facts = {"remoteMovie": self._remote(event.title), **file, "release": {"size": 0}}
        notice = self.notice("onDownload", "Download", event.title, facts)
        return replace(notice, upgrade_switch="onUpgrade" if event.replaced else "")

    def import_blocked(self, event: events.ImportBlocked) -> Notice:
        """Tell of a download that waits for its user."""
        facts = blocked_payload(self._store, event, indexerFlags=[])
        return self.notice("onManualInteractionRequired", "ManualInteractionRequired", event.title, facts)

    def _remote(self, title: Obj) -> Obj:
        """Return the movie as the metadata host names it."""
        movie = self.title(title)["movie"]
        return {key: movie[key] for key in ("tmdbId", "imdbId", "title", "year") if key in movie}

    def release_grabbed(self, event: events.ReleaseGrabbed) -> Notice:
        """Tell of a grab."""
        remote = self._remote(event.title)
        release = release_payload(event.release, indexerFlags=[])
        facts = {"remoteMovie": remote, "release": release, **grab_payload(self._store, event.release)}
        return self.notice("onGrab", "Grab", event.title, facts)


def _flags(file: Obj) -> str:
    """Return the indexer's flags as text; the demo's files have none."""
    return str(file.get("indexerFlags") or _NO_FLAGS)


def _disc_date(movie: Obj) -> str:
    """Return the physical release, else ninety days after the cinemas', else the end of time."""
    if date := movie.get("physicalRelease"):
        return str(date[:10])
    if date := movie.get("inCinemas"):
        return str((datetime.fromisoformat(date) + timedelta(days=90)).date())
    return "9999-12-31"
