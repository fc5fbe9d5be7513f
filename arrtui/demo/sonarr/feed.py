"""Sonarr's messages about series, episodes and files (`SeriesController`, `EpisodeControllerWithSignalR`)."""

from __future__ import annotations

from arrtui.demo.app.live import events
from arrtui.demo.app.live.defaults import NO_DATE
from arrtui.demo.app.live.feed import Feed
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr.resources import (
    ADD_OPTIONS,
    FIFTH_MEMBERS,
    episode_resource,
    file_resource,
    series_resource,
)
from arrtui.demo.sonarr.store import SonarrStore

_NO_FILE: Obj = {
    "seriesId": 0,
    "seasonNumber": 0,
    "size": 0,
    "dateAdded": NO_DATE,
    "customFormatScore": 0,
    "qualityCutoffNotMet": False,
}
"""A file of which nothing but the id is known."""


class SonarrFeed(Feed[SonarrStore]):
    """The feed of a Sonarr."""

    def title_refreshed(self, event: events.TitleRefreshed) -> None:
        """Send the series; a new one three times, until its options are used up."""
        if event.is_new:
            options = {"addOptions": ADD_OPTIONS | event.add_options} if event.add_options else {}
            self._push_series(event.title, **options)
            self._push_series(event.title, **options, episodesChanged=bool(options))
        self._push_series(event.title)

    def title_edited(self, event: events.TitleEdited) -> None:
        """Send the series, after its own PUT twice: the second is the answer."""
        if event.by_itself or event.episodes_changed:
            self._push_series(event.title, episodesChanged=event.episodes_changed)
        if event.by_itself or not event.episodes_changed:
            self._push_series(event.title)

    def title_deleted(self, event: events.TitleDeleted) -> None:
        """Send the whole series as it was, but for its other titles."""
        resource = series_resource(self._store, event.title, self._url_base)
        self.push("series", "deleted", resource | {"alternateTitles": []})
        self._health_touched(event)

    def files_renamed(self, event: events.FilesRenamed) -> None:
        """Send the series; the files are not told."""
        self._push_series(event.title)

    def file_added(self, event: events.FileAdded) -> None:
        """Send the episodes as they get the file, the file, and the episodes as imported."""
        for episode in event.episodes:
            self._push_episode(episode)
        self.push("episodefile", "updated", file_resource(self._store, event.title, event.file))
        self._push_wanted(event.episodes)
        self._push_series(event.title)
        self._push_twice(event.episodes)

    def file_deleted(self, event: events.FileDeleted) -> None:
        """Send the episodes as they lose the file, then again with the series around the file's id."""
        for episode in event.episodes:
            self._push_episode(episode)
        self._push_wanted(event.episodes)
        self._push_series(event.title)
        resources = [self._episode(episode) for episode in event.episodes]
        for resource in resources:
            self.push("episode", "updated", resource)
        self.push("episodefile", "deleted", {**_NO_FILE, "id": event.file["id"]})
        for resource in resources:
            self.push("episode", "updated", resource)

    def episode_edited(self, event: events.EpisodeEdited) -> None:
        """Send the episode under all its names."""
        self._push_episode(event.episode)

    def release_grabbed(self, event: events.ReleaseGrabbed) -> None:
        """Send the episodes, marked as grabbed; the release is not in them."""
        for episode in event.episodes:
            self._push_episode(episode, grabbed=True)

    def versions(self, name: str, body: Obj) -> list[Obj]:
        """Return a message once, from Sonarr 5 once for each version of its API."""
        numbers = self._store.spec.feed_versions
        if not numbers:
            return super().versions(name, body)
        return [
            {"name": name, "version": number, "body": _in_version(number, name, body)} for number in numbers
        ]

    def _push_episode(self, episode: Obj, **more: object) -> None:
        """Send one episode as its model's change: it is wanted, then twice itself (the calendar's)."""
        self._push_wanted([episode], **more)
        self._push_twice([episode], **more)

    def _push_wanted(self, episodes: list[Obj], **more: object) -> None:
        for episode in episodes:
            resource = self._episode(episode) | more
            for name in ("wanted/cutoff", "wanted/missing"):
                self.push(name, "updated", resource)

    def _push_twice(self, episodes: list[Obj], **more: object) -> None:
        for episode in episodes:
            resource = self._episode(episode) | more
            for _ in range(2):
                self.push("episode", "updated", resource)

    def _push_series(self, series: Obj, **more: object) -> None:
        """Send a series; members that are false are left out."""
        resource = series_resource(self._store, series, self._url_base)
        self.push("series", "updated", resource | {key: value for key, value in more.items() if value})

    def _episode(self, episode: Obj) -> Obj:
        return episode_resource(self._store, episode, series=True, file=True, images=True)


def _in_version(number: int, name: str, body: Obj) -> Obj:
    """Return a body as a version of the API has it."""
    if number < 5 or "resource" not in body:
        return body
    resource = dict(body["resource"])
    if name == "series":
        resource.pop("languageProfileId", None)
        resource |= FIFTH_MEMBERS
    elif name == "episodefile" and body["action"] == "deleted":
        resource |= {"customFormats": [], "languages": []}
    return body | {"resource": resource}
