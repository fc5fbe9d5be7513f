"""Routes of the queue and of the blocklist."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from arrtui.demo.app.downloads import RemovalOptions, queue_counts, remove_downloads
from arrtui.demo.app.live.events import QueueChanged
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.app.view import View
from arrtui.demo.http.errors import nothing_found
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
_BLOCKLIST_KEYS = {"date": itemgetter("date"), "sourceTitle": itemgetter("sourceTitle")}


class QueueRoutes:
    """The routes of one app, whose view renders the records."""

    def __init__(self, spec: AppSpec, view: View[Any]) -> None:
        self._spec = spec
        self._view = view

    def table(self) -> Table:
        """Return the routes."""
        return [
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
        ]

    # ---- the queue ----------------------------------------------------------------------------

    def queue(self, call: Call) -> Obj:
        """Show a page of downloads; a page past the end is the last again (`QueueController.cs:274`)."""
        page = PageRequest(call, QUEUE_KEYS, "timeleft")
        titles = set(call.numbers(self._spec.ids_key))
        queue = call.store.queue.values()
        downloads = [row for row in queue if not titles or row[self._spec.id_key] in titles]
        page.clamp(len(downloads))
        records = [self._view.queue_record(call, row) for row in page.cut(page.sort(downloads))]
        return page.result(len(downloads), records)

    def queue_details(self, call: Call) -> list[Obj]:
        """List the running downloads: all, or those of a title, of albums or of episodes."""
        titles, episodes = set(call.numbers(self._spec.id_key)), set(call.numbers("episodeIds"))
        albums = set(call.numbers("albumIds"))
        return [
            self._view.queue_record(call, row)
            for row in call.store.queue.values()
            if (not titles or row[self._spec.id_key] in titles)
            and (not episodes or row.get("episodeId") in episodes)
            and (not albums or row.get("albumId") in albums)
        ]

    def queue_status(self, call: Call) -> Obj:
        """Count the running downloads."""
        return queue_counts(call.store.queue)

    def delete_download(self, call: Call) -> Reply:
        """Remove a download from the queue, with all rows of its id."""
        self._remove(call, [call.id])
        return Reply(EMPTY)

    def delete_downloads(self, call: Call) -> Obj:
        """Remove downloads from the queue; 404 for an unknown one before any is removed."""
        self._remove(call, integers(call.object, "ids"))
        return {}

    def _remove(self, call: Call, ids: list[int]) -> None:
        if not set(ids) <= call.store.queue.keys():
            raise nothing_found()
        options = RemovalOptions(
            remove_from_client=call.flag("removeFromClient", True),
            blocklist=call.flag("blocklist"),
            skip_redownload=call.flag("skipRedownload"),
            change_category=call.flag("changeCategory"),
        )
        remove_downloads(call.store, ids, options, self._view.search_command)
        call.store.publish(QueueChanged())

    def grab_pending(self, call: Call) -> Obj:
        """Grab releases that a delay profile holds back, or raise ApiError 404 for any other."""
        queue, numbers = call.store.queue, [call.id] if "id" in call.params else integers(call.object, "ids")
        if any(queue.get(number, {}).get("status") != DELAYED for number in numbers):
            raise nothing_found()
        queue.update({number: grabbed_entry(queue[number]) for number in numbers})
        call.store.publish(QueueChanged())
        return {}

    # ---- the blocklist ------------------------------------------------------------------------

    def unblock(self, call: Call) -> Reply:
        """Allow a blocked release again; that none is blocked is no error."""
        call.store.releases.blocked.pop(call.id, None)
        return Reply(EMPTY)

    def unblock_many(self, call: Call) -> Obj:
        """Allow blocked releases again."""
        for number in integers(call.object, "ids"):
            call.store.releases.blocked.pop(number, None)
        return {}

    def blocklist(self, call: Call) -> Obj:
        """Show a page of blocked releases, all or those of some titles."""
        store, titles = call.store, set(call.numbers(self._spec.ids_key))
        page = PageRequest(call, _BLOCKLIST_KEYS, "date")
        rows = [
            row
            for row in store.releases.blocked.values()
            if row[self._spec.id_key] in store.titles and (not titles or row[self._spec.id_key] in titles)
        ]
        records = [self._view.blocklist_record(call, row) for row in page.cut(page.sort(rows))]
        return page.result(len(rows), records)
