"""Routes of the interactive search: what indexers have of a title, and grabbing one of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from arrtui.demo.app.history import Row, make_download_id
from arrtui.demo.app.live.events import ReleaseGrabbed
from arrtui.demo.app.store import Store
from arrtui.demo.app.view import View
from arrtui.demo.http.errors import conflict, described
from arrtui.demo.http.routing import HandlerRequest, Table
from arrtui.demo.http.wire import Obj, Reply

Call = HandlerRequest[Any]

REMEMBERED = 30 * 60.0
"""Seconds that the app keeps what a search has listed (`ReleaseController`)."""
_OF_RELEASE = ("size", "quality", "languages", "releaseGroup")
"""What a row of the history about a grab takes from the release."""


class ReleaseRoutes:
    """The routes of one app, whose view renders the releases."""

    def __init__(self, view: View[Any]) -> None:
        self._view = view

    def table(self) -> Table:
        """Return the routes."""
        return [
            ("GET", "/api/v3/release", self.search),
            ("POST", "/api/v3/release", self.grab),
        ]

    def search(self, call: Call) -> list[Obj]:
        """List what the indexers have, best first; nothing where all of them fail or none is there."""
        store = call.store
        if store.releases.indexers_down or not store.providers["indexer"]:
            return []
        rows = self._view.releases(call)
        return [row | {"releaseWeight": number} for number, row in enumerate(rows)]

    def grab(self, call: Call) -> Reply:
        """Grab a release that a search has listed lately, rejected or not."""
        body, store = call.object, call.store
        offered = store.releases.listed.get(str(body.get("guid")))
        if offered is None or offered.listed_at < time.time() - REMEMBERED:
            message = "Couldn't find requested release in cache, try searching again"
            raise described(404, message, "Api.V3/Indexers/ReleaseController.cs:line 75")
        if store.releases.indexers_down:
            raise conflict("Getting release from indexer failed")
        title, release = offered.title, offered.release
        episodes = self._view.episodes_of_release(store, title, release)
        for row in _grabbed_rows(store, title, release, episodes):
            store.history.add(row)
        store.publish(ReleaseGrabbed(title, release, episodes))
        return Reply(body)


def _grabbed_rows(store: Store, title: Obj, release: Obj, episodes: list[Obj]) -> Iterator[Row]:
    """Yield the rows of the history about a grab: one for the movie, or one for each episode."""
    now, name = time.time(), release["title"]
    file = {"relativePath": f"{name}.mkv", "sceneName": name, "indexerFlags": 0}
    file |= {key: release[key] for key in _OF_RELEASE if key in release}
    values: Obj = {"download_id": make_download_id(release["guid"], now)}
    values["extra"] = {"releaseSource": "InteractiveSearch"}
    for episode in episodes or ({"id": 0},):
        yield store.history_row("grabbed", title, file, now, episode_id=episode["id"], **values)
