"""Routes of history and wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from arrtui.demo.app.history import Row
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.app.view import View
from arrtui.demo.http.clock import iso
from arrtui.demo.http.errors import failure, invalid, not_found, unreadable
from arrtui.demo.http.paging import PageRequest
from arrtui.demo.http.routing import HandlerRequest, Table
from arrtui.demo.http.wire import Obj

Call = HandlerRequest[Any]


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
        ]

    # ---- history ------------------------------------------------------------------------------

    def history(self, call: Call) -> Obj:
        """Show a page of history."""
        page = PageRequest(call, self._view.history_keys, "date", self._view.history_table)
        events = {self._spec.history_events.get(number, "") for number in call.numbers("eventType")}
        rows = [row for row in call.store.history.rows if not events or row.event in events]
        titles = set(call.numbers(self._spec.ids_key))
        download, is_wanted = call.text("downloadId").lower(), self._view.row_filter(call)
        if titles or download or is_wanted:
            rows = [
                row
                for row in rows
                if (not titles or row.title_id in titles)
                and (not download or (row.download_id or "").lower() == download)
                and (is_wanted is None or is_wanted(row))
            ]
        if page.key != "date" or call.store.storage.postgres:
            rows = page.sort(rows)
        elif page.direction != "ascending":
            rows = rows[::-1]
        total = len(rows) if page.size else 0
        return page.result(total, [self._view.history_record(call, row) for row in page.cut(rows)])

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
        rows = self._view.cutoff_unmet(call, call.flag("monitored", True))
        return self._wanted(call, rows, self._view.cutoff_key)

    def _wanted(self, call: Call, rows: list[Obj], default: str = "") -> Obj:
        keys = self._view.wanted_keys
        page = PageRequest(call, keys, default or next(iter(keys)), self._view.wanted_table)
        records = [self._view.wanted_record(call, row) for row in page.cut(page.sort(rows))]
        return page.result(len(rows), records)
