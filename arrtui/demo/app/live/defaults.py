"""A row that is gone as the feed shows it: its id, and a default in every other field it must have."""

from __future__ import annotations

from typing import Any

from arrtui.demo.http.wire import Obj

NO_DATE = "0001-01-01T00:00:00Z"
_WORDS = {
    "monitor": "movieOnly",
    "shouldMonitor": "unknown",
    "monitorNewItems": "all",
    "minimumAvailability": "tba",
    "seriesType": "standard",
    "listType": "program",
    "minRefreshInterval": "00:00:00",
    "protocol": "unknown",
}
"""Enums and durations, with their first value."""


def only_defaults(resource: Obj) -> Obj:
    """Return what is left of a resource once its model is nothing but an id (`ModelAction.Deleted`).

    Numbers and switches are there as 0 and false, texts and lists, which are null, are not.
    """
    values = {key: _default(key, value) for key, value in resource.items()}
    return {key: value for key, value in values.items() if value is not None} | {"id": resource["id"]}


def _default(key: str, value: Any) -> Any:
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return 0
    return _WORDS.get(key)
