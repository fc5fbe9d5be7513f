"""Builders of sides and titles: two Radarr, two Sonarr, small and with ids that mean nothing elsewhere.

``movie(603, "The Matrix")`` is a title with everything a plan looks at; ``side(title, …)`` an instance that
holds it. Names are given, ids are made: those of two sides never agree by accident unless asked for.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.domain import Item, MediaFile, RootFolder, Season, Setting, Volatile
from arrtui.features.sync.model import Side, SideTitle

TERABYTE = 10**12
PROFILES = ("HD", "UHD", "Any")
ROOTS = ("/movies", "/kids")
SHOW_ROOTS = ("/tv", "/anime")
"""2025-10-09 08:53:20 UTC."""


def movie(
    external: int,
    name: str = "",
    *,
    profile: str = "HD",
    tags: Sequence[str] = (),
    root: str = "/movies",
    files: int = 1,
    size: int = 5 * 10**9,
    volatile: Volatile | None = None,
    **more: Any,
) -> SideTitle:
    """Return a released, monitored movie with one file; ``more`` are fields of its item."""
    name = name or f"Movie {external}"
    values: dict[str, Any] = {
        "id": external % 100_000 + 1, "external_id": str(external or ""), "tmdb_id": external, "title": name,
        "sort_title": name.lower(), "year": 1999, "status": "released", "path": f"{root}/{name} (1999)",
        "root_folder": root, "monitored": True, "minimum_availability": "released",
    }  # fmt: skip
    profiles = {"quality_profile": profile}
    return SideTitle(
        Item(**(values | more)), profiles, tuple(sorted(tags)), files, size, volatile or Volatile()
    )


def series(
    external: int,
    name: str = "",
    *,
    profile: str = "HD",
    tags: Sequence[str] = (),
    root: str = "/tv",
    seasons: Mapping[int, bool] | None = None,
    files: int = 10,
    size: int = 20 * 10**9,
    volatile: Volatile | None = None,
    **more: Any,
) -> SideTitle:
    """Return a continuing series with two seasons, the second not monitored."""
    name = name or f"Series {external}"
    flags = {1: True, 2: False} if seasons is None else seasons
    values: dict[str, Any] = {
        "id": external % 100_000 + 1, "external_id": str(external or ""), "title": name,
        "sort_title": name.lower(), "year": 2010, "status": "continuing",
        "path": f"{root}/{name}", "root_folder": root, "monitored": True,
        "series_type": "standard", "season_folder": True, "monitor_new_items": "all",
        "seasons": tuple(Season(season_number=one, monitored=flag) for one, flag in sorted(flags.items())),
    }  # fmt: skip
    profiles = {"quality_profile": profile}
    return SideTitle(
        Item(**(values | more)), profiles, tuple(sorted(tags)), files, size, volatile or Volatile()
    )


def side(
    *titles: SideTitle,
    name: str = "radarr.main",
    label: str = "",
    profiles: Sequence[str] = PROFILES,
    tags: Sequence[str] = (),
    roots: Sequence[str | RootFolder] | None = None,
    exclusions: Mapping[int, str] | None = None,
    settings: Sequence[Setting] = (),
    version: str = "",
    trouble: str = "",
    episodes: Mapping[int, Mapping[str, bool]] | None = None,
    media: Mapping[int, tuple[MediaFile, ...]] | None = None,
    snapshot: int = 1,
) -> Side:
    """Return a side that holds these titles; its tags are those given and those of the titles.

    ``episodes`` and ``media`` are by external id here; without ``version`` it is a recent one.
    """
    kind = Kind(name.partition(".")[0])
    labels = sorted({*tags, *(label for title in titles for label in title.tags)})
    ids = {int(title.item.external_id or 0): title.item.id for title in titles}
    defaults = ROOTS if kind is Kind.RADARR else SHOW_ROOTS
    return Side(
        instance=name,
        kind=kind,
        label=label or name,
        snapshot=snapshot,
        titles=titles,
        profiles={"quality_profile": _numbered(name, profiles)},
        tags=_numbered(name, labels),
        roots=tuple(map(_root, defaults if roots is None else roots)),
        exclusions=exclusions or {},
        settings=tuple(settings),
        version=version or ("5.26.2.10099" if kind is Kind.RADARR else "4.0.15.2941"),
        trouble=trouble,
        episodes={ids[one]: flags for one, flags in (episodes or {}).items()},
        media={ids[one]: files for one, files in (media or {}).items()},
    )


def _numbered(name: str, words: Sequence[str]) -> dict[int, str]:
    """Return names by ids that another side gives to other names."""
    first = zlib.crc32(name.encode()) % 50 + 1
    return {first + place: word for place, word in enumerate(words)}


def _root(root: str | RootFolder) -> RootFolder:
    return root if isinstance(root, RootFolder) else RootFolder(path=root, free_space=TERABYTE)
