"""Whether what a worker does can be stored, as the worker found last."""

from __future__ import annotations

import time

from arrtui.core.errors import StorageError
from arrtui.core.events import StorageChanged
from arrtui.db.faults import DiskError
from arrtui.runtime.engine.bus import Bus

PATIENCE = 60.0
"""Seconds for which a database that another process has locked, or whose server does not answer, is taken to
come back by itself; a transaction of arrtui takes a few seconds at most."""


class StorageState:
    """Keeps what stands in the way of storing, and publishes it once."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self.fault: StorageError | None = None
        """Why nothing can be stored until somebody does something about it; None while it can."""
        self._published = ""
        self._failing_since: float | None = None

    def failed(self, error: StorageError) -> None:
        """Note a failure; one that may pass by itself is a fault once it lasts longer than PATIENCE."""
        now = time.monotonic()
        self._failing_since = now if self._failing_since is None else self._failing_since
        passes = error.passing and not isinstance(error, DiskError)
        is_waited_for = passes and now - self._failing_since < PATIENCE
        if not is_waited_for:
            self.fault = error
        if str(error) != self._published:
            self._published = str(error)
            self._bus.publish(StorageChanged(str(error), is_waited_for))

    def works(self) -> None:
        """Note that something was stored."""
        self.fault = self._failing_since = None
        if self._published:
            self._published = ""
            self._bus.publish(StorageChanged(""))
