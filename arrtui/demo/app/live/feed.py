"""The messages of the live feed that both apps send alike (`RestControllerWithSignalR`)."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from arrtui.demo.app.downloads import queue_counts
from arrtui.demo.app.live import events
from arrtui.demo.app.live.defaults import only_defaults
from arrtui.demo.app.store import Store
from arrtui.demo.http.hub import Hub
from arrtui.demo.http.wire import Obj

StoreT = TypeVar("StoreT", bound=Store)
_COMMANDS_AFTER = 0.1
_HEALTH_AFTER = 5.0
_STATUS_AFTER = 5.0
"""Seconds that these messages are put off, so that several become one (`Debouncer`)."""
_QUEUE_EVERY = 90.0
"""Seconds between two looks at the downloads: a minute, as a scheduler sees it that looks every half."""
_CHECKS = "CheckHealth"
_DOWNLOADS = "RefreshMonitoredDownloads"
_SIZES = "ResetQualityDefinitions"


class Feed(ABC, Generic[StoreT]):
    """Turns the events of one store into messages to the clients of its hub; without clients into none.

    All its methods run under the lock of the store.
    """

    def __init__(self, store: StoreT, hub: Hub, url_base: str) -> None:
        self._store = store
        self._hub = hub
        self._url_base = url_base
        self._due: dict[str, tuple[float, Callable[[], None]]] = {}
        """What is put off, by name: until when (seconds since 1970), and how it is sent."""
        self._changed_commands: dict[int, Obj] = {}
        self._next_look = 0.0
        self._handlers: Mapping[type, Callable[[Any], None]] = {
            events.TitleRefreshed: self.title_refreshed,
            events.TitleEdited: self.title_edited,
            events.TitleDeleted: self.title_deleted,
            events.FilesRenamed: self.files_renamed,
            events.FileAdded: self.file_added,
            events.FileDeleted: self.file_deleted,
            events.EpisodeEdited: self.episode_edited,
            events.ReleaseGrabbed: self.release_grabbed,
            events.CollectionChanged: self.collection_changed,
            events.ResourceChanged: self.resource_changed,
            events.TitlesAdded: self._health_touched,
            events.HealthTouched: self._health_touched,
            events.HealthChanged: self._health_touched,
            events.QueueChanged: self._queue_changed,
            events.CommandChanged: self._command_changed,
            events.TimePassed: self._time_passed,
        }

    def __call__(self, event: events.Event) -> None:
        """Send what an event is told by."""
        if self._hub.is_connected:
            if handler := self._handlers.get(type(event)):
                handler(event)
        else:
            self._due.clear()
            self._changed_commands.clear()
            self._next_look = 0.0

    # ---- what each app tells in its own way ---------------------------------------------------

    @abstractmethod
    def title_refreshed(self, event: events.TitleRefreshed) -> None:
        """Tell of a refresh."""

    @abstractmethod
    def title_edited(self, event: events.TitleEdited) -> None:
        """Tell of an edit."""

    @abstractmethod
    def title_deleted(self, event: events.TitleDeleted) -> None:
        """Tell of a title that goes."""

    @abstractmethod
    def files_renamed(self, event: events.FilesRenamed) -> None:
        """Tell of new names."""

    @abstractmethod
    def file_added(self, event: events.FileAdded) -> None:
        """Tell of a file a scan took up."""

    @abstractmethod
    def file_deleted(self, event: events.FileDeleted) -> None:
        """Tell of a file that went."""

    @abstractmethod
    def release_grabbed(self, event: events.ReleaseGrabbed) -> None:
        """Tell of a grab."""

    def episode_edited(self, event: events.EpisodeEdited) -> None:
        """Tell of the flag of an episode."""

    def collection_changed(self, event: events.CollectionChanged) -> None:
        """Tell of a collection."""

    # ---- sending ------------------------------------------------------------------------------

    def push(self, name: str, action: str = "updated", resource: Obj | None = None) -> None:
        """Send a message; without a resource it says that the clients have to read again."""
        body: Obj = {"action": action} if resource is None else {"resource": resource, "action": action}
        for message in self.versions(name, body):
            self._hub.broadcast(message)

    def versions(self, name: str, body: Obj) -> list[Obj]:
        """Return a message in each version of the API that the app sends it in."""
        return [{"name": name, "body": body}]

    def _put_off(self, name: str, until: float, send: Callable[[], None]) -> None:
        """Send later, unless the same waits already."""
        self._due.setdefault(name, (until, send))

    # ---- what both tell alike -----------------------------------------------------------------

    def resource_changed(self, event: events.ResourceChanged) -> None:
        """Tell of a setting."""
        resource = event.resource
        if event.action == "deleted" and resource is not None:
            resource = only_defaults(resource)
        self.push(event.name, event.action, resource)

    def _health_touched(self, event: object) -> None:
        self._put_off("health", time.time() + _HEALTH_AFTER, lambda: self.push("health", "sync"))

    def _queue_changed(self, event: object) -> None:
        self.push("queue", "sync")
        self.push("queue/details", "sync")

        def push_status() -> None:
            self.push("queue/status", "updated", queue_counts(self._store.queue))

        self._put_off("queue/status", time.time() + _STATUS_AFTER, push_status)

    def _command_changed(self, event: events.CommandChanged) -> None:
        """Note the state of a command, to be sent a little later; what its end brings is sent at once."""
        self._send_due(event.at)
        command, name = event.command, event.command["name"]
        if "ended" in command:
            if name == _DOWNLOADS:
                self._queue_changed(event)
            elif name == _SIZES:
                self.push("qualitydefinition", "sync")
            elif name == _CHECKS:
                self.push("health", "sync")
            elif name == f"Refresh{self._store.spec.model}":
                self._health_touched(event)
            self.push("system/task", "sync")
        self._changed_commands[command["id"]] = dict(command)
        self._put_off("command", event.at + _COMMANDS_AFTER, self._push_commands)

    def _push_commands(self) -> None:
        for command in self._changed_commands.values():
            self.push("command", "updated", command)
        self._changed_commands.clear()

    def _time_passed(self, event: events.TimePassed) -> None:
        self._next_look = self._next_look or event.at + _QUEUE_EVERY
        if event.at >= self._next_look:
            self._next_look = event.at + _QUEUE_EVERY
            self._queue_changed(event)
            self.push("system/task", "sync")
        self._send_due(event.at)

    def _send_due(self, at: float) -> None:
        """Send what was put off until this moment, the earliest first."""
        for name, (until, send) in sorted(self._due.items(), key=lambda item: item[1][0]):
            if until <= at:
                del self._due[name]
                send()
