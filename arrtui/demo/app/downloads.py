"""The downloads in an app's queue, counted."""

from __future__ import annotations

from collections.abc import Sized

from arrtui.demo.http.wire import Obj


def queue_counts(queue: Sized) -> Obj:
    """Return how many downloads run, as `/queue/status` and the live feed count them."""
    flags = dict.fromkeys(("errors", "warnings", "unknownErrors", "unknownWarnings"), False)
    return {"totalCount": len(queue), "count": len(queue), "unknownCount": 0, **flags}
