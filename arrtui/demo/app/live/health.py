"""The checks of the health that follow from what happens: RSS without indexers, paused notifications."""

from __future__ import annotations

import time

from arrtui.demo.app.live.events import Event, HealthChanged, HealthTouched, TimePassed
from arrtui.demo.app.providers import is_on
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj

_AFTER = 5.0
"""Seconds from a change to the checks, so that several changes cause one run (`HealthCheckService`)."""


def failed_checks(store: Store) -> list[Obj]:
    """Return the rows of the checks that fail now."""
    return [*_without_rss(store), *_paused_notifications(store)]


def _row(store: Store, source: str, level: str, text: str, page: str) -> Obj:
    wiki = f"https://wiki.servarr.com/{store.kind}/system#{page}"
    return {"source": source, "type": level, "message": text, "wikiUrl": wiki}


def _without_rss(store: Store) -> list[Obj]:
    """Return an error while no indexer is asked for new releases (`IndexerRssCheck`)."""
    if any(row.get("enableRss") for row in store.providers["indexer"].values()):
        return []
    app = store.spec.app_name
    text = f"No indexers available with RSS sync enabled, {app} will not grab new releases automatically"
    page = text.lower().replace(",", "").replace(" ", "-")
    return [_row(store, "IndexerRssCheck", "error", text, page)]


def _paused_notifications(store: Store) -> list[Obj]:
    """Return an error while every notification that is on is paused (`NotificationStatusCheck`)."""
    rows = [row for row in store.providers["notification"].values() if is_on(row)]
    paused = [row["name"] for row in rows if store.backoff.is_paused(row["id"])]
    if not paused:
        return []
    level, text = "error", "All notifications are unavailable due to failures"
    if len(paused) < len(rows):
        level, text = "warning", f"Notifications unavailable due to failures: {', '.join(paused)}"
    page = "notifications-are-unavailable-due-to-failures"
    return [_row(store, "NotificationStatusCheck", level, text, page)]


class HealthChecks:
    """Runs the checks of a store after what touches them, and tells what is new since the last run.

    In the first quarter of an hour after the start nothing is told; it is afterwards.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._due: float | None = None
        self._failed: dict[str, Obj] = {}
        """The rows that were told, by their check."""

    def __call__(self, event: Event) -> None:
        """Note a change, or run the checks once its time has come."""
        if isinstance(event, HealthTouched):
            self._due = self._due or time.time() + _AFTER
        elif isinstance(event, TimePassed) and self._due is not None and event.at >= self._due:
            self._due = None
            if not self._store.backoff.in_startup:
                self._run()

    def _run(self) -> None:
        now = {row["source"]: row for row in failed_checks(self._store)}
        before, self._failed = self._failed, now
        for source in before.keys() - now.keys():
            self._store.publish(HealthChanged(before[source], is_restored=True))
        for source in now.keys() - before.keys():
            self._store.publish(HealthChanged(now[source], is_restored=False))
