"""What the apps' own metadata consumers write into titles' folders. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from arrtui.core.domain import Setting

KODI_CONSUMER = "XbmcMetadata"
"""Writes the NFO that Kodi and Jellyfin read."""
_ROOTS = {
    "movieMetadata": "movie",
    "seriesMetadata": "tvshow",
    "episodeMetadata": "episodedetails",
    "artistMetadata": "artist",
    "albumMetadata": "album",
}


def nfos_of_app(consumers: Iterable[Setting]) -> frozenset[str]:
    """Return which NFO an app writes itself, by their roots: ``movie``, ``tvshow``, ``album`` …"""
    return frozenset(
        root
        for consumer in consumers
        if consumer.body.get("enable") and consumer.body.get("implementation") == KODI_CONSUMER
        for name, root in _ROOTS.items()
        if fields_of(consumer).get(name)
    )


def pictures_of_app(consumers: Iterable[Setting]) -> list[str]:
    """Return the names of the consumers that write pictures."""
    return [
        consumer.name
        for consumer in consumers
        if consumer.body.get("enable")
        and any(value for name, value in fields_of(consumer).items() if name.lower().endswith("images"))
    ]


def fields_of(consumer: Setting) -> Mapping[str, Any]:
    """Return the options of a consumer by name."""
    fields = consumer.body.get("fields") or ()
    return {field.get("name", ""): field.get("value") for field in fields if isinstance(field, dict)}
