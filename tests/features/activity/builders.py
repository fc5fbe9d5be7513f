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
    **values: Any,
) -> StoredActivity:
    """Return a row of an instance, of a title of 1997 and an episode where they are named."""
    season, number = episode or (None, None)
    entry = ActivityEntry(kind=kind, state=state, **{"key": state, **values})
    return StoredActivity(instance, NOW, title, 1997 if title else 0, "27", season, number, entry)
