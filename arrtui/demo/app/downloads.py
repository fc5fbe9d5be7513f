"""The downloads in an app's queue, counted."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.demo.http.wire import Obj


def queue_counts(queue: Mapping[int, Obj]) -> Obj:
    """Return how many downloads there are, and whether any is in trouble, as `/queue/status` has it."""
    levels = {entry.get("trackedDownloadStatus") for entry in queue.values()}
    flags = {"errors": "error" in levels, "warnings": "warning" in levels}
    unknown = {"unknownErrors": False, "unknownWarnings": False}
    return {"totalCount": len(queue), "count": len(queue), "unknownCount": 0, **flags, **unknown}
