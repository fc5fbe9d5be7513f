"""Pairs for tests, with the options that differ from the defaults."""

from __future__ import annotations

from typing import Any

from arrtui.core.config.sync import FilterRules, SyncFilter, SyncLimits, SyncMap, SyncPair

NO_LIMIT = SyncLimits(removals=1_000_000, removals_percent=100)


def pair(
    *,
    kind: str = "radarr",
    include: dict[str, Any] | None = None,
    exclude: dict[str, Any] | None = None,
    profiles: dict[str, str] | None = None,
    metadata_profiles: dict[str, str] | None = None,
    roots: dict[str, str] | None = None,
    tags: dict[str, str] | None = None,
    limits: SyncLimits = NO_LIMIT,
    **more: Any,
) -> SyncPair:
    """Return a pair from ``main`` to ``uhd``; ``more`` are options of its table."""
    values: dict[str, Any] = {"name": "test", "source": f"{kind}.main", "target": f"{kind}.uhd"} | more
    return SyncPair(
        filter=SyncFilter(include=FilterRules(**(include or {})), exclude=FilterRules(**(exclude or {}))),
        map=SyncMap(
            quality_profiles=profiles or {},
            metadata_profiles=metadata_profiles or {},
            root_folders=roots or {},
            tags=tags or {},
        ),
        limits=limits,
        **values,
    )
