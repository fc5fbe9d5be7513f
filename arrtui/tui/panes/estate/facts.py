"""What the Estate pane's detail needs beyond the row: read from the database for one instance at a time."""

from __future__ import annotations

from typing import Any, NamedTuple

from arrtui.db.estate import app_status
from arrtui.db.snapshots import SnapshotRow, list_snapshots

SNAPSHOTS = 8
"""Snapshots that the detail lists."""


class InstanceFacts(NamedTuple):
    """More about one instance."""

    name: str
    app: dict[str, Any]
    """What the app said of itself last, empty before it has been asked."""
    snapshots: tuple[SnapshotRow, ...]
    """Newest first."""


def read_facts(name: str) -> InstanceFacts:
    """Read more about one instance; to be called in a database thread."""
    return InstanceFacts(name, app_status(name), tuple(list_snapshots([name], limit=SNAPSHOTS)))
