"""A download as it stood in an app's queue."""

from __future__ import annotations

import re
from typing import NamedTuple

_WAITING = frozenset({"importPending", "importBlocked"})
"""``trackedDownloadState`` of a finished download that the app has not imported."""
_TROUBLED = frozenset({"warning", "error"})
_NOT_BETTER = re.compile(r"Not an? .*\bfor existing\b", re.IGNORECASE)
"""How the apps say that the file there is as good (``UpgradeSpecification``)."""


class QueuedDownload(NamedTuple):
    """A download as it stood in an app's queue when it was seen last."""

    download_id: str
    """The client's id; ``#`` and the app's id of the row for a release that no client has yet."""
    episode_id: int
    """0 for a movie."""
    item_id: int
    title: str
    """The name of the job at the client."""
    status: str
    tracked_status: str
    tracked_state: str
    messages: tuple[str, ...]
    size: int
    """Bytes, by the client."""
    left: int
    """Bytes that were to come."""
    first_seen_at: float
    """UTC seconds."""
    last_seen_at: float

    @property
    def refused(self) -> bool:
        """Whether the app did not import what was downloaded, and said why."""
        return self.tracked_state in _WAITING and self.tracked_status in _TROUBLED

    @property
    def refused_as_no_better(self) -> bool:
        """Whether it was refused because the file that is there is as good."""
        return self.refused and any(map(_NOT_BETTER.match, self.messages))
