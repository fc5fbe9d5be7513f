"""Rows of the activity for tests."""

from __future__ import annotations

from typing import Any

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.db.activity import StoredActivity

NOW = 1_763_734_800.0


def row(
    kind: ActivityKind,
    state: str,
    *,
    instance: str = "radarr.main",
    title: str = "",
    episode: tuple[int, int] | None = None,
    album: str = "",
    **values: Any,
) -> StoredActivity:
    """Return a row of an instance, of a title of 1997 and an episode or album where they are named."""
    season, number = episode or (None, None)
    entry = ActivityEntry(kind=kind, state=state, **{"key": state, **values})
    child = f"{season}x{number}" if episode else album and "b-uuid"
    year = 1997 if title else 0
    return StoredActivity(instance, NOW, title, year, "27", season, number, entry, child, album)
