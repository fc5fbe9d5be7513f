"""Routes of history, wanted, queue and releases."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any

from arrtui.demo.app.downloads import queue_counts
from arrtui.demo.app.history import Row, make_download_id
from arrtui.demo.app.live.events import QueueChanged, ReleaseGrabbed
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.app.store import Store
from arrtui.demo.app.view import View
from arrtui.demo.http.clock import iso
from arrtui.demo.http.errors import failure, invalid, not_found, nothing_found, unreadable
from arrtui.demo.http.paging import PageRequest
from arrtui.demo.http.routing import HandlerRequest, Table, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.queueing import DELAYED, grabbed_entry

Call = HandlerRequest[Any]

QUEUE_KEYS: dict[str, Callable[[Any], str]] = {
    "timeleft": lambda row: row.get("timeleft", "~"),  # without an estimate behind all others
    "title": itemgetter("title"),
}
"""What a queue can be sorted by."""


_OF_RELEASE = ("size", "quality", "languages", "releaseGroup")
"""What a row of the history about a grab takes from the release."""


class HistoryRoutes:
    """The routes of one app, whose view renders the records."""

    def __init__(self, spec: AppSpec, view: View[Any]) -> None:
        self._spec = spec
        self._view = view

    def table(self) -> Table:
        """Return the routes."""
        return [
            ("GET", "/api/v3/history", self.history),
            ("GET", "/api/v3/history/since", self.history_since),
            ("GET", f"/api/v3/history/{self._spec.noun}", self.history_of_title),
            ("POST", "/api/v3/history/failed/{id:int}", self.mark_failed),
            ("GET", "/api/v3/wanted/missing", self.wanted_missing),
            ("GET", "/api/v3/wanted/cutoff", self.wanted_cutoff),
            ("GET", "/api/v3/queue", self.queue),
            ("GET", "/api/v3/queue/details", self.queue_details),
            ("GET", "/api/v3/queue/status", self.queue_status),
            ("DELETE", "/api/v3/queue/bulk", self.delete_downloads),
            ("DELETE", "/api/v3/queue/{id:int}", self.delete_download),
            ("POST", "/api/v3/queue/grab/bulk", self.grab_pending),
            ("POST", "/api/v3/queue/grab/{id:int}", self.grab_pending),
            ("DELETE", "/api/v3/blocklist/bulk", self.unblock_many),
            ("DELETE", "/api/v3/blocklist/{id:int}", self.unblock),
            ("GET", "/api/v3/blocklist", self.blocklist),
            ("GET", "/api/v3/release", self._view.releases),
            ("POST", "/api/v3/release", self.grab),
        ]

    # ---- history ------------------------------------------------------------------------------

    def history(self, call: Call) -> Obj:
        """Show a page of history."""
        page = PageRequest(call, self._view.history_keys, "date")
        events = {self._spec.history_events.get(number, "") for number in call.numbers("eventType")}
        rows = [row for row in call.store.history.rows if not events or row.event in events]
        titles = set(call.numbers(self._spec.ids_key))
        download, episode = call.text("downloadId"), call.number("episodeId")
        if titles or download or episode:
            rows = [
                row
                for row in rows
                if (not titles or row.title_id in titles)
                and (not download or (row.download_id or "").lower() == download.lower())
                and (not episode or row.episode_id == episode)
            ]
        if page.key != "date" or call.store.storage.postgres:
            rows = page.sort(rows)
        elif page.direction != "ascending":
            rows = rows[::-1]
        return page.result(len(rows), [self._view.history_record(call, row) for row in page.cut(rows)])

    def history_since(self, call: Call) -> list[Obj]:
        """List the rows at or after a date, oldest first; without a date everything, and never paged."""
        date = call.moment("date")
        log, as_text = call.store.history, not call.store.storage.postgres
        rows = self._of_event(call, log.since(date, as_text=as_text) if date else log.rows)
        return [self._view.history_record(call, row) for row in rows]

    def history_of_title(self, call: Call) -> list[Obj]:
        """List the rows of a title, newest first; 404 for an unknown one where the app loads the title."""
        title_id = call.number(self._spec.id_key)
        if self._spec.history_loads_title:
            require_row(call.store.titles, title_id, self._spec.model)
        rows = self._of_event(call, reversed(call.store.history.rows))
        rows = [row for row in rows if row.title_id == title_id and self._view.is_in_season(call, row)]
        return [self._view.history_record(call, row) for row in rows]

    def _of_event(self, call: Call, rows: Iterable[Row]) -> list[Row]:
        """Return the rows of the event asked for by name or number (`/history` takes repeated numbers)."""
        events, text = self._spec.history_events, call.text("eventType")
        if not text:
            return list(rows)
        if text.isdigit() and int(text) in events:
            event = events[int(text)]
        else:
            event = next((name for name in events.values() if name.lower() == text.lower()), "")
        if not event:
            raise unreadable("eventType", f"The value '{text}' is not valid.")
        return [row for row in rows if row.event == event]

    def mark_failed(self, call: Call) -> Obj:
        """Mark a grab as failed."""
        row = next((row for row in call.store.history.rows if row.id == call.id), None)
        if row is None:
            raise not_found(f"{self._spec.file.removesuffix('File').capitalize()}History", call.id)
        if row.event != "grabbed":
            raise invalid(failure("id", f"Only a grab can fail, {iso(row.at)}", call.id))
        return {}

    # ---- wanted -------------------------------------------------------------------------------

    def wanted_missing(self, call: Call) -> Obj:
        """Show a page of titles without a file."""
        return self._wanted(call, self._view.missing(call, call.flag("monitored", True)))

    def wanted_cutoff(self, call: Call) -> Obj:
        """Show a page of files below the quality cutoff; the score plays no part."""
        return self._wanted(call, self._view.cutoff_unmet(call, call.flag("monitored", True)))

    def _wanted(self, call: Call, rows: list[Obj]) -> Obj:
        keys = self._view.wanted_keys
        page = PageRequest(call, keys, next(iter(keys)))
        records = [self._view.wanted_record(call, row) for row in page.cut(page.sort(rows))]
        return page.result(len(rows), records)

    # ---- queue and releases -------------------------------------------------------------------

    def queue(self, call: Call) -> Obj:
        """Show a page of downloads; a page past the end is the last again (`QueueController.cs:274`)."""
        page = PageRequest(call, QUEUE_KEYS, "timeleft")
        downloads = list(call.store.queue.values())
        page.clamp(len(downloads))
        records = [self._view.queue_record(call, row) for row in page.cut(page.sort(downloads))]
        return page.result(len(downloads), records)

    def queue_details(self, call: Call) -> list[Obj]:
        """List the running downloads: all, or those of a title or of episodes."""
        titles, episodes = set(call.numbers(self._spec.id_key)), set(call.numbers("episodeIds"))
        return [
            self._view.queue_record(call, row)
            for row in call.store.queue.values()
            if (not titles or row[self._spec.id_key] in titles)
            and (not episodes or row.get("episodeId") in episodes)
        ]

    def queue_status(self, call: Call) -> Obj:
        """Count the running downloads."""
        return queue_counts(call.store.queue)

    def delete_download(self, call: Call) -> Reply:
        """Remove a download from the queue."""
        if call.store.queue.pop(call.id, None) is None:
            raise nothing_found()
        call.store.publish(QueueChanged())
        return Reply(EMPTY)

    def delete_downloads(self, call: Call) -> Obj:
        """Remove downloads from the queue; 404 for an unknown one before any is removed."""
        ids = integers(call.object, "ids")
        if not set(ids) <= call.store.queue.keys():
            raise nothing_found()
        for number in ids:
            call.store.queue.pop(number, None)
        call.store.publish(QueueChanged())
        return {}

    def grab_pending(self, call: Call) -> Obj:
        """Grab releases that a delay profile holds back, or raise ApiError 404 for any other."""
        queue, numbers = call.store.queue, [call.id] if "id" in call.params else integers(call.object, "ids")
        if any(queue.get(number, {}).get("status") != DELAYED for number in numbers):
            raise nothing_found()
        queue.update({number: grabbed_entry(queue[number]) for number in numbers})
        call.store.publish(QueueChanged())
        return {}

    def unblock(self, call: Call) -> Reply:
        """Allow a blocked release again; that none is blocked is no error."""
        return Reply(EMPTY)

    def unblock_many(self, call: Call) -> Obj:
        """Allow blocked releases again."""
        return {}

    def blocklist(self, call: Call) -> Obj:
        """Show a page of blocked releases: none in the demo."""
        return PageRequest(call, {"date": lambda row: row}, "date").result(0, [])

    def grab(self, call: Call) -> Reply:
        """Grab a release a search offered; 404 when the search is unknown."""
        body, store = call.object, call.store
        title, release = store.offered.get(str(body.get("guid")), (None, None))
        if title is None:
            raise not_found("Release", 0)
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
    download_id = make_download_id(release["guid"], now)
    for episode in episodes or ({"id": 0},):
        number = episode["id"]
        yield store.history_row("grabbed", title, file, now, episode_id=number, download_id=download_id)
