"""Who is called at which event, and when: what both apps' webhooks do alike (`NotificationService`).

The calls of a request are made before its answer, without the store's lock; those of commands are made one
after the other beside them. Nothing is repeated.
"""

from __future__ import annotations

import http.client
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

from arrtui.demo.app.live import events
from arrtui.demo.app.live.courier import WebhookRefused
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj

StoreT = TypeVar("StoreT", bound=Store)


@dataclass(frozen=True)
class Notice:
    """What one event sends to each notification that subscribes to it."""

    switch: str
    """The member of a notification that subscribes, as `onGrab`."""
    event_type: str
    payloads: list[tuple[list[int] | None, Obj | None]]
    """Tags of the title, None where tags do not count, and what is told of it; None where the app itself
    fails to put it in words."""
    is_warning: bool = False
    """Whether only those are told that want warnings of the health."""
    has_url: bool = True
    """Whether the address of the app is in it."""
    upgrade_switch: str = ""
    """A further member that has to subscribe as well, where an upgrade is told."""


class Webhooks(ABC, Generic[StoreT]):
    """Calls the notifications of a store that are webhooks; all but the calls runs under its lock."""

    def __init__(self, store: StoreT, url_base: str) -> None:
        self._store = store
        self._url_base = url_base
        self._calls: list[Callable[[], None]] = []
        self._pool: ThreadPoolExecutor | None = None
        self._handlers: Mapping[type, Callable[[Any], Notice | None]] = {
            events.TitlesAdded: self.titles_added,
            events.TitleRefreshed: self.title_refreshed,
            events.TitleDeleted: self.title_deleted,
            events.FilesRenamed: self.files_renamed,
            events.FileImported: self.file_imported,
            events.ImportCompleted: self.import_completed,
            events.ImportBlocked: self.import_blocked,
            events.FileDeleted: self._told_of_deletion,
            events.ReleaseGrabbed: self.release_grabbed,
            events.HealthChanged: self._health_changed,
        }

    def __call__(self, event: events.Event) -> None:
        """Note the calls of an event."""
        if isinstance(event, events.TimePassed):
            self._hand_over()
        elif (handler := self._handlers.get(type(event))) and any(map(_is_webhook, self._notifications())):
            notice = handler(event)
            if notice is not None:
                self._note(notice)

    # ---- what each app tells ------------------------------------------------------------------

    @abstractmethod
    def title(self, title: Obj) -> Obj:
        """Return what a payload says of a title."""

    @abstractmethod
    def titles_added(self, event: events.TitlesAdded) -> Notice | None:
        """Tell of new titles."""

    @abstractmethod
    def title_refreshed(self, event: events.TitleRefreshed) -> Notice | None:
        """Tell of a first refresh."""

    @abstractmethod
    def title_deleted(self, event: events.TitleDeleted) -> Notice | None:
        """Tell of a title that goes."""

    @abstractmethod
    def files_renamed(self, event: events.FilesRenamed) -> Notice | None:
        """Tell of new names."""

    @abstractmethod
    def file_deleted(self, event: events.FileDeleted) -> Notice | None:
        """Tell of a file that went."""

    @abstractmethod
    def file_imported(self, event: events.FileImported) -> Notice:
        """Tell of a file that arrived from a download."""

    @abstractmethod
    def import_blocked(self, event: events.ImportBlocked) -> Notice:
        """Tell of a download that waits for its user."""

    def import_completed(self, event: events.ImportCompleted) -> Notice | None:
        """Tell that all files of a download have arrived, where the app does."""
        return None

    def _told_of_deletion(self, event: events.FileDeleted) -> Notice | None:
        """Tell of a file that went; of one that was replaced only who wants that too."""
        notice = self.file_deleted(event)
        if notice is None or event.reason != "upgrade":
            return notice
        return replace(notice, upgrade_switch=f"{notice.switch}ForUpgrade")

    @abstractmethod
    def release_grabbed(self, event: events.ReleaseGrabbed) -> Notice | None:
        """Tell of a grab."""

    def _health_changed(self, event: events.HealthChanged) -> Notice:
        """Tell of a check; Sonarr leaves its address out, and both do of one that is restored."""
        row, restored = event.row, event.is_restored
        payload = {"level": row["type"], "message": row["message"], "type": row["source"]}
        payload["wikiUrl"] = row["wikiUrl"]
        switch, name = ("onHealthRestored", "HealthRestored") if restored else ("onHealthIssue", "Health")
        has_url = self._store.spec.tells_url_of_health and not restored
        is_warning = row["type"] == "warning"
        return Notice(switch, name, [(None, payload)], is_warning=is_warning, has_url=has_url)

    def notice(self, switch: str, event_type: str, title: Obj, payload: Obj) -> Notice:
        """Return what is told of one title."""
        return Notice(switch, event_type, [(title["tags"], {**self.title(title), **payload})])

    # ---- calling ------------------------------------------------------------------------------

    def _notifications(self) -> list[Obj]:
        return list(self._store.providers["notification"].values())

    def _note(self, notice: Notice) -> None:
        """Note a call for each webhook that subscribes to an event, as they are now."""
        tail = {
            "eventType": notice.event_type,
            "instanceName": self._store.configs["host"]["instanceName"],
        }
        if notice.has_url:
            tail["applicationUrl"] = self._store.configs["host"].get("applicationUrl", "")
        for row in self._notifications():
            wanted = row.get(notice.switch) and (not notice.is_warning or row.get("includeHealthWarnings"))
            wanted = wanted and (not notice.upgrade_switch or row.get(notice.upgrade_switch))
            if _is_webhook(row) and wanted:
                chosen = [
                    payload and payload | tail
                    for tags, payload in notice.payloads
                    if tags is None or not row["tags"] or set(row["tags"]) & set(tags)
                ]
                self._calls.append(partial(self._call, row, chosen))

    def _call(self, notification: Obj, payloads: list[Obj | None]) -> None:
        """Deliver to one notification, unless it is paused; its first failure ends the list."""
        backoff, number = self._store.backoff, notification["id"]
        if backoff.is_paused(number):
            return
        has_changed = False
        try:
            for payload in payloads:
                if payload is None:
                    raise ValueError("Object reference not set to an instance of an object.")
                self._store.courier.deliver(notification, payload)
                has_changed = backoff.record_success(number)
        except (WebhookRefused, OSError, ValueError, http.client.HTTPException):
            backoff.record_failure(number)
            has_changed = True
        if has_changed:
            with self._store.lock:
                self._store.publish(events.HealthTouched())

    def take(self) -> list[Callable[[], None]]:
        """Return the calls noted since the last time, to be made by who takes them."""
        calls, self._calls = self._calls, []
        return calls

    def _hand_over(self) -> None:
        """Have what commands brought about delivered beside everything else."""
        for call in self.take():
            if self._pool is None:
                self._pool = ThreadPoolExecutor(1, thread_name_prefix="demo-webhooks")
            self._pool.submit(call)

    def stop(self) -> None:
        """End the calls under way and make no more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._store.courier.close()


def _is_webhook(notification: Obj) -> bool:
    return bool(notification["implementation"] == "Webhook")
