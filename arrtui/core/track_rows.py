"""What an app notes of an album track by track, as one row for each album. Pure.

Imports, deletions, renames and retags have a row for each track, deletions by an upgrade two
(LIDARR_API 0.16).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from arrtui.core.apps import APPS
from arrtui.core.domain import ReleaseEvent
from arrtui.core.text import parse_iso, plural

_OF_TRACKS = [app.feed for app in APPS.values() if app.file_unit is not None]
TRACK_EVENTS = frozenset(event for feed in _OF_TRACKS for event in feed.track_events)
"""Events of which each track has a row."""
_TRACK_CAME, _ALL_CAME = {f"{feed.file_event}Imported" for feed in _OF_TRACKS}, "downloadImported"
TOGETHER = 60.0
"""Seconds within which the next track of an album has its row."""
T = TypeVar("T")


def track_groups(
    rows: Iterable[T],
    event_of: Callable[[T], ReleaseEvent],
    scope_of: Callable[[T], object] = lambda row: None,
) -> list[list[T]]:
    """Return rows in their order, those together that one deed brought for the tracks of an album.

    Rows are by time, either way; those of different scopes (instances) stay apart. The row that ends an
    import is left out where its tracks have theirs.
    """
    groups: list[list[T]] = []
    latest: dict[tuple[object, ...], list[T]] = {}
    listed = [(row, event_of(row)) for row in rows]
    imported = {(scope_of(row), event.download_id) for row, event in listed if event.event in _TRACK_CAME}
    for row, event in listed:
        if event.event == _ALL_CAME and (scope_of(row), event.download_id) in imported:
            continue
        key = scope_of(row), event.event, event.item_id, event.episode_id, event.download_id
        group = latest.get(key) if event.event in TRACK_EVENTS else None
        if group is None or abs(_seconds(event) - _seconds(event_of(group[-1]))) > TOGETHER:
            groups.append(group := [])
        group.append(row)
        latest[key] = group
    return groups


def _seconds(event: ReleaseEvent) -> float:
    return parse_iso(event.date) or 0.0


def track_words(events: Iterable[ReleaseEvent]) -> str:
    """Return of how many tracks rows of one group are, ``4 tracks``; empty for a single row."""
    titles = {event.source_title for event in events}
    return plural(len(titles), "track") if len(titles) > 1 else ""
