"""Radarr's messages about movies and their files (`MovieController`, `MovieControllerWithSignalR`)."""

from __future__ import annotations

from arrtui.demo.app.live import events
from arrtui.demo.app.live.defaults import NO_DATE
from arrtui.demo.app.live.feed import Feed
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.resources import collection_resource, file_resource, movie_resource, wanted_movie
from arrtui.demo.radarr.store import RadarrStore

_NO_MOVIE: Obj = {
    "secondaryYearSourceId": 0,
    "status": "tba",
    "year": 0,
    "qualityProfileId": 0,
    "movieFileId": 0,
    "monitored": True,
    "minimumAvailability": "released",
    "isAvailable": False,
    "runtime": 0,
    "tmdbId": 0,
    "added": NO_DATE,
    "popularity": 0,
}
"""A movie of which nothing but the id is known."""
_NO_FILE: Obj = {"movieId": 0, "size": 0, "dateAdded": NO_DATE, "qualityCutoffNotMet": False}


class RadarrFeed(Feed[RadarrStore]):
    """The feed of a Radarr."""

    def title_refreshed(self, event: events.TitleRefreshed) -> None:
        """Send the movie; a new one again once its pictures are there."""
        if event.is_new:
            self._push_movie(event.title, **({"addOptions": event.add_options} if event.add_options else {}))
        self._push_movie(event.title)

    def title_edited(self, event: events.TitleEdited) -> None:
        """Send the movie, after its own PUT twice."""
        for _ in range(2 if event.by_itself else 1):
            self._push_movie(event.title)

    def title_deleted(self, event: events.TitleDeleted) -> None:
        """Send the id."""
        self.push("movie", "deleted", {**_NO_MOVIE, "id": event.title["id"]})
        self._health_touched(event)

    def files_renamed(self, event: events.FilesRenamed) -> None:
        """Send the movie twice, as it was read before: its file has the old path still."""
        movie, (file, before) = event.title, event.renames[0]
        resource = movie_resource(self._store, movie, self._url_base)
        if file["id"] == movie["movieFileId"]:
            old = {"relativePath": before, "path": f"{movie['path']}/{before}"}
            resource["movieFile"] = resource["movieFile"] | old
        for _ in range(2):
            self.push("movie", "updated", resource)

    def file_added(self, event: events.FileAdded) -> None:
        """Send the file with formats and score, then the movie."""
        self.push("moviefile", "updated", file_resource(self._store, event.title, event.file))
        self._push_wanted(event.title)
        self._push_movie(event.title)

    def file_deleted(self, event: events.FileDeleted) -> None:
        """Send the movie before and after the file's id."""
        self._push_movie(event.title)
        self._push_wanted(event.title)
        self.push("moviefile", "deleted", {**_NO_FILE, "id": event.file["id"]})
        self._push_movie(event.title)

    def collection_changed(self, event: events.CollectionChanged) -> None:
        """Send the collection, or its id when it goes."""
        resource = collection_resource(self._store, event.collection)
        self.resource_changed(events.ResourceChanged("collection", event.action, resource))

    def release_grabbed(self, event: events.ReleaseGrabbed) -> None:
        """Send the movie, marked as grabbed; the release is not in it."""
        self._push_wanted(event.title, grabbed=True)
        self._push_movie(event.title, grabbed=True)

    def _push_movie(self, movie: Obj, **more: object) -> None:
        self.push("movie", "updated", movie_resource(self._store, movie, self._url_base) | more)

    def _push_wanted(self, movie: Obj, **more: object) -> None:
        """Send the movie under both names of what is wanted, in there or not."""
        for name in ("wanted/cutoff", "wanted/missing"):
            self.push(name, "updated", wanted_movie(self._store, movie, self._url_base) | more)
