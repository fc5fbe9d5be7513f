"""Whether what a worker does can be stored, as the worker found last."""

from __future__ import annotations

import logging

from arrtui.core.errors import StorageError
from arrtui.core.events import StorageChanged
from arrtui.db.faults import DiskError
from arrtui.runtime.engine.bus import Bus

_log = logging.getLogger(__name__)


class StorageState:
    """Keeps what stands in the way of storing, and publishes it once."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self.fault: StorageError | None = None
        """Why nothing can be stored until somebody does something about it; None while it can."""

    def failed(self, error: StorageError) -> None:
        """Note a failure; one that passes by itself is only logged."""
        if error.passing and not isinstance(error, DiskError):
            _log.warning("the worker could not do its round: %s", error)
            return
        is_new = self.fault is None or str(self.fault) != str(error)
        self.fault = error
        if is_new:
            self._bus.publish(StorageChanged(str(error)))

    def works(self) -> None:
        """Note that something was stored."""
        if self.fault is not None:
            self.fault = None
            self._bus.publish(StorageChanged(""))
